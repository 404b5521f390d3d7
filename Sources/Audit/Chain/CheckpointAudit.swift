import Bytes
import LedgerCore
import TransparencyLog

/// Judges the checkpoints in the journal, the published one and one that an auditor kept.
final class CheckpointAudit {
  private let log: FindingLog
  private let pipeline: Pipeline
  private let origin: String
  /// The bytes in `checkpoints/latest` when the verification began, and the size that they give.
  private let latest: [UInt8]?
  private let latestSize: UInt64?
  private let trustedSize: UInt64
  private(set) var isLatestSeen = false
  private(set) var count: UInt64 = 0
  /// The last checkpoint of the journal that could be read.
  private(set) var last: (bytes: [UInt8], size: UInt64)?
  /// The one before it.
  private var beforeLast: [UInt8]?
  private var isTreeBroken = false
  /// One key signs many checkpoints.
  private var lastKey: NoteVerifierKey?

  /// Signatures of checkpoints of fewer entries than `trustedSize` were verified before, if their
  /// bytes are still the same.
  init(
    _ log: FindingLog, _ pipeline: Pipeline, origin: String, latest: [UInt8]?,
    trustedSize: UInt64
  ) {
    self.log = log
    self.pipeline = pipeline
    self.origin = origin
    self.latest = latest
    self.trustedSize = trustedSize
    latestSize = latest.flatMap { Self.parse($0)?.checkpoint.size }
  }

  static func parse(_ bytes: [UInt8]) -> (note: SignedNote, checkpoint: Checkpoint)? {
    guard let note = try? SignedNote(parsing: bytes),
      let checkpoint = try? Checkpoint(body: note.text)
    else { return nil }
    return (note, checkpoint)
  }

  /// `place` has no entry; the last entry covered is named where the size is right.
  func add(
    _ bytes: [UInt8], _ chain: ChainAudit, logKey: RegisteredKey?, _ place: Place
  ) {
    count += 1
    var place = place
    place.entry = chain.position > 0 ? chain.position - 1 : nil
    guard let (note, checkpoint) = Self.parse(bytes) else {
      return log.add(.checkpointForm, place)
    }
    beforeLast = last?.bytes
    last = (bytes, checkpoint.size)
    if let latest, checkpoint.size == latestSize { isLatestSeen = isLatestSeen || latest == bytes }
    if checkpoint.origin != origin {
      log.add(.checkpointOrigin, place, expected: origin, found: checkpoint.origin)
    }
    if checkpoint.size != chain.position {
      log.add(
        .checkpointSize, place, expected: "\(chain.position)", found: "\(checkpoint.size)")
    }
    let key = verifierKey(logKey)
    if let key, log.wants(.checkpoints) {
      if chain.tree.size >= trustedSize { pipeline.add(.checkpoint(note, key, place)) }
    } else if key == nil {
      log.add(.checkpointSignature, place)
    }
    compareRoot(checkpoint, note, key, chain, place)
  }

  private func compareRoot(
    _ checkpoint: Checkpoint, _ note: SignedNote, _ key: NoteVerifierKey?,
    _ chain: ChainAudit, _ place: Place
  ) {
    guard !isTreeBroken, checkpoint.size == chain.tree.size else { return }
    guard checkpoint.root != chain.tree.root else {
      chain.attested = checkpoint.size
      return
    }
    guard let key, (try? note.verify(with: key)) != nil else {
      // What nobody signed says nothing about the entries: it is the checkpoint that is wrong.
      return log.add(
        .checkpointRoot, place, expected: chain.tree.root.hex, found: checkpoint.root.hex)
    }
    isTreeBroken = true
    var place = place
    let isOneEntry = checkpoint.size == chain.attested + 1
    place.entry = isOneEntry ? chain.attested : nil
    log.add(
      .rootDiffers, place, expected: checkpoint.root.hex, found: chain.tree.root.hex)
  }

  private func verifierKey(_ key: RegisteredKey?) -> NoteVerifierKey? {
    guard let publicKey = key?.key else { return nil }
    if let lastKey, lastKey.publicKey == publicKey { return lastKey }
    lastKey = try? NoteVerifierKey(name: origin, publicKey: publicKey)
    return lastKey
  }

