import JournalStorage

/// The 16 bytes before a payload, read by the format's text alone (`Ledger/FORMAT.md`, section 6).
struct FrameForm {
  let type: FrameType
  let payloadCount: Int

  static let byteCount = 16
  static let alignment = 8

  var frameByteCount: Int { Self.frameByteCount(payload: payloadCount) }

  /// Header, payload and zeros up to a multiple of 8.
  static func frameByteCount(payload count: Int) -> Int {
    (byteCount + count + alignment - 1) / alignment * alignment
  }

  /// Nil unless a sound frame header starts here.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.byteCount, bytes[0] == 0x4B, bytes[1] == 0x5A, bytes[2] == 0x4E,
      bytes[3] == 0x46, bytes[5] == 0, bytes[6] == 0, bytes[7] == 0,
      let type = FrameType(rawValue: bytes[4])
    else { return nil }
    let count = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let check = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    let limit = type == .entry ? 1 << 28 : 1 << 16
    guard count >= 1, count <= limit, check == crc32C(bytes[..<12]) else { return nil }
    self.type = type
    payloadCount = Int(count)
  }
}

/// CRC-32C (RFC 3720, appendix B.4), bit by bit: it runs over 12 bytes of each frame only.
func crc32C(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
  var value: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    value ^= UInt32(byte)
    for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 0 ? 0 : 0x82F6_3B78) }
  }
  return ~value
}
