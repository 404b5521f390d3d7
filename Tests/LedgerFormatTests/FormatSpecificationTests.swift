import Bytes
import Foundation
import LedgerCore
import LedgerFormat
import Testing

@testable import HostileBytes

/// The worked example of `Ledger/FORMAT.md`: what stands there is what the encoder makes.
struct FormatSpecificationTests {
  /// The public key of RFC 8032, section 7.1, test 1, whose private key is published there.
  static let keyID = Digest(
    hex: "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9")!
  static let signature = Hex.decode(
    "5332e1eb4e20ce7f6fd38b24fda23f272766f9cd7815dd09ab81bd5cae1f432d"
      + "de5a11d4943eafd33eff5e9902d4a89ae66aa83c86132bf035aee1e3bd2a5a05")!

  static let document = Document(
    header: DocumentHeader(
      ledger: Samples.ledger, id: UniqueID(hex: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")!,
      effectiveDate: CalendarDate(year: 2023, month: 11, day: 30)!,
      basis: EntryReference(number: 7, hash: Samples.digest(0xA7))),
    body: .refundReceived(
      RefundReceipt(agreement: Identifier("С-2023/1")!, amount: Money(kopecks: 13_589))))

  static func entry() throws -> EncodedEntry {
    let signature = try #require(Signature(key: keyID, bytes: signature))
    let amount = Money(kopecks: 13_589)
    return try EntryEncoder.encode(
      EntryContent(
        number: 41, previous: Samples.digest(0x5A),
        recordedAt: Timestamp(milliseconds: 1_701_332_100_250), kind: .refundReceived,
        rulesVersion: 1, document: DocumentCodec.encode(document),
        signatures: try #require(SignatureList([signature])),
        postings: [
          Posting(debit: 17, credit: 7, amount: amount),
          Posting(debit: 0, credit: 18, amount: amount),
          Posting(debit: 13, credit: 12, amount: amount),
        ], results: .none)
    ) { ReferenceSHA256.hash($0) }
  }

  @Test(arguments: ["document", "signatures", "postings", "results", "header", "hash"])
  func theExampleIsWhatTheEncoderMakes(_ block: String) throws {
    let entry = try Self.entry()
    let view = try EntryView(entry.payload)
    let expected: [UInt8] =
      switch block {
      case "header": Array(entry.payload[..<EntryHeader.byteCount])
      case "hash": entry.hash.bytes
      default:
        Array(entry.payload[view.range(of: EntryPart.allCases.first { $0.name == block }!)])
      }
    #expect(try Self.hexBlock(block) == expected, "\(block): \(Hex.encode(expected))")
  }

  @Test func everyKindHasASection() throws {
    let text = try Self.specification()
    for kind in DocumentKind.allCases {
      #expect(text.contains("`\(kind.name)` (\(kind.rawValue))"), "\(kind)")
    }
    for kind in AccountKind.allCases {
      #expect(text.contains("| \(kind.rawValue) | `\(kind.name)` |"), "\(kind)")
    }
  }

  static func specification() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Ledger/FORMAT.md"), encoding: .utf8)
  }

  /// The bytes of the fenced block that is opened by "```hex NAME"; what follows two spaces in a
  /// line explains it.
  static func hexBlock(_ name: String) throws -> [UInt8] {
    let lines = try specification().split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "```hex \(name)" })
    let block = lines[(start + 1)...].prefix { $0 != "```" }
    let digits = block.map { line -> String in
      let end = line.firstRange(of: "  ")?.lowerBound ?? line.endIndex
      return line[..<end].filter { $0 != " " }
    }
    return try #require(Hex.decode(digits.joined()))
  }
}
