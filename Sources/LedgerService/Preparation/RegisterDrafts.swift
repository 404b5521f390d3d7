import Exchange
import LedgerCore

/// Makes documents of the rows of register files. What only the rules can judge is left to them;
/// here rows become lines, and a file becomes one document for each party that signs.
public enum RegisterDrafts {
  public static func register(_ rows: [PayerRow]) -> [Draft] {
    split(rows) { .payersRegistered($0.map(\.details)) }
  }

  public static func amend(_ rows: [PayerRow], _ books: Books) -> [Draft] {
    split(rows) { part in
      .payersAmended(
        part.map { row in
          let terms = books.payers.find(row.inn).map { books.payers[$0].termsEntry }
          return Amended(replaces: replaced(terms, books), details: row.details)
        })
    }
  }

  public static func approve(_ rows: [OrderRow]) -> [Draft] {
    split(rows) { .ordersApproved($0.map(\.terms)) }
  }

  public static func issue(_ rows: [CertificateRow]) -> [Draft] {
    split(rows) { .certificatesIssued($0.map(\.terms)) }
  }

  public static func admit(_ rows: [ProviderRow]) -> [Draft] {
    split(rows) { .providersAdmitted($0.map(\.details)) }
  }

  public static func amend(_ rows: [ProviderRow], _ books: Books) -> [Draft] {
    split(rows) { part in
      .providersAmended(
        part.map { row in
          let terms = books.providers.find(row.inn).map { books.providers[$0].termsEntry }
          return Amended(replaces: replaced(terms, books), details: row.details)
        })
    }
  }

  /// One document for each provider, in the order in which the file brings them.
  public static func sign(_ rows: [AgreementRow]) -> [Draft] {
    grouped(rows) { $0.providerINN }.flatMap { group in
      split(group) { .agreementsSigned($0.map(\.terms)) }
    }
  }

  /// One document for each provider. A contract under an unknown agreement stays with the first,
  /// for the rules to refuse.
  public static func sign(_ rows: [ContractRow], _ books: Books) -> [Draft] {
    let provider = { (row: ContractRow) in
      books.agreements.find(row.agreement).map { books.agreements[$0].provider }
    }
    let first = rows.lazy.compactMap(provider).first ?? 0
    return grouped(rows) { provider($0) ?? first }.flatMap { group in
      split(group) { .contractsSigned($0.map(\.terms)) }
    }
  }

  /// Parts of at most as many lines as a register may have.
  static func split<Row: RegisterRow>(
    _ rows: [Row], _ body: ([Row]) -> DocumentBody
  ) -> [Draft] {
    stride(from: 0, to: rows.count, by: Document.lineLimit).map { start in
      let part = Array(rows[start..<min(start + Document.lineLimit, rows.count)])
      return Draft(body(part), fileLines: part.map(\.line))
    }
  }

  private static func grouped<Row, Key: Hashable>(
    _ rows: [Row], by key: (Row) -> Key
  ) -> [[Row]] {
    var places: [Key: Int] = [:]
    var groups: [[Row]] = []
    for row in rows {
      let rowKey = key(row)
      if let place = places[rowKey] {
        groups[place].append(row)
      } else {
        places[rowKey] = groups.count
        groups.append([row])
      }
    }
    return groups
  }

  /// Where there is nothing to replace the newest entry stands in, for the rules to refuse.
  private static func replaced(_ entry: UInt64?, _ books: Books) -> EntryReference {
    entry.map { books.reference(toEntry: $0) } ?? books.head
  }
}
