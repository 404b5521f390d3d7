import Authentication
import Bytes
import LedgerCore

/// One signature that the design asks for.
struct Needed: Hashable {
  var roles: Set<KeyRole>
  var isThatProvider = false
  /// By the name of the key, where one certain key must sign.
  var key: String?
  /// By the name of the key that does not count: the one that a revocation ends.
  var except: String?

  static let `operator` = Needed(roles: [.operator])
  static let authority = Needed(roles: [.authority])
  static let finance = Needed(roles: [.financeFirst, .financeSecond])
  static let first = Needed(roles: [.financeFirst])
  static let second = Needed(roles: [.financeSecond])
  static let provider = Needed(roles: [.provider], isThatProvider: true)
  /// "An authority or finance key."
  static let witness = Needed(roles: [.authority, .financeFirst, .financeSecond])
  static func witness(except name: String) -> Needed {
    Needed(roles: witness.roles, except: name)
  }
  static func key(_ name: String, _ role: KeyRole) -> Needed { Needed(roles: [role], key: name) }
}

/// A document with the sets of signatures that it may have, the usual one first.
struct Expectation {
  let body: DocumentBody
  let accepted: [[Needed]]
  /// Whether a log key may sign: only its own replacement.
  var logSigns = false

  init(_ body: DocumentBody, _ accepted: [Needed]...) {
    self.body = body
    self.accepted = accepted
  }
}

/// A fault as the tests compare it: what is missing, in no order.
enum Fault: Hashable {
  case signature(SignatureFault)
  case missing(Set<Missing>)

  struct Missing: Hashable {
    let roles: Set<KeyRole>
    let party: Identifier?
    let key: Digest?
  }

  init(_ fault: SignatureFault) {
    guard case .missing(let requirements) = fault else {
      self = .signature(fault)
      return
    }
    self = .missing(
      Set(requirements.map { Missing(roles: Set($0.roles), party: $0.party, key: $0.key) }))
  }
}

extension Expectation {
  /// What the design says of these keys' signatures on the document, all of them over its bytes.
  /// `keys` are names in the town.
  func fault(signedBy keys: [String], in town: Town) -> Fault? {
    for name in keys.sorted(by: { town.key($0).id < town.key($1).id }) {
      if let fault = standing(of: name, in: town) { return .signature(fault) }
    }
    let unmet = accepted.map { set in
      set.filter { needed in !keys.contains { meets($0, needed) } }
    }
    guard !unmet.contains([]) else { return nil }
    return .missing(
      Set(
        unmet[0].map {
          Fault.Missing(
            roles: $0.roles, party: $0.isThatProvider ? town.here.inn : nil,
            key: $0.key.map { town.key($0).id })
        }))
  }

  private func standing(of name: String, in town: Town) -> SignatureFault? {
    let id = town.key(name).id
    if accepted.contains(where: { $0.contains { $0.key == name } }) { return nil }
    if name == "stranger" || name == "new" { return .unknownKey(id) }
    if name.hasSuffix("-ended") { return .endedKey(id) }
    if name.hasSuffix("-early") || name.hasSuffix("-late") {
      return .notValidOn(Town.today, key: id)
    }
    if name == "auditor" { return .roleSignsNothing(.auditor, key: id) }
    if name == "log", !logSigns { return .roleSignsNothing(.log, key: id) }
    return nil
  }

  private func meets(_ name: String, _ needed: Needed) -> Bool {
    if let key = needed.key { return name == key }
    if needed.isThatProvider { return name == "provider" }
    guard name != needed.except else { return false }
    return Self.roles[name].map { needed.roles.contains($0) } ?? false
  }

  private static let roles: [String: KeyRole] = [
    "operator": .operator, "log": .log, "authority": .authority, "finance-first": .financeFirst,
    "finance-second": .financeSecond, "auditor": .auditor,
  ]

  /// Key names that meet what is needed.
  static func candidates(_ needed: Needed) -> [String] {
    if let key = needed.key { return [key] }
    if needed.isThatProvider { return ["provider"] }
    return roles.filter { needed.roles.contains($0.value) && $0.key != needed.except }
      .map(\.key).sorted()
  }
}

extension Expectation {
  /// The table of the design, section 2, "Which signatures a document needs", for a whole town.
  /// A key named `new` is made where the document brings one.
  static func all(_ kind: DocumentKind, in town: Town) throws -> [Expectation] {
    switch kind {
    case .ledgerOpened:
      // Judged in books without any entry: see `RegistryTests`.
      return []
    case .keyEnrolled:
      let new = try town.makeKey("new")
      return [KeyRole.authority, .financeFirst, .financeSecond, .provider, .auditor].map { role in
        Expectation(
          .keyEnrolled(
            KeyEnrolment(
              key: new.spki, role: role, party: Town.payer, from: .earliest, to: .latest)),
          [.operator, .key("new", role), .witness])
      }
    case .keyRevoked:
      return ["provider", "authority", "auditor"].map { name in
        Expectation(
          .keyRevoked(KeyRevocation(key: town.key(name).id, reason: "утрачен")),
          [.operator, .witness(except: name)])
      }
    case .keyReplaced:
      // A log key is an Ed25519 key.
      let new = try town.makeKey("new", .ed25519)
      return [KeyRole.operator, .log].map { role in
        var expectation = Expectation(
          .keyReplaced(KeyReplacement(role: role, key: new.spki)),
          [.authority, .finance, .key(role.name, role)], [.authority, .first, .second])
        expectation.logSigns = role == .log
        return expectation
      }
    default:
      if let body = Bodies.plain(kind) { return [Expectation(body, plainSigners(kind))] }
      let body = Bodies.of(kind, town.here)!
      switch kind {
      case .agreementsSigned, .agreementAmended, .agreementTerminated:
        return [Expectation(body, [.authority, .provider])]
      case .contractsSigned, .claimSubmitted, .claimWithdrawn:
        return [Expectation(body, [.provider])]
      case .contractTerminated: return [Expectation(body, [.provider], [.authority])]
      default: return [Expectation(body, [.authority])]
      }
    }
  }

  private static func plainSigners(_ kind: DocumentKind) -> [Needed] {
    switch kind {
    case .rulesAdopted: [.operator, .authority, .finance]
    case .periodSealed: [.finance, .operator]
    case .cycleApproved: [.first, .second]
    case .ordersApproved, .orderAmended, .orderClosed, .monthClosed, .claimCorrected,
      .entryReversed:
      [.authority, .finance]
    case .certificatesIssued, .certificateAmended, .certificatesSuspended, .certificatesResumed,
      .certificatesClosed:
      [.authority]
    default: [.finance]
    }
  }
}
