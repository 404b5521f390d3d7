import Foundation
import KaznaCommands

// A file that may grow no further is a failed write (EFBIG), told with exit code 6 as a full disk
// is, and not the end of the process.
signal(SIGXFSZ, SIG_IGN)

// A file of the ledger must never get the number of a stream that is closed. Opened for reading,
// so that writing there fails as before.
for stream in 0...2 where fcntl(Int32(stream), F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }

func fail(_ message: String, exitCode: Int32) -> Never {
  FileHandle.standardError.write(Data("kazna: error: \(message)\n".utf8))
  exit(exitCode)
}

// The runtime finds the arguments through /proc, and finds none where it cannot.
guard CommandLine.argc > 0 else {
  fail("the arguments cannot be read: is /proc there?", exitCode: 6)
}

// As text, other bytes would name another file.
let words = (0..<Int(CommandLine.argc)).compactMap { index in
  CommandLine.unsafeArgv[index].flatMap { String(validatingCString: $0) }
}
guard words.count == CommandLine.argc else { fail("an argument is not UTF-8", exitCode: 2) }
for name in ["KAZNA_LEDGER", "KAZNA_KEYS"] {
  guard let value = getenv(name) else { continue }
  guard String(validatingCString: value) != nil else { fail("\(name) is not UTF-8", exitCode: 2) }
}

let environment = ProcessInfo.processInfo.environment
exit(
  Program.run(
    Array(words.dropFirst()), environment: environment,
    console: .standard(environment: environment)))
