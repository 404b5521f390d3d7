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
  private static let shapeText: StaticString = "NNNNNNC.NN.N.CCNNCCNNNNN"
  private static let shape = Array("\(shapeText)".unicodeScalars)

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

  /// The usual answer, found over the bytes: registers bring a code in every line.
  private static func hasShape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == byteCount else { return false }
    var position = 0
    for index in 0..<shapeText.utf8CodeUnitCount {
      let expected = shapeText.utf8Start[index]
      switch expected {
      case UInt8(ascii: "N"):
        guard (0x30...0x39).contains(bytes[position]) else { return false }
      case UInt8(ascii: "C"):
        // U+0410 to U+042F: two bytes, of which `position` stands on the first.
        guard position + 1 < bytes.count, bytes[position] == 0xD0,
          (0x90...0xAF).contains(bytes[position + 1])
        else { return false }
        position += 1
      default:
        guard bytes[position] == expected else { return false }
      }
      position += 1
      guard position < bytes.count || index + 1 == shapeText.utf8CodeUnitCount else { return false }
    }
    return position == bytes.count
  }

  private static let lookAlikes = Set("ABCEHKMOPTXY".unicodeScalars)
}
