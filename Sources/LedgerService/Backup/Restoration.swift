import Foundation
import JournalStorage

/// Puts a ledger back from a backup, or from any other copy of it: the copy is made and checked
/// beside the place, and takes its name only when all is right. What stands there is never touched.
public struct Restoration {
  let backup: String
  let target: String
  /// Where the ledger is put together; a run that was interrupted is continued there.
  public let draft: String
  let files: any FileSystem

  public init(from backup: String, to ledger: String) {
    self.init(from: backup, to: ledger, files: PosixFileSystem())
  }

  package init(from backup: String, to ledger: String, files: any FileSystem) {
    self.backup = backup
    target = URL(fileURLWithPath: ledger, isDirectory: false).standardizedFileURL.path
    draft = target + ".restoring"
    self.files = files
  }

  /// `verify` judges the whole ledger in `draft`, and throws where it is not to be served; framing,
  /// hashes, chain, tree and the log's signatures were checked before.
  ///
  /// Throws `MirrorFault` for what is wrong with the backup, `LedgerError.storage` for the rest:
  /// `ledgerExists` or `directoryNotEmpty` where there is something at the place.
  public func run(
    progress: (MirrorProgress) -> Void = { _ in }, verify: (_ draft: String) throws -> Void
  ) throws -> MirrorReport {
    try checkFree()
    let isContinued = (try? files.list(draft)) != nil
    do {
      let report = try makeDraft(progress)
      try verify(draft)
      try storage { () throws(StorageError) in try moveIntoPlace() }
      return report
    } catch LedgerError.storage(.busy(let path)) {
      // Another run is making the draft.
      throw LedgerError.storage(.busy(path: path))
    } catch {
      // What this run made is of no use to the next; of an older draft it cannot be known.
      if !isContinued { try? files.removeTree(draft) }
      throw error
    }
  }

  /// Continues the draft that an interrupted run left, or begins it again where that is broken: it
  /// holds nothing but a part of a copy.
  private func makeDraft(_ progress: (MirrorProgress) -> Void) throws -> MirrorReport {
    let mirror = Mirror(from: backup, to: draft, files: files)
    do {
      return try mirror.run(progress: progress)
    } catch LedgerError.storage(.damaged(let file, _, _, _)) where file.hasPrefix(draft + "/") {
      try storage { () throws(StorageError) in try files.removeTree(draft) }
      return try mirror.run(progress: progress)
    }
  }

  private func checkFree() throws(LedgerError) {
    do throws(StorageError) {
      let names = try files.list(target)
      if names.contains("journal") { throw StorageError.ledgerExists(path: target) }
      if let name = names.min() {
        throw StorageError.directoryNotEmpty(path: target, name: name)
      }
    } catch {
      if case .failed(_, _, ENOENT) = error { return }
      throw .storage(error)
    }
  }

  /// An empty directory is replaced; the system refuses to put one in the place of anything else.
  private func moveIntoPlace() throws(StorageError) {
    do throws(StorageError) {
      try files.rename(draft, to: target)
    } catch {
      switch error {
      case .failed(_, _, ENOTEMPTY), .failed(_, _, EEXIST): throw .ledgerExists(path: target)
      default: throw error
      }
    }
    try files.synchronizeDirectory(
      URL(fileURLWithPath: target, isDirectory: false).deletingLastPathComponent().path)
  }
}
