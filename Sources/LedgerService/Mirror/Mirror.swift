import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerFormat
import TransparencyLog

/// What a mirror holds when it is done.
public struct MirrorReport: Equatable, Sendable {
  public let ledger: [UInt8]
  /// Entries in the copy, and those of them that came with this run.
  public let entries: UInt64
  public let copied: UInt64
  /// The root over all entries.
  public let root: Digest
}

/// How far a mirror has come, in entries.
public struct MirrorProgress: Equatable, Sendable {
  public let done: UInt64
  public let total: UInt64
}

/// Copies a ledger for an auditor and verifies what it copies: framing, hashes, chain, tree roots,
/// and the log's signature on every checkpoint. What the copy holds is checked again first, and the
/// source must continue it. The source is only read, and may be in use by its writer; keys are not
/// part of it.
public struct Mirror {
  let source: String
  let target: String
  /// So many bytes are copied before they are synced and published in the copy.
  var publishBytes = JournalCopy.publishBytesDefault
  var files: any FileSystem = PosixFileSystem()

  public init(from source: String, to target: String) {
    self.source = source
    self.target = target
  }

  package init(from source: String, to target: String, files: any FileSystem) {
    self.init(from: source, to: target)
    self.files = files
  }

  /// Throws `MirrorFault` for what is wrong with the source, `LedgerError.storage` for the rest.
  public func run(
    progress: (MirrorProgress) -> Void = { _ in }
  ) throws -> MirrorReport {
    try checkPlaces()
    var reader = try storage { () throws(StorageError) in
      try JournalReader.open(source, size: JournalContent.checkpointSize, files: files)
    }
    let copy = try storage { () throws(StorageError) in
      try JournalCopy.open(
        target, ledgerID: reader.ledgerID, size: JournalContent.checkpointSize,
        publishBytes: publishBytes, files: files)
    }
    defer { copy.close() }
    // Whoever held the copy before may have brought more than the source had then.
    try storage { () throws(StorageError) in try reader.refresh() }
    guard reader.entryCount > 0 || copy.published != nil else {
      throw LedgerError.storage(try storage { () throws(StorageError) in try reader.emptiness() })
    }
    let total = max(reader.entryCount, copy.published?.size ?? 0)
    let step: (UInt64) -> Void = { progress(MirrorProgress(done: $0, total: total)) }
    var chain = try checkCopy(copy, reader, step)
    let before = chain.tree.size
    try storage { () throws(StorageError) in try copy.dropUnpublished(source: source) }
    try extend(copy, reader, &chain, step)
    return MirrorReport(
      ledger: reader.ledgerID, entries: chain.tree.size, copied: chain.tree.size - before,
      root: chain.tree.root)
  }

  /// Reads what the copy holds, and makes sure that the source begins with the same.
  private func checkCopy(
    _ copy: JournalCopy, _ reader: JournalReader, _ step: (UInt64) -> Void
  ) throws -> MirrorChain {
    var chain = MirrorChain(ledgerID: reader.ledgerID)
    // Of the source's newest checkpoint, where it lies within the copy.
    var rootThere: Digest? = reader.entryCount == 0 ? MerkleHash.emptyRoot : nil
    do {
      try copy.forEachPublishedFrame { frame in
        do throws(MirrorChain.Fault) { try chain.add(frame) } catch {
          throw StorageError.damaged(
            file: frame.file, offset: frame.offset, entry: frame.number, reason: error.reason)
        }
        if chain.tree.size == reader.entryCount { rootThere = chain.tree.root }
        if frame.type == .entry { step(chain.tree.size) }
      }
    } catch let error as StorageError {
      throw LedgerError.storage(error)
    }
    guard chain.tree.size >= reader.entryCount, chain.tree.size > 0 else { return chain }
    guard let published = reader.published else {
      throw MirrorFault.rolledBack(published: 0, copied: chain.tree.size)
    }
    let checkpoint = try? Checkpoint(body: SignedNote(parsing: published.bytes).text)
    guard checkpoint?.root == rootThere else { throw try diagnosis(reader, chain.tree.size) }
    guard published.size == chain.tree.size else {
      throw MirrorFault.rolledBack(published: published.size, copied: chain.tree.size)
    }
    do throws(MirrorChain.Fault) { try chain.check(published.bytes) } catch {
      throw MirrorFault.damaged(
        file: source + "/checkpoints/latest", offset: 0, entry: published.size,
        reason: error.reason)
    }
    return chain
  }

