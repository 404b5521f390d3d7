import Foundation
import Testing

@testable import KaznaCommands

/// An auditor's run, and the next one.
@Suite struct VerifyCommandTests {
  @Test func oneRunStartsWhereTheOtherEnded() throws {
    let ledger = try ProofTestLedger()
    let state = ledger.path("audit.state")
    let full = ledger.run("verify", "--save", state)
    #expect(full.code == 0)
    #expect(!full.out.contains("not verified again"))
    try ledger.enroll(4)
    let next = ledger.run("verify", "--since", state, "--save", state)
    #expect(next.code == 0, "\(next.err)")
    #expect(next.out.contains("signatures not verified again: 12, of the first 5 entries"))
    let third = try ledger.json("verify", "--since", state)
    #expect(third["since"] as? Int == 6)
    #expect(third["trusted_signatures"] as? Int == 15)
    #expect(third["signatures"] as? Int == 15)
    let russian = ledger.run(["verify", "--since", state], language: "ru")
    #expect(russian.out.contains("подписей не проверено заново: 15"))
  }

  @Test func anotherLedgerIsAFinding() throws {
    let (ledger, other) = (try ProofTestLedger(keys: 1), try ProofTestLedger(keys: 1))
    let state = ledger.path("audit.state")
    #expect(ledger.run("verify", "--save", state).code == 0)
    let kept = try ledger.bytes("audit.state")
    let foreign = other.run("verify", "--since", state, "--save", state)
    #expect(foreign.code == 5)
    #expect(foreign.out.contains("of another ledger"))
    #expect(foreign.err.contains("only a clean run leaves a state"))
    #expect(try ledger.bytes("audit.state") == kept)
  }

  @Test func whatCannotBe() throws {
    let ledger = try ProofTestLedger(keys: 1)
    try ledger.put([1, 2, 3], "bad")
    #expect(ledger.run("verify", "--since", ledger.path("bad")).code == 6)
    #expect(ledger.run("verify", "--since", ledger.path("none")).code != 0)
    #expect(ledger.run("verify", "--only", "chain", "--save", ledger.path("s")).code == 2)
    #expect(ledger.run("verify", "--only", "chain", "--since", ledger.path("s")).code == 2)
    #expect(ledger.run("verify", "--policy", ledger.path("bad")).code == 2)
    let latest = ledger.path("ledger/checkpoints/latest")
    let policy = ["--checkpoint", latest, "--policy", ledger.path("bad")]
    #expect(ledger.run(["verify"] + policy).code == 6)
    try ledger.put(Array("quorum none\n".utf8), "none.policy")
    let none = ["--checkpoint", latest, "--policy", ledger.path("none.policy")]
    #expect(ledger.run(["verify"] + none).code == 0)
  }
}
