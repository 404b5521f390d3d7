import JournalStorage

/// One step through a segment. `offset` is where the frame starts.
enum SegmentStep {
  case frame(FrameType, payload: [UInt8], offset: UInt64, isPadded: Bool)
  /// No sound frame at `offset`; reading goes on at the next one.
  case bad(Fault, offset: UInt64)
  case end
}

/// Reads a segment's frames in order, through a window of the file. Behind damage it goes on with
/// the next bytes that are a sound frame header at a multiple of 8.
final class SegmentReader {
  private let disk: any FileSystem
  private let file: OpenFile
  private let size: UInt64
  private(set) var offset: UInt64
  private var window: [UInt8] = []
  private var windowStart: UInt64 = 0
  private var windowCount = 0

  typealias CheckpointPlace = (end: UInt64, payload: [UInt8])

  private static let windowByteCount = 4 << 20

  /// Reads up to `size`, which the segment had when the verification began.
  init(
    _ disk: any FileSystem, _ segment: SegmentFile, size: UInt64,
    from start: UInt64 = UInt64(SegmentForm.byteCount)
  ) throws(StorageError) {
    self.disk = disk
    self.size = size
    file = try disk.open(segment.path, .read)
    offset = start
  }

  deinit { disk.close(file) }

  /// The first 64 bytes, or fewer where the file ends before.
  func head() throws(StorageError) -> [UInt8] {
    let count = Int(min(size, UInt64(SegmentForm.byteCount)))
    guard let range = try load(0, count) else { return [] }
    return Array(window[range])
  }

  func next() throws(StorageError) -> SegmentStep {
    guard offset < size else { return .end }
    let start = offset
    guard let form = try form(at: start) else {
      try skipDamage()
      return .bad(.frameHeader, offset: start)
    }
    guard let range = try load(start, form.frameByteCount) else {
      // What it claims to hold ends behind the file: what follows may be frames all the same.
      try skipDamage()
      return .bad(.frameCutShort, offset: start)
    }
    offset = start + UInt64(form.frameByteCount)
    let first = range.lowerBound + FrameForm.byteCount
    let end = first + form.payloadCount
    let isPadded = window[end..<range.upperBound].allSatisfy { $0 == 0 }
    return .frame(
      form.type, payload: Array(window[first..<end]), offset: start, isPadded: isPadded)
  }

  /// The last checkpoint frame and the one before: where each ends, and what it holds. Payloads of
  /// entries are skipped.
  func lastCheckpoints() throws(StorageError) -> (
    previous: CheckpointPlace?, last: CheckpointPlace?
  ) {
    var previous: CheckpointPlace?
    var last: CheckpointPlace?
    while offset < size {
      let start = offset
      guard let form = try form(at: start), UInt64(form.frameByteCount) <= size - start else {
        try skipDamage()
        continue
      }
      offset = start + UInt64(form.frameByteCount)
      guard form.type == .checkpoint, let range = try load(start, form.frameByteCount) else {
        continue
      }
      let first = range.lowerBound + FrameForm.byteCount
      previous = last
      last = (offset, Array(window[first..<first + form.payloadCount]))
    }
    return (previous, last)
  }

  private func skipDamage() throws(StorageError) {
    while true {
      offset = min(size, offset + UInt64(FrameForm.alignment))
      if offset == size { return }
      if try form(at: offset) != nil { return }
    }
  }

  private func form(at start: UInt64) throws(StorageError) -> FrameForm? {
    guard let range = try load(start, FrameForm.byteCount) else { return nil }
    return window.withUnsafeBytes { FrameForm(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Where in the window so many bytes of the file stand; nil where the file ends before. A length
  /// was held against its limit and the file's size before memory is taken for it.
  private func load(_ start: UInt64, _ count: Int) throws(StorageError) -> Range<Int>? {
    guard start <= size, UInt64(count) <= size - start else { return nil }
    if start < windowStart || start + UInt64(count) > windowStart + UInt64(windowCount) {
      let wanted = max(count, Int(min(UInt64(Self.windowByteCount), size - start)))
      if window.count < wanted { window = [UInt8](repeating: 0, count: wanted) }
      windowStart = start
      windowCount = 0
      windowCount = try window.withUnsafeMutableBufferPointer { (buffer) throws(StorageError) in
        let all = UnsafeMutableRawBufferPointer(buffer)
        let target = UnsafeMutableRawBufferPointer(rebasing: all[..<wanted])
        return try disk.read(file, into: target, at: start)
      }
      guard windowCount >= count else { return nil }
    }
    let from = Int(start - windowStart)
    return from..<from + count
  }
}
