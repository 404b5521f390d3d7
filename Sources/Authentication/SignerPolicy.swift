import Bytes
import LedgerCore

/// One signature that a document needs: by a key of one of the roles, for a party where one is
/// named, or by one certain key.
public struct SignerRequirement: Hashable, Sendable {
  public let roles: [KeyRole]
  public let party: Identifier?
  public let key: Digest?
  /// A key that does not count here: the one that the document itself ends.
  public let except: Digest?

  init(
    _ roles: KeyRole..., party: Identifier? = nil, key: Digest? = nil, except: Digest? = nil
  ) {
    self.roles = roles
    self.party = party
    self.key = key
    self.except = except
  }

  static let finance = SignerRequirement(.financeFirst, .financeSecond)
  static let authority = SignerRequirement(.authority)

  /// Whether a key of the registry meets it.
  public func isMet(by record: KeyRecord) -> Bool {
    if let key { return record.id == key }
    guard roles.contains(record.role), record.id != except else { return false }
    return party == nil || record.party == party
  }

  /// `authority`, `finance-first or finance-second`, `provider 2450012345`.
  public var description: String {
    let names = roles.map(\.name).joined(separator: " or ")
    return party.map { "\(names) \($0)" } ?? names
  }
}

/// Which signatures a document needs (design, section 2).
public enum SignerPolicy {
  /// Sets of requirements, of which one must be met whole. The usual one comes first.
  public static func alternatives(
    for document: Document, in books: Books, digest: (_ spki: [UInt8]) -> Digest
  ) -> [[SignerRequirement]] {
    switch document.body {
    case .ledgerOpened(let opening):
      return [[SignerRequirement(.operator, key: digest(opening.operatorKey))]]
    case .keyEnrolled(let enrolment):
      return [enrolment.role.signers(of: enrolment, books, digest)]
    case .keyRevoked(let revocation): return [revocationSigners(revocation, books)]
    case .keyReplaced(let replacement):
      let old = books.activeKey(replacement.role).map { books.keys[$0].id }
      return [
        [.authority, .finance, SignerRequirement(replacement.role, key: old)],
        [.authority, SignerRequirement(.financeFirst), SignerRequirement(.financeSecond)],
      ]
    case .rulesAdopted: return [[SignerRequirement(.operator), .authority, .finance]]
    case .periodSealed: return [[.finance, SignerRequirement(.operator)]]
    case .cycleApproved:
      return [[SignerRequirement(.financeFirst), SignerRequirement(.financeSecond)]]
    case .contractTerminated:
      return [[provider(of: document, books)], [.authority]]
    default: return [usualSigners(document, books)]
    }
  }

  private static func usualSigners(_ document: Document, _ books: Books) -> [SignerRequirement] {
    switch document.kind {
    case .payersRegistered, .payersAmended, .monthOpened, .cycleCalculated, .cycleCancelled,
      .cycleClosed, .statementImported, .paymentRejected, .receiptIdentified, .receiptSentBack,
      .refundReceived:
      [.finance]
    case .ordersApproved, .orderAmended, .orderClosed, .monthClosed, .claimCorrected,
      .entryReversed:
      [.authority, .finance]
    case .agreementsSigned, .agreementAmended, .agreementTerminated:
      [.authority, provider(of: document, books)]
    case .contractsSigned, .claimSubmitted, .claimWithdrawn:
      [provider(of: document, books)]
    case .certificatesIssued, .certificateAmended, .certificatesSuspended, .certificatesResumed,
      .certificatesClosed, .providersAdmitted, .providersAmended, .providerExcluded,
      .claimAccepted, .claimRefused:
      [.authority]
    case .ledgerOpened, .keyEnrolled, .keyRevoked, .keyReplaced, .rulesAdopted, .cycleApproved,
      .contractTerminated, .periodSealed:
      preconditionFailure("has signers of its own")
    }
  }

  /// The operator, and one who answers for money or service, once there is such a key besides. The
  /// key that ends is no witness of its own end: whoever stole it could revoke it.
  private static func revocationSigners(
    _ revocation: KeyRevocation, _ books: Books
  ) -> [SignerRequirement] {
    let witnesses = KeyRole.witnesses
    let hasWitness = books.keys.rows.contains {
      $0.isActive && witnesses.contains($0.role) && $0.id != revocation.key
    }
    let witness = SignerRequirement(
      .authority, .financeFirst, .financeSecond, except: revocation.key)
    return hasWitness ? [SignerRequirement(.operator), witness] : [SignerRequirement(.operator)]
  }

  /// "That provider": the one whose agreement, contract or claim the document concerns. Where the
  /// document names nothing known, any provider will do, and the rules refuse the document.
  private static func provider(of document: Document, _ books: Books) -> SignerRequirement {
    SignerRequirement(.provider, party: providerINN(of: document, books))
  }

  private static func providerINN(of document: Document, _ books: Books) -> Identifier? {
    if case .agreementsSigned(let lines) = document.body { return lines.first?.provider }
    guard let agreement = agreement(of: document, books) else { return nil }
    return books.providers.number(books.agreements[agreement].provider)
  }

  /// Without closures, which would copy the books: a reference counted for each table.
  private static func agreement(of document: Document, _ books: Books) -> Int? {
    switch document.body {
    case .agreementAmended(let amendment): return books.agreements.find(amendment.agreement)
    case .agreementTerminated(let number): return books.agreements.find(number)
    case .contractsSigned(let lines):
      for line in lines {
        if let agreement = books.agreements.find(line.agreement) { return agreement }
      }
      return nil
    case .contractTerminated(let number):
      guard let contract = books.contracts.find(number) else { return nil }
      return books.contracts[contract].agreement
    case .claimSubmitted(let claim): return books.agreements.find(claim.agreement)
    case .claimWithdrawn(let claim):
      guard let row = books.claim(ofEntry: claim.number) else { return nil }
      return books.claims[row].agreement
    default: return nil
    }
  }
}

extension KeyRole {
  /// Roles that answer for money or service beside the operator.
  static let witnesses: [KeyRole] = [.authority, .financeFirst, .financeSecond]

  /// The operator and the new key itself; where the role has a key already, a witness too.
  fileprivate func signers(
    of enrolment: KeyEnrolment, _ books: Books, _ digest: ([UInt8]) -> Digest
  ) -> [SignerRequirement] {
    let own = [
      SignerRequirement(.operator), SignerRequirement(self, key: digest(enrolment.key)),
    ]
    guard books.keys.rows.contains(where: { $0.role == self }) else { return own }
    return own + [SignerRequirement(.authority, .financeFirst, .financeSecond)]
  }
}
