import Glibc

/// A process from its start to its end.
enum Spawn {
  struct Outcome {
    let exitCode: Int32
    let output: String
    let seconds: Double
  }

  /// Runs a program and reads what it prints.
  static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchmarkFault.machine("no pipe: errno \(errno)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let clock = ContinuousClock()
    let start = clock.now
    var process: pid_t = 0
    let status = posix_spawn(&process, program, &actions, nil, &words, environ)
    close(ends[1])
    defer { close(ends[0]) }
    guard status == 0 else {
      throw BenchmarkFault.machine("\(program) cannot be started: errno \(status)")
    }
    let output = text(from: ends[0])
    var result: Int32 = 0
    while waitpid(process, &result, 0) < 0 && errno == EINTR {}
    let seconds = clock.now.seconds(since: start)
    return Outcome(
      exitCode: result & 0x7F == 0 ? result >> 8 & 0xFF : -1, output: output, seconds: seconds)
  }

  private static func text(from file: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
