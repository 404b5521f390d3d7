/// Something that is not as it must be.
public struct Finding: Hashable, Sendable {
  public let fault: Fault
  /// The entry concerned, where one can be told.
  public let entry: UInt64?
  /// The file, and the byte in it at which the wrong field, part or frame begins.
  public let file: String?
  public let offset: UInt64?
  /// Values: hashes, numbers, amounts, names. Never prose that would need a translation.
  public let expected: String
  public let found: String

  public var check: CheckName { fault.check }

  /// One line for people: what is wrong, where, and the values.
  public func message(russian: Bool) -> String {
    var text = ""
    if let entry { text = (russian ? "запись \(entry): " : "entry \(entry): ") }
    text += fault.text(russian: russian)
    if !expected.isEmpty {
      text += russian ? "; должно быть \(expected)" : "; expected \(expected)"
    }
    if !found.isEmpty { text += russian ? "; найдено \(found)" : "; found \(found)" }
    guard let file else { return text }
    guard let offset else { return "\(text) (\(file))" }
    return russian ? "\(text) (\(file), байт \(offset))" : "\(text) (\(file), byte \(offset))"
  }
}

extension Finding {
  init(_ fault: Fault, _ place: Place, expected: String = "", found: String = "") {
    self.init(
      fault: fault, entry: place.entry, file: place.file, offset: place.offset,
      expected: expected, found: found)
  }
}

/// Where a finding is.
struct Place: Sendable {
  var entry: UInt64?
  var file: String?
  var offset: UInt64?

  /// So many bytes further on.
  func moved(by count: Int) -> Place {
    Place(entry: entry, file: file, offset: offset.map { $0 + UInt64(count) })
  }
}

/// Collects the findings of one stage: all are counted, the first ones are kept. Those that concern
/// no single entry are few and weigh more: they have room of their own.
final class FindingLog {
  let checks: Set<CheckName>
  private let limit: Int
  private var kept: [Finding] = []
  private var general: [Finding] = []
  private(set) var total = 0

  init(checks: Set<CheckName>, limit: Int) {
    self.checks = checks
    self.limit = limit
  }

  /// An empty one for another stage.
  func sibling() -> FindingLog { FindingLog(checks: checks, limit: limit) }

  /// Whether something is wrong with one of the first entries.
  func concerns(entriesBelow number: UInt64) -> Bool {
    kept.contains { ($0.entry ?? .max) < number }
  }

  func wants(_ check: CheckName) -> Bool { checks.contains(check) }

  func add(_ fault: Fault, _ place: Place, expected: String = "", found: String = "") {
    add(Finding(fault, place, expected: expected, found: found))
  }

  func add(_ finding: Finding) {
    guard finding.fault.isAlwaysTold || wants(finding.check) else { return }
    total += 1
    if finding.entry == nil {
      if general.count < limit { general.append(finding) }
    } else if kept.count < limit {
      kept.append(finding)
    }
  }

  /// The first findings of all stages: by entry, then in the order of checks; what concerns no
  /// single entry comes last.
  static func sorted(_ logs: [FindingLog]) -> [Finding] {
    let limit = logs.first?.limit ?? 0
    return [logs.flatMap(\.kept), logs.flatMap(\.general)].flatMap { sorted($0).prefix(limit) }
  }

  private static func sorted(_ findings: [Finding]) -> [Finding] {
    let order = Dictionary(
      uniqueKeysWithValues: CheckName.allCases.enumerated().map { ($1, $0) })
    let sorted = findings.enumerated().sorted { a, b in
      let left = (a.element.entry ?? .max, order[a.element.check] ?? 0, a.offset)
      let right = (b.element.entry ?? .max, order[b.element.check] ?? 0, b.offset)
      return left < right
    }
    return sorted.map(\.element)
  }
}
