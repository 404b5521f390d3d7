import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerCore
import Testing
import TransparencyLog

@testable import LedgerService

@Suite struct IndexWitnessTests {
  private let ledger: IndexTestLedger
  private let witness: Witness
  private let state: String

  init() throws {
    ledger = try IndexTestLedger(entries: 6)
    state = ledger.root + "/witness"
    witness = try Witness(
      name: "duma.example/w", privateKey: .generate(.ed25519), stateDirectory: state)
  }

  private func note(_ size: UInt64? = nil) throws -> [UInt8] {
    try ledger.log().signedCheckpoint(size: size).note
  }

  private func logKey() throws -> NoteVerifierKey {
    try #require(try Ledger.read(ledger.path).logKeys().first)
  }

  private func cosign(
    _ note: [UInt8], _ evidence: Witness.Evidence = .none, key: NoteVerifierKey? = nil,
    at seconds: UInt64 = 5
  ) throws(LedgerError) -> Cosigned {
    try witness.cosign(note, path: "note", logKey: key, evidence: evidence, at: seconds)
  }

  private func fault(_ body: () throws -> Void) -> ProofFault? {
    do { try body() } catch LedgerError.proof(let fault) { return fault } catch {}
    return nil
  }

  private func proof(_ old: UInt64, _ new: UInt64) throws -> Witness.Evidence {
    .proof(try ledger.log().proveConsistency(old: old, new: new), path: "proof")
  }

  @Test func growthIsSignedWithAProofOrTheLedger() throws {
    let first = try cosign(note(2), key: logKey(), at: 11)
    #expect(first.previous == nil)
    let read = try SignedNote(parsing: first.note)
    #expect(try read.cosignature(by: witness.key)?.seconds == 11)
    try Checkpoint.check(first.note, by: [logKey()])
    // From now on the key is remembered.
    let second = try cosign(note(4), proof(2, 4))
    #expect(second.previous?.size == 2)
    let third = try cosign(note(6), .ledger(ledger.log()))
    #expect(third.previous?.size == 4)
    try ledger.grow(to: 8)
    #expect(try cosign(note(8), proof(6, 8)).previous?.size == 6)
    // The same again is signed again, with the new time alone.
    let again = try cosign(cosign(note(8)).note, at: 99)
    #expect(try SignedNote(parsing: again.note).signatures.count == 2)
    #expect(try SignedNote(parsing: again.note).cosignature(by: witness.key)?.seconds == 99)
  }

