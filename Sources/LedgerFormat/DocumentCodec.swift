import Bytes
import LedgerCore

/// The one byte encoding of a document: what a party signs (`Ledger/FORMAT.md`, "Documents").
public enum DocumentCodec {
  /// `kazna-document-v1` and a zero byte.
  public static let magic = Array("kazna-document-v1\0".utf8)
  /// The size of a header, with the magic and the kind in it.
  public static let headerByteCount = 104

  /// The encoding of a document of sound form (`DocumentForm`): without that it need not decode,
  /// and a text above 65 535 bytes is a programming error.
  public static func encode(_ document: Document) -> [UInt8] {
    var writer = ByteWriter(reserving: 256)
    write(document.header, document.kind, to: &writer)
    write(document.body, to: &writer)
    return writer.take()
  }

  /// The document whose encoding `bytes` are, all of them, with its form checked.
  public static func decode(_ bytes: [UInt8]) throws(FormatError) -> Document {
    try decode(bytes, range: 0..<bytes.count)
  }

  /// The same of a part of `bytes`; offsets in errors count from the start of the part.
  public static func decode(
    _ bytes: [UInt8], range: Range<Int>
  ) throws(FormatError) -> Document {
    guard range.count <= Document.byteLimit else {
      throw FormatError(
        offset: 0, field: "document",
        reason: .tooLarge(count: range.count, limit: Document.byteLimit))
    }
    var reader = FieldReader(bytes, range: range)
    let (header, kind) = try readHeader(&reader)
    let document = Document(header: header, body: try readBody(kind, &reader))
    try reader.finish("document")
    if let fault = DocumentForm.faultOfFields(in: document) { throw fault }
    return document
  }

  private static func readHeader(
    _ reader: inout FieldReader
  ) throws(FormatError) -> (header: DocumentHeader, kind: DocumentKind) {
    try reader.magic(magic, "document")
    let format = try reader.integer("format_version", as: UInt16.self)
    guard format == DocumentHeader.currentFormat else {
      throw reader.error(.unsupportedVersion(format), "format_version", back: 2)
    }
    let rules = try reader.integer("rules_version", as: UInt16.self)
    guard (1...DocumentHeader.currentRules).contains(rules) else {
      throw reader.error(.unsupportedVersion(rules), "rules_version", back: 2)
    }
    let rawKind = try reader.integer("kind", as: UInt8.self)
    guard let kind = DocumentKind(rawValue: rawKind) else {
      throw reader.error(.unknownKind(rawKind), "kind", back: 1)
    }
    try reader.zeros(1)
    let ledger = try reader.uniqueID("ledger")
    let id = try reader.uniqueID("id")
    let effectiveDate = try reader.date("effective_date")
    try reader.zeros(4)
    let header = DocumentHeader(
      formatVersion: format, rulesVersion: rules, ledger: ledger, id: id,
      effectiveDate: effectiveDate, basis: try EntryReference(from: &reader, "basis"))
    return (header, kind)
  }

  private static func write(
    _ header: DocumentHeader, _ kind: DocumentKind, to writer: inout ByteWriter
  ) {
    writer.write(raw: magic)
    writer.write(header.formatVersion)
    writer.write(header.rulesVersion)
    writer.write(kind.rawValue)
    writer.write(zeros: 1)
    header.ledger.write(to: &writer)
    header.id.write(to: &writer)
    writer.write(header.effectiveDate)
    writer.write(zeros: 4)
    writer.write(header.basis)
  }
}
