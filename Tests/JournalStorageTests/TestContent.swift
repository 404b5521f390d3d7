import Bytes
import JournalStorage

/// Entries and checkpoints that stand in for the real ones: they carry their number and a check
/// value, so that any change to them shows.
enum TestContent {
  static let ledgerID = [UInt8](0x10..<0x20)

  /// An entry of about `size` bytes.
  static func entry(_ number: UInt64, size: Int = 21) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(number)
    var state = number &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for _ in 0..<max(1, size - 16) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      writer.write(UInt8(truncatingIfNeeded: state >> 56))
    }
    return sealed(writer)
  }

  static func checkpoint(_ size: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(raw: Array("checkpoint".utf8))
    writer.write(size)
    return sealed(writer)
  }

  static func isEntry(_ bytes: UnsafeRawBufferPointer, _ number: UInt64) -> Bool {
    isSealed([UInt8](bytes)) && bytes.loadUnaligned(as: UInt64.self) == number
  }

  static let size: CheckpointSize = { bytes in
    guard isSealed(bytes), bytes.starts(with: Array("checkpoint".utf8)) else {
      throw MalformedBytes(offset: 0, reason: "no test checkpoint")
    }
    var reader = ByteReader(bytes, range: 10..<18)
    return try reader.read()
  }

  static var rules: ContentRules {
    ContentRules(size: size, validate: isEntry)
  }

  private static func sealed(_ writer: consuming ByteWriter) -> [UInt8] {
    writer.write(sum(writer.bytes))
    return writer.bytes
  }

  private static func isSealed(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 16 else { return false }
    var reader = ByteReader(bytes, range: bytes.count - 8..<bytes.count)
    return try! reader.read(UInt64.self) == sum(Array(bytes.dropLast(8)))
  }

  /// FNV-1a.
  private static func sum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
