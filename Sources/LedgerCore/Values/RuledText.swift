/// What is wrong with a text. Positions count Unicode scalars from 1.
public enum TextFault: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case tooLong(bytes: Int, limit: Int)
  case outerSpace
  case control(scalar: UInt32, position: Int)
  /// Invisible or direction-changing: it could make a text look like another.
  case invisible(scalar: UInt32, position: Int)
  case separator(scalar: UInt32, position: Int)
  case unassigned(scalar: UInt32, position: Int)
  /// Has another, normal spelling (Unicode normalisation form C), or could combine into one.
  case notNormal(scalar: UInt32, position: Int)

  public var description: String {
    switch self {
    case .empty: "empty text"
    case .tooLong(let bytes, let limit): "\(bytes) bytes, at most \(limit) are allowed"
    case .outerSpace: "a space at the start or at the end"
    case .control(let scalar, let position): Self.name("control character", scalar, position)
    case .invisible(let scalar, let position): Self.name("invisible character", scalar, position)
    case .separator(let scalar, let position): Self.name("line separator", scalar, position)
    case .unassigned(let scalar, let position):
      Self.name("unassigned or private character", scalar, position)
    case .notNormal(let scalar, let position):
      Self.name("combining or not normalised character", scalar, position)
    }
  }

  private static func name(_ kind: String, _ scalar: UInt32, _ position: Int) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "\(kind) U+\(padding)\(digits) at position \(position)"
  }
}

/// The rule for names, reasons and other free text in documents: short, visible, and in one
/// spelling only.
///
/// What passes is in normalisation form C whatever stands beside it: the rule refuses each scalar
/// that normalisation could change or join (UAX #15: quick check "no" and "maybe"), so that the
/// core needs no normaliser. It is pinned to Unicode 15.0; what later versions add is refused, so
/// that every implementation gives the same answer.
public enum RuledText {
  public static let usualLimit = 500

  /// Nil when `text` keeps the rule. `limit` is in bytes of UTF-8.
  public static func fault(
    in text: String, limit: Int = usualLimit, allowsEmpty: Bool = false
  ) -> TextFault? {
    let byteCount = text.utf8.count
    guard byteCount > 0 else { return allowsEmpty ? nil : .empty }
    guard byteCount <= limit else { return .tooLong(bytes: byteCount, limit: limit) }
    if text.utf8.withContiguousStorageIfAvailable(isUsual) == true { return nil }
    for (offset, scalar) in text.unicodeScalars.enumerated() where !isCommon(scalar) {
      if let fault = fault(of: scalar, position: offset + 1) { return fault }
    }
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      !isSpace(first), !isSpace(last)
    else { return .outerSpace }
    return nil
  }

  /// Whether one scalar may stand in a text at all.
  public static func allows(_ scalar: Unicode.Scalar) -> Bool {
    isCommon(scalar) || fault(of: scalar, position: 1) == nil
  }

  private static func fault(of scalar: Unicode.Scalar, position: Int) -> TextFault? {
    let properties = scalar.properties
    let value = scalar.value
    switch properties.generalCategory {
    case .control: return .control(scalar: value, position: position)
    case .format: return .invisible(scalar: value, position: position)
    case .lineSeparator, .paragraphSeparator:
      return .separator(scalar: value, position: position)
    case .unassigned, .privateUse, .surrogate:
      return .unassigned(scalar: value, position: position)
    case .nonspacingMark, .enclosingMark, .spacingMark:
      return .notNormal(scalar: value, position: position)
    default: break
    }
    guard let age = properties.age, (age.major, age.minor) <= (15, 0) else {
      return .unassigned(scalar: value, position: position)
    }
    if properties.isDefaultIgnorableCodePoint {
      return .invisible(scalar: value, position: position)
    }
    if properties.isFullCompositionExclusion || isJamo(scalar) {
      return .notNormal(scalar: value, position: position)
    }
    return nil
  }

  /// The usual answer, found over the bytes: common scalars only, and no space outside.
  private static func isUsual(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let space = UInt8(ascii: " ")
    guard utf8.first != space, utf8.last != space else { return false }
    var index = 0
    while index < utf8.count {
      let byte = UInt32(utf8[index])
      switch byte {
      case 0x20...0x7E: index += 1
      case 0xD0, 0xD1:
        // Two bytes, as it is UTF-8.
        guard isCommon((byte & 0x1F) << 6 | UInt32(utf8[index + 1]) & 0x3F) else { return false }
        index += 2
      default: return false
      }
    }
    return true
  }

  private static func isCommon(_ scalar: Unicode.Scalar) -> Bool { isCommon(scalar.value) }

  /// ASCII and Russian letters, which need no table.
  private static func isCommon(_ value: UInt32) -> Bool {
    switch value {
    case 0x20...0x7E, 0x410...0x44F, 0x401, 0x451: true
    default: false
    }
  }

  private static func isJamo(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: true
    default: false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x20
      || (scalar.value > 0x7F && scalar.properties.generalCategory == .spaceSeparator)
  }
}
