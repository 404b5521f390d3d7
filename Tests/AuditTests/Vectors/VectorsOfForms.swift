import Bytes
import Cryptography
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Documents, signatures and notes alone.
enum VectorsOfForms {
  static func all() throws -> [Vector] { try documents() + signatures() + notes() }

  private static func documents() throws -> [Vector] {
    let town = try VectorTown.after(19)
    let everything = try VectorTown.everyKind.get()
    var seen: Set<DocumentKind> = []
    let good = everything.contents.filter { seen.insert($0.kind).inserted }.map {
      Vector.document(
        "ok-\($0.kind.name)", "A document of kind \($0.kind.rawValue).", isGood: true, $0.document)
    }
    func bad(
      _ name: String, _ comment: String, _ number: Int, _ edit: (inout [UInt8]) -> Void
    ) -> Vector {
      var bytes = town.contents[number].document
      edit(&bytes)
      return .document(name, comment, isGood: false, bytes)
    }
    func set(_ offset: Int, _ bytes: [UInt8]) -> (inout [UInt8]) -> Void {
      { $0.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
    }
    /// The bytes of a text replaced where they first stand, by as many.
    func swap(_ old: String, _ new: [UInt8]) -> (inout [UInt8]) -> Void {
      { bytes in
        if let range = bytes.firstRange(of: Array(old.utf8)) {
          bytes.replaceSubrange(range, with: new)
        }
      }
    }
    let radius = "Центр «Радуга»"
    return good + [
      bad("magic", "Another magic.", 5, set(16, [0x32])),
      bad("format-version", "Format version 2.", 5, set(18, [2])),
      bad("rules-version", "Rules version 2.", 5, set(20, [2])),
      bad("rules-version-zero", "Rules version 0.", 5, set(20, [0])),
      bad("kind", "Kind 6 is unknown.", 5, set(22, [6])),
      bad("reserved-23", "A reserved byte is not zero.", 5, set(23, [1])),
      bad("reserved-60", "A reserved byte is not zero.", 5, set(63, [1])),
      bad("date-early", "The effective date is 1999-12-31.", 5, set(56, [0xCC, 0x2A, 0, 0])),
      bad("date-late", "The effective date is 2200-01-01.", 5, set(56, [0x26, 0x48, 1, 0])),
      bad("basis-none", "No basis.", 5, set(64, [UInt8](repeating: 0, count: 40))),
      bad("basis-of-opening", "The opening has a basis.", 0, set(72, [1])),
      bad("trailing", "A byte follows the last field.", 5) { $0.append(0) },
      bad("short", "The last byte is missing.", 5) { $0.removeLast() },
      bad("header-only", "A header without a body.", 5) { $0 = Array($0[..<104]) },
      bad("empty", "No bytes at all.", 5) { $0 = [] },
      bad("register-empty", "A register without lines.", 5) {
        $0 = $0[..<104] + [UInt8](repeating: 0, count: 8)
      },
      bad("register-count", "The count promises more lines than follow.", 5, set(104, [2])),
      bad("register-count-large", "More than 65 536 lines are promised.", 5, set(106, [1])),
      bad("register-reserved", "A reserved byte behind a count is not zero.", 5, set(111, [1])),
      bad("inn-key", "The last digit of a taxpayer number is wrong.", 5, set(121, [0x38])),
      bad("id-gap", "Bytes follow a zero in an identifier.", 5, set(130, [0x31])),
      bad("id-scripts", "An identifier of Latin and Cyrillic letters.", 6, set(112, [0x41])),
      bad("id-space", "An identifier with a space.", 7, set(112, [0x20])),
      bad("id-zero", "An empty identifier.", 7, set(112, [UInt8](repeating: 0, count: 24))),
      bad(
        "text-control", "A control character in a text.", 8, swap("Банк", Array("Бан\u{7}k".utf8))),
      bad("text-space", "A text that ends with a space.", 8, swap("Банк", Array("Бан ".utf8) + [])),
      bad(
        "text-direction", "A character that turns the direction of writing.", 8,
        swap("Ц", [0xE2, 0x80, 0xAE])),
      bad("text-combining", "A combining accent.", 8, swap("е", [0xCC, 0x81])),
      bad(
        "text-not-normal", "A letter that has another, normal spelling.", 8,
        swap("Ц", [0xCD, 0xB4])),
      bad(
        "text-unassigned", "A code point that Unicode 15.0 has not assigned.", 8,
        swap("Ц", [0xCD, 0xB8])),
      bad(
        "text-utf8", "Bytes that are no UTF-8.", 8,
        swap(radius, [UInt8](repeating: 0xFF, count: radius.utf8.count))),
      bad("text-overlong", "A letter in more bytes than it needs.", 8, swap("Ц", [0xC1, 0x81])),
      bad(
        "service-look-alike", "A Latin O in a service code.", 8, swap("О.99", Array("O.990".utf8))),
      bad(
        "account-key", "The account does not fit the bank's code.", 8,
        swap("40702810400000000001", Array("40702810400000000002".utf8))),
      bad("amount-zero", "An order of nothing.", 6, set(160, [UInt8](repeating: 0, count: 8))),
      bad(
        "amount-negative", "An order of less than nothing.", 6,
        set(160, [UInt8](repeating: 0xFF, count: 8))),
      bad(
        "amount-large", "A kopeck above the limit of amounts.", 6,
        set(160, [0, 0x40, 0x7A, 0x10, 0xF3, 0x5A, 0, 0])),
      bad("flag", "A flag of 2.", 6, set(170, [2])),
      bad("absent-not-zero", "The place of an absent value is not zero.", 6, set(170, [0])),
      bad(
        "dates-order", "A certificate that ends before it begins.", 7, set(172, [0, 0x4C, 0, 0])),
      bad("percent", "An advance of 100.01 percent.", 9, set(192, [0x11, 0x27])),
      bad("role", "The operator's role is enrolled.", 1, set(136, [1])),
      bad("key-other-der", "A key in another encoding.", 1, set(141, [0x2B])),
      bad("key-same", "The log key is the operator's.", 0) {
        $0.replaceSubrange(152..<196, with: $0[106..<150])
      },
      bad("claim-kind", "A claim of kind 3.", 12, set(132, [3])),
      bad("claim-amount", "An advance of nothing.", 12, set(168, [UInt8](repeating: 0, count: 8))),
      bad("claim-percent", "More than everything was delivered.", 17, set(168, [0x11, 0x27])),
    ]
  }

  private static func signatures() throws -> [Vector] {
    let message = Array("kazna".utf8)
    let ed = try VectorKey("vector ed25519")
    let p256 = try VectorKey("vector p256", .ecdsaP256)
    let (a, b) = (try ed.sign(message), try p256.sign(message))
    let zero = [UInt8](repeating: 0, count: 32)
    func bad(_ name: String, _ comment: String, _ key: [UInt8], _ signature: [UInt8]) -> Vector {
      .signature(name, comment, isGood: false, key, signature, message)
    }
    var flipped = a
    flipped[0] ^= 1
    // S + L, where L is the order of the group: the same S to whoever does not look.
    let order = Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")!
    var carry = 0
    let larger = zip(a[32...], order).map { s, l -> UInt8 in
      carry += Int(s) + Int(l)
      defer { carry >>= 8 }
      return UInt8(carry & 0xFF)
    }
    let prefix = Hex.decode("302a300506032b6570032100")!
    let neutral = prefix + [1] + zero.dropLast()
    var offCurve = p256.spki
    offCurve[90] ^= 1
    return [
      .signature("ok-ed25519", "Ed25519.", isGood: true, ed.spki, a, message),
      .signature("ok-p256", "ECDSA over P-256.", isGood: true, p256.spki, b, message),
      bad("ed25519-r", "A bit of R is another.", ed.spki, flipped),
      bad("ed25519-large-s", "S is not below the order of the group.", ed.spki, a[..<32] + larger),
      bad(
        "ed25519-small-order", "The key is the neutral element, under which this fits any message.",
        neutral, [1] + zero.dropLast() + zero),
      bad(
        "ed25519-key-not-canonical", "The key's y is the field's prime and one.",
        prefix + [0xEE] + [UInt8](repeating: 0xFF, count: 30) + [0x7F], [1] + zero.dropLast() + zero
      ),
      bad("p256-high-s", "s is in the upper half.", p256.spki, VectorKey.mirrored(b)),
      bad("p256-zero-r", "r is zero.", p256.spki, zero + b[32...]),
      bad("p256-zero-s", "s is zero.", p256.spki, b[..<32] + zero),
      bad("p256-wrong", "The signature of another key.", p256.spki, a),
      bad("p256-off-curve", "The key's point is not on the curve.", offCurve, b),
    ]
  }

  private static func notes() throws -> [Vector] {
    let key = try VectorKey("log")
    let other = try VectorKey("another log")
    let root = Base64.encode(SHA256.hash([0]).bytes)
    let text = "\(VectorJournal.origin)\n1\n\(root)\n"
    let note = try VectorJournal.note(text: text, key)
    let foreign = try VectorJournal.note(text: text, name: "example.org/witness", other)
    let foreignLine = foreign[(text.utf8.count + 1)...]
    func signed(_ name: String, _ comment: String, isGood: Bool = false, _ text: String) throws
      -> Vector
    {
      .note(name, comment, isGood: isGood, key, try VectorJournal.note(text: text, key))
    }
    func bytes(_ name: String, _ comment: String, _ note: [UInt8]) -> Vector {
      .note(name, comment, isGood: false, key, note)
    }
    let origin = VectorJournal.origin
    return [
      .note("ok", "A checkpoint over one entry.", isGood: true, key, note),
      .note(
        "ok-witness", "Another key signed it too; its line is passed over.", isGood: true, key,
        note + foreignLine),
      try signed("ok-extension", "A line more in the text.", isGood: true, text + "more\n"),
      bytes("other-key", "Signed by another key.", try VectorJournal.note(text: text, other)),
      bytes("unsigned", "No signature of the log.", foreign),
      bytes(
        "text-changed", "The size was changed after signing.",
        note.replacing([0x0A, 0x31, 0x0A], with: [0x0A, 0x32, 0x0A])),
      bytes(
        "no-blank-line", "No empty line before the signatures.",
        note.replacing([0x0A, 0x0A], with: [0x0A])),
      bytes("no-newline", "No newline at the end.", note.dropLast()),
      bytes(
        "carriage-return", "Lines that end in CR LF.", note.replacing([0x0A], with: [0x0D, 0x0A])),
      bytes(
        "hyphen", "A hyphen in the place of the em dash.",
        note.replacing(Array("—".utf8), with: [0x2D])),
      try signed("size-zeros", "The size begins with a zero.", "\(origin)\n01\n\(root)\n"),
      try signed("size-sign", "The size has a sign.", "\(origin)\n+1\n\(root)\n"),
      try signed(
        "root-short", "The root has 31 bytes.",
        "\(origin)\n1\n\(Base64.encode(Array(SHA256.hash([0]).bytes.dropLast())))\n"),
      try signed("root-base64", "The root is not padded.", "\(origin)\n1\n\(root.dropLast())\n"),
      try signed("origin", "Another ledger's origin.", "kazna/other\n1\n\(root)\n"),
      try signed("lines", "Two lines only.", "\(origin)\n1\n"),
    ]
  }
}