  /// Compares `checkpoints/latest` with the journal's last checkpoint.
  ///
  /// `later` is what the file holds now: a writer may have gone on, then the commit behind the
  /// first one has been published. Gives whether the last commit, and it alone, is not published:
  /// a writer that is killed leaves that, since it publishes one commit before it writes the next.
  func finish(entries: UInt64, latestPath: String, later: () -> [UInt8]?) -> Bool {
    let place = Place(file: latestPath)
    func add(_ fault: Fault, expected: String = "", found: String = "") -> Bool {
      log.add(fault, place, expected: expected, found: found)
      return false
    }
    guard latest != nil else {
      guard entries > 0 else { return false }
      if count == 1, last != nil { return true }
      return add(.latestLost, expected: "\(last?.size ?? entries)")
    }
    guard let size = latestSize else { return add(.latestForm) }
    let lastSize = last?.size ?? 0
    guard size <= lastSize else {
      return add(.latestAhead, expected: "\(size)", found: "\(lastSize)")
    }
    guard isLatestSeen else {
      return add(.latestDiffers, expected: "\(lastSize)", found: "\(size)")
    }
    guard size < lastSize else { return false }
    if let now = later(), let parsed = Self.parse(now), parsed.checkpoint.size >= lastSize,
      parsed.checkpoint.size > lastSize || now == last?.bytes
    {
      return false
    }
    if latest == beforeLast { return true }
    return add(.latestBehind, expected: "\(lastSize)", found: "\(size)")
  }
}

/// A checkpoint that an auditor kept: the journal must still begin with the same entries.
struct KeptCheckpoint {
  let path: String
  private let bytes: [UInt8]
  private let note: SignedNote
  private let checkpoint: Checkpoint
  private let policy: WitnessPolicy?
  /// The root over as many entries, once there are so many.
  private var root: Digest?

  /// With a policy, its witnesses must have cosigned.
  init(path: String, _ bytes: [UInt8], policy: WitnessPolicy?) throws(VerifierError) {
    do throws(NoteError) {
      note = try SignedNote(parsing: bytes)
      checkpoint = try Checkpoint(body: note.text)
    } catch {
      throw .keptCheckpoint(path: path, reason: error)
    }
    self.path = path
    self.bytes = bytes
    self.policy = policy
    if checkpoint.size == 0 { root = MerkleTree().root }
  }

  mutating func follow(_ tree: MerkleTree) {
    if tree.size == checkpoint.size { root = tree.root }
  }

  func finish(_ log: FindingLog, origin: String, registry: KeyRegistry, entries: UInt64) {
    let place = Place(file: path)
    guard checkpoint.origin == origin else {
      return log.add(.keptOrigin, place, expected: origin, found: checkpoint.origin)
    }
    let keys = registry.keys.compactMap { key -> NoteVerifierKey? in
      guard key.role == .log, let publicKey = key.key else { return nil }
      return try? NoteVerifierKey(name: origin, publicKey: publicKey)
    }
    if (try? note.verify(with: keys)) == nil { log.add(.keptSignature, place) }
    checkPolicy(keys, log, place)
    guard let root else {
      return log.add(
        .keptAhead, place, expected: "\(checkpoint.size)", found: "\(entries)")
    }
    if root != checkpoint.root {
      log.add(.keptRoot, place, expected: checkpoint.root.hex, found: root.hex)
    }
  }

  private func checkPolicy(_ keys: [NoteVerifierKey], _ log: FindingLog, _ place: Place) {
    guard let policy else { return }
    do throws(PolicyError) {
      try policy.check(bytes, logs: keys)
    } catch {
      switch error {
      case .quorumMissed(let quorum, let cosigned, _):
        log.add(
          .policyMissed, place, expected: quorum, found: cosigned.joined(separator: " "))
      case .note, .noLog, .tooLarge, .malformed: log.add(.policySignature, place)
      }
    }
  }
}
