import Foundation
import LedgerCore

/// A file of the exchange between accounting and bank (1CClientBankExchange), as far as the
/// simulated bank needs it: Windows-1251, lines of key and value, documents.
struct ClientBankText {
  typealias Field = (key: String, value: String)

  struct BankDocument {
    var fields: [Field]

    subscript(key: String) -> String { fields.first { $0.key == key }?.value ?? "" }

    /// The date in ISO form, nil where the document has none.
    var date: CalendarDate? { CalendarDate(russian: self["Дата"]) }
  }

  private(set) var documents: [BankDocument] = []

  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DemoFault.malformedFile(path: path, reason: "cannot be read")
    }
    guard let text = String(data: data, encoding: .windowsCP1251) else {
      throw DemoFault.malformedFile(path: path, reason: "not Windows-1251")
    }
    var open: BankDocument?
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (parts[0], open) {
      case ("СекцияДокумент", nil): open = BankDocument(fields: [])
      case ("КонецДокумента", let document?):
        documents.append(document)
        open = nil
      case (let key, .some) where parts.count == 2:
        open?.fields.append((String(key), String(parts[1])))
      default: continue
      }
    }
    guard open == nil, text.contains("КонецФайла") else {
      throw DemoFault.malformedFile(path: path, reason: "ends too early")
    }
  }

  /// The only document to a payee; nil where there is none, or more than one.
  func document(toINN inn: String) -> BankDocument? {
    let found = documents.filter { $0["ПолучательИНН"] == inn }
    return found.count == 1 ? found[0] : nil
  }
}
