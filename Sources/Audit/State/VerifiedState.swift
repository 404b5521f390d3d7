import Bytes
import Cryptography
import LedgerCore
import TransparencyLog

/// What an auditor keeps of a clean verification, so that the next one judges only what came since:
/// how far the journal was verified, the root over all of its entries, a hash over all of its bytes,
/// and everything that is needed to judge the next entry.
///
/// Eight lines of text, in the way of a checkpoint, an `AuditedBooks`, and the SHA-256 of all that:
///
///     kazna-verified-v3
///     kazna/<the ledger's id>
///     <number of entries>
///     <root, base64>
///     journal <number of bytes> <of the whole journal, see JournalSeal>
///     run 2024-01-31
///     full 2023-12-29
///     checks framing,hashes,…
///
/// It is worth as much as the place where it is kept: the hash tells of accidents, not of intent, and
/// books that somebody made up may stop the verifier that goes on from them.
public struct VerifiedState: Sendable {
  /// The ledger, as its checkpoints name it.
  public let origin: String
  /// The number of entries verified, and the RFC 6962 root over them.
  public let size: UInt64
  public let root: Digest
  /// The journal up to there, its checkpoints among it.
  let seal: JournalSeal
  /// The day of the run that wrote this, and of the last one that judged every entry.
  public let ranOn: CalendarDate
  public let fullRunOn: CalendarDate
  let books: AuditedBooks

  /// Rises with every change of what follows the text, the rows of books among it, and with every
  /// change of the rules or checks that would judge the same entries otherwise.
  private static let title = "kazna-verified-v3"
  /// Without the books, and the first without the journal's bytes.
  private static let olderTitles = ["kazna-verified-v1", "kazna-verified-v2"]
  private static let lineCount = 8
  private static let textByteCountMax = 4_096

  /// The names of the checks that were made: all that this verifier knows, or it leaves no state.
  private static var checks: [String] { CheckName.allCases.map(\.rawValue) }

  /// Hands over the bytes to keep, piece by piece.
  public func write(to output: ([UInt8]) throws -> Void) throws {
    let context = SHA256Context()
    func add(_ bytes: [UInt8]) throws {
      context.update(bytes)
      try output(bytes)
    }
    try add(Array(text.utf8))
    try books.write { try add($0) }
    try output(context.finish().bytes)
  }

  package var bytes: [UInt8] {
    var all: [UInt8] = []
    // Appending cannot fail.
    try? write { all += $0 }
    return all
  }

  private var text: String {
    let lines = [
      Self.title, origin, String(size), Base64.encode(root.bytes),
      "journal \(seal.byteCount) \(seal.digest.hex)", "run \(ranOn.iso)", "full \(fullRunOn.iso)",
      "checks \(Self.checks.joined(separator: ","))",
    ]
    return lines.map { $0 + "\n" }.joined()
  }
}

extension VerifiedState {
  /// Reads exactly what `write` gives.
  public init(parsing bytes: [UInt8]) throws(StateError) {
    try Self.checkTitle(bytes)
    let (lines, start) = Self.lines(bytes)
    let end = bytes.count - Digest.byteCount
    guard lines.count == Self.lineCount, start <= end else {
      throw .malformed("it has not eight lines, and books behind them")
    }
    let hash = bytes.withUnsafeBytes { SHA256.hash(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
    guard hash.bytes.elementsEqual(bytes[end...]) else { throw .changed }
    guard let size = UInt64(lines[2]), size > 0 else { throw .malformed("its size is no number") }
    guard let root = Base64.decode(lines[3]).flatMap({ Digest(bytes: $0) }) else {
      throw .malformed("its root is not base64 of 32 bytes")
    }
    guard let seal = Self.seal(lines[4]) else {
      throw .malformed("its hash of the journal is none")
    }
    guard let ranOn = Self.day("run", lines[5]), let fullRunOn = Self.day("full", lines[6]) else {
      throw .malformed("its days are no days")
    }
    let checks = lines[7].split(separator: " ").dropFirst().joined().split(separator: ",")
      .map(String.init)
    let missing = Self.checks.filter { !checks.contains($0) }
    guard missing.isEmpty else { throw .checksMissing(missing) }
    let books: AuditedBooks
    do { books = try AuditedBooks(bytes, start..<end) } catch {
      throw .malformed("its books are none")
    }
    guard books.books.nextEntry == size else { throw .malformed("its books are of another size") }
    self.init(
      origin: lines[1], size: size, root: root, seal: seal, ranOn: ranOn, fullRunOn: fullRunOn,
      books: books)
    guard text.utf8.elementsEqual(bytes[..<start]) else {
      throw .malformed("it is written otherwise")
    }
  }

  /// Throws where no state begins with these bytes: whoever reads a file need not read all of it.
  static func checkTitle(_ bytes: [UInt8]) throws(StateError) {
    func begins(with title: String) -> Bool { bytes.starts(with: Array((title + "\n").utf8)) }
    guard !olderTitles.contains(where: begins) else { throw .outdated }
    guard begins(with: title) else { throw .malformed("it does not begin as one") }
  }

  /// The first lines, as far as there are so many, and where they end.
  private static func lines(_ bytes: [UInt8]) -> (lines: [String], end: Int) {
    var lines: [String] = []
    var end = 0
    while lines.count < lineCount,
      let newline = bytes[end...].prefix(textByteCountMax).firstIndex(of: 0x0A)
    {
      lines.append(String(decoding: bytes[end..<newline], as: UTF8.self))
      end = newline + 1
    }
    return (lines, end)
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
  /// Written by a verifier that kept less, or otherwise.
  case outdated
  /// The hash at its end is not that of what stands before.
  case changed
  /// Written by a verifier that did not know these checks: a full run must come first.
  case checksMissing([String])

  public var description: String {
    switch self {
    case .malformed(let reason): "not the state of a verification: \(reason)"
    case .outdated:
      "this state was written by an older verifier; verify everything once more"
    case .changed: "this state was changed since it was written"
    case .checksMissing(let names):
      "this state was written without the checks \(names.joined(separator: ", ")); "
        + "verify everything once more"
    }
  }
}
