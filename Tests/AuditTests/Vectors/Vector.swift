import Bytes
import Foundation

@testable import Audit

/// One scenario with its verdict.
struct Vector: Sendable {
  struct Found: Hashable, Comparable, Sendable {
    let fault: Fault
    let entry: UInt64?

    static func < (a: Found, b: Found) -> Bool { a.text < b.text }

    var text: String { "\(fault.rawValue)\(entry.map { " \($0)" } ?? "")" }
  }

  enum Kind: String, CaseIterable, Sendable { case ledgers, documents, signatures, notes, proofs }

  let kind: Kind
  let name: String
  let comment: String
  /// The check that fails; nil where none does.
  let expect: CheckName?
  /// More lines of the header: what is found, the keys that are needed.
  let lines: [String]
  /// Of a ledger, by path; of the others one file without a name.
  let files: [String: [UInt8]]

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Ledger/Vectors")

  static func ledger(
    _ name: String, _ comment: String, _ found: [Found] = [], _ journal: VectorJournal
  ) -> Vector {
    let check = found.first?.fault.check
    // Of broken frames and chains it is a matter of opinion which neighbour is to blame.
    let isPlain = check != .framing && check != .chain
    var lines = isPlain ? found.first?.entry.map { ["entry: \($0)"] } ?? [] : []
    lines += found.map { "finding: \($0.text)" }
    return Vector(
      kind: .ledgers, name: name, comment: comment, expect: check,
      lines: lines, files: journal.files)
  }

  static func document(_ name: String, _ comment: String, isGood: Bool, _ bytes: [UInt8]) -> Vector
  {
    Vector(
      kind: .documents, name: name, comment: comment, expect: isGood ? nil : .documents,
      lines: [], files: ["": bytes])
  }

  static func signature(
    _ name: String, _ comment: String, isGood: Bool, _ spki: [UInt8], _ signature: [UInt8],
    _ message: [UInt8]
  ) -> Vector {
    Vector(
      kind: .signatures, name: name, comment: comment, expect: isGood ? nil : .signatures,
      lines: ["key: \(Hex.encode(spki))", "signature: \(Hex.encode(signature))"],
      files: ["": message])
  }

  static func note(
    _ name: String, _ comment: String, isGood: Bool, _ key: VectorKey, _ bytes: [UInt8]
  ) -> Vector {
    Vector(
      kind: .notes, name: name, comment: comment, expect: isGood ? nil : .checkpoints,
      lines: ["key: \(Hex.encode(key.spki))", "origin: \(VectorJournal.origin)"],
      files: ["": bytes])
  }

  static func proof(
    _ name: String, _ comment: String, _ expect: CheckName?, _ lines: [String], _ bytes: [UInt8]
  ) -> Vector {
    Vector(
      kind: .proofs, name: name, comment: comment, expect: expect, lines: lines,
      files: ["": bytes])
  }

  var header: String {
    let verdict = expect?.rawValue ?? "ok"
    return (["comment: \(comment)", "expect: \(verdict)"] + lines).map { $0 + "\n" }.joined()
  }

  /// By path under `Ledger/Vectors`.
  var rendered: [String: [UInt8]] {
    let path = "\(kind.rawValue)/\(name)"
    guard kind == .ledgers else {
      return ["\(path).vector": Array((header + "\n").utf8) + files[""]!]
    }
    var rendered = ["\(path)/vector.txt": Array(header.utf8)]
    for (file, bytes) in files { rendered["\(path)/\(file)"] = bytes }
    return rendered
  }
}

/// A vector as it is read: a header of `key: value` lines, an empty line, bytes.
struct VectorFile {
  private(set) var fields: [(key: String, value: String)] = []
  let bytes: [UInt8]

  init(_ content: [UInt8]) throws {
    var rest = content[...]
    while let end = rest.firstIndex(of: 10), end > rest.startIndex {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      let parts = line.split(separator: ": ", maxSplits: 1)
      guard parts.count == 2 else { throw CocoaError(.fileReadCorruptFile) }
      fields.append((String(parts[0]), String(parts[1])))
      rest = rest[(end + 1)...]
    }
    bytes = Array(rest.dropFirst())
  }

  subscript(_ key: String) -> String? { fields.first { $0.key == key }?.value }

  func all(_ key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }
}
