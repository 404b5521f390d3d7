import Bytes

/// A proof that a leaf stands in a log, to be checked without the log (C2SP tlog-proof, version 1):
/// the leaf's index, the hashes beside its path, and the signed checkpoint that they lead to.
public struct InclusionProof: Sendable, Equatable {
  private static let magic = "c2sp.org/tlog-proof@v1"
  /// Bytes that may go with a proof.
  public static let extraByteCountMax = 64 << 10

  public let index: UInt64
  public let hashes: [Digest]
  /// A signed note, as it came.
  public let note: [UInt8]
  /// What the note says; worth nothing before `check` returned.
  public let checkpoint: Checkpoint
  /// What its maker sent along. No signature covers it.
  public let extra: [UInt8]?

  public init(
    index: UInt64, hashes: [Digest], note: [UInt8], extra: [UInt8]? = nil
  ) throws(ProofError) {
    checkpoint = try Checkpoint.unverified(note)
    self.index = index
    self.hashes = hashes
    self.note = note
    self.extra = extra
  }

  /// Reads a proof from bytes that nobody vouches for; only the form is checked.
  public init(parsing bytes: [UInt8]) throws(ProofError) {
    var text = try ProofText(bytes)
    guard try text.line().elementsEqual(Self.magic.utf8) else {
      throw text.malformed("it does not begin with \(Self.magic)")
    }
    var extra: [UInt8]?
    if let value = try text.value(of: "extra") {
      guard let data = Base64.decode(utf8: Array(value)), data.count <= Self.extraByteCountMax
      else {
        throw text.malformed("extra is not base64 of at most \(Self.extraByteCountMax) bytes")
      }
      extra = data
    }
    let index = try text.number("index")
    let hashes = try text.hashes()
    try self.init(index: index, hashes: hashes, note: text.rest(), extra: extra)
  }

  public var rendered: [UInt8] {
    let extraLine = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
    let head = "\(Self.magic)\n\(extraLine)index \(index)\n\(ProofText.lines(hashes))\n"
    return Array(head.utf8) + note
  }

  /// Returns if the leaf stands at the index in the tree of the checkpoint. Who signed the
  /// checkpoint is judged elsewhere.
  public func check(leaf: Digest) throws(ProofError) {
    try MerkleProof.checkInclusion(
      hashes, of: leaf, index: index, size: checkpoint.size, root: checkpoint.root)
  }

  /// Returns if, moreover, at least one of `logs` has signed the checkpoint under its origin.
  public func check(leaf: Digest, logs: [NoteVerifierKey]) throws(ProofError) {
    try Checkpoint.check(note, by: logs)
    try check(leaf: leaf)
  }
}

extension Checkpoint {
  /// The checkpoint of a note, whose signatures are not judged here.
  public static func unverified(_ note: [UInt8]) throws(ProofError) -> Checkpoint {
    do throws(NoteError) {
      return try Checkpoint(body: SignedNote(parsing: note).text)
    } catch {
      throw .note(error)
    }
  }

  /// The checkpoint of a note that one of `logs` has signed, under the name of its origin.
  @discardableResult
  public static func check(
    _ note: [UInt8], by logs: [NoteVerifierKey]
  ) throws(ProofError) -> Checkpoint {
    do throws(NoteError) {
      let signed = try SignedNote(parsing: note)
      let checkpoint = try Checkpoint(body: signed.text)
      let named = logs.filter { $0.name.utf8.elementsEqual(checkpoint.origin.utf8) }
      guard !named.isEmpty || logs.isEmpty else { throw .otherOrigin(checkpoint.origin) }
      try signed.verify(with: named)
      return checkpoint
    } catch {
      throw .note(error)
    }
  }
}
