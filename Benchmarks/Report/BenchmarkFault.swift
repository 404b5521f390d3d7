/// Why a benchmark stopped, or does not count.
enum BenchmarkFault: Error, CustomStringConvertible {
  /// What came out is not what must come out. Exit code 1.
  case wrong(String)
  /// The command line. Exit code 2.
  case usage(String)
  /// The machine does not give what the benchmark needs. Exit code 6.
  case machine(String)

  var description: String {
    switch self {
    case .wrong(let text), .usage(let text), .machine(let text): text
    }
  }

  var exitCode: Int32 {
    switch self {
    case .wrong: 1
    case .usage: 2
    case .machine: 6
    }
  }
}
