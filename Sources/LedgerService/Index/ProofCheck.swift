import Bytes
import Cryptography
import LedgerFormat
import TransparencyLog

/// A file as a command got it.
public struct NamedBytes: Sendable {
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Whose signature on a checkpoint counts.
public struct LogTrust {
  public var keys: [NoteVerifierKey] = []
  public var policy: (policy: WitnessPolicy, path: String)?
  /// A ledger that must have begun as the checkpoint says.
  public var ledger: LedgerLog?

  public init() {}

  /// The key of a text `name+hash+key`.
  public mutating func add(vkey: String) throws(LedgerError) {
    do throws(NoteError) { keys.append(try NoteVerifierKey(vkey: vkey)) } catch {
      throw .proof(.wrongKey(error))
    }
  }

  public mutating func add(policy file: NamedBytes) throws(LedgerError) {
    do throws(PolicyError) {
      policy = (try WitnessPolicy(parsing: file.bytes), file.path)
    } catch {
      throw .proof(.of(error, policy: file.path, note: file.path))
    }
  }

  /// Takes the log keys from a ledger that is at hand.
  public mutating func add(ledger path: String) throws(LedgerError) {
    let log = try LedgerLog.open(path)
    keys += try log.logKeys()
    ledger = log
  }

  /// Nobody is named.
  public var isEmpty: Bool { keys.isEmpty && policy == nil }

  /// The checkpoint of a note, if all that is trusted stands behind it, and who has cosigned it.
  @discardableResult
  public func check(
    _ file: NamedBytes
  ) throws(LedgerError) -> (checkpoint: Checkpoint, cosigners: [String]) {
    var cosigners: [String] = []
    if let (policy, path) = policy {
      do throws(PolicyError) {
        cosigners = try policy.check(file.bytes, logs: keys).cosignatures.map(\.name)
      } catch {
        throw .proof(.of(error, policy: path, note: file.path))
      }
    }
    let checkpoint: Checkpoint
    do throws(ProofError) {
      // Beside a policy with logs of its own, keys are one more demand.
      checkpoint =
        keys.isEmpty && policy != nil
        ? try Checkpoint.unverified(file.bytes) : try Checkpoint.check(file.bytes, by: keys)
    } catch {
      throw .proof(.of(error, file.path))
    }
    if let ledger, checkpoint.size <= ledger.checkpoint.size {
      try ledger.check(checkpoint, path: file.path)
    }
    return (checkpoint, cosigners)
  }
}

/// Checks proofs that come from nobody trusted.
public enum ProofCheck {
  /// What an inclusion proof is to show, and of what.
  public struct Leaf {
    public var hash: Digest?
    public var header: NamedBytes?
    /// A document, as its bytes or as a signed document (`.kzd`).
    public var document: NamedBytes?

    public init() {}
  }

  public struct Inclusion {
    public let entry: UInt64
    public let hash: Digest
    /// What stands in the entry's header, where it was at hand.
    public let header: EntryHeader?
    public let checkpoint: Checkpoint
    /// Witnesses, by their names in the policy.
    public let cosigners: [String]
  }

  /// Checks that a leaf stands in the log. Without a leaf it is the header that goes with the proof;
  /// a document is tied to the leaf by that header, or by one that is given.
  public static func inclusion(
    _ file: NamedBytes, of leaf: Leaf, trust: LogTrust
  ) throws(LedgerError) -> Inclusion {
    let proof: InclusionProof
    do throws(ProofError) { proof = try InclusionProof(parsing: file.bytes) } catch {
      throw .proof(.of(error, file.path))
    }
    let (checkpoint, cosigners) = try trust.check(NamedBytes(path: file.path, bytes: proof.note))
    let extra = proof.extra.map { NamedBytes(path: file.path, bytes: $0) }
    let hash: Digest
    var header: EntryHeader?
    if let bytes = leaf.header ?? (leaf.hash == nil || leaf.document != nil ? extra : nil) {
      header = try Self.header(bytes)
      hash = MerkleHash.leaf(bytes.bytes)
    } else if let given = leaf.hash, leaf.document == nil {
      hash = given
    } else {
      throw .proof(.noLeaf(path: file.path))
    }
    if let given = leaf.hash, given != hash {
      throw .proof(.disproved(path: file.path, .proof(.rootMismatch)))
    }
    if let header, header.number != proof.index {
      throw .proof(.otherEntry(index: proof.index, header: header.number))
    }
    if let document = leaf.document, let header { try check(document, header) }
    do throws(ProofError) { try proof.check(leaf: hash) } catch {
      throw .proof(.of(error, file.path))
    }
    return Inclusion(
      entry: proof.index, hash: hash, header: header, checkpoint: checkpoint,
      cosigners: cosigners)
  }

