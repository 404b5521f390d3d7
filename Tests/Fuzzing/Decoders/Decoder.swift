/// One reader of bytes that nobody vouches for: what it must do with any bytes whatever, and
/// samples that it accepts.
public struct Decoder: Sendable, CustomStringConvertible {
  public let name: String
  public let samples: [[UInt8]]
  /// Returns whether the bytes were accepted; throws where a promise is broken.
  public let read: @Sendable ([UInt8]) throws -> Bool

  public var description: String { name }

  /// Accepted bytes must be what the value is written as: one value, one encoding.
  public struct BrokenPromise: Error, CustomStringConvertible {
    public let description: String
  }

  static func promise(_ holds: Bool, _ what: String) throws {
    guard holds else { throw BrokenPromise(description: what) }
  }

  public static let all: [Decoder] =
    formats + [publicKey, publicKeyText, privateKeyText] + notes + proofs + registers
    + snapshots + [statement, journal, index]

  public static func named(_ name: String) -> Decoder? { all.first { $0.name == name } }
}

/// Whatever an error says goes to a terminal.
func checkShown(_ text: String) throws {
  try Decoder.promise(!text.isEmpty, "an error without words")
  try Decoder.promise(
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
    "a control character in a message")
}
