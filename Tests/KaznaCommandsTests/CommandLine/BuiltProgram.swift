import Foundation
import Testing

/// The program as it was built, beside the tests that are running.
enum BuiltProgram {
  static let directory = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let transcripts = repository.appendingPathComponent("Tests/KaznaCommandsTests/Transcripts")

  struct Outcome {
    let command: String
    let exitCode: Int32
    let out: String
    let err: String

    var told: String { "\(command)\nexit \(exitCode)\nout: \(out)\nerr: \(err)" }
  }

  /// Runs a command with bash in a directory, with nothing of the tester's own environment.
  static func run(
    _ command: String, in directory: URL, _ variables: [String: String] = [:]
  ) throws -> Outcome {
    let names = ["stdout", "stderr"].map { directory.appendingPathComponent(".\($0)") }
    for name in names { try Data().write(to: name) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = directory
    process.environment = [
      "PATH": "\(Self.directory.path):/usr/local/bin:/usr/bin:/bin", "HOME": directory.path,
      "TZ": "UTC", "LC_ALL": "C",
      // A sanitizer in the program is told what the one in the tests is told.
      "ASAN_OPTIONS": ProcessInfo.processInfo.environment["ASAN_OPTIONS"] ?? "",
      "BASH_ENV": transcripts.appendingPathComponent("tools.sh").path,
    ].merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try process.run()
    process.waitUntilExit()
    let texts = try names.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(
      command: command, exitCode: process.terminationStatus, out: texts[0], err: texts[1])
  }

  /// A directory of its own for a test, removed when it is over.
  static func inTemporaryDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }
}
