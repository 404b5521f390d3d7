import Foundation

extension Double {
  /// Three significant digits, or all of a large number's, thousands apart: `1 234 567`, `0.0123`.
  var short: String {
    guard isFinite else { return "-" }
    if self == 0 { return "0" }
    if abs(self) >= 1_000 { return Self.grouped(Int(rounded())) }
    let decimals = Swift.max(0, 2 - Int(log10(abs(self)).rounded(.down)))
    return String(format: "%.\(decimals)f", self)
  }

  private static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    let text = digits.enumerated().map { index, digit in
      let isBorder = index > 0 && (digits.count - index).isMultiple(of: 3)
      return isBorder ? " \(digit)" : "\(digit)"
    }.joined()
    return number < 0 ? "-" + text : text
  }
}

extension ScenarioReport {
  var figureText: String { "\(figure.median.short) \(unit)" }
  var spreadText: String {
    figure.runs.count > 1 ? "\(figure.least.short) – \(figure.most.short)" : "one run"
  }
  var limitText: String { limit.map { "\($0.value.short) \(unit)" } ?? "" }
  var ratioText: String { ratio.map { String(format: "%.2f", $0) } ?? "" }
  var metText: String { isMet.map { $0 ? "yes" : "no" } ?? "" }

  var targetText: String {
    guard let target else { return "" }
    switch target.kind {
    case .atLeast: return "≥ \(target.value.short)"
    case .atMost: return "≤ \(target.value.short)"
    case .shareOfLimit: return "≥ \(String(format: "%.2f", target.value)) of the limit"
    }
  }

  /// What stands below the table: latencies, memory and other figures.
  var notes: [String] {
    var notes = [size]
    if let latency {
      notes.append(
        "a call: p50 \(latency.median.short) ms, p99 \(latency.p99.short) ms, "
          + "max \(latency.most.short) ms (\(latency.count) calls)")
    }
    notes += details.map { "\($0.name): \($0.value.short) \($0.unit)" }
    notes.append("peak memory: \((Double(peakMemory) / 1e6).short) MB")
    notes.append("cores kept busy by other work: \(coresTaken.short)")
    if let limit { notes.append("limit: \(limit.meaning)") }
    return notes
  }
}

extension MachineLimits {
  var rows: [(name: String, value: String)] {
    [
      ("Ed25519 sign, one core", "\(signOne.short)/s"),
      ("Ed25519 sign, \(threads) at once", "\(signAll.short)/s"),
      ("Ed25519 verify, one core", "\(verifyOne.short)/s"),
      ("Ed25519 verify, \(threads) at once", "\(verifyAll.short)/s"),
    ]
      + hashOne.map { rate in
        (
          "SHA-256 of \(Double(rate.size).short) bytes, one core",
          "\((rate.bytesPerSecond / 1e6).short) MB/s, \((Double(rate.size) / rate.bytesPerSecond * 1e6).short) µs"
        )
      } + [
        ("SHA-256 of 65 536 bytes, \(threads) at once", "\((hashAll / 1e6).short) MB/s"),
        ("memory copy, one core", "\((copy / 1e6).short) MB/s"),
        ("two additions at random, one core", "\(updates.short)/s"),
        ("write of 4 KiB and fdatasync", "p50 \(syncMedian.short) ms, p99 \(sync99.short) ms"),
      ]
  }
}
