import Bytes
import LedgerFormat
import TransparencyLog

@testable import Audit

/// Proofs for those who do not have the ledger (`Ledger/FORMAT.md`, section 12), good and bad.
struct VectorsOfProofs {
  private let log: VectorKey
  private let vkey: String
  /// The hashes of seven entries, the header of one, and their tree.
  private let hashes: [Digest]
  private let header: [UInt8]
  private let nodes: NodeStore
  private static let index = 4

  static func all() throws -> [Vector] {
    let proofs = try VectorsOfProofs()
    return try proofs.inclusion() + proofs.consistency() + proofs.cosigned()
  }

  private init() throws {
    let entries = try VectorTown.after(6).entries
    log = try VectorKey("log")
    vkey = try NoteVerifierKey(name: VectorJournal.origin, publicKey: log.publicKey).vkey
    hashes = entries.map(\.hash)
    header = Array(entries[Self.index].payload[..<EntryHeader.byteCount])
    var nodes = NodeStore()
    for hash in hashes { nodes.append(hash) }
    self.nodes = nodes
  }

  private func note(_ size: UInt64, by key: VectorKey? = nil) throws -> [UInt8] {
    try VectorJournal.note(size, nodes.root(size: size), key ?? log)
  }

  private func inclusion() throws -> [Vector] {
    let index = UInt64(Self.index)
    let path = try nodes.inclusionProof(index: index, size: 7)
    func proof(
      _ number: UInt64? = nil, _ hashes: [Digest]? = nil, note: [UInt8]? = nil
    ) throws -> [UInt8] {
      try InclusionProof(
        index: number ?? index, hashes: hashes ?? path, note: note ?? self.note(7), extra: header
      ).rendered
    }
    func vector(
      _ name: String, _ comment: String, _ expect: CheckName?, of leaf: Int = Self.index,
      _ bytes: [UInt8]
    ) -> Vector {
      .proof(
        "inclusion-\(name)", comment, expect,
        ["proof: inclusion", "vkey: \(vkey)", "entry-hash: \(hashes[leaf].hex)"], bytes)
    }
    let sound = try proof()
    return [
      vector("ok", "Entry 4 of 7.", nil, sound),
      try vector(
        "ok-smaller", "The same under the checkpoint of 5 entries.", nil,
        proof(nil, nodes.inclusionProof(index: index, size: 5), note: note(5))),
      vector("other-entry", "The hash is that of another entry.", .tree, of: 3, sound),
      try vector("other-index", "The proof says that it is entry 5.", .tree, proof(5)),
      try vector(
        "short-path", "A hash of the path is missing.", .tree, proof(nil, path.dropLast())),
      try vector(
        "long-path", "A hash follows the path.", .tree, proof(nil, path + [hashes[0]])),
      try vector(
        "beyond", "The index is not below the size of the tree.", .tree, proof(7)),
      try vector(
        "other-key", "Another key signed the checkpoint.", .checkpoints,
        proof(note: note(7, by: VectorKey("operator")))),
      vector(
        "magic", "Another version of the format.", .tree,
        sound.replacing(Array("@v1".utf8), with: Array("@v2".utf8))),
      vector(
        "index-zeros", "The index is written with a zero before it.", .tree,
        sound.replacing(Array("index 4".utf8), with: Array("index 04".utf8))),
    ]
  }

