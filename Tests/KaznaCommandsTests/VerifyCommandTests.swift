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
    #expect(!full.out.contains("not judged again"))
    try ledger.enroll(4)
    let next = ledger.run("verify", "--since", state, "--save", state)
    #expect(next.code == 0, "\(next.err)")
    #expect(next.out.contains("the first 5 entries are the bytes that the run of"))
    #expect(next.out.contains("6 entries, 3 signatures"))
    let third = try ledger.json("verify", "--since", state)
    #expect(third["since"] as? Int == 6)
    #expect(third["entries"] as? Int == 6)
    #expect(third["signatures"] as? Int == 0)
    let russian = ledger.run(["verify", "--since", state], language: "ru")
    #expect(russian.out.contains("первые записи, 6, — те же байты"))
  }

  @Test func anotherLedgerIsAFinding() throws {
    let (ledger, other) = (try ProofTestLedger(keys: 1), try ProofTestLedger(keys: 1))
    let state = ledger.path("audit.state")
    #expect(ledger.run("verify", "--save", state).code == 0)
    let kept = try ledger.bytes("audit.state")
    let foreign = other.run("verify", "--since", state, "--save", state)
    #expect(foreign.code == 5)
    #expect(foreign.out.contains("of another ledger"))
    #expect(foreign.err.contains("only a clean run over what is published leaves a state"))
    #expect(try ledger.bytes("audit.state") == kept)
  }

  /// The file is not synced: it may be lost, or several commits old, until somebody writes.
  @Test func aPublishedCheckpointAfterAPowerCut() throws {
    let ledger = try ProofTestLedger(keys: 2)
    let old = try ledger.bytes("ledger/checkpoints/latest")
    try ledger.enroll(2)
    try ledger.enroll(3)
    try ledger.put(old, "ledger/checkpoints/latest")
    let behind = ledger.run("verify", "--lang", "en")
    #expect(behind.code == 5 && behind.out.contains("the next command that writes publishes them"))
    let russian = ledger.run(["verify"], language: "ru")
    #expect(russian.out.contains("следующая команда записи их опубликует"))
    try FileManager.default.removeItem(atPath: ledger.path("ledger/checkpoints/latest"))
    let lost = ledger.run("verify")
    #expect(lost.code == 5 && lost.out.contains("publishes it again"))
    let mirror = ["mirror", ledger.path("ledger"), ledger.path("copy")]
    for words in [["log"], ["checkpoint", "show"], mirror] {
      let reader = ledger.run(words)
      #expect(reader.code == 6 && reader.err.contains("the next command that writes"))
      #expect(!reader.err.contains("init"), "\(reader.err)")
    }
    try ledger.enroll(4)
    #expect(ledger.run("verify").code == 0)
    #expect(ledger.run("log", "--format", "jsonl").out.split(separator: "\n").count == 6)
  }

  /// Pipes, directories and what may not be read, in the place of files: nothing is waited for.
  /// Ten minutes: a loaded machine under a sanitizer is slow, and what hangs does so for ever.
  @Test(.timeLimit(.minutes(10)))
  func whatIsNoFile() throws {
    let ledger = try ProofTestLedger(keys: 1)
    let pipe = ledger.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for option in ["--since", "--checkpoint"] {
      let outcome = ledger.run("verify", option, pipe)
      #expect(outcome.code == 3 && outcome.err.contains("pipe"), "\(outcome.err)")
    }
    let snapshot = ledger.path("ledger/snapshots/00000000000000000002.snapshot")
    try FileManager.default.createDirectory(
      atPath: ledger.path("ledger/snapshots"), withIntermediateDirectories: true)
    let journal = ledger.path("ledger/journal/00000000000000000000.journal")
    let latest = ledger.path("ledger/checkpoints/latest")
    for path in [snapshot, journal, latest] {
      let content = FileManager.default.contents(atPath: path)
      for makesPipe in [true, false] {
        try? FileManager.default.removeItem(atPath: path)
        #expect((makesPipe ? mkfifo(path, 0o600) : mkdir(path, 0o700)) == 0)
        let outcome = ledger.run(["verify"], language: makesPipe ? "ru" : "en")
        // Snapshots are derived: the journal is judged without them.
        guard path != snapshot else {
          #expect(outcome.code == 5 && outcome.out.contains(path), "\(outcome.out)")
          continue
        }
        #expect(outcome.code == 6, "\(path): \(outcome.out)\(outcome.err)")
        #expect(outcome.err.contains(makesPipe ? "канал" : "irectory"), "\(outcome.err)")
      }
      try FileManager.default.removeItem(atPath: path)
      if let content { try content.write(to: URL(fileURLWithPath: path)) }
    }
    #expect(ledger.run("verify").code == 0)
  }

  @Test func whatWasNotMadeOrShownIsTold() throws {
    let ledger = try ProofTestLedger(keys: 4)
    let tree = ledger.run("verify", "--only", "tree")
    #expect(tree.code == 0 && tree.out.hasPrefix("verified clean (only: tree): "), "\(tree.out)")
    let russian = ledger.run(["verify", "--only", "chain,tree"], language: "ru")
    #expect(russian.out.hasPrefix("всё верно (только: chain, tree): "), "\(russian.out)")
    #expect(!ledger.run("verify").out.contains("only"))
    #expect(try ledger.json("verify", "--only", "tree")["checks"] as? [String] == ["tree"])
    let all = try ledger.json("verify")
    #expect((all["checks"] as? [String])?.count == 12)
    #expect(all["truncated"] as? Bool == false)

    var journal = try ledger.bytes("ledger/journal/00000000000000000000.journal")
    for offset in stride(from: 300, to: journal.count, by: 400) { journal[offset] ^= 1 }
    try ledger.put(journal, "ledger/journal/00000000000000000000.journal")
    let few = ledger.run("verify", "--limit", "1")
    #expect(few.code == 5)
    #expect(few.out.contains("\n… and ") && few.out.contains(" more (--limit N)\n"), "\(few.out)")
    #expect(ledger.run(["verify", "--limit", "1"], language: "ru").out.contains("\n… и ещё "))
    #expect(!ledger.run("verify").out.contains("…"))
    let shown = ledger.run("verify", "--limit", "1", "--format", "json").out
    #expect(shown.contains("\"truncated\":true"), "\(shown)")
    #expect(ledger.run("verify", "--limit", "0").code == 2)
    for option in ["--explain", "--only"] {
      let nope = ledger.run("verify", option, "nope")
      #expect(nope.code == 2 && nope.err.contains("\(option): nope"), "\(nope.err)")
    }
  }

  @Test func whatCannotBe() throws {
    let ledger = try ProofTestLedger(keys: 1)
    try ledger.put([1, 2, 3], "bad")
    for option in ["--since", "--checkpoint"] {
      let bad = ledger.run(["verify", option, ledger.path("bad")], language: "ru")
      #expect(bad.code == 3 && bad.err.contains("это не"), "\(bad.err)")
      let none = ledger.run("verify", option, ledger.path("none"))
      #expect(none.code == 3 && none.err.contains("no such file"), "\(none.err)")
      #expect(ledger.run("verify", option, ledger.path("keys")).code == 3)
    }
    // A state grows with its ledger: no size is too large to be looked at.
    let large = ledger.path("large")
    try ledger.put([], "large")
    #expect(truncate(large, 64 << 20) == 0)
    let zeros = ledger.run("verify", "--since", large)
    #expect(zeros.code == 3 && zeros.err.contains("does not begin as one"), "\(zeros.err)")
    #expect(ledger.run("verify", "--save", ledger.path("state")).code == 0)
    var state = try ledger.bytes("state")
    state[state.count - 5] ^= 1
    try ledger.put(state, "state")
    let changed = ledger.run(["verify", "--since", ledger.path("state")], language: "ru")
    #expect(changed.code == 3 && changed.err.contains("изменено"), "\(changed.err)")
    #expect(ledger.run("verify", "--only", "chain", "--save", ledger.path("s")).code == 2)
    #expect(ledger.run("verify", "--only", "chain", "--since", ledger.path("s")).code == 2)
    #expect(ledger.run("verify", "--policy", ledger.path("bad")).code == 2)
    let latest = ledger.path("ledger/checkpoints/latest")
    let policy = ["--checkpoint", latest, "--policy", ledger.path("bad")]
    #expect(ledger.run(["verify"] + policy).code == 3)
    try ledger.put(Array("quorum none\n".utf8), "none.policy")
    let none = ["--checkpoint", latest, "--policy", ledger.path("none.policy")]
    #expect(ledger.run(["verify"] + none).code == 0)
  }
}
