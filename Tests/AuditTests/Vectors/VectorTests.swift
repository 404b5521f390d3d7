import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerFormat
import Testing
import TransparencyLog

@testable import Audit
@testable import HostileBytes

/// `Ledger/Vectors` against the verifier, and against what makes them. One after another, so that
/// files written anew are whole when they are read.
@Suite(.serialized) struct VectorTests {
  /// The files as they are made now, by path under `Ledger/Vectors`.
  private static let made = Result { () throws -> (vectors: [Vector], files: [String: [UInt8]]) in
    let vectors =
      try VectorsOfFrames.all() + VectorsOfEntries.all() + VectorsOfSigners.all()
      + VectorsOfMoney.all() + VectorsOfForms.all() + VectorsOfSnapshots.all()
      + VectorsOfProofs.all() + [
        .ledger("ok-every-kind", "A document of every kind.", VectorJournal(everyKind()))
      ]
    var files = [
      "README.md": VectorList.readme(vectors), ".gitattributes": Array("* -text\n".utf8),
    ]
    for vector in vectors { files.merge(vector.rendered) { _, new in new } }
    return (vectors, files)
  }

  private static func everyKind() throws -> VectorTown { try VectorTown.everyKind.get() }

  private static func committed() throws -> [String: [UInt8]] {
    let root = Vector.root.path + "/"
    let all = FileManager.default.enumerator(
      at: Vector.root, includingPropertiesForKeys: [.isRegularFileKey])!
    var files: [String: [UInt8]] = [:]
    for case let file as URL in all where !file.hasDirectoryPath {
      files[String(file.path.dropFirst(root.count))] = [UInt8](try Data(contentsOf: file))
    }
    return files
  }

  /// With `KAZNA_WRITE_VECTORS` in the environment the files are written anew before.
  @Test func theFilesAreWhatTheGeneratorMakes() throws {
    let made = try Self.made.get().files
    if ProcessInfo.processInfo.environment["KAZNA_WRITE_VECTORS"] != nil {
      try? FileManager.default.removeItem(at: Vector.root)
      for (path, bytes) in made {
        let file = Vector.root.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
      }
    }
    let committed = try Self.committed()
    #expect(Set(committed.keys) == Set(made.keys))
    for (path, bytes) in made { #expect(committed[path] == bytes, "\(path)") }
    #expect(committed.values.reduce(0) { $0 + $1.count } < 1_000_000)
  }

  @Test func noTwoVectorsHaveOneName() throws {
    let vectors = try Self.made.get().vectors
    #expect(Set(vectors.map { "\($0.kind)/\($0.name)" }).count == vectors.count)
  }

  /// Each check has a ledger in which it fails.
  @Test(arguments: CheckName.allCases)
  func everyCheckHasAVector(check: CheckName) throws {
    let vectors = try Self.made.get().vectors
    #expect(vectors.contains { $0.kind == .ledgers && $0.expect == check })
  }

  /// The verifier reads the committed directories as it reads any ledger.
  @Test func theVerifierGivesTheVerdicts() throws {
    for name in try Self.names(.ledgers) {
      let path = Vector.root.path + "/ledgers/\(name)"
      let file = try Self.file("ledgers/\(name)/vector.txt")
      let report = try Self.report(path)
      let found = report.findings.map { Vector.Found(fault: $0.fault, entry: $0.entry).text }
      #expect(found.sorted() == file.all("finding").sorted(), "\(name)")
      let checks = Set(report.findings.map(\.check.rawValue))
      let expect = try #require(file["expect"])
      #expect(expect == "ok" ? checks.isEmpty : checks.contains(expect), "\(name): \(checks)")
    }
  }

  /// Whoever verified an earlier part finds the same; where its bytes are not those of then, this
  /// besides.
  @Test(arguments: [4, 11, 17])
  func anEarlierRunDoesNotChangeTheVerdicts(_ entry: UInt64) throws {
    let journal = try VectorJournal(VectorTown.after(Int(entry)))
    let town = MemoryDisk(journal: journal.segments[0]!, latest: journal.latest)
    let state = try #require(town.verify().state(on: VectorTown.day))
    #expect(state.size == entry + 1)
    var (trusted, refused) = (0, 0)
    for name in try Self.names(.ledgers) {
      let path = Vector.root.path + "/ledgers/\(name)"
      let full = try Self.report(path)
      let later = try Self.report(path, since: state)
      if later.since != nil {
        trusted += 1
        #expect(later.findings == full.findings, "\(name)")
      } else {
        refused += 1
        let difference = later.findings.filter { $0.fault.rawValue.hasPrefix("state-") }
        // Neither is a part of an entry a difference between entries, nor a snapshot that was not seen.
        let isOfAnotherKind =
          full.findings.contains { $0.check == .hashes }
          || FileManager.default.fileExists(atPath: path + "/snapshots")
        #expect(difference.count == 1 || isOfAnotherKind, "\(name)")
        #expect(later.findings.filter { !difference.contains($0) } == full.findings, "\(name)")
      }
    }
    #expect(trusted > 5 && refused > 20, "\(trusted), \(refused)")
  }

  private static func report(
    _ path: String, since state: VerifiedState? = nil
  ) throws -> VerificationReport {
    var options = VerifierOptions()
    if FileManager.default.fileExists(atPath: path + "/kept") {
      options.keptCheckpoint = path + "/kept"
    }
    options.since = state.map { _ in "state" }
    options.sinceState = state
    return try Verifier(ledger: path, options).run()
  }

  @Test func theDecodersGiveTheVerdicts() throws {
    for name in try Self.names(.documents) {
      let file = try Self.file("documents/\(name)")
      let isGood = (try? DocumentCodec.decode(file.bytes)) != nil
      #expect(isGood == (file["expect"] == "ok"), "\(name)")
    }
    for name in try Self.names(.signatures) {
      let file = try Self.file("signatures/\(name)")
      let key = try? PublicKey(spki: try #require(Hex.decode(file["key"] ?? "-")))
      let signature = try #require(Hex.decode(file["signature"] ?? "-"))
      let isGood = key?.verifies(signature, of: file.bytes) ?? false
      #expect(isGood == (file["expect"] == "ok"), "\(name)")
    }
    for name in try Self.names(.notes) {
      let file = try Self.file("notes/\(name)")
      let key = try PublicKey(spki: try #require(Hex.decode(file["key"] ?? "-")))
      let verifier = try NoteVerifierKey(name: file["origin"] ?? "", publicKey: key)
      let isGood = (try? Checkpoint(verifying: file.bytes, with: verifier)) != nil
      #expect(isGood == (file["expect"] == "ok"), "\(name)")
    }
  }

  @Test func theProofsGiveTheVerdicts() throws {
    for name in try Self.names(.proofs) {
      let file = try Self.file("proofs/\(name)")
      #expect(try file.isProved() == (file["expect"] == "ok"), "\(name)")
    }
  }

  private static func names(_ kind: Vector.Kind) throws -> [String] {
    let path = Vector.root.path + "/\(kind.rawValue)"
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(!names.isEmpty)
    return names
  }

  private static func file(_ path: String) throws -> VectorFile {
    try VectorFile([UInt8](try Data(contentsOf: Vector.root.appending(path: path))))
  }
}