  private func consistency() throws -> [Vector] {
    let path = try nodes.consistencyProof(old: 3, new: 7)
    func proof(_ old: UInt64 = 3, _ hashes: [Digest]? = nil, note: [UInt8]? = nil) throws -> [UInt8]
    {
      try ConsistencyProof(oldSize: old, hashes: hashes ?? path, note: note ?? self.note(7))
        .rendered
    }
    func vector(
      _ name: String, _ comment: String, _ expect: CheckName?, root: Digest? = nil, _ bytes: [UInt8]
    ) throws -> Vector {
      let root = try root ?? nodes.root(size: 3)
      return .proof(
        "consistency-\(name)", comment, expect,
        ["proof: consistency", "vkey: \(vkey)", "old-size: 3", "old-root: \(root.hex)"], bytes)
    }
    let swapped = [path[1], path[0]] + path[2...]
    return [
      try vector("ok", "The first 3 of 7 entries are as they were.", nil, proof()),
      try vector(
        "rewritten", "The older tree had another root.", .tree, root: hashes[0], proof()),
      try vector("other-size", "The proof is from another size.", .tree, proof(4)),
      try vector("short", "A hash is missing.", .tree, proof(3, path.dropLast())),
      try vector("order", "Two hashes have changed places.", .tree, proof(3, swapped)),
      try vector(
        "other-key", "Another key signed the newer checkpoint.", .checkpoints,
        proof(note: note(7, by: VectorKey("operator")))),
    ]
  }

  private func cosigned() throws -> [Vector] {
    let names = ["duma", "press", "parents"]
    let witnesses = try names.map {
      try WitnessSigner(name: "\($0).example", privateKey: VectorKey("witness \($0)").privateKey)
    }
    let policy =
      ["log \(vkey)"] + zip(names, witnesses).map { "witness \($0) \($1.key.vkey)" }
      + ["group town 2 duma press parents", "quorum town"]
    func vector(
      _ name: String, _ comment: String, _ expect: CheckName?, by cosigners: [Int],
      key: VectorKey? = nil, _ edit: (inout [UInt8]) -> Void = { _ in }
    ) throws -> Vector {
      var note = try SignedNote(parsing: self.note(7, by: key))
      for place in cosigners { try note.cosign(by: witnesses[place], at: 1_700_000_000) }
      var bytes = Array(note.rendered.utf8)
      edit(&bytes)
      return .proof(
        "cosigned-\(name)", comment, expect,
        ["proof: cosigned"] + policy.map { "policy: \($0)" }, bytes)
    }
    return [
      try vector("ok", "Two of three witnesses, as the policy asks.", nil, by: [0, 2]),
      try vector("ok-all", "All three.", nil, by: [0, 1, 2]),
      try vector("one", "One witness of the two that are needed.", .checkpoints, by: [1]),
      try vector("none", "No witness.", .checkpoints, by: []),
      try vector(
        "log-key", "Two witnesses, and not the policy's log.", .checkpoints, by: [0, 1],
        key: VectorKey("operator")),
      try vector(
        "time", "The time of a cosignature is not the one that was signed.", .checkpoints,
        by: [0, 1, 2]
      ) { bytes in
        // The base64 of the last line: the key's hash and the time are its first 16 characters.
        let line = bytes.dropLast().lastIndex(of: 0x0A)!
        let text = bytes[line...].lastIndex(of: 0x20)! + 1
        bytes[text + 8] = bytes[text + 8] == 0x41 ? 0x42 : 0x41
      },
    ]
  }
}

extension VectorFile {
  /// Whether a proof proves what its lines say.
  func isProved() throws -> Bool {
    let keys = try all("vkey").map { try NoteVerifierKey(vkey: $0) }
    switch self["proof"] {
    case "inclusion":
      guard let proof = try? InclusionProof(parsing: bytes), let extra = proof.extra,
        let leaf = Digest(hex: self["entry-hash"] ?? ""), MerkleHash.leaf(extra) == leaf
      else { return false }
      return (try? proof.check(leaf: leaf, logs: keys)) != nil
    case "consistency":
      guard let proof = try? ConsistencyProof(parsing: bytes),
        let size = UInt64(self["old-size"] ?? ""), let root = Digest(hex: self["old-root"] ?? "")
      else { return false }
      let old = Checkpoint(origin: proof.checkpoint.origin, size: size, root: root)
      return (try? Checkpoint.check(proof.note, by: keys)) != nil
        && (try? proof.check(old: old)) != nil
    default:
      let policy = try WitnessPolicy(
        parsing: Array(all("policy").map { $0 + "\n" }.joined().utf8))
      return (try? policy.check(bytes)) != nil
    }
  }
}
