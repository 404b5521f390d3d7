import Bytes

/// SHA-256, handed to the core by whoever has it.
public typealias DigestFunction = @Sendable ([UInt8]) -> Digest

/// The books of one ledger: every register, account and claim, as the documents so far have made
/// them. A pure function of the journal: no clock, file, randomness or hash-map order.
///
/// A document is applied whole or refused whole. What was applied since the last `commit` can be
/// rolled back, so a dry run takes the same path as a real one.
public struct Books: Sendable {
  let digest: DigestFunction
  public internal(set) var ledger = UniqueID.zero
  public internal(set) var name = ""
  public internal(set) var rulesVersion: UInt16 = 0
  /// Entries with an effective date in this month or before it are refused.
  public internal(set) var sealedThrough: YearMonth?

  public internal(set) var accounts = Accounts()
  public internal(set) var keys = KeyRegister()
  public internal(set) var payers = Register<Payer>()
  public internal(set) var orders = Register<Order>()
  public internal(set) var certificates = Register<Certificate>()
  public internal(set) var providers = Register<Provider>()
  public internal(set) var agreements = Register<Agreement>()
  public internal(set) var contracts = Register<Contract>()
  public internal(set) var months = Table<ContractMonth>()
  public internal(set) var claims = Table<Claim>()
  public internal(set) var claimLines = Table<ClaimLineRow>()
  public internal(set) var refunds = Table<Refund>()
  public internal(set) var cycles = Table<Cycle>()
  public internal(set) var payments = Table<Payment>()
  public internal(set) var statementRows = Table<StatementRow>()
  public internal(set) var statementDays = Table<StatementDay>()
  public internal(set) var entries = Table<EntrySummary>()
  var amendments = Table<Amendment>()
  var refundUses = Table<RefundUse>()
  /// Acceptance references and document ids that were used, by where.
  var acceptances = KeyIndex<AcceptanceKey>()
  var documents = KeyIndex<UniqueID>()
  /// Service codes and КБК.
  var texts = SharedTexts()
  var applied: Applied?

  public init(digest: @escaping DigestFunction) { self.digest = digest }

  /// Postings since the books were made or brought in.
  package var postingCount: UInt64 { accounts.postingCount }

  /// The number that the next entry gets.
  public var nextEntry: UInt64 { UInt64(entries.count) }

  /// The newest entry, for a document that is prepared now to rest on.
  public var head: EntryReference {
    guard entries.count > 0 else { return .none }
    return reference(toEntry: UInt64(entries.count - 1))
  }

  public func reference(toEntry number: UInt64) -> EntryReference {
    EntryReference(number: number, hash: entries[Int(number)].hash)
  }

  /// The entry that accepted the document with this id.
  public func entry(ofDocument id: UniqueID) -> UInt64? { documents.find(id).map(UInt64.init) }

  /// What a document does, once accepted.
  public struct Effects: Sendable {
    public let postings: [Posting]
    public let results: Results
  }

  /// What a rule says of the rows that it created or changed, and of results beside money.
  struct Outcome {
    var rows = 0..<0
    var results = Results.none
  }

  struct Applied {
    let kind: DocumentKind
    let document: UniqueID
    let effectiveDate: CalendarDate
    let recordedAt: Timestamp
    let rows: Range<Int>
  }

  /// Applies a document as the next entry. On a refusal nothing has changed. After success comes
  /// `seal`, then the next document; or `rollback`.
  public mutating func apply(
    _ verified: VerifiedDocument, recordedAt: Timestamp
  ) throws(Refusals) -> Effects {
    precondition(applied == nil, "the entry before was not sealed")
    let document = verified.document
    let before = mark()
    do throws(Refusals) {
      do throws(RuleFault) { try checkHeader(document, recordedAt) } catch { throw Refusals(error) }
      let outcome = try applyBody(of: document, recordedAt)
      let header = document.header
      applied = Applied(
        kind: document.kind, document: header.id, effectiveDate: header.effectiveDate,
        recordedAt: recordedAt, rows: outcome.rows)
      let postings = Array(accounts.postings(since: before.accounts))
      return Effects(postings: postings, results: outcome.results)
    } catch {
      rollback(to: before)
      throw error
    }
  }

  /// Closes the entry of the document just applied, with its leaf hash.
  public mutating func seal(hash: Digest) {
    guard let applied else { preconditionFailure("no document was applied") }
    entries.append(
      EntrySummary(
        kind: applied.kind, document: applied.document, effectiveDate: applied.effectiveDate,
        recordedAt: applied.recordedAt, hash: hash, rows: applied.rows))
    documents.append(applied.document)
    self.applied = nil
  }

  private func checkHeader(
    _ document: Document, _ recordedAt: Timestamp
  ) throws(RuleFault) {
    let header = document.header
    if case .ledgerOpened = document.body {
      guard entries.count == 0 else { throw RuleFault(.ledgerAlreadyOpened) }
      guard header.rulesVersion == DocumentHeader.currentRules else {
        throw RuleFault(.unknownRules, "\(header.rulesVersion)")
      }
      guard header.basis == .none else { throw RuleFault(.unknownBasis) }
      return
    }
    guard entries.count > 0 else { throw RuleFault(.ledgerNotOpened) }
    guard header.ledger == ledger else { throw RuleFault(.otherLedger, header.ledger.hex) }
    guard header.rulesVersion == rulesVersion else {
      throw RuleFault(.unknownRules, "\(header.rulesVersion)")
    }
    guard isInChain(header.basis) else {
      throw RuleFault(.unknownBasis, "\(header.basis.number)")
    }
    guard documents.find(header.id) == nil else { throw RuleFault(.documentKnown, header.id.hex) }
    if let sealedThrough, header.effectiveDate.yearMonth <= sealedThrough {
      throw RuleFault(.monthSealed, header.effectiveDate.yearMonth.iso)
    }
  }

  func isInChain(_ reference: EntryReference) -> Bool {
    reference.number < nextEntry && entries[Int(reference.number)].hash == reference.hash
  }
}
