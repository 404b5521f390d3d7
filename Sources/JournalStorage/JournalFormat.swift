/// The bytes of a journal. All integers are little-endian.
///
/// A ledger directory holds
///
/// | Path | What it is |
/// |---|---|
/// | `journal/NNNNNNNNNNNNNNNNNNNN.journal` | segments; the name is the number of its first entry |
/// | `journal/torn-OFFSET-N.bin` | bytes cut off at OFFSET of a segment, kept as found |
/// | `checkpoints/latest` | a copy of the last published checkpoint, replaced by rename |
/// | `lock` | empty; the writer holds an exclusive `flock` on it |
/// | `snapshots/`, `index/` | derived data of other modules |
///
/// `journal/segment.new` and `checkpoints/latest.new` are steps on the way to a rename: never read.
///
/// A **segment** is a header of 64 bytes and then frames up to its end:
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 24 | `kazna-journal-v1` in ASCII, then 8 zero bytes |
/// | 24 | 16 | ledger id, the same in every segment |
/// | 40 | 8 | number of the first entry, the same as in the name |
/// | 48 | 16 | zero |
///
/// A **frame** is a header of 16 bytes, the payload, and zero bytes up to a multiple of 8:
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | `KZNF` in ASCII |
/// | 4 | 1 | type: 1 entry, 2 checkpoint |
/// | 5 | 3 | zero |
/// | 8 | 4 | payload length in bytes: 1 to 256 MiB for an entry, 1 to 64 KiB for a checkpoint |
/// | 12 | 4 | CRC-32C (RFC 3720, appendix B.4) of the 12 bytes before |
///
/// The check value tells a damaged length from a torn tail. The payload has none: an entry is
/// checked by the hashes in it, a checkpoint by its signature.
///
/// A **commit** is one or more entry frames and one checkpoint frame, whose tree size is the number
/// of entries up to there. It lies in one segment. The entries are numbered from 0 through all
/// segments, so a segment starts with the number at which the one before it ends.
public enum JournalFormat {
  public static let segmentMagic = Array("kazna-journal-v1".utf8)
  public static let segmentHeaderSize = 64
  public static let ledgerIDSize = 16
  public static let frameMagic: UInt32 = 0x464E_5A4B
  public static let frameHeaderSize = 16
  public static let alignment = 8
  /// Bytes of one entry.
  public static let entryLimit = 256 << 20
  /// Bytes of one checkpoint.
  public static let checkpointLimit = 64 << 10
  /// Bytes of one commit with its frame headers.
  public static let commitLimit = 1 << 30
  /// A segment that has grown to so many bytes takes no further commit.
  public static let segmentSize: UInt64 = 256 << 20

  /// The bytes of a frame with a payload of `count` bytes: header, payload and padding.
  static func frameSize(payload count: Int) -> Int {
    (frameHeaderSize + count + alignment - 1) / alignment * alignment
  }
}

/// What a frame holds.
public enum FrameType: UInt8, Sendable {
  case entry = 1
  case checkpoint = 2

  var payloadLimit: Int {
    switch self {
    case .entry: JournalFormat.entryLimit
    case .checkpoint: JournalFormat.checkpointLimit
    }
  }
}

/// The 16 bytes before a payload.
struct FrameHeader: Equatable {
  let type: FrameType
  let payloadCount: Int

  var frameSize: Int { JournalFormat.frameSize(payload: payloadCount) }

  /// Writes itself at the start of `bytes`, which must have room for it.
  func encode(into bytes: UnsafeMutableRawBufferPointer) {
    precondition(payloadCount > 0 && payloadCount <= type.payloadLimit)
    bytes.storeBytes(of: JournalFormat.frameMagic.littleEndian, toByteOffset: 0, as: UInt32.self)
    bytes.storeBytes(of: UInt32(type.rawValue).littleEndian, toByteOffset: 4, as: UInt32.self)
    bytes.storeBytes(of: UInt32(payloadCount).littleEndian, toByteOffset: 8, as: UInt32.self)
    let check = checkValue(UnsafeRawBufferPointer(rebasing: bytes[..<12]))
    bytes.storeBytes(of: check.littleEndian, toByteOffset: 12, as: UInt32.self)
  }

  /// Reads the start of `bytes`; gives what is wrong instead when this is no frame header.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> Result<FrameHeader, FrameFault> {
    precondition(bytes.count >= JournalFormat.frameHeaderSize)
    func word(_ offset: Int) -> UInt32 {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    guard word(0) == JournalFormat.frameMagic else {
      return .failure(.init("no frame starts here"))
    }
    guard word(12) == checkValue(UnsafeRawBufferPointer(rebasing: bytes[..<12])) else {
      return .failure(.init("the check value of the frame header is wrong"))
    }
    // The three zero bytes are the upper part of this word.
    guard let code = UInt8(exactly: word(4)), let type = FrameType(rawValue: code) else {
      return .failure(.init("unknown frame type"))
    }
    let count = Int(word(8))
    guard count > 0, count <= type.payloadLimit else {
      return .failure(.init("payload length \(count) is not in 1 to \(type.payloadLimit)"))
    }
    return .success(FrameHeader(type: type, payloadCount: count))
  }
}

/// What is wrong with a frame.
struct FrameFault: Error, Equatable {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// CRC-32C (Castagnoli, reflected polynomial 82F63B78; RFC 3720, appendix B.4).
func checkValue(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  var value = UInt32.max
  for byte in bytes {
    value = checkTable[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8)
  }
  return ~value
}

private let checkTable: [UInt32] = (0..<256).map { index in
  var value = UInt32(index)
  for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
  return value
}
