import Glibc

/// Why bytes could not be read: where, and what was wrong.
public struct MalformedBytes: Error, Equatable, CustomStringConvertible {
  public let offset: Int
  public let reason: String

  public init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }

  public var description: String { "\(reason) at byte \(offset)" }
}

/// Reads what `ByteWriter` writes, from bytes that nobody vouches for: every read is checked
/// against the end, and no length is trusted before an allocation.
public struct ByteReader {
  @usableFromInline let bytes: [UInt8]
  @usableFromInline var position: Int
  public var offset: Int { position }
  public let end: Int

  public init(_ bytes: [UInt8]) { self.init(bytes, range: 0..<bytes.count) }

  /// Reads a part of `bytes`; offsets in errors count from the start of the whole.
  public init(_ bytes: [UInt8], range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  public var remaining: Int { end - offset }

  public func malformed(_ reason: String) -> MalformedBytes {
    MalformedBytes(offset: offset, reason: reason)
  }

  @inlinable mutating func advance(_ count: Int) throws(MalformedBytes) -> Int {
    guard count <= end - position else {
      throw malformed("\(count) bytes wanted, \(end - position) left")
    }
    defer { position += count }
    return position
  }

  @inlinable public mutating func read<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(MalformedBytes) -> Value {
    let start = try advance(MemoryLayout<Value>.size)
    return bytes.withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: Value.self))
    }
  }

  public mutating func readDigest() throws(MalformedBytes) -> Digest {
    let start = try advance(Digest.byteCount)
    return bytes.withUnsafeBytes { Digest(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  public mutating func read(count: Int) throws(MalformedBytes) -> [UInt8] {
    guard count >= 0 else { throw malformed("negative length") }
    let start = try advance(count)
    return Array(bytes[start..<start + count])
  }

  /// So many bytes as text; nil where they are not UTF-8.
  ///
  /// Decoding mends what is wrong, and so gives other bytes than came. `String(validating:)` would say
  /// the same, after looking up half a dozen generic types at each call.
  public mutating func readUTF8(count: Int) throws(MalformedBytes) -> String? {
    guard count >= 0 else { throw malformed("negative length") }
    let start = try advance(count)
    return bytes.withUnsafeBytes {
      let utf8 = UnsafeRawBufferPointer(rebasing: $0[start..<start + count])
      var text = String(decoding: utf8, as: UTF8.self)
      let isSame = text.withUTF8 { mended in
        mended.count == count
          && (count == 0 || memcmp(mended.baseAddress!, utf8.baseAddress!, count) == 0)
      }
      return isSame ? text : nil
    }
  }

  /// Goes on behind these bytes, where they come next; false, and nothing read, where others do.
  public mutating func skip(_ expected: [UInt8]) throws(MalformedBytes) -> Bool {
    let start = position
    _ = try advance(expected.count)
    for (offset, byte) in expected.enumerated() where bytes[start + offset] != byte {
      position = start
      return false
    }
    return true
  }

  /// The number of items that follow: at most `limit`, and no more than the bytes left allow when
  /// each item takes at least `minimum` bytes.
  public mutating func readCount(limit: Int, minimum: Int) throws(MalformedBytes) -> Int {
    let count = try Int(read(UInt32.self))
    guard count <= limit else { throw malformed("\(count) items, at most \(limit)") }
    guard count <= remaining / minimum else { throw malformed("\(count) items do not fit") }
    return count
  }

  public func finish() throws(MalformedBytes) {
    guard offset == end else { throw malformed("\(end - offset) bytes too many") }
  }
}
