import Bytes
import Cryptography
import Testing
import TransparencyLog

@testable import Audit
@testable import HostileBytes

/// The witnesses that a policy demands on a checkpoint that an auditor kept.
@Suite struct PolicyTests {
  private let town: SampleTown
  private let log: NoteVerifierKey
  private let witnesses: [WitnessSigner]

  init() throws {
    town = try SampleTown.whole.get()
    let key = try #require(town.keys["log"]).publicKey
    let text = try SignedNote(parsing: town.latest).text
    log = try NoteVerifierKey(name: Checkpoint(body: text).origin, publicKey: key)
    witnesses = try ["duma", "press", "parents"].map {
      try WitnessSigner(name: "\($0).example", privateKey: .generate(.ed25519))
    }
  }

  /// Two of the three.
  private func policy(log key: NoteVerifierKey?) -> String {
    let names = ["duma", "press", "parents"]
    let lines =
      (key.map { ["log \($0.vkey)"] } ?? [])
      + zip(names, witnesses).map { "witness \($0) \($1.key.vkey)" }
      + ["group town 2 \(names.joined(separator: " "))", "quorum town"]
    return lines.map { $0 + "\n" }.joined()
  }

  private func verify(_ policy: String, cosignedBy places: [Int]) throws -> VerificationReport {
    var note = try SignedNote(parsing: town.latest)
    for place in places { try note.cosign(by: witnesses[place], at: 1_700_000_000) }
    var disk = town.disk
    disk.files["/policy"] = Array(policy.utf8)
    disk.files["/kept"] = Array(note.rendered.utf8)
    var options = VerifierOptions()
    options.files = disk
    options.keptCheckpoint = "/kept"
    options.policy = "/policy"
    return try Verifier(ledger: MemoryDisk.ledger, options).run()
  }

  @Test(arguments: [true, false])
  func enoughWitnessesOrTooFew(namesLog: Bool) throws {
    let policy = policy(log: namesLog ? log : nil)
    for enough in [[0, 1], [1, 2], [0, 2], [0, 1, 2]] {
      #expect(try verify(policy, cosignedBy: enough).isClean)
    }
    for few in [[], [0], [2]] {
      let report = try verify(policy, cosignedBy: few)
      #expect(report.findings.map(\.fault) == [.policyMissed])
      #expect(report.findings[0].expected == "town")
      #expect(report.findings[0].found == few.map { ["duma", "press", "parents"][$0] }.joined())
    }
  }

  @Test func anotherLogThanThePolicyNames() throws {
    let stranger = try NoteVerifierKey(
      name: log.name, publicKey: PrivateKey.generate(.ed25519).publicKey)
    let report = try verify(policy(log: stranger), cosignedBy: [0, 1])
    #expect(report.findings.map(\.fault) == [.policySignature])
  }

  @Test func aFileThatIsNoPolicy() throws {
    #expect(throws: VerifierError.self) { try verify("quorum town\n", cosignedBy: [0, 1]) }
  }
}
