/// The lines of a policy file (C2SP tlog-policy): names, keys, groups and one quorum, each defined
/// before it is used. Names are bytes, never compared as text.
struct PolicyText {
  typealias Name = [UInt8]

  private(set) var logs: [NoteVerifierKey] = []
  private(set) var witnesses: [(name: Name, key: WitnessKey)] = []
  private(set) var groups: [WitnessPolicy.Group] = []
  private(set) var quorum: Name?

  private var defined: Set<Name> = [none]
  private var members: Set<Name> = []
  private var line = 0

  static let none = Array("none".utf8)

  init(_ bytes: [UInt8]) throws(PolicyError) {
    guard bytes.count <= WitnessPolicy.byteCountMax else {
      throw .tooLarge(byteCount: bytes.count)
    }
    let newline = UInt8(ascii: "\n")
    guard bytes.isEmpty || bytes.last == newline else {
      throw .malformed(line: 0, reason: "no newline at its end")
    }
    for text in bytes.split(separator: newline, omittingEmptySubsequences: false).dropLast() {
      line += 1
      guard text.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
        throw malformed("a control character")
      }
      try read(text.split { $0 == 0x20 || $0 == 0x09 }.map(Array.init))
    }
    guard quorum != nil else { throw .malformed(line: 0, reason: "there is no quorum line") }
  }

  private mutating func read(_ words: [[UInt8]]) throws(PolicyError) {
    guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
    switch String(decoding: first, as: UTF8.self) {
    case "log": try readLog(words)
    case "witness": try readWitness(words)
    case "group": try readGroup(words)
    case "quorum": try readQuorum(words)
    default: throw malformed("neither log, witness, group nor quorum")
    }
  }

  private mutating func readLog(_ words: [[UInt8]]) throws(PolicyError) {
    guard (2...3).contains(words.count) else { throw malformed("a log line has a key and a URL") }
    let key: NoteVerifierKey
    do throws(NoteError) {
      key = try NoteVerifierKey(vkey: String(decoding: words[1], as: UTF8.self))
    } catch {
      throw malformed("\(error)")
    }
    guard !logs.contains(where: { $0.publicKey == key.publicKey }) else {
      throw malformed("this log key stands there twice")
    }
    try checkCount(logs.count)
    logs.append(key)
  }

  private mutating func readWitness(_ words: [[UInt8]]) throws(PolicyError) {
    guard (3...4).contains(words.count) else {
      throw malformed("a witness line has a name, a key and a URL")
    }
    let key: WitnessKey
    do throws(NoteError) {
      key = try WitnessKey(vkey: String(decoding: words[2], as: UTF8.self))
    } catch {
      throw malformed("\(error)")
    }
    // Otherwise one witness could count twice.
    guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
      throw malformed("this witness key stands there twice")
    }
    try checkCount(witnesses.count)
    try define(words[1])
    witnesses.append((words[1], key))
  }

  private mutating func readGroup(_ words: [[UInt8]]) throws(PolicyError) {
    guard words.count >= 4 else { throw malformed("a group has a name, a count and members") }
    let names = Array(words[3...])
    for name in names {
      guard defined.contains(name), name != Self.none else {
        throw malformed("a member is not defined above")
      }
      guard members.insert(name).inserted else {
        throw malformed("a member belongs to a group already")
      }
    }
    let threshold: Int
    switch String(decoding: words[2], as: UTF8.self) {
    case "all": threshold = names.count
    case "any": threshold = 1
    case let digits:
      guard let number = Checkpoint.parseSize(digits).flatMap(Int.init(exactly:)),
        (1...names.count).contains(number)
      else { throw malformed("the count is not all, any, or 1 to \(names.count)") }
      threshold = number
    }
    try checkCount(groups.count)
    try define(words[1])
    groups.append(WitnessPolicy.Group(name: words[1], threshold: threshold, members: names))
  }

  private mutating func readQuorum(_ words: [[UInt8]]) throws(PolicyError) {
    guard words.count == 2 else { throw malformed("a quorum line has one name") }
    guard quorum == nil else { throw malformed("a second quorum line") }
    guard defined.contains(words[1]) else { throw malformed("the quorum is not defined above") }
    quorum = words[1]
  }

  private mutating func define(_ name: Name) throws(PolicyError) {
    guard defined.insert(name).inserted else { throw malformed("this name is defined already") }
  }

  private func checkCount(_ count: Int) throws(PolicyError) {
    guard count < WitnessPolicy.countMax else {
      throw malformed("more than \(WitnessPolicy.countMax) of a kind")
    }
  }

  private func malformed(_ reason: String) -> PolicyError {
    .malformed(line: line, reason: reason)
  }
}
