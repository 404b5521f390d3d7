/// Appends little-endian integers, digests and length-prefixed text to a growing run of bytes.
///
/// It owns its memory and is never copied, so that writing a number is a comparison and a store.
public struct ByteWriter: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var capacity: Int
  @usableFromInline var filled = 0

  @inlinable public var count: Int { filled }

  public init(reserving capacity: Int = 0) {
    self.capacity = max(64, capacity)
    base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// A copy of what was written.
  public var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: base, count: count)) }

  @inlinable public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
    let place = extend(MemoryLayout<Value>.size)
    place.storeBytes(of: value.littleEndian, as: Value.self)
  }

  public mutating func write(_ digest: Digest) {
    let place = extend(Digest.byteCount)
    digest.store(to: UnsafeMutableRawBufferPointer(start: place, count: Digest.byteCount))
  }

  public mutating func write(raw: [UInt8]) { raw.withUnsafeBytes { write(raw: $0) } }

  public mutating func write(raw: UnsafeRawBufferPointer) {
    guard let start = raw.baseAddress else { return }
    extend(raw.count).copyMemory(from: start, byteCount: raw.count)
  }

  /// A 32-bit length, then the bytes.
  public mutating func write(counted data: [UInt8]) {
    write(UInt32(data.count))
    write(raw: data)
  }

  /// A 16-bit length in bytes, then UTF-8.
  public mutating func write(text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(UInt16(utf8.count))
      write(raw: UnsafeRawBufferPointer(utf8))
    }
  }

  /// Gives the bytes written so far and starts anew.
  public mutating func take() -> [UInt8] {
    defer { filled = 0 }
    return bytes
  }

  public mutating func removeAll() { filled = 0 }

  /// Makes room for so many bytes behind the last one, and gives their place.
  @inlinable mutating func extend(_ byteCount: Int) -> UnsafeMutableRawPointer {
    if count + byteCount > capacity { grow(to: count + byteCount) }
    let place = base + count
    filled += byteCount
    return place
  }

  @usableFromInline mutating func grow(to least: Int) {
    capacity = max(2 * capacity, least)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = larger
  }
}
