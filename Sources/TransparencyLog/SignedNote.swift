import Bytes
import Cryptography

/// One signature line of a note.
public struct NoteSignature: Sendable {
  public let name: String
  public let keyID: UInt32
  public let bytes: [UInt8]
}

/// Text with the signatures of one or more keys (C2SP signed-note). The text means nothing before
/// `verify` returned.
public struct SignedNote: Sendable {
  public static let byteCountMax = 1_000_000
  public static let signatureCountMax = 100

  /// What is signed: the text with its last newline, without the blank line behind it.
  public let text: String
  public internal(set) var signatures: [NoteSignature]

  /// Signs a text that ends in a newline and has no other control characters.
  public init(signing text: String, by signer: NoteSigner) throws(NoteError) {
    try Self.checkText(Array(text.utf8))
    self.text = text
    signatures = [try signer.sign(text)]
  }

  /// Reads a note from bytes that nobody vouches for. Of signatures, only the form is checked.
  public init(parsing bytes: [UInt8]) throws(NoteError) {
    try Self.checkText(bytes)
    guard let content = String(validating: bytes, as: UTF8.self) else {
      throw .malformed("the text is not UTF-8")
    }
    let newline = UInt8(ascii: "\n")
    let blank = bytes.indices.dropLast().last { bytes[$0] == newline && bytes[$0 + 1] == newline }
    guard let blank, blank + 2 < bytes.count else {
      throw .malformed("no blank line with signatures behind it")
    }
    text = String(decoding: content.utf8.prefix(blank + 1), as: UTF8.self)
    let lines = bytes[(blank + 2)...].dropLast().split(
      separator: newline, maxSplits: Self.signatureCountMax, omittingEmptySubsequences: false)
    guard lines.count <= Self.signatureCountMax else { throw .tooManySignatures(lines.count) }
    signatures = []
    for line in lines { signatures.append(try Self.parse(line)) }
  }

  /// The note as it is stored and sent.
  public var rendered: String {
    let lines = signatures.map { signature in
      let data = NoteKeyParts.bigEndian(signature.keyID) + signature.bytes
      return "— \(signature.name) \(Base64.encode(data))\n"
    }
    return "\(text)\n\(lines.joined())"
  }

  /// Adds a signature over the same text.
  public mutating func cosign(by signer: NoteSigner) throws(NoteError) {
    guard signatures.count < Self.signatureCountMax else {
      throw .tooManySignatures(signatures.count + 1)
    }
    signatures.append(try signer.sign(text))
  }

  /// Returns if at least one signature is from `keys`, and all those are right. Signatures of
  /// other keys are ignored.
  public func verify(with keys: [NoteVerifierKey]) throws(NoteError) {
    var isSigned = false
    let message = Array(text.utf8)
    for signature in signatures {
      for key in keys where key.signed(signature) {
        guard key.publicKey.verifies(signature.bytes, of: message) else {
          throw .wrongSignature(name: key.name)
        }
        isSigned = true
      }
    }
    guard isSigned else { throw .unsigned }
  }

  public func verify(with key: NoteVerifierKey) throws(NoteError) {
    try verify(with: [key])
  }

  private static func checkText(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= byteCountMax else { throw .tooLarge(byteCount: bytes.count) }
    guard bytes.last == UInt8(ascii: "\n") else { throw .malformed("no newline at its end") }
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else {
      throw .malformed("a control character")
    }
  }

  private static func parse(_ line: ArraySlice<UInt8>) throws(NoteError) -> NoteSignature {
    let dash = Array("— ".utf8)
    guard line.starts(with: dash) else { throw .malformed("a signature line without em dash") }
    let parts = line.dropFirst(dash.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, NoteKeyParts.isName(parts[0]) else {
      throw .malformed("a signature line without a name and one signature")
    }
    guard let data = Base64.decode(utf8: Array(parts[1])), data.count > 4 else {
      throw .malformed("a signature that is not base64 of more than 4 bytes")
    }
    return NoteSignature(
      name: String(decoding: parts[0], as: UTF8.self),
      keyID: data.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(data.dropFirst(4)))
  }
}