  /// Checks that the log of the proof's checkpoint begins as `old` says. A `new` checkpoint must
  /// be the one in the proof. Whoever `trust` names must have signed both.
  public static func consistency(
    _ file: NamedBytes, old: NamedBytes, new: NamedBytes?, trust: LogTrust
  ) throws(LedgerError) -> (old: Checkpoint, new: Checkpoint) {
    let proof = try consistencyProof(file)
    var checkpoints: [Checkpoint] = []
    for note in [old, new ?? NamedBytes(path: file.path, bytes: proof.note)] {
      checkpoints.append(try trust.check(note).checkpoint)
    }
    do throws(ProofError) {
      let offered = proof.checkpoint
      guard offered.size == checkpoints[1].size else {
        throw .otherSize(expected: offered.size, found: checkpoints[1].size)
      }
      guard offered.root == checkpoints[1].root,
        offered.origin.utf8.elementsEqual(checkpoints[1].origin.utf8)
      else { throw .rootMismatch }
      try proof.check(old: checkpoints[0])
    } catch {
      throw .proof(.of(error, file.path))
    }
    return (checkpoints[0], checkpoints[1])
  }

  /// A consistency proof from a file; only its form is checked.
  public static func consistencyProof(
    _ file: NamedBytes
  ) throws(LedgerError) -> ConsistencyProof {
    do throws(ProofError) { return try ConsistencyProof(parsing: file.bytes) } catch {
      throw .proof(.of(error, file.path))
    }
  }

  /// A checkpoint from a file with its signatures, which are not judged.
  public static func note(
    _ file: NamedBytes
  ) throws(LedgerError) -> (note: SignedNote, checkpoint: Checkpoint) {
    do throws(NoteError) {
      let note = try SignedNote(parsing: file.bytes)
      return (note, try Checkpoint(body: note.text))
    } catch {
      throw .proof(.of(error, file.path))
    }
  }

  /// A checkpoint of the log with that origin, from a file; its signatures are not judged.
  public static func checkpoint(
    _ file: NamedBytes, origin: String
  ) throws(LedgerError) -> Checkpoint {
    let checkpoint = try note(file).checkpoint
    guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
      throw .proof(.of(NoteError.otherOrigin(checkpoint.origin), file.path))
    }
    return checkpoint
  }

  private static func header(_ file: NamedBytes) throws(LedgerError) -> EntryHeader {
    do throws(FormatError) {
      guard file.bytes.count == EntryHeader.byteCount else {
        throw FormatError(
          field: "entry", reason: .tooLarge(count: file.bytes.count, limit: EntryHeader.byteCount))
      }
      return try EntryHeader.decode(file.bytes, range: 0..<file.bytes.count)
    } catch {
      throw .proof(.malformed(path: file.path, .header("\(error)")))
    }
  }

  private static func check(
    _ file: NamedBytes, _ header: EntryHeader
  ) throws(LedgerError) {
    var bytes = file.bytes
    if bytes.starts(with: SignedDocument.magic) {
      do throws(FormatError) { bytes = try SignedDocument.decode(bytes).document } catch {
        throw .form(error)
      }
    }
    guard bytes.count == Int(header.document.byteCount),
      SHA256.hash(bytes) == header.document.hash
    else { throw .proof(.otherDocument(path: file.path)) }
  }
}
