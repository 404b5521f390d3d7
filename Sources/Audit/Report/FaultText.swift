extension Fault {
  /// What is wrong, as a clause without values.
  public func text(russian: Bool) -> String { russian ? texts.russian : texts.english }

  private var texts: (english: String, russian: String) {
    switch check {
    case .framing: framingTexts
    case .hashes, .chain, .tree: chainTexts
    case .checkpoints: checkpointTexts
    case .signatures: signatureTexts
    case .documents: documentTexts
    case .postings, .floors: postingTexts
    case .identities: identityTexts
    case .envelopes: envelopeTexts
    case .snapshots: snapshotTexts
    }
  }

  private var snapshotTexts: (String, String) {
    switch self {
    case .snapshotForm: ("this is no snapshot of this ledger", "это не снимок этой книги")
    case .snapshotSignature:
      ("the snapshot is not signed by the log key", "снимок не подписан ключом журнала")
    case .snapshotRoot:
      (
        "the snapshot is signed for another journal",
        "снимок подписан для другого журнала"
      )
    case .snapshotState:
      (
        "the snapshot is signed for a state that its entries do not lead to",
        "снимок подписан для состояния, к которому записи не приводят"
      )
    default:
      (
        "a page of the snapshot is damaged or missing; readers take it from the journal",
        "страница снимка повреждена или отсутствует; при чтении её заменяет журнал"
      )
    }
  }

  private var framingTexts: (String, String) {
    switch self {
    case .journalMissing:
      ("a checkpoint is published, but there is no journal", "точка опубликована, а журнала нет")
    case .segmentHeader: ("the segment header is damaged", "повреждён заголовок файла журнала")
    case .segmentLedger:
      ("the segment belongs to another ledger", "файл журнала относится к другой книге")
    case .segmentOrder:
      ("the segment does not begin where the one before ends", "файл журнала не продолжает прежний")
    case .frameHeader:
      (
        "no sound frame starts here; what lies before the next one was not read as entries",
        "здесь нет исправного кадра; байты до следующего кадра не прочитаны как записи"
      )
    case .frameCutShort:
      (
        "the frame ends behind the file: it is cut short, or its length is wrong",
        "кадр кончается за концом файла: он оборван или неверна его длина"
      )
    case .framePadding: ("the padding of the frame is not zero", "заполнение кадра не нулевое")
    case .checkpointAlone: ("a checkpoint without entries", "контрольная точка без записей")
    default: ("the commit has no checkpoint at its end", "фиксация не завершена контрольной точкой")
    }
  }

  private var chainTexts: (String, String) {
    switch self {
    case .partHash: ("the hash of a part is wrong", "хеш части записи неверен")
    case .entryNumber: ("the number of the entry is wrong", "номер записи неверен")
    case .previousHash:
      ("the chain of hashes breaks at this entry", "на этой записи рвётся цепочка хешей")
    case .checkpointRoot:
      (
        "the checkpoint has another root than the entries, and nobody signed it",
        "в контрольной точке не корень записей, и никто её не подписал"
      )
    default:
      (
        "the entries do not hash to the signed root; later roots were not compared",
        "записи не дают подписанного корня; последующие корни не сравнивались"
      )
    }
  }

  private var signatureTexts: (String, String) {
    switch self {
    case .signatureList: ("the signature list is malformed", "список подписей составлен неверно")
    case .keyUnknown: ("the signing key is not enrolled", "ключ подписи не зарегистрирован")
    case .keyEnded: ("the signing key had ended", "ключ подписи был прекращён")
    case .keyNotValid:
      ("the signing key was not valid on that day", "ключ подписи в этот день не действовал")
    case .keySignsNothing:
      ("a key of this role does not sign such documents", "ключ этой роли так не подписывает")
    case .keyUnusable: ("the key is no usable public key", "ключ непригоден")
    case .keyRepeated: ("the key was enrolled before", "ключ уже был зарегистрирован")
    case .signatureWrong:
      ("the signature does not fit the document", "подпись не подходит к документу")
    default: ("a signature that the document needs is missing", "нет необходимой подписи")
    }
  }

  private var documentTexts: (String, String) {
    switch self {
    case .entryForm: ("the entry is malformed", "запись составлена неверно")
    case .documentForm: ("the document is malformed", "документ составлен неверно")
    case .otherLedger: ("the document is of another ledger", "документ другой книги")
    case .openingMisplaced:
      ("a ledger is opened by its first entry and no other", "книгу открывает лишь первая запись")
    case .idRepeated:
      ("the document's id was used before", "идентификатор документа уже использован")
    case .basisUnknown:
      ("the document's basis is not in this chain", "основания документа нет в этой цепочке")
    default: ("the recording time runs backwards", "время записи идёт назад")
    }
  }

  private var postingTexts: (String, String) {
    switch self {
    case .postingForm: ("the postings are malformed", "проводки составлены неверно")
    case .resultForm: ("the results are malformed", "результаты составлены неверно")
    case .documentRefused: ("the rules refuse the document", "правила отклоняют документ")
    case .postingDiffers:
      ("a posting does not follow from the document", "проводка не следует из документа")
    case .resultsDiffer:
      ("the results do not follow from the document", "результаты не следуют из документа")
    case .accountUnknown: ("a posting names no account", "в проводке нет такого счёта")
    case .notDerived:
      (
        "the state is unknown from here on: postings, floors, identities and envelopes of later "
          + "entries were not checked",
        "состояние отсюда неизвестно: проводки, остатки, тождества и реестры следующих записей "
          + "не проверены"
      )
    case .belowZero: ("an account falls below zero", "остаток счёта ниже нуля")
    default: ("a balance is out of range", "остаток вне пределов")
    }
  }

  private var identityTexts: (String, String) {
    switch self {
    case .mixedLedgers:
      ("a posting joins accounts of two ledgers", "проводка между счетами разных регистров")
    case .orderFunds:
      ("the order's amount is not the sum of its parts", "сумма заказа не равна сумме частей")
    case .orderStated:
      ("the order's amount is not the documents'", "сумма заказа не та, что в документах")
    case .certificateNominal:
      ("the nominal is not the sum of its parts", "номинал сертификата не равен сумме частей")
    case .certificateStated:
      ("the nominal is not the documents'", "номинал не тот, что в документах")
    case .limitTotal: ("the limit is not free and used", "лимит не равен свободному и занятому")
    case .limitUsed:
      ("the used limit is not what contracts hold", "занятый лимит не равен суммам договоров")
    case .limitStated: ("the limit is not the documents'", "лимит не тот, что в документах")
    case .payerCash:
      (
        "cash paid is not what was executed less what is unidentified",
        "выплаты не равны исполненному за вычетом невыясненного"
      )
    case .agreementAccepted:
      (
        "what is accepted is not payable, in transit or an advance not sent",
        "принятое не равно сумме к оплате, в пути и неотправленных авансов"
      )
    default: ("debits and credits of a ledger differ", "дебет и кредит регистра не равны")
    }
  }

  private var envelopeTexts: (String, String) {
    switch self {
    case .envelopeMissing: ("the cycle's result is missing", "нет результата цикла")
    case .envelopeCount: ("the envelope's count is wrong", "количество в реестре цикла неверно")
    case .envelopeSum: ("the envelope's sum is wrong", "сумма в реестре цикла неверна")
    case .envelopeDigest: ("the envelope's digest is wrong", "хеш реестра цикла неверен")
    case .cycleNumber: ("the cycle's number is wrong", "номер цикла неверен")
    case .approvalCycle:
      ("the approval names no open cycle", "утверждён цикл, которого нет среди рассчитанных")
    case .approvalEnvelope:
      ("what was approved is not what was calculated", "утверждено не то, что рассчитано")
    case .paymentSum:
      ("the payments do not sum to the envelope", "сумма платежей не равна сумме реестра")
    default: ("a payment is not a line of the cycle", "платёж не соответствует строке цикла")
    }
  }
}
