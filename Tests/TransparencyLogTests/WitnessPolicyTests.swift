import Cryptography
import Testing

@testable import TransparencyLog

@Suite struct WitnessPolicyTests {
  private let log: TestLog
  private let witnesses: [WitnessSigner]

  init() throws {
    log = try TestLog(7)
    witnesses = try (0..<5).map {
      try WitnessSigner(name: "w\($0).example", privateKey: .generate(.ed25519))
    }
  }

  private func policy(_ rules: String, log: Bool = true) throws -> WitnessPolicy {
    var text = log ? "log \(self.log.key.vkey) https://example.org/log\n" : ""
    for (index, witness) in witnesses.enumerated() {
      text += "  witness\tw\(index)  \(witness.key.vkey)\n"
    }
    return try WitnessPolicy(parsing: Array((text + "# comment\n \t\n" + rules).utf8))
  }

  private func note(cosignedBy indices: [Int]) throws -> [UInt8] {
    var note = try SignedNote(parsing: log.note(7))
    for index in indices { try note.cosign(by: witnesses[index], at: UInt64(index) + 1) }
    return Array(note.rendered.utf8)
  }

  private static let nested = """
    group x 2 w0 w1 w2
    group y any w3 w4
    group both all x y
    quorum both

    """

  @Test(
    arguments: [
      ([], false), ([0], false), ([0, 1], false), ([0, 3], false), ([3, 4], false),
      ([0, 1, 2], false), ([0, 2, 4], true), ([1, 2, 3], true), ([4, 3, 2, 1, 0], true),
    ])
  func groupsOfGroups(indices: [Int], isMet: Bool) throws {
    let policy = try policy(Self.nested)
    let note = try note(cosignedBy: indices)
    guard isMet else {
      #expect(throws: PolicyError.self) { try policy.check(note) }
      return
    }
    let witnessed = try policy.check(note)
    #expect(witnessed.checkpoint.size == 7)
    #expect(witnessed.cosignatures.map(\.name) == indices.sorted().map { "w\($0)" })
    #expect(
      witnessed.cosignatures.map(\.cosignature.seconds) == indices.sorted().map { UInt64($0) + 1 })
  }

  @Test func everyThreshold() throws {
    for threshold in 1...5 {
      let policy = try policy("group g \(threshold) w0 w1 w2 w3 w4\nquorum g\n")
      for count in 0...5 {
        let note = try note(cosignedBy: Array(0..<count))
        if count >= threshold {
          try policy.check(note)
        } else {
          #expect(
            throws: PolicyError.quorumMissed(
              quorum: "g", cosigned: (0..<count).map { "w\($0)" },
              missing: (count..<5).map { "w\($0)" })
          ) { try policy.check(note) }
        }
      }
    }
  }

  @Test func oneWitnessOrNone() throws {
    try policy("quorum none\n").check(note(cosignedBy: []))
    let one = try policy("quorum w3\n")
    try one.check(note(cosignedBy: [3]))
    #expect(throws: PolicyError.self) { try one.check(note(cosignedBy: [0, 1, 2, 4])) }
  }

  @Test func theLogMustHaveSigned() throws {
    let open = try policy("quorum w0\n", log: false)
    let note = try note(cosignedBy: [0])
    #expect(throws: PolicyError.noLog) { try open.check(note) }
    try open.check(note, logs: [log.key])
    let other = try NoteVerifierKey(
      name: log.origin, publicKey: PrivateKey.generate(.ed25519).publicKey)
    #expect(throws: PolicyError.note(.unsigned)) { try open.check(note, logs: [other]) }
    // The policy's own logs decide, whatever else is offered.
    let closed = try WitnessPolicy(parsing: Array("log \(other.vkey)\nquorum none\n".utf8))
    #expect(throws: PolicyError.self) { try closed.check(note, logs: [log.key]) }
    // A witness alone signs nothing.
    var alone = try SignedNote(parsing: note)
    alone.signatures.removeFirst()
    #expect(throws: PolicyError.note(.unsigned)) {
      try open.check(Array(alone.rendered.utf8), logs: [log.key])
    }
  }

  @Test func aWrongCosignatureOfAKnownWitnessSpoilsAll() throws {
    var note = try SignedNote(parsing: note(cosignedBy: [0, 1, 2]))
    let last = try #require(note.signatures.last)
    note.signatures[3] = NoteSignature(
      name: last.name, keyID: last.keyID, bytes: last.bytes.reversed())
    let bytes = Array(note.rendered.utf8)
    #expect(throws: PolicyError.note(.wrongSignature(name: "w2.example"))) {
      try policy("group g any w0 w1 w2\nquorum g\n").check(bytes)
    }
  }

  @Test(
    arguments: [
      "", "quorum w0", "quorum x\n", "quorum w0\nquorum w1\n", "quorum w0 w1\n", "quorum\n",
      "group g 0 w0\nquorum g\n", "group g 3 w0 w1\nquorum g\n", "group g 01 w0\nquorum g\n",
      "group g -1 w0\nquorum g\n", "group g some w0\nquorum g\n", "group g any\nquorum g\n",
      "group g any none\nquorum g\n", "group g any g\nquorum g\n", "group g any h\nquorum g\n",
      "group g any w0 w0\nquorum g\n", "group g any w0\ngroup h any w0\nquorum h\n",
      "group w0 any w1\nquorum w0\n", "group none any w1\nquorum none\n",
      "group g any w0\ngroup g any w1\nquorum g\n", "witness\nquorum none\n", "log\nquorum none\n",
      "log a+b+c\nquorum none\n", "witness w9 a+b+c\nquorum none\n", "quota w0\n",
      "quorum none\r\n", "quorum none\u{7F}\n", "quorum\u{A0}none\n",
      "group g 18446744073709551616 w0\nquorum g\n",
    ])
  func wrongPoliciesAreRefused(rules: String) {
    #expect(throws: PolicyError.self) { try policy(rules) }
  }

  @Test func keysStandThereOnce() throws {
    let key = witnesses[0].key
    let alias = try WitnessKey(name: "alias", publicKey: key.publicKey)
    #expect(throws: PolicyError.self) { try policy("witness v \(alias.vkey)\nquorum none\n") }
    let again = try NoteVerifierKey(name: "alias", publicKey: log.key.publicKey)
    #expect(throws: PolicyError.self) { try policy("log \(again.vkey)\nquorum none\n") }
    // A key of the other kind is none.
    #expect(throws: PolicyError.self) { try policy("log \(key.vkey)\nquorum none\n") }
    #expect(throws: PolicyError.self) { try policy("witness v \(log.key.vkey)\nquorum none\n") }
  }

  /// Names are bytes: the Kelvin sign is not K, and nothing need be UTF-8.
  @Test func namesAreOctets() throws {
    let line = Array("witness ".utf8)
    let vkey = Array(" \(witnesses[0].key.vkey)\n".utf8)
    func text(_ name: [UInt8], _ quorum: [UInt8]) -> [UInt8] {
      Array("log \(log.key.vkey)\n".utf8) + line + name + vkey + Array("quorum ".utf8) + quorum
        + [0x0A]
    }
    let kelvin = Array("\u{212A}".utf8)
    #expect(throws: PolicyError.self) { try WitnessPolicy(parsing: text([0x4B], kelvin)) }
    let policy = try WitnessPolicy(parsing: text([0xFF, 0xC0], [0xFF, 0xC0]))
    try policy.check(note(cosignedBy: [0]))
  }

  @Test func limits() throws {
    var text = ""
    for index in 0...WitnessPolicy.countMax {
      text += "group g\(index) any " + (index == 0 ? "w0" : "g\(index - 1)") + "\n"
    }
    #expect(throws: PolicyError.self) { try policy(text + "quorum none\n") }
    let large = [UInt8](repeating: 0x20, count: WitnessPolicy.byteCountMax) + [0x0A]
    #expect(throws: PolicyError.tooLarge(byteCount: large.count)) {
      try WitnessPolicy(parsing: large)
    }
  }
}
