import Bytes
import Cryptography
import Dispatch
import LedgerFormat
import TransparencyLog

/// What needs nothing but its own bytes, and so runs on every core: hashes and signatures.
enum Work: Sendable {
  case entry(EntryView, Place, checksHashes: Bool, [SignatureTask])
  case checkpoint(SignedNote, NoteVerifierKey, Place)

  var byteCount: Int {
    switch self {
    case .entry(let view, _, _, _): view.range.count
    case .checkpoint(let note, _, _): note.text.utf8.count
    }
  }

  func findings() -> [Finding] {
    switch self {
    case .entry(let view, let place, let checksHashes, let tasks):
      let hashes = checksHashes ? Self.wrongHashes(view, place) : []
      return hashes + Self.wrongSignatures(view, place, tasks)
    case .checkpoint(let note, let key, let place):
      if (try? note.verify(with: key)) != nil { return [] }
      return [
        Finding(
          fault: .checkpointSignature, entry: place.entry, file: place.file,
          offset: place.offset, expected: key.vkey, found: "")
      ]
    }
  }

  private static func wrongHashes(_ view: EntryView, _ place: Place) -> [Finding] {
    EntryPart.allCases.compactMap { part in
      let hash = view.withBytes(of: part) { SHA256.hash($0) }
      guard hash != view.header[part].hash else { return nil }
      let at = place.moved(by: view.range(of: part).lowerBound)
      return Finding(
        fault: .partHash, entry: at.entry, file: at.file, offset: at.offset,
        expected: "\(part.name) \(view.header[part].hash.hex)", found: hash.hex)
    }
  }

  private static func wrongSignatures(
    _ view: EntryView, _ place: Place, _ tasks: [SignatureTask]
  ) -> [Finding] {
    tasks.compactMap { task in
      let fits = view.withBytes(of: .document) {
        task.key.verifies(task.signature.bytes, of: $0)
      }
      guard !fits else { return nil }
      let at = place.moved(by: view.range(of: .signatures).lowerBound)
      return Finding(
        fault: .signatureWrong, entry: at.entry, file: at.file, offset: at.offset,
        expected: "", found: task.signature.key.hex)
    }
  }
}

/// Carries out work in batches on all cores while the journal is read on. What it finds comes back
/// in the order in which the work was given.
final class WorkQueue {
  /// Written by one worker; read after `done`.
  private final class Batch: @unchecked Sendable {
    let work: [Work]
    let byteCount: Int
    var findings: [Finding] = []
    let done = DispatchSemaphore(value: 0)

    init(_ work: [Work], _ byteCount: Int) {
      self.work = work
      self.byteCount = byteCount
    }
  }

  private let log: FindingLog
  private let queue = DispatchQueue(label: "kazna.verify", attributes: .concurrent)
  private var gathered: [Work] = []
  private var gatheredBytes = 0
  private var running: ArraySlice<Batch> = []
  private var runningBytes = 0

  private static let batchCount = 128
  private static let batchBytes = 2 << 20
  private static let runningCount = 8
  private static let runningBytesLimit = 64 << 20

  init(_ log: FindingLog) { self.log = log }

  func add(_ work: Work) {
    gathered.append(work)
    gatheredBytes += work.byteCount
    if gathered.count >= Self.batchCount || gatheredBytes >= Self.batchBytes { start() }
  }

  /// Waits for everything.
  func finish() {
    start()
    while !running.isEmpty { collectFirst() }
  }

  private func start() {
    guard !gathered.isEmpty else { return }
    let batch = Batch(gathered, gatheredBytes)
    gathered = []
    gatheredBytes = 0
    queue.async {
      batch.findings = batch.work.flatMap { $0.findings() }
      batch.done.signal()
    }
    running.append(batch)
    runningBytes += batch.byteCount
    while running.count > Self.runningCount || runningBytes > Self.runningBytesLimit {
      collectFirst()
    }
  }

  private func collectFirst() {
    guard let batch = running.popFirst() else { return }
    batch.done.wait()
    runningBytes -= batch.byteCount
    for finding in batch.findings { log.add(finding) }
  }
}
