import Bytes
import Cryptography
import Foundation
import JournalStorage
import LedgerFormat
import LedgerService
import Testing
import TransparencyLog

@testable import KaznaCommands

private let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// Every signature of the whole example, of documents and of checkpoints: what `kazna verify` says of
/// it, the openssl command says too.
@Suite(.enabled(if: openssl != nil, "the openssl command is not installed"))
struct DemoSignatureTests {
  @Test func theVerifierAgreesWithOpenSSL() throws {
    try withTemporaryDirectory { directory in
      let ledger = directory.path + "/ledger"
      try run(["demo", "--ledger", ledger, "--keys", directory.path + "/keys"])
      let journal = try SignedJournal(ledger)
      #expect(journal.signatures.count > 1_000)
      let entries = Set(journal.signatures.compactMap(\.entry))
      #expect(entries == Set(0..<journal.entryCount), "no entry is without")
      let right = try ask(journal.signatures, in: directory)
      #expect(right.allSatisfy { $0 })
      #expect(try refused(ledger, code: 0).isEmpty)

      // One bit of every ninth signature of a document, in the file itself.
      let changed = journal.signatures.filter { $0.entry != nil }.enumerated()
        .filter { $0.offset.isMultiple(of: 9) }.map { $0.element.flipped(bit: $0.offset) }
      #expect(try ask(changed, in: directory).allSatisfy { !$0 })
      try journal.write(changed)
      let expected = changed.map { Refusal(entry: $0.entry, key: $0.key.id.hex) }
      #expect(try refused(ledger, code: 5) == Set(expected))
    }
  }

  private struct Refusal: Hashable {
    let entry: UInt64?
    let key: String
  }

  @discardableResult
  private func run(_ words: [String], code expected: Int32 = 0) throws -> String {
    var (out, err) = ("", "")
    let console = Console(
      out: { out += $0 }, err: { err += $0 }, isTerminal: false, usesColor: false)
    let repository = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4)
    let example = NSString.path(withComponents: repository + ["Ledger/Examples/kansk-2023"])
    let arguments = words[0] == "demo" ? words + ["--example", example] : words
    let code = Program.run(arguments, environment: [:], console: console)
    try #require(code == expected, "\(out)\(err)")
    return out
  }

  /// The signatures that the verifier finds wrong.
  private func refused(_ ledger: String, code: Int32) throws -> Set<Refusal> {
    let arguments = [
      "verify", "--ledger", ledger, "--only", "signatures,checkpoints", "--format", "json",
    ]
    let text = try run(arguments, code: code)
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let findings = try #require(report?["findings"] as? [[String: Any]])
    return Set(
      findings.map {
        #expect($0["fault"] as? String == "signature-wrong")
        return Refusal(
          entry: ($0["entry"] as? NSNumber)?.uint64Value, key: $0["found"] as? String ?? "")
      })
  }

  /// What the command says of each, in one run of a script.
  private func ask(_ signatures: [JournalSignature], in directory: URL) throws -> [Bool] {
    let place = directory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    var list = ""
    for (index, signature) in signatures.enumerated() {
      let files = [
        ("key-\(signature.key.id.hex)", Array(signature.key.pem.utf8)),
        ("message-\(index)", signature.message),
        ("signature-\(index)", try #require(signature.encoded)),
      ]
      for (name, bytes) in files {
        try Data(bytes).write(to: place.appendingPathComponent(name))
      }
      list += files.map(\.0).joined(separator: " ") + "\n"
    }
    try Data(list.utf8).write(to: place.appendingPathComponent("list"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", Self.script, "sh", try #require(openssl)]
    process.currentDirectoryURL = place
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let verdicts = try String(contentsOf: place.appendingPathComponent("verdicts"), encoding: .utf8)
    try #require(verdicts.utf8.count == signatures.count)
    return verdicts.map { $0 == "1" }
  }

  private static let script = """
    while read -r key message signature; do
      if "$1" pkeyutl -verify -pubin -inkey "$key" -rawin -in "$message" -sigfile "$signature" \\
        > output
      then printf 1; else printf 0; fi
    done < list > verdicts
    """
}

/// A signature, what it is of, and where in the journal it stands.
private struct JournalSignature {
  /// Nil for a checkpoint's.
  let entry: UInt64?
  let key: PublicKey
  let message: [UInt8]
  var bytes: [UInt8]
  let file: String
  let offset: UInt64

  /// As openssl takes it.
  var encoded: [UInt8]? {
    key.algorithm == .ed25519 ? bytes : P256Signature.der(bytes)
  }

  func flipped(bit: Int) -> JournalSignature {
    var changed = self
    changed.bytes[bit % 31] ^= 1 << UInt8(bit % 8)
    return changed
  }
}

/// All signatures of a ledger, found by the format alone.
private struct SignedJournal {
  private(set) var signatures: [JournalSignature] = []
  let entryCount: UInt64

  init(_ path: String) throws {
    let ledger = try Ledger.read(path)
    let books = ledger.books
    entryCount = books.nextEntry
    var keys: [Digest: PublicKey] = [:]
    for row in 0..<books.keys.count {
      let key = try PublicKey(spki: books.keys[row].spki)
      keys[key.id] = key
    }
    let log = try #require(ledger.logKeys().first)
    let reader = try JournalReader.open(
      path, size: { try Checkpoint(body: SignedNote(parsing: $0).text).size })
    try reader.forEachFrame { frame in
      switch frame.type {
      case .checkpoint:
        let note = try SignedNote(parsing: frame.bytes)
        for signature in note.signatures {
          signatures.append(
            JournalSignature(
              entry: nil, key: log.publicKey, message: Array(note.text.utf8),
              bytes: signature.bytes, file: frame.file, offset: frame.offset))
        }
      case .entry:
        let view = try EntryView(frame.bytes)
        let start = frame.offset + 16 + UInt64(view.range(of: .signatures).lowerBound)
        for (index, signature) in try view.signatures().signatures.enumerated() {
          signatures.append(
            JournalSignature(
              entry: frame.number, key: try #require(keys[signature.key]),
              message: view.documentBytes(), bytes: signature.bytes, file: frame.file,
              offset: start + 8 + 96 * UInt64(index) + 32))
        }
      }
    }
  }

  /// Writes signatures into the journal, over those that stand there.
  func write(_ changed: [JournalSignature]) throws {
    for signature in changed {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: signature.file))
      try file.seek(toOffset: signature.offset)
      try file.write(contentsOf: Data(signature.bytes))
      try file.close()
    }
  }
}
