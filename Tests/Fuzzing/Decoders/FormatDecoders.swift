import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

extension Decoder {
  static let formats = [
    Decoder(name: "document", samples: Samples.documents.map(DocumentCodec.encode)) { bytes in
      try reading {
        let document = try DocumentCodec.decode(bytes)
        if let fault = DocumentForm.fault(in: document) { try checkShown(fault.description) }
        return DocumentCodec.encode(document) == bytes
      }
    },
    Decoder(name: "signatures", samples: SignatureSamples.lists.map { $0.encode() }) { bytes in
      try reading { try SignatureList.decode(bytes).encode() == bytes }
    },
    Decoder(name: "signed-document", samples: SignatureSamples.signed.map { $0.encode() }) {
      bytes in
      try reading { try SignedDocument.decode(bytes).encode() == bytes }
    },
    Decoder(name: "results", samples: EntrySamples.results) { bytes in
      try reading {
        let results = try ResultsCodec.decode(bytes)
        if case .cycle(let cycle) = results { _ = cycle.lines.map(\.net) }
        return try ResultsCodec.encode(results) == bytes
      }
    },
    Decoder(name: "entry", samples: EntrySamples.entries) { bytes in
      try reading {
        let entry = try EntryView(bytes)
        _ = entry.checkHashes { SHA256.hash($0) }
        return try isCanonical(entry)
      }
    },
  ]

  /// Every part on its own: a wrong one must not hide what the next ones do.
  private static func isCanonical(_ entry: EntryView) throws -> Bool {
    try promise(
      entry.header.encode() == Array(entry.bytes[..<EntryHeader.byteCount]), "another header")
    var isCanonical = true
    _ = try reading {
      let document = try entry.document()
      isCanonical = isCanonical && DocumentCodec.encode(document) == entry.documentBytes()
      return true
    }
    _ = try reading {
      let bytes = try entry.signatures().encode()
      isCanonical = isCanonical && bytes == Array(entry.bytes[entry.range(of: .signatures)])
      return true
    }
    _ = try reading {
      let bytes = try ResultsCodec.encode(entry.results())
      isCanonical = isCanonical && bytes == Array(entry.bytes[entry.range(of: .results)])
      return true
    }
    if let postings = try? entry.postings() {
      isCanonical = isCanonical && postings.count * 16 == entry.range(of: .postings).count
    }
    return isCanonical
  }

  private static func reading(_ body: () throws -> Bool) throws -> Bool {
    do {
      try promise(try body(), "accepted bytes are written otherwise")
      return true
    } catch let error as FormatError {
      try checkShown(error.description)
      return false
    }
  }
}

private enum SignatureSamples {
  static let lists: [SignatureList] = [0, 1, 2, SignatureList.limit].map { count in
    let signatures = (0..<count).map { index in
      Signature(key: Samples.digest(UInt8(index)), bytes: [UInt8](repeating: 0x5A, count: 64))!
    }
    return SignatureList(signatures)!
  }

  static let signed: [SignedDocument] = lists.map { list in
    SignedDocument(
      document: DocumentCodec.encode(Samples.document(.contractsSigned)), signatures: list)
  }
}

private enum EntrySamples {
  static let results: [[UInt8]] = Samples.results.map { try! ResultsCodec.encode($0) }

  static let entries: [[UInt8]] = Samples.results.map { results in
    let kind = DocumentKind.contractsSigned
    let content = EntryContent(
      number: 41, previous: Samples.digest(0xB0),
      recordedAt: Timestamp(milliseconds: 1_701_331_200_250),
      kind: kind, rulesVersion: 1,
      document: DocumentCodec.encode(Samples.document(kind)),
      signatures: SignatureSamples.lists[2],
      postings: [Posting(debit: 9, credit: 11, amount: Samples.money(686_121))],
      results: results)
    return try! EntryEncoder.encode(content, hash: { SHA256.hash($0) }).payload
  }
}