  /// Copies what the source has beyond the copy.
  private func extend(
    _ copy: JournalCopy, _ reader: JournalReader, _ chain: inout MirrorChain,
    _ step: (UInt64) -> Void
  ) throws {
    let start = chain.tree.size
    do {
      try reader.forEachFrame(from: start) { frame in
        do throws(MirrorChain.Fault) { try chain.add(frame) } catch {
          if start > 0, frame.number == start { throw try diagnosis(reader, start) }
          throw MirrorFault.damaged(
            file: frame.file, offset: frame.offset, entry: frame.number, reason: error.reason)
        }
        try storage { () throws(StorageError) in try copy.append(frame) }
        if frame.type == .entry { step(chain.tree.size) }
      }
    } catch {
      // What was right before the fault is kept.
      try? copy.publishWholeCommits()
      throw fault(of: error)
    }
    try storage { () throws(StorageError) in try copy.publish() }
  }

  /// Why the source does not continue the copy: the first entry that differs, or the first byte of
  /// the source that is wrong in itself.
  private func diagnosis(_ reader: JournalReader, _ copied: UInt64) throws -> any Error {
    let theirs = try hashes(target)
    var chain = MirrorChain(ledgerID: reader.ledgerID)
    var fork: MirrorFault?
    do {
      try reader.forEachFrame { frame in
        do throws(MirrorChain.Fault) { try chain.add(frame) } catch {
          throw MirrorFault.damaged(
            file: frame.file, offset: frame.offset, entry: frame.number, reason: error.reason)
        }
        // Only a checkpoint shows that a difference was signed, and is no damage.
        if frame.type == .checkpoint, let fork { throw fork }
        guard frame.type == .entry, fork == nil, frame.number < UInt64(theirs.count) else { return }
        let other = theirs[Int(frame.number)]
        guard other != chain.head else { return }
        fork = .forked(entry: frame.number, source: chain.head, copy: other)
      }
    } catch {
      return fault(of: error)
    }
    return fork ?? MirrorFault.rolledBack(published: reader.entryCount, copied: copied)
  }

  private func hashes(_ directory: String) throws -> [Digest] {
    var hashes: [Digest] = []
    do {
      let reader = try JournalReader.open(
        directory, size: JournalContent.checkpointSize, files: files)
      try reader.forEachFrame { frame in
        guard frame.type == .entry else { return }
        hashes.append(try EntryView(frame.bytes).hash { SHA256.hash($0) })
      }
    } catch let error as StorageError {
      throw LedgerError.storage(error)
    }
    return hashes
  }

  /// Damage that reading the source reports is the source's; the copy's own errors come as
  /// `LedgerError`.
  private func fault(of error: any Error) -> any Error {
    switch error as? StorageError {
    case .damaged(let file, let offset, let entry, let reason):
      MirrorFault.damaged(file: file, offset: offset, entry: entry, reason: reason)
    case .some(let other): LedgerError.storage(other)
    case nil: error
    }
  }

  private func checkPlaces() throws {
    let (from, to) = (try Self.resolved(source) + "/", try Self.resolved(target) + "/")
    guard !from.hasPrefix(to), !to.hasPrefix(from) else {
      throw MirrorFault.sameDirectory(path: target)
    }
  }

  /// The path without links; of what does not exist yet, its nearest parent's with the rest.
  private static func resolved(_ path: String) throws(LedgerError) -> String {
    var url = URL(fileURLWithPath: path, isDirectory: false).standardizedFileURL
    var rest: [String] = []
    while url.path != "/" {
      if let real = realpath(url.path, nil) {
        defer { free(real) }
        return ([String(cString: real)] + rest).joined(separator: "/")
      }
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .storage(.system(call: "realpath", path: url.path, errno: errno))
      }
      rest.insert(url.lastPathComponent, at: 0)
      url = url.deletingLastPathComponent()
    }
    return ([""] + rest).joined(separator: "/")
  }
}
