import Bytes
import Foundation
import LedgerFormat
import LedgerService
import Testing

@testable import KaznaCommands

@Suite struct ProofCommandTests {
  private let ledger: ProofTestLedger

  init() throws { ledger = try ProofTestLedger() }

  private func proofFile(_ entry: Int = 2, size: Int? = nil) throws -> String {
    let file = ledger.path("\(entry).tlog-proof")
    let words = ["prove", "inclusion", "\(entry)", "--out", file]
    let outcome = ledger.run(words + (size.map { ["--size", "\($0)"] } ?? []))
    try #require(outcome.code == 0, "\(outcome.err)")
    return file
  }

  @Test func everyEntryIsProvedAndChecked() throws {
    let vkey = ledger.vkey()
    for entry in 0..<5 {
      for size in (entry + 1)...5 {
        let file = try proofFile(entry, size: size)
        let checked = try ledger.json("prove", "inclusion", "--check", file, "--vkey", vkey)
        #expect(checked["proved"] as? Bool == true)
        #expect(checked["entry"] as? Int == entry && checked["size"] as? Int == size)
        let shown = try ledger.json("show", "\(entry)")
        #expect(checked["hash"] as? String == shown["hash"] as? String)
        #expect(checked["kind"] as? String == shown["kind"] as? String)
      }
    }
  }

  @Test func theProofItselfGoesToStandardOutput() throws {
    let file = try proofFile(1)
    let shown = ledger.run("prove", "inclusion", "1")
    #expect(shown.code == 0)
    #expect(try Array(shown.out.utf8) == ledger.bytes("1.tlog-proof"))
    #expect(shown.out.hasPrefix("c2sp.org/tlog-proof@v1\nextra "))
    #expect(FileManager.default.fileExists(atPath: file))
  }

