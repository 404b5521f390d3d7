import Bytes
import Cryptography
import LedgerCore
import TransparencyLog

/// What an auditor keeps of a clean verification, so that the next one need not verify the same
/// signatures again: how far the journal was verified, the root over all of its entries, and a hash
/// over all of its bytes.
///
/// A text of nine lines, in the way of a checkpoint:
///
///     kazna-verified-v2
///     kazna/<the ledger's id>
///     <number of entries>
///     <root, base64>
///     journal <number of bytes> <of the whole journal, see JournalSeal>
///     run 2024-01-31
///     full 2023-12-29
///     checks framing,hashes,…
///     sha256 <of the lines before>
///
/// It is worth as much as the place where it is kept: the hash tells of accidents, not of intent.
public struct VerifiedState: Equatable, Sendable {
  /// The ledger, as its checkpoints name it.
  public let origin: String
  /// The number of entries verified, and the RFC 6962 root over them.
  public let size: UInt64
  public let root: Digest
  /// The journal up to there, its checkpoints among it.
  let seal: JournalSeal
  /// The day of the run that wrote this, and of the last one that verified every signature.
  public let ranOn: CalendarDate
  public let fullRunOn: CalendarDate
  /// The checks that were made, by name.
  public let checks: [String]

  public static let byteCountMax = 4_096
  private static let title = "kazna-verified-v2"
  /// Without the journal's bytes: nobody can tell whether its checkpoints are the same.
  private static let olderTitle = "kazna-verified-v1"

  init(
    origin: String, size: UInt64, root: Digest, seal: JournalSeal, ranOn: CalendarDate,
    fullRunOn: CalendarDate
  ) {
    self.origin = origin
    self.size = size
    self.root = root
    self.seal = seal
    self.ranOn = ranOn
    self.fullRunOn = fullRunOn
    checks = CheckName.allCases.map(\.rawValue)
  }

  /// The text to keep.
  public var text: String { body + "sha256 \(SHA256.hash(Array(body.utf8)).hex)\n" }

  private var body: String {
    let lines = [
      Self.title, origin, String(size), Base64.encode(root.bytes),
      "journal \(seal.byteCount) \(seal.digest.hex)", "run \(ranOn.iso)", "full \(fullRunOn.iso)",
      "checks \(checks.joined(separator: ","))",
    ]
    return lines.map { $0 + "\n" }.joined()
  }

  /// Reads exactly what `text` gives.
  public init(parsing bytes: [UInt8]) throws(StateError) {
    guard bytes.count <= Self.byteCountMax else { throw .malformed("it is too large") }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.first != Self.olderTitle else { throw .outdated }
    guard lines.first == Self.title else { throw .malformed("it does not begin as one") }
    guard lines.count == 10 else { throw .malformed("it has not nine lines") }
    guard let size = UInt64(lines[2]), size > 0 else { throw .malformed("its size is no number") }
    guard let hash = Base64.decode(lines[3]), let root = Digest(bytes: hash) else {
      throw .malformed("its root is not base64 of 32 bytes")
    }
    guard let seal = Self.seal(lines[4]) else {
      throw .malformed("its hash of the journal is none")
    }
    guard let ranOn = Self.day("run", lines[5]), let fullRunOn = Self.day("full", lines[6]) else {
      throw .malformed("its days are no days")
    }
    origin = lines[1]
    self.size = size
    self.root = root
    self.seal = seal
    self.ranOn = ranOn
    self.fullRunOn = fullRunOn
    checks = lines[7].split(separator: " ").dropFirst().joined().split(separator: ",")
      .map(String.init)
    guard Array(text.utf8) == bytes else { throw .changed }
    let missing = CheckName.allCases.map(\.rawValue).filter { !checks.contains($0) }
    guard missing.isEmpty else { throw .checksMissing(missing) }
  }

  private static func seal(_ line: String) -> JournalSeal? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "journal", let count = UInt64(words[1]),
      let digest = Digest(hex: String(words[2]))
    else { return nil }
    return JournalSeal(byteCount: count, digest: digest)
  }

  private static func day(_ name: String, _ line: String) -> CalendarDate? {
    guard line.hasPrefix(name + " ") else { return nil }
    return CalendarDate(iso: line.dropFirst(name.count + 1))
  }
}

/// Why a file is not the state that an auditor kept.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
  case malformed(String)
  /// Written by a verifier that did not keep what tells whether the journal's bytes are the same.
  case outdated
  /// The hash in its last line is not that of the lines before, or they are written otherwise.
  case changed
  /// Written by a verifier that did not know these checks: a full run must come first.
  case checksMissing([String])

  public var description: String {
    switch self {
    case .malformed(let reason): "not the state of a verification: \(reason)"
    case .outdated:
      "this state was written by an older verifier, without a hash of the journal; "
        + "verify everything once more"
    case .changed: "this state was changed since it was written"
    case .checksMissing(let names):
      "this state was written without the checks \(names.joined(separator: ", ")); "
        + "verify everything once more"
    }
  }
}
