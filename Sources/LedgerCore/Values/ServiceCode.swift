/// What is wrong with a service code. Positions count characters from 1.
public enum ServiceCodeFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// A Latin letter that looks like the Cyrillic one which belongs there.
  case latinLookAlike(position: Int, letter: Character)
  case shape

  public var description: String {
    switch self {
    case .latinLookAlike(let position, let letter):
      "the \(letter) at position \(position) is a Latin letter; the code has the Cyrillic one"
    case .shape:
      "not a service code such as 804200О.99.0.ББ52АЕ04000 with Cyrillic capitals"
    }
  }
}

/// The unique number of a record in the all-Russian list of state and municipal services, such as
/// `804200О.99.0.ББ52АЕ04000`: 24 characters, 29 bytes, five of them Cyrillic capitals.
public enum ServiceCode {
  public static let byteCount = 29

  // N is a digit, C a Cyrillic capital.
  private static let shape = Array("NNNNNNC.NN.N.CCNNCCNNNNN".unicodeScalars)

  /// Nil when `code` has the shape. A look-alike is named only where the rest of the shape fits,
  /// so that the message is about the one thing to mend.
  public static func fault(in code: some StringProtocol) -> ServiceCodeFault? {
    if code.utf8.withContiguousStorageIfAvailable(hasShape) == true { return nil }
    let scalars = Array(code.unicodeScalars.prefix(shape.count + 1))
    guard scalars.count == shape.count else { return .shape }
    var lookAlike: ServiceCodeFault?
    for (offset, (scalar, expected)) in zip(scalars, shape).enumerated() {
      switch expected {
      case "N":
        guard (0x30...0x39).contains(scalar.value) else { return .shape }
      case "C":
        if (0x410...0x42F).contains(scalar.value) { continue }
        guard lookAlikes.contains(scalar) else { return .shape }
        if lookAlike == nil {
          lookAlike = .latinLookAlike(position: offset + 1, letter: Character(scalar))
        }
      default:
        guard scalar == expected else { return .shape }
      }
    }
    return lookAlike
  }

  // The least code and the greatest. As a Cyrillic capital is 0xD0 and a byte from 0x90 to 0xAF, each
  // byte of a code lies between theirs, and what lies between them is a code.
  private static let least: StaticString = "000000А.00.0.АА00АА00000"
  private static let greatest: StaticString = "999999Я.99.9.ЯЯ99ЯЯ99999"

  /// The usual answer, found over the bytes: registers bring a code in every line.
  private static func hasShape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == byteCount else { return false }
    let (least, greatest) = (least.utf8Start, greatest.utf8Start)
    return bytes.indices.allSatisfy { least[$0] <= bytes[$0] && bytes[$0] <= greatest[$0] }
  }

  private static let lookAlikes = Set("ABCEHKMOPTXY".unicodeScalars)
}
