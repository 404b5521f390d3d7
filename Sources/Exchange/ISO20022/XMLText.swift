import LedgerCore

/// An XML document in the making: UTF-8, two spaces for each level, no text beside elements.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var indent = ""

  var bytes: [UInt8] { Array(text.utf8) }

  /// An element with others inside. `attributes` stand as written: they are of our own making.
  mutating func element(
    _ name: String, attributes: String = "", _ content: (inout XMLText) -> Void
  ) {
    text += "\(indent)<\(Self.start(name, attributes))>\n"
    indent += "  "
    content(&self)
    indent.removeLast(2)
    text += "\(indent)</\(name)>\n"
  }

  /// An element with a value of any origin, which holds nothing that `forbidden` finds.
  mutating func element(_ name: String, attributes: String = "", _ value: String) {
    text += "\(indent)<\(Self.start(name, attributes))>\(Self.escaped(value))</\(name)>\n"
  }

  /// The first character that XML cannot carry, or that has no place in a line of text.
  static func forbidden(in value: String) -> TextFault? {
    for (offset, scalar) in value.unicodeScalars.enumerated() {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
        return .control(scalar: scalar.value, position: offset + 1)
      default: continue
      }
    }
    return nil
  }

  private static func start(_ name: String, _ attributes: String) -> String {
    attributes.isEmpty ? name : "\(name) \(attributes)"
  }

  private static func escaped(_ value: String) -> String {
    var result = ""
    for character in value.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
