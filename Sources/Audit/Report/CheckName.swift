/// The checks that a verification is made of. Each reads the journal's own bytes; none relies on
/// what the writer derived, cached or indexed.
public enum CheckName: String, CaseIterable, Sendable {
  case framing
  case hashes
  case chain
  case tree
  case checkpoints
  case signatures
  case documents
  case postings
  case floors
  case identities
  case envelopes
  case snapshots

  /// What the check shows, in one or two sentences.
  public func explanation(russian: Bool) -> String { russian ? russianText : englishText }

  private var englishText: String {
    switch self {
    case .framing:
      "Every byte of every journal segment belongs to a segment header, a frame header with a "
        + "right check value, a payload or zero padding; segments follow each other without a gap, "
        + "and each commit ends with a checkpoint."
    case .hashes: "The SHA-256 of each part of each entry is the one in the entry's header."
    case .chain:
      "Entries are numbered without a gap, and each header carries the hash of the entry before."
    case .tree:
      "The RFC 6962 root over the entries, computed anew, is the one that each checkpoint signs."
    case .checkpoints:
      "Each checkpoint names this ledger and its own size and is signed by the log key of its time; "
        + "the published one is the journal's last; one that an auditor kept still fits."
    case .signatures:
      "Each document carries the signatures that its kind needs, by keys that were enrolled, valid "
        + "at the time of recording and not ended, and every signature fits the document's bytes."
    case .documents:
      "Each document is well formed, belongs to this ledger, has an id never used before and rests "
        + "on an entry of this chain; recording times never run backwards."
    case .postings:
      "The rules derive from each document exactly the postings and results that are recorded."
    case .floors:
      "Summed from the recorded postings, no account but the control accounts is ever below zero."
    case .identities:
      "After each entry the sums of orders, certificates, agreements and payers agree with each "
        + "other and with the amounts that documents state."
    case .envelopes:
      "Count, sum and digest of each cycle, computed anew, are those that its approvers signed, and "
        + "the payments sent are exactly its lines."
    case .snapshots:
      "Each kept snapshot is signed by the log key of its time, for the root and for the state that "
        + "its entries lead to when they are read again; every page of it that is kept is whole."
    }
  }

  private var russianText: String {
    switch self {
    case .framing:
      "Каждый байт каждого файла журнала принадлежит заголовку файла, заголовку кадра с верной "
        + "контрольной суммой, содержимому или нулевому заполнению; файлы следуют друг за другом "
        + "без пропуска, каждая фиксация завершается контрольной точкой."
    case .hashes: "SHA-256 каждой части каждой записи совпадает с указанным в заголовке записи."
    case .chain:
      "Записи пронумерованы без пропусков, каждый заголовок содержит хеш предыдущей записи."
    case .tree:
      "Корень дерева записей по RFC 6962, вычисленный заново, совпадает с подписанным в каждой "
        + "контрольной точке."
    case .checkpoints:
      "Каждая контрольная точка называет эту книгу и свой размер и подписана действовавшим "
        + "ключом журнала; опубликованная точка — последняя в журнале; сохранённая аудитором — "
        + "по-прежнему подходит."
    case .signatures:
      "Каждый документ несёт подписи, которых требует его вид, сделанные зарегистрированными, "
        + "действительными на момент записи и не прекращёнными ключами; каждая подпись подходит к "
        + "байтам документа."
    case .documents:
      "Каждый документ правильно составлен, относится к этой книге, имеет новый идентификатор и "
        + "опирается на запись этой цепочки; время записи никогда не идёт назад."
    case .postings:
      "Из каждого документа по правилам следуют в точности записанные проводки и результаты."
    case .floors:
      "По сумме записанных проводок ни один счёт, кроме контрольных, не опускается ниже нуля."
    case .identities:
      "После каждой записи суммы по заказам, сертификатам, соглашениям и плательщикам согласуются "
        + "между собой и с суммами, названными в документах."
    case .envelopes:
      "Количество, сумма и хеш каждого цикла, вычисленные заново, совпадают с подписанными при "
        + "утверждении, а отправленные платежи — в точности его строки."
    case .snapshots:
      "Каждый сохранённый снимок состояния подписан действовавшим ключом журнала — для корня и "
        + "состояния, к которым записи приводят при повторном чтении; каждая хранимая его страница цела."
    }
  }

  public init?(name: String) { self.init(rawValue: name) }
}
