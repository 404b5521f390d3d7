import Bytes
import Cryptography
import LedgerCore
import LedgerService

/// Twelve months of a region, entered through the service by one submitter. What it takes to make
/// and sign the documents, which is their authors' work, is counted apart.
struct RegionYear {
  struct Phase {
    let name: String
    var lines = 0
    var seconds = 0.0
  }

  /// Claims that are submitted in one call, and accepted by one acceptance.
  private static let claimsPerAcceptance = BenchmarkLedger.documentsPerCall

  let region: Region
  let ledger: BenchmarkLedger
  let memoryBefore: Int
  private(set) var model: RegionModel
  private(set) var phases: [Phase] = []
  private(set) var preparing = 0.0
  private(set) var signatureCount = 0
  private var balance: Money
  private let clock = ContinuousClock()

  init(_ region: Region, at path: String) throws {
    self.region = region
    let keys = try RegionKeys(region)
    model = RegionModel(region)
    ProcessMemory.trim()
    ProcessMemory.resetPeak()
    memoryBefore = ProcessMemory.resident
    ledger = try BenchmarkLedger(region, keys, at: path)
    balance = Money(
      kopecks: (0..<region.orderCount).reduce(0) { $0 + region.orderAmount($1) })
  }

  mutating func run() throws {
    let keys = ledger.keys
    _ = try enter("found", [region.opening(keys)], lines: 1)
    _ = try enter("found", region.enrolments(keys) + region.parties, lines: region.agreementCount)
    for register in region.certificateRegisters {
      _ = try enter("issue", [register], lines: register.lineCount)
    }
    for group in Array(0..<region.agreementCount).inGroups(of: BenchmarkLedger.documentsPerCall) {
      let registers = group.map(region.contractRegister)
      let lines = registers.reduce(0) { $0 + $1.lineCount }
      _ = try enter("contract", registers, lines: lines)
    }
    for month in region.months { try run(month) }
  }

  private mutating func run(_ month: Int) throws {
    let first = region.yearMonth(month).first
    for order in 0..<region.orderCount {
      let opening = region.monthOpening(month, order: order, model)
      _ = try enter("open", [opening], lines: region.contracts(ofOrder: order).count, on: first)
    }
    model.openMonth(month)
    try claim(.advance, month, on: first.adding(days: 7))
    model.payAdvances(month)
    try settle(on: first.adding(days: 9))
    try claim(.final, month, on: first.adding(days: 24))
    model.acceptFinals(month, advancePaid: true)
    model.payFinals()
    try settle(on: first.adding(days: 26))
    for order in 0..<region.orderCount {
      let closing = region.monthClosing(month, order: order)
      _ = try enter("close", [closing], lines: region.contracts(ofOrder: order).count, on: first)
    }
  }

  private mutating func claim(_ kind: ClaimKind, _ month: Int, on day: CalendarDate) throws {
    let size = Self.claimsPerAcceptance
    for first in stride(from: 0, to: region.agreementCount, by: size) {
      let agreements = first..<min(first + size, region.agreementCount)
      let claims = agreements.map { region.claim(kind, month, agreement: $0, model) }
      let lines = claims.reduce(0) { $0 + $1.lineCount }
      let entries = try enter(kind.name, claims, lines: lines, on: day)
      _ = try enter("accept", [region.acceptance(entries)], lines: lines, on: day)
    }
  }

  /// A cycle over all that waits: calculated, approved, confirmed by the bank, closed.
  private mutating func settle(on day: CalendarDate) throws {
    let lines = region.certificateCount
    let cycle = try enter("calculate", [region.calculation], lines: lines, on: day)[0]
    let envelope = ledger.newestEnvelope
    let paymentsBefore = ledger.paymentCount
    let approval = region.approval(cycle, envelope, on: day)
    _ = try enter("approve", [approval], lines: lines, on: day)
    let orders = ledger.paymentOrders(from: paymentsBefore)
    let file = SHA256.hash(Array("statement of \(day.iso)".utf8))
    let statement = region.statement(orders, on: day, opening: balance, file: file)
    _ = try enter("bank", [statement], lines: lines, on: day)
    balance -= envelope.sum
    _ = try enter("bank", [region.closing(cycle)], lines: 0, on: day)
  }

  private mutating func enter(
    _ phase: String, _ documents: [PlannedDocument], lines: Int,
    on day: CalendarDate = Region.yearStart
  ) throws -> [EntryReference] {
    let start = clock.now
    let signed = try ledger.sign(documents, on: day)
    let ready = clock.now
    let receipts = try ledger.submit(signed)
    let seconds = clock.now.seconds(since: ready)
    preparing += ready.seconds(since: start)
    signatureCount += signed.reduce(0) { $0 + $1.signatures.signatures.count }
    let index = phases.firstIndex { $0.name == phase } ?? phases.count
    if index == phases.count { phases.append(Phase(name: phase)) }
    phases[index].lines += lines
    phases[index].seconds += seconds
    return receipts.map { EntryReference(number: $0.entry, hash: $0.hash) }
  }
}

/// What a year cost.
struct YearResult {
  let phases: [RegionYear.Phase]
  let preparing: Double
  let entryCount: Int
  let bytes: Int
  let memory: Int
  let signatureCount: Int
  let ending: LedgerEnding
  /// Seconds that opening it again took.
  var opening = 0.0

  var certificateCount: Int { ending.model.region.certificateCount }
  /// In the service.
  var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }

  /// What hashing and verifying alone would take on one core.
  func coreSeconds(_ limits: MachineLimits) -> Double {
    Double(bytes) / limits.hash64K + Double(signatureCount) / limits.verifyOne
  }
}

extension RegionYear {
  /// Checks the books and closes the ledger.
  func finish(_ bench: Bench) throws -> YearResult {
    let memory = ProcessMemory.peak - memoryBefore
    try bench.expect(ledger.books, toAgreeWith: model)
    defer { ledger.close() }
    return YearResult(
      phases: phases, preparing: preparing, entryCount: Int(ledger.books.nextEntry),
      bytes: ledger.journalSize, memory: memory, signatureCount: signatureCount,
      ending: try ledger.ending(model))
  }
}
