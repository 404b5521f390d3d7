import Bytes
import LedgerCore
import LedgerFormat
import Testing

@testable import HostileBytes

struct SignatureTests {
  static func signature(_ byte: UInt8) -> Signature {
    Signature(key: Samples.digest(byte), bytes: [UInt8](repeating: byte, count: 64))!
  }

  static let lists: [SignatureList] = [
    SignatureList(), SignatureList([signature(3)])!,
    SignatureList((1...8).reversed().map { signature($0) })!,
  ]

  @Test(arguments: lists)
  func roundTripsAndRefusesTruncation(_ list: SignatureList) throws {
    let bytes = list.encode()
    #expect(bytes.count == 8 + 96 * list.signatures.count)
    #expect(try SignatureList.decode(bytes) == list)
    for count in bytes.indices {
      #expect(throws: FormatError.self) { try SignatureList.decode(bytes, range: 0..<count) }
    }
    #expect(throws: FormatError.self) { try SignatureList.decode(bytes + [0]) }
  }

  @Test func holdsEachKeyOnceAndEightAtMost() {
    #expect(SignatureList([Self.signature(1), Self.signature(1)]) == nil)
    #expect(SignatureList((1...9).map { Self.signature($0) }) == nil)
    var list = SignatureList([Self.signature(5), Self.signature(2)])!
    let unchanged = list
    let added = list.add(Self.signature(5))
    #expect(!added && list == unchanged)
    #expect(list.signatures.map(\.key) == [2, 5].map { Samples.digest($0) })
    #expect(Signature(key: .zero, bytes: [1]) == nil)
  }

  @Test func refusesOtherOrdersRepetitionsAndCounts() {
    let two = SignatureList([Self.signature(1), Self.signature(2)])!.encode()
    let swapped = Array(two[..<8] + two[104...] + two[8..<104])
    let repeated = Array(two[..<104] + two[8..<104])
    for bytes in [swapped, repeated] {
      let error = #expect(throws: FormatError.self) { try SignatureList.decode(bytes) }
      #expect(error?.reason == .notAscending && error?.line == 2 && error?.offset == 104)
    }
    let tooMany = #expect(throws: FormatError.self) {
      try SignatureList.decode([9, 0, 0, 0, 0, 0, 0, 0])
    }
    #expect(tooMany?.reason == .tooLarge(count: 9, limit: 8))
    let reserved = #expect(throws: FormatError.self) {
      try SignatureList.decode([0, 0, 0, 0, 0, 0, 0, 1])
    }
    #expect(reserved?.reason == .notZero)
  }

  @Test(arguments: lists)
  func signedDocumentsRoundTrip(_ list: SignatureList) throws {
    let document = DocumentCodec.encode(Samples.document(.claimSubmitted))
    let file = SignedDocument(document: document, signatures: list)
    let bytes = file.encode()
    #expect(bytes.starts(with: Array("kazna-signed-document-v1\0".utf8)))
    #expect(try SignedDocument.decode(bytes) == file)
    for count in bytes.indices {
      #expect(throws: FormatError.self) { try SignedDocument.decode(Array(bytes[..<count])) }
    }
    for position in bytes.indices {
      var mutated = bytes
      mutated[position] ^= 0x41
      guard let decoded = try? SignedDocument.decode(mutated) else { continue }
      #expect(decoded.encode() == mutated)
    }
  }

  @Test func signedDocumentsHaveLimits() {
    var bytes = SignedDocument.magic + [0xFF, 0xFF, 0xFF, 0xFF]
    let count = #expect(throws: FormatError.self) { try SignedDocument.decode(bytes) }
    #expect(count?.reason.code == "too-large" && count?.field == "document")
    bytes = SignedDocument.magic + [0, 0, 0, 0] + SignatureList().encode()
    #expect(throws: Never.self) { try SignedDocument.decode(bytes) }
    let large = [UInt8](repeating: 0, count: SignedDocument.byteLimit + 1)
    let file = #expect(throws: FormatError.self) { try SignedDocument.decode(large) }
    #expect(file?.reason.code == "too-large" && file?.field == "file")
  }
}
