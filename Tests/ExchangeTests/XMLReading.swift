import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The texts of an XML document by the path of their elements, read by Foundation's parser.
struct XMLReading {
  private let leaves: [(path: String, text: String)]

  /// Throws where the document is not well-formed.
  init(_ bytes: [UInt8]) throws {
    let parser = XMLParser(data: Data(bytes))
    let collector = Collector()
    parser.delegate = collector
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(String(describing: parser.parserError))")
    leaves = collector.leaves
  }

  /// In the order of the document: the texts of the elements whose path ends with `path`.
  func texts(_ path: String) -> [String] {
    leaves.filter { $0.path.hasSuffix("/\(path)") }.map(\.text)
  }

  private final class Collector: NSObject, XMLParserDelegate {
    var leaves: [(path: String, text: String)] = []
    private var path: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      path.append(name)
      text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      if !text.allSatisfy(\.isWhitespace) || text.isEmpty {
        leaves.append(("/" + path.joined(separator: "/"), text))
      }
      path.removeLast()
      text = ""
    }
  }
}
