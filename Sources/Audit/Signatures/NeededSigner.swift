import Bytes
import Cryptography
import LedgerCore

/// One signature that a document needs.
struct NeededSigner {
  let roles: [KeyRole]
  /// The INN of the party that the key acts for; nil for any.
  var party: Identifier?
  /// One certain key instead of any key of a role.
  var key: Digest?
  /// A key that does not count, though its role would.
  var except: Digest?

  static let `operator` = NeededSigner(roles: [.operator])
  static let authority = NeededSigner(roles: [.authority])
  static let finance = NeededSigner(roles: [.financeFirst, .financeSecond])
  static let first = NeededSigner(roles: [.financeFirst])
  static let second = NeededSigner(roles: [.financeSecond])
  static let witness = NeededSigner(roles: [.authority, .financeFirst, .financeSecond])

  static func provider(_ inn: Identifier?) -> NeededSigner {
    NeededSigner(roles: [.provider], party: inn)
  }

  func isMet(by signer: RegisteredKey) -> Bool {
    if let key { return signer.id == key }
    guard roles.contains(signer.role), signer.id != except else { return false }
    return party == nil || party == signer.party
  }

  var description: String {
    if let key { return "\(roles.first?.name ?? "") \(key.hex)" }
    let names = roles.map(\.name).joined(separator: "|")
    return party.map { "\(names) \($0)" } ?? names
  }
}

/// What the table of signers asks about keys, as the registry stood before the document.
struct KeyStanding: Sendable {
  /// The key that the document replaces.
  private(set) var replaced: Digest = .zero
  /// The role that it gives was given before.
  private(set) var isRoleTaken = false
  /// There is a witness besides the key that it ends.
  private(set) var hasOtherWitness = false

  init(before document: Document, _ registry: KeyRegistry) {
    switch document.body {
    case .keyEnrolled(let enrolment): isRoleTaken = registry.hasKey(of: enrolment.role)
    case .keyRevoked(let revocation):
      hasOtherWitness = registry.hasKey(of: NeededSigner.witness.roles, besides: revocation.key)
    case .keyReplaced(let replacement): replaced = registry.active(replacement.role)?.id ?? .zero
    default: break
    }
  }
}

/// Which signatures a document needs: the table in section 2 of the design, written down a second
/// time, so that a mistake in the writer's policy does not excuse itself.
struct SigningRules {
  let keys: KeyStanding
  /// Asked in place: a copy of its accounts for each entry would cost more than the question.
  let audit: AccountAudit
  private var accounts: RecordedAccounts {
    _read { yield audit.accounts }
    nonmutating _modify { yield &audit.accounts }
  }

  /// Of these sets, one must be there whole.
  func alternatives(for document: Document) -> [[NeededSigner]] {
    switch document.body {
    case .ledgerOpened(let opening):
      [[NeededSigner(roles: [.operator], key: SHA256.hash(opening.operatorKey))]]
    case .keyEnrolled(let enrolment):
      [enrolmentSigners(enrolment)]
    case .keyRevoked(let revocation):
      [revocationSigners(revocation)]
    case .keyReplaced(let replacement):
      [
        [
          .authority, .finance, NeededSigner(roles: [replacement.role], key: keys.replaced),
        ],
        [.authority, .first, .second],
      ]
    case .rulesAdopted: [[.operator, .authority, .finance]]
    case .periodSealed: [[.finance, .operator]]
    case .cycleApproved: [[.first, .second]]
    case .payersRegistered, .payersAmended, .monthOpened, .cycleCalculated, .cycleCancelled,
      .cycleClosed, .statementImported, .paymentRejected, .receiptIdentified, .receiptSentBack,
      .refundReceived:
      [[.finance]]
    case .ordersApproved, .orderAmended, .orderClosed, .monthClosed, .claimCorrected,
      .entryReversed:
      [[.authority, .finance]]
    case .certificatesIssued, .certificateAmended, .certificatesSuspended, .certificatesResumed,
      .certificatesClosed, .providersAdmitted, .providersAmended, .providerExcluded,
      .claimAccepted, .claimRefused:
      [[.authority]]
    case .contractTerminated: [providers(document), [.authority]]
    case .agreementsSigned, .agreementAmended, .agreementTerminated:
      [[.authority] + providers(document)]
    case .contractsSigned, .claimSubmitted, .claimWithdrawn: [providers(document)]
    }
  }

  /// The operator and the new key; where the role was given before, a witness too.
  private func enrolmentSigners(_ enrolment: KeyEnrolment) -> [NeededSigner] {
    let own: [NeededSigner] = [
      .operator, NeededSigner(roles: [enrolment.role], key: SHA256.hash(enrolment.key)),
    ]
    return keys.isRoleTaken ? own + [.witness] : own
  }

  /// The operator, and a witness where there is one besides the key that ends, which is none.
  private func revocationSigners(_ revocation: KeyRevocation) -> [NeededSigner] {
    var witness = NeededSigner.witness
    witness.except = revocation.key
    return keys.hasOtherWitness ? [.operator, witness] : [.operator]
  }

  /// Every provider whose agreement, contract or claim the document concerns.
  private func providers(_ document: Document) -> [NeededSigner] {
    let inns: [Identifier?]
    switch document.body {
    case .agreementsSigned(let lines): inns = lines.map(\.provider)
    case .agreementAmended(let amendment): inns = [accounts.provider(of: amendment.agreement)]
    case .agreementTerminated(let agreement): inns = [accounts.provider(of: agreement)]
    case .contractsSigned(let lines): inns = providers(lines)
    case .contractTerminated(let contract): inns = [accounts.provider(ofContract: contract)]
    case .claimSubmitted(let claim): inns = [accounts.provider(of: claim.agreement)]
    case .claimWithdrawn(let claim): inns = [accounts.provider(ofClaim: claim.number)]
    default: inns = []
    }
    let distinct = Set(inns.compactMap { $0 }).sorted()
    // What names nothing known is refused by the rules; it still needs some provider.
    return distinct.isEmpty ? [.provider(nil)] : distinct.map { .provider($0) }
  }

  /// Lines that follow each other are mostly under the same agreement, which is asked for once.
  private func providers(_ lines: [ContractTerms]) -> [Identifier?] {
    var asked: Identifier?
    var inns: [Identifier?] = []
    for line in lines where line.agreement != asked {
      asked = line.agreement
      inns.append(accounts.provider(of: line.agreement))
    }
    return inns
  }
}
