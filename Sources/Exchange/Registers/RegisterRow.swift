import LedgerCore

/// A row of one of the files that documents are made from.
public protocol RegisterRow: Hashable, Sendable {
  static var columns: [String] { get }
  /// Columns that the file may lack.
  static var optionalColumns: [String] { get }
  /// Columns whose values are unique in a file.
  static var uniqueColumns: [String] { get }
  /// The line of the file.
  var line: Int { get }
  /// Nil when a field is wrong; the row has then logged why.
  init?(_ row: CSVRow)
}

extension RegisterRow {
  public static var optionalColumns: [String] { [] }

  /// Reads a whole file. Throws all that is wrong with its form; what the ledger's state forbids
  /// is not judged here. `file` is the name for messages.
  public static func read(_ bytes: [UInt8], file: String) throws(InputFaults) -> [Self] {
    let log = FaultLog(file: file)
    var rows: [Self] = []
    if var table = CSVTable(bytes, columns: columns, optional: optionalColumns, log: log) {
      var firstLines: [String: [String: Int]] = [:]
      while let row = table.next() {
        if let value = Self(row) { rows.append(value) }
        for column in uniqueColumns where !row.isEmpty(column) {
          let value = row.cell(column)
          if let line = firstLines[column]?[value] {
            row.fault(.table(.duplicateKey(firstLine: line)), column)
          } else {
            firstLines[column, default: [:]][value] = row.line
          }
        }
      }
      if rows.isEmpty && log.total == 0 { log.add(.file(.empty), line: 0) }
    }
    try log.throwIfAny()
    return rows
  }
}

/// Where money goes to or comes from. All by the form that `Requisites` demands.
public struct BankDetails: Hashable, Sendable {
  public let account: String
  public let bic: String
  public let bank: String
  /// Nil for an office of the Bank of Russia.
  public let correspondentAccount: String?
}
