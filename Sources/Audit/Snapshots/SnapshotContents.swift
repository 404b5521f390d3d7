import Bytes
import Cryptography
import Dispatch
import Glibc
import JournalStorage
import LedgerCore
import LedgerFormat

/// What stands in the files of snapshots, and which of their blocks do not hash to what stands above
/// them. It takes nothing from the journal, and so is found out beside the reading of that.
///
/// Its state is touched on its own queue only: hence `@unchecked Sendable`.
final class SnapshotContents: @unchecked Sendable {
  struct Content {
    let tail: SnapshotTail
    /// Nil where the root block is none.
    let header: StateHeader?
    /// Blocks that are missing, or are others.
    var wrong: [PageAddress] = []
  }

  private let files: SnapshotFiles
  private let queue = DispatchQueue(label: "kazna.verify.snapshots")
  private let isStopped = Guarded(false)
  private var found: [UInt64: Result<Content?, StorageError>] = [:]
  /// Blocks that were looked at: snapshots share most of them.
  private var seen: Set<PageAddress> = []
  private var wrong: Set<PageAddress> = []

  init(_ files: SnapshotFiles, _ numbers: [UInt64], beside: Bool) {
    self.files = files
    queue.run(beside: beside) { [self] in
      for number in numbers {
        found[number] = Result { () throws(StorageError) in try read(number) }
      }
    }
  }

  /// Nil where the file has not the shape of a snapshot.
  func content(_ number: UInt64) throws(StorageError) -> Content? {
    try queue.sync { found[number] }?.get()
  }

  /// Returns when no file is read any more.
  func stop() {
    isStopped.withLock { $0 = true }
    queue.sync {}
  }

  private func read(_ number: UInt64) throws(StorageError) -> Content? {
    guard let file = try files.open(number) else { return nil }
    guard let header = try? StateHeader(root: file.tail.root, places: file.tail.places),
      header.entryCount == number
    else { return Content(tail: file.tail, header: nil) }
    return Content(tail: file.tail, header: header, wrong: try wrongBlocks(header))
  }

  /// Of all blocks that no newer snapshot shares, wherever they are stored, those that are wrong; and
  /// those that were found to be.
  private func wrongBlocks(_ header: StateHeader) throws(StorageError) -> [PageAddress] {
    let content = try files(of: header)
    var failure: StorageError?
    let blocks = StateBlocks(header, digest: { SHA256.hash($0) }, isWanted: isWanted) { address in
      do throws(StorageError) {
        return try content[address.snapshot]?
          .readableBlock(at: address.offset, count: Int(address.byteCount))
      } catch {
        failure = failure ?? error
        return nil
      }
    }
    var bad: [PageAddress] = []
    blocks.check { bad.append($0) }
    if let failure { throw failure }
    wrong.formUnion(bad)
    return bad
  }

  private func isWanted(_ address: PageAddress) -> Bool {
    if isStopped.withLock({ $0 }) { return false }
    return seen.insert(address).inserted || wrong.contains(address)
  }

  private func files(of header: StateHeader) throws(StorageError) -> [UInt64: SnapshotFile] {
    var content: [UInt64: SnapshotFile] = [:]
    for number in Set(header.files).union([header.entryCount]) {
      do throws(StorageError) {
        content[number] = try files.open(number)
      } catch .failed(_, _, ENOENT) {}
    }
    return content
  }
}
