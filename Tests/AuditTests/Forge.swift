import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import TransparencyLog

@testable import Audit

/// Takes a journal apart and puts another one together: what an insider with every key could do.
struct Forge {
  struct Frame {
    let type: FrameType
    var payload: [UInt8]
    /// Where it stands in the original.
    let range: Range<Int>
  }

  var frames: [Frame] = []
  let head: [UInt8]
  let keys: [String: PrivateKey]

  init(_ town: SampleTown, keys: [String: PrivateKey]? = nil) {
    head = Array(town.journal[..<64])
    self.keys = keys ?? town.keys
    var offset = 64
    while offset < town.journal.count {
      let type = FrameType(rawValue: town.journal[offset + 4])!
      let count = (8..<12).reversed().reduce(0) { $0 << 8 | Int(town.journal[offset + $1]) }
      let end = offset + (16 + count + 7) / 8 * 8
      let payload = Array(town.journal[offset + 16..<offset + 16 + count])
      frames.append(Frame(type: type, payload: payload, range: offset..<end))
      offset = end
    }
  }

  static func bytes(_ type: FrameType, _ payload: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(raw: Array("KZNF".utf8) + [type.rawValue, 0, 0, 0])
    writer.write(UInt32(payload.count))
    let check = writer.bytes.withUnsafeBytes { crc32C($0[...]) }
    writer.write(check)
    writer.write(raw: payload)
    writer.write(raw: [UInt8](repeating: 0, count: (8 - payload.count % 8) % 8))
    return writer.bytes
  }

  /// The frames as they are now, one after another.
  var journal: [UInt8] { frames.reduce(head) { $0 + Self.bytes($1.type, $1.payload) } }

  /// A disk with these frames, and the last checkpoint published.
  var disk: MemoryDisk {
    MemoryDisk(journal: journal, latest: frames.last { $0.type == .checkpoint }?.payload)
  }

  /// What every entry is made of.
  func contents() throws -> [EntryContent] {
    try frames.filter { $0.type == .entry }.map { frame in
      let view = try EntryView(frame.payload)
      return EntryContent(
        number: view.header.number, previous: view.header.previous,
        recordedAt: view.header.recordedAt, kind: view.header.kind,
        rulesVersion: view.header.rulesVersion, document: view.documentBytes(),
        signatures: try view.signatures(), postings: try view.postings()[...],
        results: try view.results())
    }
  }

  func document(_ content: EntryContent) throws -> Document {
    try DocumentCodec.decode(content.document)
  }

  func sign(_ document: Document, by names: [String]) throws -> (bytes: [UInt8], SignatureList) {
    let bytes = DocumentCodec.encode(document)
    let signatures = try names.map { name in
      let key = keys[name]!
      return Signature(key: key.publicKey.id, bytes: try key.sign(bytes))!
    }
    return (bytes, SignatureList(signatures)!)
  }

  /// An entry for a new document that rests on the last of `contents`.
  func entry(
    _ body: DocumentBody, by names: [String], after contents: [EntryContent],
    postings: [Posting] = [], id: UniqueID = UniqueID(bytes: [UInt8](repeating: 7, count: 16))!,
    recordedAt: Timestamp? = nil, basis: EntryReference? = nil, ledger: UniqueID? = nil
  ) throws -> EntryContent {
    let last = contents.last!
    let encoded = try EntryEncoder.encode(last) { SHA256.hash($0) }
    let header = DocumentHeader(
      ledger: try ledger ?? document(last).header.ledger, id: id, effectiveDate: TownWriter.day,
      basis: basis ?? encoded.reference)
    let (bytes, list) = try sign(Document(header: header, body: body), by: names)
    return EntryContent(
      number: last.number + 1, previous: encoded.hash, recordedAt: recordedAt ?? last.recordedAt,
      kind: body.kind, rulesVersion: 1, document: bytes, signatures: list,
      postings: postings[...], results: .none)
  }

  /// A journal of these entries with every hash made anew and every checkpoint signed by the log.
  /// The number of the last entry that it covers tells by which key.
  func disk(
    of contents: [EntryContent], signedBy key: (Int) -> String = { _ in "log" }
  ) throws -> MemoryDisk {
    var forged = self
    forged.frames = []
    var tree = MerkleTree()
    var previous = Digest.zero
    let ledger = try document(contents[0]).header.ledger
    for (number, content) in contents.enumerated() {
      var content = content
      content.number = UInt64(number)
      content.previous = previous
      let entry = try EntryEncoder.encode(content) { SHA256.hash($0) }
      previous = entry.hash
      tree.append(entry.hash)
      let checkpoint = Checkpoint(
        origin: Checkpoint.origin(ofLedger: ledger.bytes), size: tree.size, root: tree.root)
      let note = Array(try checkpoint.sign(with: keys[key(number)]!).rendered.utf8)
      forged.frames.append(Frame(type: .entry, payload: entry.payload, range: 0..<0))
      forged.frames.append(Frame(type: .checkpoint, payload: note, range: 0..<0))
    }
    return forged.disk
  }
}

extension VerificationReport {
  func has(_ fault: Fault, entry: UInt64? = nil) -> Bool {
    findings.contains { $0.fault == fault && (entry == nil || $0.entry == entry) }
  }
}

extension SampleTown {
  var disk: MemoryDisk { MemoryDisk(journal: journal, latest: latest) }
}
