import Bytes
import JournalStorage
import LedgerCore
import TransparencyLog

/// One verification: walks the segments and hands out their frames.
final class VerificationRun {
  private let files: LedgerFiles
  private let log: FindingLog
  private let pipeline: Pipeline
  private let audit: EntryAudit
  private let checkpoints: CheckpointAudit
  private let origin: String
  private let ledger: UniqueID?
  private let latest: [UInt8]?
  private var kept: KeptCheckpoint?
  private var since: TrustedStart?
  /// What an earlier run knew, where this one begins with it.
  private let trusted: AuditedBooks?
  /// The bytes are not those that the earlier run judged.
  private var isOtherJournal = false
  private let snapshots: SnapshotAudit
  private let sealing: JournalSealing
  private var notes: [Note] = []
  private var bytesRead: UInt64 = 0
  private var entriesInCommit = 0
  /// Bytes that are no frame, until what follows tells whether an entry was among them.
  private var damage: (fault: Fault, place: Place)?

  init(
    _ files: LedgerFiles, _ log: FindingLog, latest: [UInt8]?, ledger: UniqueID?,
    kept: KeptCheckpoint?, since: TrustedStart?, _ options: VerifierOptions
  ) throws(StorageError) {
    self.files = files
    self.log = log
    self.latest = latest
    self.ledger = ledger
    self.kept = kept
    self.since = since
    trusted = since.flatMap { $0.isTrusted ? $0.state.books : nil }
    let threads = options.threads ?? LogicalCores.count - 1
    snapshots = try SnapshotAudit(files, wanted: log.wants(.snapshots), beside: threads > 0)
    pipeline = Pipeline(
      threads: threads, batchCount: options.batchCount, trusted: trusted,
      states: DerivedStates(wanted: snapshots.wanted, beside: threads > 0)
    ) { log.sibling() }
    origin = Checkpoint.origin(ofLedger: (ledger ?? .zero).bytes)
    sealing = JournalSealing(wanted: since?.state.seal.byteCount)
    audit = EntryAudit(log, pipeline, ledger: ledger, trusted: trusted?.books)
    checkpoints = CheckpointAudit(
      log, pipeline, origin: origin, latest: latest, trustedSize: trusted?.books.nextEntry ?? 0)
  }

