/// Appends little-endian integers, digests and length-prefixed text to a growing byte array.
public struct ByteWriter {
  @usableFromInline var storage: [UInt8] = []

  public var bytes: [UInt8] { storage }

  public init(reserving capacity: Int = 0) { storage.reserveCapacity(capacity) }

  @inlinable public var count: Int { storage.count }

  @inlinable public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { storage.append(contentsOf: $0) }
  }

  public mutating func write(_ digest: Digest) {
    withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { buffer in
      digest.store(to: buffer)
      storage.append(contentsOf: UnsafeRawBufferPointer(buffer))
    }
  }

  public mutating func write(raw: [UInt8]) { storage.append(contentsOf: raw) }

  public mutating func write(raw: UnsafeRawBufferPointer) { storage.append(contentsOf: raw) }

  /// A 32-bit length, then the bytes.
  public mutating func write(counted data: [UInt8]) {
    write(UInt32(data.count))
    storage.append(contentsOf: data)
  }

  /// A 16-bit length in bytes, then UTF-8.
  public mutating func write(text: String) {
    let utf8 = Array(text.utf8)
    write(UInt16(utf8.count))
    storage.append(contentsOf: utf8)
  }

  /// Gives the bytes written so far and starts anew, keeping no storage.
  public mutating func take() -> [UInt8] {
    defer { storage = [] }
    return storage
  }

  public mutating func removeAll() { storage.removeAll(keepingCapacity: true) }
}
