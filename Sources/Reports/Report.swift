import Exchange
import LedgerCore

/// How a report is written: for people, or for machines.
public enum OutputFormat: String, CaseIterable, Sendable {
  case table, csv, json, jsonl
}

/// The answer to a question, as a value that can be written in every format.
///
/// - `json`: one object, or one array of objects, and a line end.
/// - `jsonl`: each object in a line of its own.
/// - `csv`: a header and rows. An object with a list gives one row for each item of the list that
///   `detail` names (one row with empty cells where it has none), its own values repeated; the
///   item's columns are named `list.key`. Where the list is the report (statement, trial balance),
///   the rows are its items alone. Other lists of objects are left out; lists of texts are joined
///   by `|`, as in the input files.
/// - `table`: aligned columns with headings in the language asked for. Amounts are grouped, dates
///   and statuses are translated; no escape codes, no trailing spaces.
public struct Report: Sendable {
  public enum Content: Hashable, Sendable {
    case object(JSONObject)
    case rows([JSONObject])
  }

  /// A list within an object: its key, and the keys of its items, so that an empty one has a
  /// header too.
  public struct Detail: Hashable, Sendable {
    public let key: String
    public let columns: [String]
    /// Whether the list is what the report is about, and the rest of the object repeats the
    /// question.
    public let standsAlone: Bool

    public init(key: String, columns: [String], standsAlone: Bool = false) {
      self.key = key
      self.columns = columns
      self.standsAlone = standsAlone
    }
  }

  public let kind: ReportKind
  public let content: Content
  /// Of rows: their keys.
  public let columns: [String]
  /// Of an object: the list that its CSV is made of.
  public let detail: Detail?

  public init(_ kind: ReportKind, rows: [JSONObject], columns: [String]) {
    self.kind = kind
    content = .rows(rows)
    self.columns = columns
    detail = nil
  }

  public init(_ kind: ReportKind, _ object: JSONObject, detail: Detail? = nil) {
    self.kind = kind
    content = .object(object)
    columns = []
    self.detail = detail
  }

  /// The value in the machine formats.
  public var value: JSONValue {
    switch content {
    case .object(let object): .object(object)
    case .rows(let rows): .objects(rows)
    }
  }

  /// Ends with a line end. Only `table` depends on the language.
  public func render(_ format: OutputFormat, language: Language) -> String {
    switch format {
    case .json: return value.json + "\n"
    case .jsonl:
      var json = JSONText()
      for object in objects {
        json.write(object)
        json.endLine()
      }
      return json.text
    case .csv: return CSVReport(self).text
    case .table: return TableReport(language).text(self)
    }
  }

  private var objects: [JSONObject] {
    switch content {
    case .object(let object): [object]
    case .rows(let rows): rows
    }
  }
}

/// What a report is about.
public enum ReportKind: String, CaseIterable, Sendable {
  case orderBalance = "order-balance"
  case certificateBalance = "certificate-balance"
  case contractBalance = "contract-balance"
  case agreementBalance = "agreement-balance"
  case providerBalance = "provider-balance"
  case payerBalance = "payer-balance"
  case statement
  case trialBalance = "trial-balance"
  case orderExecution = "order-execution"
  case contracts
  case advances
  case reconciliation
  case log
  case entry
  case claims
  case cycles
  case cycle
  case payments
  case keys
  case receipt
  case keyFile = "key-file"
  case document
  case verification
  case proof
  case checkpoint
  case checkpoints
  case cosignature
  case evidence
  case mirror

  func title(_ language: Language) -> String {
    let titles = bothTitles
    return language == .english ? titles.0 : titles.1
  }

  private var bothTitles: (String, String) {
    switch self {
    case .orderBalance: ("Order balance", "Остатки заказа")
    case .certificateBalance: ("Certificate balance", "Остатки сертификата")
    case .contractBalance: ("Contract balance", "Остатки договора")
    case .agreementBalance: ("Agreement balance", "Остатки соглашения")
    case .providerBalance: ("Provider balance", "Расчёты с исполнителем")
    case .payerBalance: ("Payer balance", "Остатки плательщика")
    case .statement: ("Statement", "Выписка")
    case .trialBalance: ("Trial balance", "Оборотно-сальдовая ведомость")
    case .orderExecution: ("Order execution", "Исполнение заказов")
    case .contracts: ("Contracts", "Договоры")
    case .advances: ("Advances", "Авансы")
    case .reconciliation: ("Reconciliation act", "Акт сверки")
    case .log: ("Log", "Журнал")
    case .entry: ("Entry", "Запись журнала")
    case .claims: ("Claims", "Заявки")
    case .cycles: ("Cycles", "Расчётные циклы")
    case .cycle: ("Cycle", "Расчётный цикл")
    case .payments: ("Payments", "Платежи")
    case .keys: ("Keys", "Ключи")
    case .receipt: ("Receipt", "Квитанция")
    case .keyFile: ("Key", "Ключ")
    case .document: ("Document", "Документ")
    case .verification: ("Verification", "Проверка")
    case .proof: ("Proof", "Доказательство")
    case .checkpoint: ("Checkpoint", "Контрольная точка")
    case .checkpoints: ("Checkpoints", "Контрольные точки")
    case .cosignature: ("Cosignature", "Подпись свидетеля")
    case .evidence: ("Evidence", "Пакет доказательств")
    case .mirror: ("Mirror", "Копия книги")
    }
  }
}
