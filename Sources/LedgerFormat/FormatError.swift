import LedgerCore

/// Why bytes are not a document, a signature list or an entry, or why a document may not be signed.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The bytes end before the field does, or fewer are left than a count promises.
    case truncated
    case trailingBytes(Int)
    case wrongMagic
    case unsupportedVersion(UInt16)
    case unknownKind(UInt8)
    /// A byte that must be zero is not.
    case notZero
    case unknownValue(UInt8)
    /// A flag is a byte of 0 or 1.
    case notFlag(UInt8)
    case tooLarge(count: Int, limit: Int)
    case empty
    /// An identifier, a taxpayer number, an account and the like, of a shape that it cannot have.
    case notIdentifier
    case wrongRequisite
    case notUTF8
    case text(TextFault)
    case serviceCode(ServiceCodeFault)
    case repeated
    case notKey
    case amountOutOfRange
    case dateOutOfRange
    case numberOutOfRange
    /// A range of days ends before it begins, or a day lies outside the range it belongs to.
    case wrongOrder
    /// A value that the rest of the document does not allow.
    case notAllowed
    /// Signatures are not in strictly ascending order of their key ids.
    case notAscending
    /// The header of an entry does not say what its document says, or its lengths do not add up.
    case headerMismatch
  }

  /// The byte at which the field begins, from the start of the document, list or entry; nil where
  /// the fault lies in a value and not in its bytes.
  public let offset: Int?
  /// The line of a register, from 1.
  public let line: Int?
  public let field: String
  public let reason: Reason

  public init(offset: Int? = nil, line: Int? = nil, field: String, reason: Reason) {
    self.offset = offset
    self.line = line
    self.field = field
    self.reason = reason
  }

  public var description: String {
    var place = field
    if let line { place = "line \(line), \(place)" }
    if let offset { place += " at byte \(offset)" }
    return "\(place): \(reason)"
  }
}

extension FormatError.Reason: CustomStringConvertible {
  /// Stable, for machine formats.
  public var code: String {
    switch self {
    case .truncated: "truncated"
    case .trailingBytes: "trailing-bytes"
    case .wrongMagic: "wrong-magic"
    case .unsupportedVersion: "unsupported-version"
    case .unknownKind: "unknown-kind"
    case .notZero: "not-zero"
    case .unknownValue: "unknown-value"
    case .notFlag: "not-flag"
    case .tooLarge: "too-large"
    case .empty: "empty"
    case .notIdentifier: "not-identifier"
    case .wrongRequisite: "wrong-requisite"
    case .notUTF8: "not-utf8"
    case .text: "wrong-text"
    case .serviceCode: "wrong-service-code"
    case .repeated: "repeated"
    case .notKey: "not-key"
    case .amountOutOfRange: "amount-out-of-range"
    case .dateOutOfRange: "date-out-of-range"
    case .numberOutOfRange: "number-out-of-range"
    case .wrongOrder: "wrong-order"
    case .notAllowed: "not-allowed"
    case .notAscending: "not-ascending"
    case .headerMismatch: "header-mismatch"
    }
  }

  public var description: String {
    switch self {
    case .truncated: "the bytes end too early"
    case .trailingBytes(let count): "\(count) bytes too many"
    case .wrongMagic: "does not begin as it must"
    case .unsupportedVersion(let version): "version \(version) is not supported"
    case .unknownKind(let kind): "kind \(kind) is not known"
    case .notZero: "a reserved byte is not zero"
    case .unknownValue(let value): "\(value) stands for nothing"
    case .notFlag(let value): "a flag is 0 or 1, not \(value)"
    case .tooLarge(let count, let limit): "\(count), at most \(limit) are allowed"
    case .empty: "is empty"
    case .notIdentifier:
      "not 1 to 24 bytes of digits, '-', '/', '.' and letters of one script"
    case .wrongRequisite: "wrong shape or check digits"
    case .notUTF8: "not UTF-8"
    case .text(let fault): fault.description
    case .serviceCode(let fault): fault.description
    case .repeated: "stands here twice"
    case .notKey: "not a public key in DER: Ed25519, or P-256 with an uncompressed point"
    case .amountOutOfRange: "amount out of range"
    case .dateOutOfRange: "not from 2000 to 2199"
    case .numberOutOfRange: "number out of range"
    case .wrongOrder: "the dates are not in order"
    case .notAllowed: "not allowed here"
    case .notAscending: "key ids are not in strictly ascending order"
    case .headerMismatch: "the header says otherwise"
    }
  }
}