  /// Nil where the run began with a state that is not that of this journal, or does not tell enough.
  func verify(
    _ segments: [SegmentFile], progress: (Progress) -> Void
  ) throws(StorageError) -> VerificationReport? {
    defer { snapshots.stop() }
    let total = segments.reduce(0) { $0 + $1.size }
    if segments.isEmpty { log.add(.journalMissing, Place(file: files.journalPath)) }
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      let end = isLast ? try publishedEnd(of: segment) : segment.size
      try walk(segment, upTo: end) {
        progress(Progress(entries: audit.entries, bytes: bytesRead, totalBytes: total))
      }
    }
    let published = latest.flatMap { CheckpointAudit.parse($0)?.checkpoint.size }
    settleDamage(isEntryLost: published != audit.chain.position)
    audit.finish()
    let logs = [log] + pipeline.logs
    if let trusted {
      let size = trusted.books.nextEntry
      let isSame = sealing.found == since?.state.seal
      guard isSame, !logs.contains(where: { $0.concerns(entriesBelow: size) }) else { return nil }
      if snapshots.hasUnknown(trusted) { return nil }
    }
    if audit.entries == 0, latest == nil, log.total == 0 {
      let isTorn = notes.contains { $0.kind == .tornTail }
      throw isTorn ? .notPublished(path: files.directory) : .noLedger(path: files.directory)
    }
    try finishCheckpoints()
    kept?.finish(
      log, origin: origin, registry: audit.registry, entries: audit.chain.position)
    since?.finish(
      log, origin: origin, entries: audit.chain.position, seal: sealing.found)
    try snapshots.finish(
      log, origin: origin, states: pipeline.derivation.states.all, known: trusted?.snapshots)
    progress(Progress(entries: audit.entries, bytes: bytesRead, totalBytes: total))
    return VerificationReport(
      entries: audit.entries, documents: audit.documents, signatures: audit.signatures,
      postings: pipeline.derivation.postings, checkpoints: checkpoints.count, bytes: bytesRead,
      size: audit.chain.tree.size, root: audit.chain.tree.root, seal: sealing.seal,
      findings: FindingLog.sorted(logs),
      findingCount: logs.reduce(0) { $0 + $1.total }, notes: notes, checks: log.checks,
      origin: origin, since: trusted == nil ? nil : since?.state,
      books: AuditedBooks(pipeline.derivation, pipeline.accounts, snapshots: snapshots.roots))
  }

  private func publishedEnd(of segment: SegmentFile) throws(StorageError) -> UInt64 {
    let end = try JournalEnd(disk: files.disk, segment: segment, latest: latest).find()
    if end < segment.size {
      notes.append(
        Note(
          kind: .tornTail, file: segment.path, offset: end, byteCount: segment.size - end))
    }
    return end
  }

  private func walk(
    _ segment: SegmentFile, upTo end: UInt64, step: () -> Void
  ) throws(StorageError) {
    let reader = try SegmentReader(files.disk, segment, size: end)
    if damage != nil { settleDamage(isEntryLost: segment.first != audit.chain.position) }
    let head = try reader.head()
    sealing.add(segmentHeader: head)
    checkHead(segment, head)
    entriesInCommit = 0
    let before = bytesRead
    var steps = 0
    reading: while !isOtherJournal {
      switch try reader.next() {
      case .end: break reading
      case .bad(let fault, let offset):
        damage = damage ?? (fault, Place(file: segment.path, offset: offset))
        // The checkpoint of these entries may be what was skipped.
        entriesInCommit = 0
      case .frame(let type, let payload, let offset, let isPadded):
        take(type, payload, segment, offset, isPadded: isPadded)
      }
      bytesRead = before + min(reader.offset, end)
      steps += 1
      if steps.isMultiple(of: 1024) { step() }
    }
    bytesRead = before + end
    if entriesInCommit > 0 {
      log.add(
        .commitOpen,
        Place(entry: audit.chain.position - 1, file: segment.path, offset: end))
    }
  }

  private func checkHead(_ segment: SegmentFile, _ head: [UInt8]) {
    var place = Place(entry: audit.chain.position, file: segment.path)
    let form = SegmentForm(ledger: ledger ?? .zero, first: segment.first)
    for wrong in form.wrongFields(in: head) {
      place.offset = UInt64(wrong.offset)
      log.add(
        wrong.field == .ledger ? .segmentLedger : .segmentHeader, place,
        expected: wrong.expected, found: wrong.found)
    }
    guard segment.first != audit.chain.position else { return }
    place.offset = nil
    log.add(
      .segmentOrder, place, expected: "\(audit.chain.position)", found: "\(segment.first)")
    audit.chain.jump(to: segment.first)
    audit.skipped(place)
  }

  private func take(
    _ type: FrameType, _ payload: [UInt8], _ segment: SegmentFile, _ offset: UInt64,
    isPadded: Bool
  ) {
    settleDamage(before: type, payload)
    let byteCount = FrameForm.frameByteCount(payload: payload.count)
    let next = audit.chain.position
    let last = next > 0 ? next - 1 : 0
    let place = Place(
      entry: type == .entry ? next : last, file: segment.path, offset: offset)
    if !isPadded { log.add(.framePadding, place) }
    switch type {
    case .entry:
      if let trusted, next == trusted.books.nextEntry, sealing.found != since?.state.seal {
        isOtherJournal = true
      }
      entriesInCommit += 1
      let leaf = EntryAudit.leafHash(payload)
      sealing.add(entry: leaf, byteCount: byteCount)
      audit.add(payload, leaf: leaf, place.moved(by: FrameForm.byteCount))
      kept?.follow(audit.chain.tree)
      since?.follow(audit.chain.tree)
      snapshots.follow(audit.chain.tree) { audit.registry.active(.log, after: $0) }
    case .checkpoint:
      if entriesInCommit == 0, audit.isRegistryKnown { log.add(.checkpointAlone, place) }
      entriesInCommit = 0
      sealing.add(checkpoint: payload, byteCount: byteCount)
      checkpoints.add(
        payload, audit.chain, logKey: audit.registry.active(.log),
        Place(file: segment.path, offset: offset + UInt64(FrameForm.byteCount)))
    }
  }

  /// Where the next entry follows the last one, or the next checkpoint covers no more, no entry was
  /// lost: a checkpoint was, or something stands there that never belonged to the journal.
  private func settleDamage(before type: FrameType, _ payload: [UInt8]) {
    guard damage != nil else { return }
    switch type {
    case .entry: settleDamage(isEntryLost: !audit.chain.continues(with: payload))
    case .checkpoint:
      let size = CheckpointAudit.parse(payload)?.checkpoint.size
      settleDamage(isEntryLost: size != audit.chain.position)
    }
  }

  private func settleDamage(isEntryLost: Bool) {
    guard let fault = damage?.fault, var place = damage?.place else { return }
    damage = nil
    let next = audit.chain.position
    place.entry = isEntryLost || next == 0 ? next : next - 1
    log.add(fault, place)
    if isEntryLost { audit.skipped(place) }
  }

  private func finishCheckpoints() throws(StorageError) {
    var later: Result<[UInt8]?, StorageError> = .success(nil)
    let isLastUnpublished = checkpoints.finish(
      entries: audit.entries, latestPath: files.latestPath
    ) {
      // A commit that is on disk may be about to be published.
      for _ in 0..<10 {
        later = Result { () throws(StorageError) in try files.latest() }
        if case .success(let now) = later, now == latest {
          files.disk.pause(milliseconds: 20)
          continue
        }
        break
      }
      return try? later.get()
    }
    guard case .success(let now) = later else { return _ = try later.get() }
    if isLastUnpublished {
      notes.append(
        Note(kind: .unpublishedCommit, file: files.latestPath, offset: 0, byteCount: 0))
    }
    if let now, now != latest {
      notes.append(
        Note(kind: .writerAtWork, file: files.latestPath, offset: 0, byteCount: 0))
    }
  }
}
