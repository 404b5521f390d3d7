import Foundation
import Testing

@testable import KaznaCommands

/// `evidence` and `mirror` as users run them: exit codes, output, and the copy under the verifier.
struct EvidenceCommandTests {
  final class Place {
    let root = FileManager.default.temporaryDirectory.path + "/proof-\(UUID().uuidString)"
    var ledger: String { root + "/ledger" }

    init() throws {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      for words in [
        ["init", "--name", "Проба"], ["key", "new", "authority", "--algorithm", "ecdsa-p256"],
        ["key", "enroll", "authority", "--role", "authority", "--party", "2450001015"],
      ] {
        let (code, _, talk) = run(words)
        #expect(code == 0, "\(talk)")
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func run(_ words: [String]) -> (code: Int32, out: String, err: String) {
      var (out, err) = ("", "")
      let console = Console(
        out: { out += $0 }, err: { err += $0 }, isTerminal: false, usesColor: false)
      let environment = ["KAZNA_LEDGER": ledger, "KAZNA_KEYS": root + "/keys", "LANG": "C"]
      let code = Program.run(words, environment: environment, console: console)
      return (code, out, err)
    }
  }

  @Test func evidenceIsWrittenOnce() throws {
    let place = try Place()
    let out = place.root + "/entry"
    let first = place.run(["evidence", "1", "--out", out, "--format", "json"])
    #expect(first.code == 0 && first.out.hasPrefix("{\"entry\":1,\"hash\":\""))
    #expect(FileManager.default.isExecutableFile(atPath: out + "/verify.sh"))
    let second = place.run(["evidence", "1", "--out", out])
    #expect(second.code == 2 && second.out.isEmpty)
    #expect(place.run(["evidence", "2", "--out", out + "2"]).code == 1)
    #expect(place.run(["evidence", "1"]).code == 2)
  }

  @Test func aMirrorVerifiesAndAnswers() throws {
    let place = try Place()
    let copy = place.root + "/copy"
    let first = place.run(["mirror", place.ledger, copy, "--verify"])
    #expect(first.code == 0, "\(first.err)")
    let keys = place.run(["key", "list", "--format", "json"])
    let there = place.run(["key", "list", "--format", "json", "--ledger", copy])
    #expect(there.code == 0 && there.out == keys.out)
    let again = place.run(["mirror", place.ledger, copy, "--format", "json"])
    #expect(again.code == 0 && again.out.contains("\"copied\":0"))
  }

  @Test func faultsOfTheSourceHaveTheirOwnExitCode() throws {
    let place = try Place()
    let copy = place.root + "/copy"
    #expect(place.run(["mirror", place.ledger, place.ledger]).code == 2)
    #expect(place.run(["mirror", place.root + "/nowhere", copy]).code == 6)
    #expect(place.run(["mirror", place.ledger]).code == 2)
    #expect(place.run(["mirror", place.ledger, copy]).code == 0)

    let latest = URL(fileURLWithPath: place.ledger + "/checkpoints/latest")
    let published = try Data(contentsOf: latest)
    try FileManager.default.removeItem(at: latest)
    let rolled = place.run(["mirror", place.ledger, copy, "--format", "json"])
    #expect(rolled.code == 5 && rolled.err.contains("\"code\":\"source-rolled-back\""))
    try published.write(to: latest)

    let journal = URL(fileURLWithPath: place.ledger + "/journal/00000000000000000000.journal")
    var bytes = try Data(contentsOf: journal)
    bytes[64 + 16 + 216 + 20] ^= 1
    try bytes.write(to: journal)
    let damaged = place.run(["mirror", place.ledger, copy + "2", "--lang", "ru"])
    #expect(damaged.code == 5 && damaged.err.contains("хеш документа неверен"))
    #expect(place.run(["log", "--ledger", copy]).code == 0)
  }
}
