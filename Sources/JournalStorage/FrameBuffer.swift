/// The frames of one commit, built in place and written in one piece. Reuse it: `removeAll` and a
/// finished commit keep the storage.
public struct FrameBuffer: Sendable {
  var bytes: [UInt8] = []
  private(set) var entryStarts: [Int] = []

  public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Entries added so far.
  public var entryCount: Int { entryStarts.count }
  /// Bytes of the frames so far, headers included.
  public var byteCount: Int { bytes.count }

  /// Adds an entry with these bytes.
  public mutating func append(entry: [UInt8]) throws(StorageError) {
    try entry.withUnsafeBufferPointer { (pointer) throws(StorageError) in
      try append(entry: UnsafeRawBufferPointer(pointer))
    }
  }

  public mutating func append(entry: UnsafeRawBufferPointer) throws(StorageError) {
    try check(entry.count, .entry)
    appendFrame(.entry, count: entry.count) { $0.copyMemory(from: entry) }
  }

  /// Adds an entry of `byteCount` bytes that `fill` writes where they stay; they are zero before.
  public mutating func appendEntry(
    byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(StorageError) {
    try check(byteCount, .entry)
    appendFrame(.entry, count: byteCount, fill: fill)
  }

  /// Starts anew with the storage kept.
  public mutating func removeAll() { removeFrames(from: 0) }

  mutating func append(checkpoint: [UInt8]) throws(StorageError) {
    try check(checkpoint.count, .checkpoint)
    appendFrame(.checkpoint, count: checkpoint.count) { $0.copyBytes(from: checkpoint) }
  }

  /// Drops what was added since `byteCount` was `start`.
  public mutating func removeFrames(from start: Int) {
    bytes.removeSubrange(start...)
    while let last = entryStarts.last, last >= start { entryStarts.removeLast() }
  }

  private func check(_ count: Int, _ type: FrameType) throws(StorageError) {
    guard count > 0, count <= type.payloadLimit else {
      throw .overLimit(what: "\(type)", bytes: count, limit: type.payloadLimit)
    }
    let total = bytes.count + JournalFormat.frameSize(payload: count)
    guard total <= JournalFormat.commitLimit else {
      throw .overLimit(what: "commit", bytes: total, limit: JournalFormat.commitLimit)
    }
  }

  private mutating func appendFrame(
    _ type: FrameType, count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    let start = bytes.count
    if type == .entry { entryStarts.append(start) }
    let header = FrameHeader(type: type, payloadCount: count)
    bytes.append(contentsOf: repeatElement(0, count: header.frameSize))
    bytes.withUnsafeMutableBytes { all in
      header.encode(into: UnsafeMutableRawBufferPointer(rebasing: all[start...]))
      let payload = start + JournalFormat.frameHeaderSize
      fill(UnsafeMutableRawBufferPointer(rebasing: all[payload..<payload + count]))
    }
  }
}
