import Foundation

/// What the command line says.
struct Settings: Sendable {
  enum Format: String, CaseIterable, Sendable { case table, json, markdown }

  /// Claim lines, and so certificates and contracts; each scenario says what it makes of them.
  var lines = 1_000_000
  var runs = 3
  var seed: UInt64 = 1
  /// Submitters, and threads of the limits where all cores work at once.
  var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Documents that a submitter hands over in one call; nil for what the scenario takes.
  var batch: Int?
  var format = Format.table
  /// On the disk that is to be measured.
  var ledgerDirectory = FileManager.default.temporaryDirectory.path
  /// The program whose start is measured: beside this one, unless told otherwise.
  var program = Settings.neighbour

  /// Small runs are there to be checked, not to be measured.
  private var isSmall: Bool { lines < 10_000 }
  /// For how long each limit is measured.
  var limitSeconds: Double { isSmall ? 0.01 : 0.25 }
  /// Enough processes for a 99th percentile.
  var processCount: Int { isSmall ? 5 : 200 }

  private static var neighbour: String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().path + "/kazna"
  }

  /// The scenario's name and what goes with it.
  static func parse(_ arguments: [String]) throws -> (name: String, settings: Settings) {
    var settings = Settings()
    var name: String?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        guard name == nil else { throw BenchmarkFault.usage("unexpected \(argument)") }
        name = argument
        continue
      }
      guard let value = rest.popFirst() else {
        throw BenchmarkFault.usage("\(argument) needs a value")
      }
      try settings.set(argument, value)
    }
    guard let name else { throw BenchmarkFault.usage("which scenario?") }
    return (name, settings)
  }

  private mutating func set(_ option: String, _ value: String) throws {
    switch option {
    case "--lines", "--certificates":
      lines = try Self.count(option, value, most: 50_000_000)
    case "--runs": runs = try Self.count(option, value, most: 12)
    case "--threads": threads = try Self.count(option, value, most: 256)
    case "--batch": batch = try Self.count(option, value, most: 65_536)
    case "--seed":
      guard let seed = UInt64(value) else { throw BenchmarkFault.usage("--seed \(value)?") }
      self.seed = seed
    case "--format":
      guard let format = Format(rawValue: value) else {
        throw BenchmarkFault.usage("--format \(value)? table, json or markdown")
      }
      self.format = format
    case "--ledger-directory": ledgerDirectory = value
    case "--program": program = value
    default: throw BenchmarkFault.usage("there is no option \(option)")
    }
  }

  /// `10k`, `1M`, or digits.
  private static func count(_ option: String, _ value: String, most: Int) throws -> Int {
    let scale = value.hasSuffix("k") ? 1_000 : value.hasSuffix("M") ? 1_000_000 : 1
    let digits = scale == 1 ? value[...] : value.dropLast()
    guard let number = Int(digits), (1...most).contains(number),
      number * scale <= most
    else { throw BenchmarkFault.usage("\(option) \(value)? 1 to \(most), or 10k, 1M") }
    return number * scale
  }
}
