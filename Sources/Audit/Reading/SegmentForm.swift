import Bytes
import LedgerCore

/// The 64 bytes at the start of a segment, each of which is known beforehand (`Ledger/FORMAT.md`,
/// section 6).
struct SegmentForm {
  enum Field: CaseIterable {
    case magic, ledger, first, reserved

    var range: Range<Int> {
      switch self {
      case .magic: 0..<24
      case .ledger: 24..<40
      case .first: 40..<48
      case .reserved: 48..<64
      }
    }
  }

  /// A field that is not as it must be; of a header that ends before, the first that is not whole.
  struct Wrong {
    let field: Field
    let offset: Int
    let expected: String
    let found: String
  }

  static let byteCount = 64
  private static let magic = Array("kazna-journal-v1".utf8) + [UInt8](repeating: 0, count: 8)

  private let bytes: [UInt8]

  /// As the header of a segment of this ledger must be.
  init(ledger: UniqueID, first: UInt64) {
    var writer = ByteWriter()
    writer.write(raw: Self.magic)
    ledger.write(to: &writer)
    writer.write(first)
    writer.write(raw: [UInt8](repeating: 0, count: 16))
    bytes = writer.bytes
  }

  /// What the field of the ledger holds, whatever stands around it.
  static func ledger(in head: [UInt8]) -> UniqueID? {
    guard head.count == byteCount else { return nil }
    return UniqueID(bytes: Array(head[Field.ledger.range]))
  }

  func wrongFields(in head: [UInt8]) -> [Wrong] {
    guard head.count == Self.byteCount else {
      return [Wrong(field: .reserved, offset: head.count, expected: "64", found: "\(head.count)")]
    }
    return Field.allCases.compactMap { field in
      let (expected, found) = (Array(bytes[field.range]), Array(head[field.range]))
      guard expected != found else { return nil }
      return Wrong(
        field: field, offset: field.range.lowerBound, expected: Self.text(field, expected),
        found: Self.text(field, found))
    }
  }

  private static func text(_ field: Field, _ bytes: [UInt8]) -> String {
    guard field == .first else { return Hex.encode(bytes) }
    return "\(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })"
  }
}
