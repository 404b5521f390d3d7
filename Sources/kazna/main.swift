import Foundation
import KaznaCommands

// A file that may grow no further is a failed write (EFBIG), told with exit code 6 as a full disk
// is, and not the end of the process.
signal(SIGXFSZ, SIG_IGN)

let environment = ProcessInfo.processInfo.environment
exit(
  Program.run(
    Array(CommandLine.arguments.dropFirst()), environment: environment,
    console: .standard(environment: environment)))
