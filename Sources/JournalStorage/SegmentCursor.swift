/// A frame that cannot be used.
struct BadFrame {
  let offset: UInt64
  let reason: String
  /// What the header says, where the header is good.
  let type: FrameType?
  /// Where to look for the next frame.
  let resume: UInt64
}

/// One step through a segment. Payloads are valid until the next step.
enum FrameStep {
  /// `number` is the entry's own number.
  case entry(UnsafeRawBufferPointer, number: UInt64, offset: UInt64)
  /// `count` is the number of entries before it in the ledger.
  case checkpoint(UnsafeRawBufferPointer, count: UInt64, offset: UInt64)
  case bad(BadFrame)
  case end
}

/// Reads the frames of one segment in order through a window of the file.
final class SegmentCursor {
  let segment: Segment
  let header: SegmentHeader
  /// Size of the file when it was opened.
  let size: UInt64
  /// Where the next frame starts.
  private(set) var offset: UInt64
  /// The number of the next entry.
  private(set) var count: UInt64
  /// The last commit read to its end, in bytes of the segment.
  private(set) var lastCommit: Range<UInt64>?
  private var entriesInCommit = 0

  private let files: any FileSystem
  private let file: OpenFile
  private var window: UnsafeMutableRawBufferPointer
  private var windowStart: UInt64 = 0
  private var windowCount = 0

  static let sequentialWindow = 4 << 20

  /// Opens a segment and checks its header.
  init(
    _ files: any FileSystem, _ segment: Segment, windowSize: Int = sequentialWindow
  ) throws(StorageError) {
    let file = try files.open(segment.path, .read)
    do {
      (header, size) = try Self.readHeader(files, file, segment)
    } catch {
      files.close(file)
      throw error
    }
    self.files = files
    self.file = file
    self.segment = segment
    offset = UInt64(JournalFormat.segmentHeaderSize)
    count = segment.first
    let capacity = max(JournalFormat.frameHeaderSize, Int(clamping: min(size, UInt64(windowSize))))
    window = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    window.deallocate()
    files.close(file)
  }

  private static func readHeader(
    _ files: any FileSystem, _ file: OpenFile, _ segment: Segment
  ) throws(StorageError) -> (SegmentHeader, UInt64) {
    let size = try files.size(of: file)
    let bytes = try files.read(file, count: JournalFormat.segmentHeaderSize, at: 0)
    guard let header = SegmentHeader(bytes) else {
      throw .damaged(
        file: segment.path, offset: 0, entry: segment.first, reason: "no segment header")
    }
    guard header.first == segment.first else {
      throw .damaged(
        file: segment.path, offset: 40, entry: segment.first,
        reason: "the header gives \(header.first) as the first entry")
    }
    // No count of entries can overflow from here.
    guard header.first <= UInt64(Int64.max) else {
      throw .damaged(
        file: segment.path, offset: 40, entry: segment.first, reason: "no entry has this number")
    }
    return (header, size)
  }

  /// Goes on at an entry that is said to start at `start`; false, and nowhere else, where no entry
  /// starts there.
  func seek(entry number: UInt64, at start: UInt64) throws(StorageError) -> Bool {
    guard start >= UInt64(JournalFormat.segmentHeaderSize), start < size,
      start.isMultiple(of: UInt64(JournalFormat.alignment)),
      case .success((.entry, _)) = try frame(at: start)
    else { return false }
    offset = start
    count = number
    return true
  }

  /// Where the commit that is being read starts.
  var commitStart: UInt64 {
    lastCommit?.upperBound ?? UInt64(JournalFormat.segmentHeaderSize)
  }

  /// The next frame, and with it the rules of a commit: entries, then one checkpoint.
  func next() throws(StorageError) -> FrameStep {
    guard offset < size else {
      guard entriesInCommit > 0 else { return .end }
      return .bad(
        BadFrame(offset: offset, reason: "the commit has no checkpoint", type: nil, resume: size))
    }
    let start = offset
    switch try frame(at: start) {
    case .failure(let bad): return .bad(bad)
    case .success(let (.entry, payload)):
      offset = start + UInt64(JournalFormat.frameSize(payload: payload.count))
      entriesInCommit += 1
      count += 1
      return .entry(payload, number: count - 1, offset: start)
    case .success(let (.checkpoint, payload)):
      let end = start + UInt64(JournalFormat.frameSize(payload: payload.count))
      guard entriesInCommit > 0 else {
        return .bad(
          BadFrame(
            offset: start, reason: "a checkpoint without entries", type: .checkpoint, resume: end))
      }
      offset = end
      entriesInCommit = 0
      lastCommit = commitStart..<end
      return .checkpoint(payload, count: count, offset: start)
    }
  }

  /// The frame at any offset, whatever stands before it.
  func frame(
    at start: UInt64
  ) throws(StorageError) -> Result<(FrameType, UnsafeRawBufferPointer), BadFrame> {
    func bad(_ reason: String, _ type: FrameType?, _ resume: UInt64) -> BadFrame {
      BadFrame(offset: start, reason: reason, type: type, resume: resume)
    }
    guard let bytes = try load(start, JournalFormat.frameHeaderSize) else {
      return .failure(bad("the file ends within a frame header", nil, size))
    }
    let header: FrameHeader
    switch FrameHeader.decode(bytes) {
    case .success(let decoded): header = decoded
    case .failure(let fault):
      return .failure(bad(fault.reason, nil, start + UInt64(JournalFormat.alignment)))
    }
    guard let whole = try load(start, header.frameSize) else {
      return .failure(bad("the file ends within a frame", header.type, size))
    }
    let end = JournalFormat.frameHeaderSize + header.payloadCount
    guard whole[end...].allSatisfy({ $0 == 0 }) else {
      let next = start + UInt64(header.frameSize)
      return .failure(bad("the padding of the frame is not zero", header.type, next))
    }
    let payload = whole[JournalFormat.frameHeaderSize..<end]
    return .success((header.type, UnsafeRawBufferPointer(rebasing: payload)))
  }

  /// `count` bytes at `start`, or nil where the file ends before. A length was checked against its
  /// limit before it comes here, and against the file's size before memory is taken for it.
  private func load(_ start: UInt64, _ count: Int) throws(StorageError) -> UnsafeRawBufferPointer? {
    guard start <= size, UInt64(count) <= size - start else { return nil }
    if start < windowStart || start + UInt64(count) > windowStart + UInt64(windowCount) {
      if window.count < count {
        window.deallocate()
        window = .allocate(byteCount: count, alignment: 16)
      }
      let wanted = Int(min(UInt64(window.count), size - start))
      windowCount = 0
      windowStart = start
      let target = UnsafeMutableRawBufferPointer(rebasing: window[..<wanted])
      windowCount = try files.read(file, into: target, at: start)
      // Only a cut by a writer that opens the ledger makes a file shorter.
      guard windowCount >= count else { return nil }
    }
    let from = Int(start - windowStart)
    return UnsafeRawBufferPointer(rebasing: window[from..<from + count])
  }
}

extension BadFrame: Error {}
