import Authentication
import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import Testing

/// Every document kind under every wrong, missing, revoked, foreign or doubled signer.
@Suite struct SignerTableTests {
  /// Keys that may sign today, one of each role, and a second provider.
  static let active = [
    "operator", "log", "authority", "finance-first", "finance-second", "provider",
    "other-provider", "auditor",
  ]

  private func check(
    _ expectation: Expectation, _ document: Document, _ keys: [String], _ town: Town
  ) throws {
    let found = try town.fault(document, signedBy: keys.map { town.key($0) }).map(Fault.init)
    let expected = expectation.fault(signedBy: keys, in: town)
    #expect(found == expected, "\(document.kind.name) signed by \(keys)")
  }

  /// No key, one, two or three of those that may sign today: accepted exactly where the design
  /// says so. That holds each signature missing and each replaced by every other role's.
  @Test(arguments: DocumentKind.allCases)
  func onlyTheNeededSignersSuffice(_ kind: DocumentKind) throws {
    let town = try Town.whole()
    for expectation in try Expectation.all(kind, in: town) {
      let document = town.document(expectation.body)
      let bytes = DocumentCodec.encode(document)
      let names = Self.active + (town.has("new") ? ["new"] : [])
      let signatures = try names.map {
        Signature(key: town.key($0).id, bytes: try town.key($0).pair.sign(bytes))!
      }
      var acceptedSets = 0
      for set in Self.subsets(of: names.count, upTo: 3) {
        let found = try town.fault(document, bytes, set.map { signatures[$0] }).map(Fault.init)
        let keys = set.map { names[$0] }
        #expect(
          found == expectation.fault(signedBy: keys, in: town),
          "\(kind.name) signed by \(keys)")
        acceptedSets += found == nil ? 1 : 0
      }
      #expect(acceptedSets > 0, "\(kind.name)")
    }
  }

  /// A key that is ended, not valid yet, not valid any more or not enrolled is refused by name,
  /// in the place of a needed one and beside all that are needed.
  @Test(arguments: DocumentKind.allCases)
  func keysWithoutStandingAreRefused(_ kind: DocumentKind) throws {
    let town = try Town.whole()
    try town.makeKey("stranger")
    let bad =
      town.keys.keys.filter { $0.contains("-ended") || $0.contains("-early") }
      + town.keys.keys.filter { $0.hasSuffix("-late") } + ["stranger"]
    for expectation in try Expectation.all(kind, in: town) {
      let document = town.document(expectation.body)
      for set in expectation.accepted {
        let usual = set.map { Expectation.candidates($0)[0] }
        try check(expectation, document, usual, town)
        for name in bad {
          try check(expectation, document, usual + [name], town)
          for place in usual.indices {
            var keys = usual
            keys[place] = name
            try check(expectation, document, keys, town)
          }
        }
      }
    }
  }

  /// A signature over other bytes, one that is changed, and one made by another key in the name
  /// of the right one.
  @Test(arguments: DocumentKind.allCases)
  func signaturesMustFitTheBytes(_ kind: DocumentKind) throws {
    let town = try Town.whole()
    for expectation in try Expectation.all(kind, in: town) {
      let document = town.document(expectation.body)
      let bytes = DocumentCodec.encode(document)
      let other = DocumentCodec.encode(town.document(expectation.body))
      let keys = expectation.accepted[0].map { town.key(Expectation.candidates($0)[0]) }
      let good = try keys.map { Signature(key: $0.id, bytes: try $0.pair.sign(bytes))! }
      for (place, key) in keys.enumerated() {
        var flipped = good[place].bytes
        flipped[20] ^= 1
        let elsewhere = try town.key("other-provider").pair.sign(bytes)
        for wrong in [try key.pair.sign(other), flipped, elsewhere] {
          var signatures = good
          signatures[place] = Signature(key: key.id, bytes: wrong)!
          #expect(try town.fault(document, bytes, signatures) == .wrongSignature(key.id))
        }
      }
    }
  }

  /// One key gives at most one signature: a list with two of one key can be neither made nor read.
  @Test func doubledSignersAreRefused() throws {
    let town = try Town.whole()
    let document = town.document(Bodies.plain(.cycleApproved)!)
    let bytes = DocumentCodec.encode(document)
    let key = town.key("finance-first")
    let one = Signature(key: key.id, bytes: try key.pair.sign(bytes))!
    let two = Signature(key: key.id, bytes: try key.pair.sign(bytes))!
    #expect(SignatureList([one, two]) == nil)
    var list = SignatureList([one])!
    let isAdded = list.add(two)
    #expect(!isAdded)
    #expect(try town.fault(document, bytes, [one]).map(Fault.init) != nil)
    // Two times the same line, and a count of two.
    let line = Array(list.encode().dropFirst(8))
    let doubled: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0] + line + line
    #expect(throws: FormatError.self) { try SignatureList.decode(doubled) }
  }

  @Test func theTableHoldsEveryKind() throws {
    let town = try Town.whole()
    for kind in DocumentKind.allCases where kind != .ledgerOpened {
      let expectations = try Expectation.all(kind, in: town)
      #expect(!expectations.isEmpty)
      #expect(expectations.allSatisfy { $0.body.kind == kind })
    }
  }

  /// Index sets of at most `size` of `count` things.
  static func subsets(of count: Int, upTo size: Int) -> [[Int]] {
    var sets: [[Int]] = [[]]
    var last: [[Int]] = [[]]
    for _ in 0..<size {
      last = last.flatMap { set in ((set.last ?? -1) + 1..<count).map { set + [$0] } }
      sets += last
    }
    return sets
  }
}