  @Test func theKeyOfANewLogMustBeKnown() throws {
    let note = try note(3)
    let origin = try logKey().name
    #expect(fault { _ = try cosign(note) } == .unknownLog(origin: origin))
    let stranger = try NoteVerifierKey(
      name: logKey().name, publicKey: PrivateKey.generate(.ed25519).publicKey)
    #expect(
      fault { _ = try cosign(note, key: stranger) }
        == .disproved(path: "note", .note(.unsigned)))
    #expect(try cosign(note, .ledger(ledger.log())).previous == nil)
    // The remembered key is not overruled by a ledger that someone shows.
    let other = try IndexTestLedger(entries: 4)
    #expect(fault { _ = try cosign(other.log().note) } != nil)
    let otherOrigin = try other.log().checkpoint.origin
    let newer = try self.note(5)
    #expect(
      fault { _ = try cosign(newer, .ledger(other.log())) }
        == .disproved(path: other.path, .note(.otherOrigin(otherOrigin))))
  }

  @Test func rollbacksAreRefused() throws {
    _ = try cosign(note(5), key: logKey())
    let older = try note(3)
    for evidence in [.none, try proof(3, 5), .ledger(try ledger.log())] {
      #expect(fault { _ = try cosign(older, evidence) } == .rollback(known: 5, offered: 3))
    }
    #expect(try cosign(note(6), proof(5, 6)).previous?.size == 5)
  }

  @Test func growthWithoutAProofIsRefused() throws {
    _ = try cosign(note(3), key: logKey())
    let newer = try note(5)
    #expect(fault { _ = try cosign(newer) } == .unproved(known: 3, offered: 5))
    // Proofs between other sizes prove nothing here.
    for (old, new) in [(2, 5), (4, 5), (3, 6), (3, 4), (0, 5)] as [(UInt64, UInt64)] {
      #expect(fault { _ = try cosign(newer, proof(old, new)) } != nil, "\(old) to \(new)")
    }
    // A mirror that lags behind cannot tell.
    let mirror = ledger.root + "/mirror"
    try FileManager.default.copyItem(atPath: ledger.path, toPath: mirror)
    try ledger.grow(to: 8)
    let lagging = try LedgerLog.open(mirror)
    #expect(
      fault { _ = try cosign(note(8), .ledger(lagging)) } == .unproved(known: 3, offered: 8))
    #expect(try cosign(newer, .ledger(lagging)).previous?.size == 3)
  }

  /// A copy of the ledger goes another way with the same keys.
  @Test func forksAreRefused() throws {
    let fork = try IndexTestLedger(forking: ledger)
    try ledger.grow(to: 8)
    try fork.grow(to: 9)
    _ = try cosign(note(8), key: logKey())
    let forked = try fork.log()
    let same = try forked.signedCheckpoint(size: 8).note
    #expect(fault { _ = try cosign(same) } == .fork(known: 8, offered: 8))
    let newer = try forked.signedCheckpoint().note
    #expect(
      fault { _ = try cosign(newer, .ledger(forked)) } == .fork(known: 8, offered: 9))
    #expect(
      fault {
        _ = try cosign(newer, .proof(try forked.proveConsistency(old: 8), path: "proof"))
      } == .disproved(path: "proof", .proof(.rootMismatch)))
    // What both have in common is fine, but older.
    #expect(fault { _ = try cosign(forked.signedCheckpoint(size: 6).note) } != nil)
    try ledger.grow(to: 10)
    #expect(try cosign(note(10), proof(8, 10)).previous?.size == 8)
  }

  @Test func theStateIsNeverTakenForNone() throws {
    _ = try cosign(note(5), key: logKey())
    let names = try FileManager.default.contentsOfDirectory(atPath: state).filter { $0 != "lock" }
    #expect(names.count == 1 && names[0].count == 64)
    let file = URL(fileURLWithPath: state + "/" + names[0])
    let good = try Data(contentsOf: file)
    for bytes in [
      Data(), good.dropLast(), good.dropFirst(), Data([0]), Data("log x\n\n".utf8), good + good,
      Data(String(decoding: good, as: UTF8.self).replacing("\n5\n", with: "\n3\n").utf8),
    ] {
      try bytes.write(to: file)
      #expect(throws: LedgerError.self, "\(bytes.count)") { try cosign(note(3), key: logKey()) }
      #expect(throws: LedgerError.self) { try cosign(note(6), proof(5, 6)) }
    }
    try good.write(to: file)
    _ = try cosign(note(6), proof(5, 6))
  }

  @Test func oneRunAtATime() throws {
    let held = try WitnessState(state)
    #expect(throws: LedgerError.self) { try cosign(note(3), key: logKey()) }
    withExtendedLifetime(held) {}
  }

  @Test func aLogIsNotItsOwnWitness() throws {
    let key = try ledger.session().ring.privateKey("log")
    let own = try Witness(name: "w", privateKey: key, stateDirectory: state)
    #expect(throws: LedgerError.self) {
      try own.cosign(note(3), path: "n", logKey: logKey(), evidence: .none, at: 1)
    }
    #expect(throws: LedgerError.self) {
      try Witness(name: "a b", privateKey: key, stateDirectory: state)
    }
    #expect(throws: LedgerError.self) {
      try Witness(name: "w", privateKey: .generate(.ecdsaP256), stateDirectory: state)
    }
  }

  @Test func hostileNotesAreRefused() throws {
    let good = try note(3)
    for count in stride(from: 0, to: good.count, by: 3) {
      #expect(throws: LedgerError.self) { try cosign(Array(good[..<count]), key: logKey()) }
    }
    for position in stride(from: 0, to: good.count, by: 5) {
      var bytes = good
      bytes[position] ^= 1
      #expect(throws: LedgerError.self, "byte \(position)") { try cosign(bytes, key: logKey()) }
    }
  }
}
