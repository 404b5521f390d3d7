import Foundation
import KaznaCommands

let environment = ProcessInfo.processInfo.environment
exit(
  Program.run(
    Array(CommandLine.arguments.dropFirst()), environment: environment,
    console: .standard(environment: environment)))
