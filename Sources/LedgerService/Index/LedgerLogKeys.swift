import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Who signs the checkpoints of a log, and its entries one by one, without the books.
extension LedgerLog {
  /// By the log key in force behind the last entry that it covers.
  func isSigned(_ note: [UInt8], size: UInt64) throws(LedgerError) -> Bool {
    try isSigned(size: size) { (try? Checkpoint.check(note, by: [$0])) != nil }
  }

  /// Whether the log key in force behind so many entries is one by which `isSignedBy` is true.
  func isSigned(
    size: UInt64, _ isSignedBy: (NoteVerifierKey) -> Bool
  ) throws(LedgerError) -> Bool {
    if let onlyKey, isSignedBy(onlyKey) { return true }
    guard let key = try chain().logKey(atSize: size) else { return false }
    return isSignedBy(key)
  }

  /// The key of the opening, where nothing says that it was replaced and it signs the newest note:
  /// an index that hides a replacement does not make it sign that. Looked for once.
  func findOnlyKey() -> NoteVerifierKey? {
    let kinds = (try? index.kinds(count: checkpoint.size)) ?? []
    // Entry 0 is the first frame of the first segment.
    guard !kinds.contains(DocumentKind.keyReplaced.rawValue),
      let bytes = try? journal.entry(0, offset: UInt64(JournalFormat.segmentHeaderSize)),
      case .ledgerOpened(let opening)? = try? EntryView(bytes).document().body,
      let key = try? PublicKey(spki: opening.logKey),
      let verifier = try? NoteVerifierKey(name: checkpoint.origin, publicKey: key),
      (try? Checkpoint.check(note, by: [verifier])) != nil
    else { return nil }
    return verifier
  }

  /// The log keys that the ledger ever had, the newest first, without its books: older checkpoints
  /// are signed by older keys.
  ///
  /// The documents that brought them in are proved to be entries of the log, and their signatures
  /// are verified along the chain of keys.
  public func logKeys() throws(LedgerError) -> [NoteVerifierKey] {
    try chain().logKeys.reversed().map(\.verifier)
  }

  private func chain() throws(LedgerError) -> KeyChain {
    if let keyChain { return keyChain }
    let chain = try withIndex { index in
      var chain = KeyChain(origin: checkpoint.origin)
      for number in try keyEntries(index) {
        let entry = try proved(number, in: index, checkpoint)
        guard entry.view.checkHashes(hash: { SHA256.hash($0) }) == nil else {
          throw ProofError.rootMismatch
        }
        try chain.add(entry.view)
      }
      // A key document that the index passes over shows here.
      guard let last = chain.logKeys.last,
        (try? Checkpoint.check(note, by: [last.verifier])) != nil
      else { throw NoteError.unsigned }
      return chain
    }
    keyChain = chain
    return chain
  }

  /// Where no key was replaced, the opening is all there is to know.
  private func keyEntries(_ index: any EntryIndex) throws -> [UInt64] {
    let kinds = try index.kinds(count: checkpoint.size)
    guard kinds.contains(DocumentKind.keyReplaced.rawValue) else { return [0] }
    return kinds.indices.filter { KeyChain.kinds.contains(kinds[$0]) }.map { UInt64($0) }
  }

  /// An entry's bytes, and its place in the tree of a checkpoint.
  struct ProvedEntry {
    let view: EntryView
    let hash: Digest
    /// The audit path to the checkpoint's root, the lowest hash first.
    let path: [Digest]
  }

  /// Of the parts of the entry nothing is said: their hashes stand in the header, which is proved.
  func provedEntry(
    _ number: UInt64, _ checkpoint: Checkpoint
  ) throws(LedgerError) -> ProvedEntry {
    try withIndex { index in try proved(number, in: index, checkpoint) }
  }

  private func proved(
    _ number: UInt64, in index: any EntryIndex, _ checkpoint: Checkpoint
  ) throws -> ProvedEntry {
    guard let offset = index.offset(ofEntry: number) else {
      throw ProofError.missingNode(NodePosition(level: 0, index: number))
    }
    let view = try EntryView(try journal.entry(number, offset: offset))
    let hash = view.hash { SHA256.hash($0) }
    let path = try index.inclusionProof(index: number, size: checkpoint.size)
    try MerkleProof.checkInclusion(
      path, of: hash, index: number, size: checkpoint.size, root: checkpoint.root)
    return ProvedEntry(view: view, hash: hash, path: path)
  }
}
