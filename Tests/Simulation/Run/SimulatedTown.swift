import Bytes
import Cryptography
import JournalStorage
import LedgerCore
import LedgerFormat
import LedgerService
import TransparencyLog

/// A small town with its keys, payers, orders, providers and agreements, on a simulated disk; every
/// run starts from a copy of it.
package struct SimulatedTown: Sendable {
  package static let path = "/town"
  package static let ledger = UniqueID(hex: "00112233445566778899aabbccddeeff")!
  /// Small, so that a run fills several segments.
  package static let segmentSize: UInt64 = 6_000

  package let keys: SimulatedKeys
  package let disk: SimulatedDisk
  /// As it stands at the start of a run.
  package let books: Books

  package static let shared = Result { try SimulatedTown() }

  private init() throws {
    keys = try SimulatedKeys()
    disk = SimulatedDisk(seed: 0)
    let ledger = try Self.create(keys, disk.files, SimulatedClock())
    books = ledger.books
    ledger.close()
    disk.restart(powerLost: false)
  }

  /// For a queue of its own: it is not for several at once.
  package var signers: LogSigners { Self.signers(keys) }

  private static func signers(_ keys: SimulatedKeys) -> LogSigners {
    let name = Checkpoint.origin(ofLedger: ledger.bytes)
    return LogSigners { (id) throws(LedgerError) in
      guard let key = keys.key(id), let signer = try? NoteSigner(name: name, privateKey: key)
      else { throw .missingKey(name: "log") }
      return signer
    }
  }

  /// Opens a ledger and enters the first documents, each in a commit of its own.
  package static func create(
    _ keys: SimulatedKeys, _ files: any FileSystem, _ clock: SimulatedClock,
    onlyOpening: Bool = false
  ) throws -> Ledger {
    let ledger = try Ledger.create(path, id: Self.ledger, segmentSize: segmentSize, files: files)
    let queue = CommitQueue(ledger, signers: signers(keys), clock: { clock.next() })
    for (index, body) in bodies(keys).enumerated() {
      let document = document(body, id: UInt64(index), ledger.books)
      _ = try queue.submit([try keys.sign(document, in: ledger.books)])
      if onlyOpening { break }
    }
    return ledger
  }

  package static func document(
    _ body: DocumentBody, id: UInt64, on date: CalendarDate? = nil, _ books: Books
  ) -> Document {
    var writer = ByteWriter(reserving: 16)
    writer.write(id)
    writer.write(UInt64(7))
    return Document(
      header: DocumentHeader(
        ledger: ledger, id: UniqueID(bytes: writer.bytes)!, effectiveDate: date ?? yearStart,
        basis: books.head),
      body: body)
  }

  private static let yearStart = CalendarDate(year: 2023, month: 1, day: 1)!
  private static let yearEnd = CalendarDate(year: 2023, month: 12, day: 31)!
  private static let nextYear = (
    from: CalendarDate(year: 2024, month: 1, day: 1)!,
    to: CalendarDate(year: 2024, month: 12, day: 31)!
  )
  private static let service = "804200О.99.0.ББ52АЕ04000"
  private static let payers = ["9900000017", "9900000031"].map { Identifier($0)! }
  private static let providers = ["9900000024", "9900000049"].map { Identifier($0)! }
  /// Two of this year, one of the next.
  private static let orders = ["O1", "O2", "O3"].map { Identifier($0)! }

  private static func bodies(_ keys: SimulatedKeys) -> [DocumentBody] {
    let enrolments: [(SimulatedKeys.Name, KeyRole, Identifier)] = [
      (.authority, .authority, payers[0]), (.first, .financeFirst, payers[0]),
      (.second, .financeSecond, payers[0]), (.providerOne, .provider, providers[0]),
      (.providerTwo, .provider, providers[1]),
    ]
    let opening = LedgerOpening(
      name: "Town", operatorKey: keys[.operator].publicKey.spki, logKey: keys[.log].publicKey.spki)
    return [.ledgerOpened(opening)]
      + enrolments.map { name, role, party in
        .keyEnrolled(
          KeyEnrolment(
            key: keys[name].publicKey.spki, role: role, party: party, from: yearStart,
            to: CalendarDate(year: 2030, month: 12, day: 31)!))
      } + parties() + [agreements(of: 0), agreements(of: 1)]
  }

  private static func parties() -> [DocumentBody] {
    [
      .payersRegistered(
        payers.enumerated().map { index, inn in
          PayerDetails(
            inn: inn, kpp: "990001001", name: "Finance",
            account: "0323164300000000000\(index + 1)", bic: "019900001", bank: "Bank",
            correspondentAccount: "40102810500000000001", personalAccount: "03193000001",
            oktmo: "99701000")
        }),
      .ordersApproved(
        orders.enumerated().map { index, number in
          OrderTerms(
            number: number, year: index == 2 ? 2024 : 2023, payer: payers[index % 2],
            amount: Money(kopecks: index == 0 ? 200_000 : 100_000), services: [service],
            certificatesMax: nil)
        }),
      .providersAdmitted(
        providers.enumerated().map { index, inn in
          ProviderDetails(
            inn: inn, kpp: "990001001", ogrn: index == 0 ? "1029900000008" : "1029900000019",
            name: "Studio", kind: .nonprofit, services: [service], admittedFrom: yearStart,
            licence: "",
            account: index == 0 ? "40702810400000000001" : "40702810700000000002",
            bic: "049900601", bank: "Bank", correspondentAccount: "30101810500000000601")
        }),
    ]
  }

  /// One register for each provider, whose signature it needs.
  private static func agreements(of provider: Int) -> DocumentBody {
    func terms(_ name: String, _ order: Int, _ limit: Int64?, _ percent: UInt16, _ offset: Bool)
      -> AgreementTerms
    {
      AgreementTerms(
        number: Identifier(name)!, provider: providers[provider], order: orders[order],
        kbk: "90207030730254910622", from: order == 2 ? nextYear.from : yearStart,
        to: order == 2 ? nextYear.to : yearEnd,
        limit: limit.map { Money(kopecks: $0) }, advance: Percent(hundredths: percent * 100)!,
        offset: offset)
    }
    let first = [
      terms("A1", 0, 40_000, 80, true), terms("A2", 0, nil, 50, false),
      terms("A4", 1, nil, 80, true),
    ]
    let second = [terms("A3", 0, 30_000, 100, true), terms("A5", 2, nil, 80, true)]
    return .agreementsSigned(provider == 0 ? first : second)
  }
}

/// Each reading is a second later.
package final class SimulatedClock: Sendable {
  private let now: Guarded<Int64>

  package init(_ start: Int64 = 1_701_000_000_000) { now = Guarded(start) }

  package func next() -> Timestamp {
    now.withLock {
      $0 += 1_000
      return Timestamp(milliseconds: $0)
    }
  }
}
