import Foundation
import Testing

@testable import KaznaCommands

/// A ledger made by commands in a temporary directory that goes with it.
final class ProofTestLedger {
  struct Outcome {
    let code: Int32
    let out: String
    let err: String
  }

  let root: String

  init(keys: Int = 4) throws {
    root = NSTemporaryDirectory() + "kazna-proof-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try #require(run("init", "--name", "Проба").code == 0)
    for number in 0..<keys { try enroll(number) }
  }

  /// The first key is the authority's, which signs for the others.
  func enroll(_ number: Int) throws {
    try #require(run("key", "new", "k\(number)").code == 0)
    let role = number == 0 ? "authority" : "auditor"
    let signers = number == 0 ? ["--by", "operator"] : ["--by", "operator", "--by", "k0"]
    let outcome = run(
      ["key", "enroll", "k\(number)", "--role", role, "--party", "2450001015"] + signers)
    try #require(outcome.code == 0, "\(outcome.err)")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/" + name }

  func run(_ words: String...) -> Outcome { run(words) }

  func run(_ words: [String], language: String = "en") -> Outcome {
    var (out, err) = ("", "")
    let console = Console(
      out: { out += $0 }, err: { err += $0 }, isTerminal: false, usesColor: false)
    let environment = [
      "KAZNA_LEDGER": root + "/ledger", "KAZNA_KEYS": root + "/keys", "LANG": language,
    ]
    let code = Program.run(words, environment: environment, console: console)
    return Outcome(code: code, out: out, err: err)
  }

  func json(_ words: String...) throws -> [String: Any] {
    let outcome = run(words + ["--format", "json"])
    try #require(outcome.code == 0, "\(outcome.err)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    return try #require(value as? [String: Any])
  }

  func vkey() -> String { run("checkpoint", "vkey").out.trimmingCharacters(in: .newlines) }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }
}
