import Bytes

/// 128 random bits: the id of a ledger, or of a document, chosen by its author.
public struct UniqueID: Hashable, Sendable, CustomStringConvertible {
  let high: UInt64
  let low: UInt64

  public static let zero = UniqueID(bytes: [UInt8](repeating: 0, count: 16))!

  /// Nil unless `bytes` holds exactly 16 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    (high, low) = bytes.withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
        $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
      )
    }
  }

  /// Nil unless `hex` is exactly 32 hexadecimal digits.
  public init?(hex: String) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  public init(from reader: inout ByteReader) throws(MalformedBytes) {
    high = try reader.read(UInt64.self).byteSwapped
    low = try reader.read(UInt64.self).byteSwapped
  }

  public func write(to writer: inout ByteWriter) {
    writer.write(high.byteSwapped)
    writer.write(low.byteSwapped)
  }

  public var bytes: [UInt8] {
    var writer = ByteWriter(reserving: 16)
    write(to: &writer)
    return writer.bytes
  }

  public var hex: String { Hex.encode(bytes) }
  public var description: String { hex }
}

/// An entry of the chain, named so that a signature over the name binds its content: number and
/// RFC 6962 leaf hash.
public struct EntryReference: Hashable, Sendable {
  public let number: UInt64
  public let hash: Digest

  public init(number: UInt64, hash: Digest) {
    self.number = number
    self.hash = hash
  }

  /// What the opening entry, which has no predecessor, carries as its basis.
  public static let none = EntryReference(number: 0, hash: .zero)
}

/// A moment in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The UTC day.
  public var date: CalendarDate {
    let day: Int64 = 86_400_000
    let floor = milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
    return CalendarDate(daysSince1970: Int32(floor))
  }

  /// `2023-11-30T08:15:00.250Z`
  public var iso: String {
    let inDay = Int(milliseconds - Int64(date.daysSince1970) * 86_400_000)
    let parts = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60]
    let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    let fraction = String(1_000 + inDay % 1_000).dropFirst()
    return "\(date.iso)T\(clock).\(fraction)Z"
  }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
}
