import Bytes
import Cryptography
import LedgerCore

/// The posting core alone: balances, floors and the undo log, at random among a million accounts,
/// on one thread. One posting in so many would take an account below its floor and is refused.
struct PostingsScenario: Scenario {
  let name = "postings"
  let title = "posting core with floor checks, one thread"
  private static let accountsMax = 1_000_000
  /// As many lines as the rules look ahead.
  private static let batch = 64
  /// Postings between two commits.
  private static let entry = 4_096
  private static let deposit: Int64 = 2_000

  func measure(_ bench: Bench) throws -> Measurement {
    let count = min(bench.settings.lines, Self.accountsMax)
    let postings = self.postings(bench.settings.lines * 2, accounts: count, bench)
    let expected = balances(after: postings, accounts: count)
    var runs: [Double] = []
    var digest: Digest?
    for _ in 0..<bench.settings.runs {
      var (accounts, first) = Self.founded(count)
      let clock = ContinuousClock()
      let start = clock.now
      let refused = Self.post(postings, first: first, to: &accounts)
      runs.append(Double(postings.count) / clock.now.seconds(since: start))
      try bench.expect(
        refused == expected.refused,
        "\(refused) postings were refused instead of \(expected.refused)")
      for (index, balance) in expected.balances.enumerated() {
        let found = accounts.balance(first + AccountIndex(index)).kopecks
        try bench.expect(
          found == balance, "account \(index) has \(found) kopecks instead of \(balance)")
      }
      digest = Self.digest(accounts)
    }
    let refusedShare = Double(expected.refused) / Double(postings.count)
    return Measurement(
      size: "\(postings.count) postings, \(count) accounts", unit: "postings/s", isRate: true,
      runs: runs,
      limit: MeasuredLimit(
        meaning: "two additions at random places among as many numbers, without any rule",
        value: \.updates),
      target: Target(kind: .atLeast, value: 5_000_000),
      details: [Detail("refused at the floor", refusedShare * 100, "%")],
      checks: ["every balance and every refusal as plain arrays have them"],
      digest: digest?.hex ?? "")
  }

  private func postings(_ count: Int, accounts: Int, _ bench: Bench) -> [Posting] {
    let values = SeededValues(seed: bench.settings.seed)
    return (0..<count).map { index in
      let debit = values.value(.debit, index) % UInt64(accounts)
      let step = values.value(.credit, index) % UInt64(max(1, accounts - 1))
      let credit = (debit + 1 + step) % UInt64(accounts)
      return Posting(
        debit: AccountIndex(debit), credit: AccountIndex(credit),
        amount: Money(kopecks: values.number(1...1_000, .amount, index)))
    }
  }

  /// The same in two ordinary arrays.
  private func balances(
    after postings: [Posting], accounts: Int
  ) -> (balances: [Int64], refused: Int) {
    var balances = [Int64](repeating: Self.deposit, count: accounts)
    var refused = 0
    for posting in postings {
      guard balances[Int(posting.debit)] >= posting.amount.kopecks else {
        refused += 1
        continue
      }
      balances[Int(posting.debit)] -= posting.amount.kopecks
      balances[Int(posting.credit)] += posting.amount.kopecks
    }
    return (balances, refused)
  }

  /// Certificates, each with its deposit; the index of the first.
  private static func founded(_ count: Int) -> (accounts: Accounts, first: AccountIndex) {
    var accounts = Accounts()
    accounts.openOrderTotals()
    let approved = accounts.open([.fundsApproved, .fundsUnallocated], owner: 0)
    let unallocated = approved + 1
    let sum = Money(kopecks: deposit * Int64(count))
    var isPosted = accounts.post(Posting(debit: approved, credit: unallocated, amount: sum))
    for index in 0..<count {
      let available = accounts.open([.fundsAvailable], owner: index)
      let posting = Posting(
        debit: unallocated, credit: available, amount: Money(kopecks: deposit))
      isPosted = accounts.post(posting) && isPosted
    }
    precondition(isPosted)
    accounts.commit()
    return (accounts, approved + 2)
  }

  private static func post(
    _ postings: [Posting], first: AccountIndex, to accounts: inout Accounts
  ) -> Int {
    var refused = 0
    for start in stride(from: 0, to: postings.count, by: batch) {
      let end = min(start + batch, postings.count)
      for index in start..<end {
        accounts.prefetch(first + postings[index].debit)
        accounts.prefetch(first + postings[index].credit)
      }
      for index in start..<end {
        var posting = postings[index]
        posting.debit += first
        posting.credit += first
        if !accounts.post(posting) { refused += 1 }
      }
      if end.isMultiple(of: entry) { accounts.commit() }
    }
    accounts.commit()
    return refused
  }

  private static func digest(_ accounts: Accounts) -> Digest {
    var writer = ByteWriter(reserving: accounts.count * 8)
    for index in 0..<accounts.count {
      writer.write(accounts.balance(AccountIndex(index)).kopecks)
    }
    return SHA256.hash(writer.bytes)
  }
}
