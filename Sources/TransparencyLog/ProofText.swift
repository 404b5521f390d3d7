import Bytes

/// The lines that C2SP proofs are made of: a head, hashes in base64, an empty line, and a signed
/// checkpoint as it came. It reads bytes that nobody vouches for.
struct ProofText {
  /// A proof of 64 hashes and a note, generously.
  static let byteCountMax = SignedNote.byteCountMax + (128 << 10)
  private static let newline = UInt8(ascii: "\n")

  private let bytes: [UInt8]
  private var position = 0
  private var lineNumber = 0

  init(_ bytes: [UInt8]) throws(ProofError) {
    guard bytes.count <= Self.byteCountMax else {
      throw .malformed(line: 1, reason: "larger than \(Self.byteCountMax) bytes")
    }
    self.bytes = bytes
  }

  /// What stands in the next line; throws where no whole line is left.
  mutating func line() throws(ProofError) -> ArraySlice<UInt8> {
    lineNumber += 1
    guard let end = bytes[position...].firstIndex(of: Self.newline) else {
      throw malformed("it ends before the checkpoint")
    }
    defer { position = end + 1 }
    return bytes[position..<end]
  }

  /// The next line without `name` and a space in front; nil, and nothing is read, where it begins
  /// in another way.
  mutating func value(of name: String) throws(ProofError) -> ArraySlice<UInt8>? {
    let start = (position, lineNumber)
    let text = try line()
    let prefix = Array("\(name) ".utf8)
    guard text.starts(with: prefix) else {
      (position, lineNumber) = start
      return nil
    }
    return text.dropFirst(prefix.count)
  }

  /// The next line is `name`, a space and a decimal number without leading zeros.
  mutating func number(_ name: String) throws(ProofError) -> UInt64 {
    guard let digits = try value(of: name) else {
      lineNumber += 1
      throw malformed("\(name) and a number are missing")
    }
    guard let number = Checkpoint.parseSize(String(decoding: digits, as: UTF8.self)) else {
      throw malformed("\(name) is not a plain decimal number of 64 bits")
    }
    return number
  }

  /// Hashes up to the empty line, which is read too.
  mutating func hashes() throws(ProofError) -> [Digest] {
    var hashes: [Digest] = []
    while true {
      let text = try line()
      if text.isEmpty { return hashes }
      guard hashes.count < MerkleProof.hashCountMax else { throw malformed("too many hashes") }
      guard let data = Base64.decode(utf8: Array(text)), let hash = Digest(bytes: data) else {
        throw malformed("not base64 of a hash of 32 bytes")
      }
      hashes.append(hash)
    }
  }

  /// All that is left.
  func rest() -> [UInt8] { Array(bytes[position...]) }

  func malformed(_ reason: String) -> ProofError { .malformed(line: lineNumber, reason: reason) }

  static func lines(_ hashes: [Digest]) -> String {
    hashes.map { Base64.encode($0.bytes) + "\n" }.joined()
  }
}
