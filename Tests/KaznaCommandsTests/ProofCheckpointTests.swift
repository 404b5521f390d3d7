import Bytes
import Foundation
import Testing
import TransparencyLog

@testable import KaznaCommands

@Suite struct ProofCheckpointTests {
  private let ledger: ProofTestLedger

  init() throws { ledger = try ProofTestLedger() }

  @Test func checkpointsAreShownExportedAndListed() throws {
    let key = try NoteVerifierKey(vkey: ledger.vkey())
    let file = ledger.path("c")
    #expect(ledger.run("checkpoint", "export", "--out", file).code == 0)
    let checkpoint = try Checkpoint(verifying: ledger.bytes("c"), with: key)
    #expect(checkpoint.size == 5)
    #expect(try Array(ledger.run("checkpoint", "export").out.utf8) == ledger.bytes("c"))
    let shown = try ledger.json("checkpoint", "show")
    #expect(shown["origin"] as? String == checkpoint.origin && shown["size"] as? Int == 5)
    #expect(shown["root"] as? String == checkpoint.root.hex)
    let signatures = try #require(shown["signatures"] as? [[String: Any]])
    #expect(signatures.count == 1 && signatures[0]["name"] as? String == checkpoint.origin)
    #expect(try ledger.json("checkpoint", "show", file)["root"] as? String == checkpoint.root.hex)
    #expect(try ledger.json("checkpoint", "show", "--size", "3")["size"] as? Int == 3)
    #expect(ledger.run("checkpoint", "show", "--size", "6").code == 1)
    #expect(ledger.run("checkpoint", "show").out.contains("Checkpoint"))
    #expect(
      ledger.run(["checkpoint", "show"], language: "ru").out.contains("Контрольная точка"))
    let csv = ledger.run("checkpoint", "history", "--format", "csv").out.split(separator: "\n")
    #expect(csv.count == 6 && csv[0] == "size,root,first_entry,last_entry")
    #expect(csv[5] == "5,\(checkpoint.root.hex),4,4")
    let asJSON = try ledger.json("checkpoint", "vkey")
    #expect(asJSON["vkey"] as? String == key.vkey)
    #expect(ledger.run("checkpoint", "show", ledger.path("keys/log.pub.pem")).code == 3)
  }

  private func cosign(_ file: String, _ more: String...) -> ProofTestLedger.Outcome {
    ledger.run(
      ["checkpoint", "cosign", ledger.path(file), "--by", "k1", "--name", "duma.example/w"]
        + ["--state", ledger.path("state")] + more)
  }

  private func export(_ size: Int, _ name: String) {
    let outcome = ledger.run(
      "checkpoint", "export", "--size", "\(size)", "--out", ledger.path(name))
    #expect(outcome.code == 0)
  }

  @Test func aWitnessSignsOnlyWhatContinues() throws {
    for size in 2...5 { export(size, "c\(size)") }
    #expect(cosign("c3").code == 2)
    let first = cosign("c3", "--vkey", ledger.vkey())
    #expect(first.code == 0 && first.err.contains("first checkpoint"))
    #expect(cosign("c4").code == 6)
    #expect(cosign("c2").code == 5)
    let proof = ledger.path("p")
    #expect(ledger.run("prove", "consistency", "3", "4", "--out", proof).code == 0)
    #expect(cosign("c5", "--proof", proof).code == 5)
    #expect(cosign("c4", "--proof", proof, "--ledger", ledger.path("ledger")).code == 2)
    #expect(cosign("c4", "--proof", proof, "--out", ledger.path("c4w")).code == 0)
    #expect(try SignedNote(parsing: ledger.bytes("c4")).signatures.count == 1)
    #expect(try SignedNote(parsing: ledger.bytes("c4w")).signatures.count == 2)
    #expect(cosign("c5", "--ledger", ledger.path("ledger")).code == 0)
    let shown = try ledger.json("checkpoint", "show", ledger.path("c5"))
    #expect((shown["signatures"] as? [[String: Any]])?.count == 2)
    #expect(cosign("p").code == 3)
    #expect(cosign("missing").code == 3)
    let noKey = ledger.run(
      "checkpoint", "cosign", ledger.path("c5"), "--by", "nobody", "--name", "w", "--state",
      ledger.path("state"))
    #expect(noKey.code == 4)
    let russian = ledger.run(
      [
        "checkpoint", "cosign", ledger.path("c2"), "--by", "k1", "--name", "duma.example/w",
        "--state", ledger.path("state"),
      ], language: "ru")
    #expect(russian.code == 5 && russian.err.contains("раньше было подписано"))
  }

  @Test func aPolicyIsDemanded() throws {
    export(5, "c")
    var policy = "log \(ledger.vkey())\n"
    for (key, name) in [("k1", "a"), ("k2", "b"), ("k3", "c")] {
      let outcome = ledger.run(
        "checkpoint", "cosign", ledger.path("c"), "--by", key, "--name", "\(name).example",
        "--state", ledger.path("state-\(name)"), "--vkey", ledger.vkey(), "--out",
        ledger.path("c-\(name)"), "--format", "json")
      let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
      let vkey = try #require((object as? [String: Any])?["vkey"] as? String)
      policy += "witness \(name) \(vkey)\n"
    }
    try ledger.put(Array((policy + "group g 2 a b c\nquorum g\n").utf8), "policy")
    // Proofs hold the checkpoint as it came from the ledger: put the cosigned one in its place.
    #expect(ledger.run("prove", "inclusion", "2", "--out", ledger.path("proof")).code == 0)
    let text = String(decoding: try ledger.bytes("proof"), as: UTF8.self)
    let check = [
      "prove", "inclusion", "--check", ledger.path("proof"), "--policy", ledger.path("policy"),
    ]
    #expect(ledger.run(check).code == 5)
    func line(_ name: String) throws -> String {
      let note = String(decoding: try ledger.bytes("c-\(name)"), as: UTF8.self)
      return try #require(note.split(separator: "\n").last.map { $0 + "\n" })
    }
    try ledger.put(Array((text + line("a")).utf8), "proof")
    let one = ledger.run(check)
    #expect(one.code == 5 && one.err.contains("b, c"))
    try ledger.put(Array((text + line("a") + line("c")).utf8), "proof")
    let checked = ledger.run(check + ["--format", "json"])
    #expect(checked.code == 0 && checked.out.contains(#""witnesses":["a","c"]"#))
    try ledger.put(Array("quorum nobody\n".utf8), "policy")
    #expect(ledger.run(check).code == 3)
  }
}