  @Test func aHashAHeaderOrADocumentIsProved() throws {
    let file = try proofFile()
    let vkey = ledger.vkey()
    let book = try Ledger.read(ledger.path("ledger"))
    let (entry, other) = (try book.entry(2), try book.entry(3))
    try ledger.put(entry.header.encode(), "header")
    try ledger.put(other.header.encode(), "other-header")
    try ledger.put(entry.documentBytes, "document")
    try ledger.put(other.documentBytes, "other-document")
    let signed = SignedDocument(document: entry.documentBytes, signatures: entry.signatures)
    try ledger.put(signed.encode(), "document.kzd")
    func check(_ options: String...) -> Int32 {
      ledger.run(["prove", "inclusion", "--check", file, "--vkey", vkey] + options).code
    }
    #expect(check() == 0)
    #expect(check("--entry-hash", entry.hash.hex) == 0)
    #expect(check("--header", ledger.path("header")) == 0)
    #expect(check("--document", ledger.path("document")) == 0)
    #expect(check("--document", ledger.path("document.kzd")) == 0)
    #expect(
      check("--document", ledger.path("document"), "--entry-hash", entry.hash.hex) == 0)
    #expect(check("--entry-hash", other.hash.hex) == 5)
    #expect(check("--header", ledger.path("other-header")) == 5)
    #expect(check("--document", ledger.path("other-document")) == 5)
    #expect(check("--document", ledger.path("header")) == 5)
    #expect(
      check("--document", ledger.path("document"), "--entry-hash", other.hash.hex) == 5)
    #expect(check("--header", ledger.path("document")) == 3)
    #expect(check("--entry-hash", "12") == 2)
    #expect(check("--document", ledger.path("missing")) == 3)
  }

  @Test func trustIsNeededAndSpecific() throws {
    let file = try proofFile()
    let words = ["prove", "inclusion", "--check", file]
    #expect(ledger.run(words).code == 2)
    #expect(ledger.run(words + ["--ledger", ledger.path("ledger")]).code == 0)
    let other = try ProofTestLedger(keys: 1)
    #expect(ledger.run(words + ["--vkey", other.vkey()]).code == 5)
    #expect(ledger.run(words + ["--vkey", other.vkey(), "--vkey", ledger.vkey()]).code == 0)
    #expect(ledger.run(words + ["--ledger", other.path("ledger")]).code == 5)
    #expect(ledger.run(words + ["--vkey", "nonsense"]).code == 2)
    #expect(ledger.run(words + ["--vkey", ledger.vkey(), "--out", "x"]).code == 2)
  }

  @Test func hostileProofsEndWithThreeOrFive() throws {
    let good = try ledger.bytes(URL(fileURLWithPath: proofFile()).lastPathComponent)
    let vkey = ledger.vkey()
    func check(_ bytes: [UInt8]) throws -> Int32 {
      try ledger.put(bytes, "hostile")
      return ledger.run("prove", "inclusion", "--check", ledger.path("hostile"), "--vkey", vkey)
        .code
    }
    #expect(try check(good) == 0)
    for count in stride(from: 0, to: good.count, by: 7) {
      #expect(try check(Array(good[..<count])) == 3)
    }
    for position in stride(from: 0, to: good.count, by: 3) {
      var bytes = good
      bytes[position] ^= 1
      #expect(try [3, 5].contains(check(bytes)), "byte \(position)")
    }
    #expect(try check([UInt8](repeating: 0xFF, count: 5_000)) == 3)
    let text = String(decoding: good, as: UTF8.self)
    #expect(try check(Array(text.replacing("index 2", with: "index 3").utf8)) == 5)
    #expect(try check(Array((text + "— a AAAAAAA=\n").utf8)) == 0)
  }

  @Test func growthIsProvedBetweenSizesAndFromAFile() throws {
    #expect(
      ledger.run("checkpoint", "export", "--size", "2", "--out", ledger.path("old")).code == 0)
    let file = ledger.path("grown.proof")
    for words in [
      ["2", "5"], ["2"], [ledger.path("old")], [ledger.path("old"), "4"], ["0", "3"],
    ] {
      #expect(ledger.run(["prove", "consistency"] + words + ["--out", file]).code == 0)
    }
    #expect(ledger.run("prove", "consistency", "2", "5", "--out", file).code == 0)
    let old = ["prove", "consistency", "--check", file, "--old", ledger.path("old")]
    // Without a key anybody's checkpoints would do.
    let untrusted = ledger.run(old)
    #expect(untrusted.code == 2 && untrusted.err.contains("--vkey"), "\(untrusted.err)")
    #expect(untrusted.out.isEmpty)
    let checked = ledger.run(old + ["--vkey", ledger.vkey()])
    #expect(checked.code == 0 && checked.err.isEmpty)
    #expect(ledger.run(old + ["--ledger", ledger.path("ledger")]).code == 0)
    for (size, code) in [(5, 0), (4, 5), (2, 5)] as [(Int, Int32)] {
      let new = ledger.path("new-\(size)")
      #expect(ledger.run("checkpoint", "export", "--size", "\(size)", "--out", new).code == 0)
      #expect(ledger.run(old + ["--new", new, "--vkey", ledger.vkey()]).code == code)
    }
    let wrongOld = ["prove", "consistency", "--check", file, "--old", ledger.path("new-4")]
    #expect(ledger.run(wrongOld + ["--vkey", ledger.vkey()]).code == 5)
    let other = try ProofTestLedger(keys: 1)
    #expect(ledger.run(old + ["--vkey", other.vkey()]).code == 5)
    // A checkpoint of another ledger is not where this one comes from.
    #expect(other.run("prove", "consistency", ledger.path("old")).code == 5)
    #expect(ledger.run("prove", "consistency", "4", "2").code == 2)
    #expect(ledger.run("prove", "consistency", "9").code == 2)
    #expect(ledger.run("prove", "consistency", "1", "9").code == 1)
    #expect(ledger.run("prove", "consistency", ledger.path("nothing")).code == 3)
  }

  @Test func whatIsMissingIsTold() {
    #expect(ledger.run("prove", "inclusion", "5").code == 1)
    #expect(ledger.run("prove", "inclusion", "x").code == 2)
    #expect(ledger.run("prove", "inclusion").code == 2)
    #expect(ledger.run("prove", "inclusion", "1", "--size", "0").code == 2)
    #expect(ledger.run("prove", "inclusion", "1", "--size", "77").code == 1)
    let early = ledger.run("prove", "inclusion", "3", "--size", "2")
    #expect(early.code == 1)
    #expect(early.err.contains("the checkpoint of 2 entries does not cover entry 3"))
    let russian = ledger.run(["prove", "inclusion", "3", "--size", "2"], language: "ru")
    #expect(russian.err.contains("на 2 записей не охватывает запись 3"))
    #expect(ledger.run("prove", "inclusion", "1", "--vkey", "v").code == 2)
    #expect(ledger.run("prove", "inclusion", "1", "--ledger", ledger.path("no")).code == 6)
  }

  @Test func aRebuiltIndexIsTold() throws {
    try FileManager.default.removeItem(atPath: ledger.path("ledger/index"))
    let english = ledger.run("prove", "inclusion", "1")
    #expect(english.code == 0 && english.err.contains("index"))
    #expect(ledger.run("prove", "inclusion", "1").err.isEmpty)
    try ledger.put([UInt8](repeating: 1, count: 160), "ledger/index/tree-00")
    let russian = ledger.run(["prove", "inclusion", "1"], language: "ru_RU.UTF-8")
    #expect(russian.code == 0 && russian.err.contains("указатель"))
    #expect(russian.out == english.out)
  }

  /// Faults are told in the language asked for, and as JSON.
  @Test func faultsAreToldInBothLanguages() throws {
    let file = try proofFile()
    let other = try ProofTestLedger(keys: 0)
    let words = ["prove", "inclusion", "--check", file, "--vkey", other.vkey()]
    #expect(ledger.run(words).err.contains("another log"))
    #expect(ledger.run(words, language: "ru_RU").err.contains("другого журнала"))
    let json = ledger.run(words + ["--format", "json"]).err
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["code"] as? String == "disproved")
    #expect(object?["subject"] as? String == file)
  }
}
