extension Fault {
  var checkpointTexts: (String, String) {
    switch self {
    case .checkpointForm: ("this is no checkpoint", "это не контрольная точка")
    case .checkpointOrigin:
      ("the checkpoint is of another ledger", "контрольная точка другой книги")
    case .checkpointSize:
      ("the checkpoint covers another number of entries", "точка охватывает другое число записей")
    case .checkpointSignature:
      ("the log key of its time did not sign the checkpoint", "точка не подписана ключом журнала")
    case .latestLost:
      (
        "the published checkpoint is lost; a power cut may do that, and the next command that writes "
          + "publishes it again; without one, somebody removed it",
        "опубликованная точка утрачена; так бывает после сбоя питания, и следующая команда записи "
          + "её восстановит; если сбоя не было, её удалили"
      )
    case .latestForm: ("the published checkpoint is damaged", "опубликованная точка повреждена")
    case .latestDiffers:
      ("the published checkpoint is not the journal's", "опубликованная точка — не из журнала")
    case .latestBehind:
      (
        "several whole commits are not published; a power cut may do that, and the next command that "
          + "writes publishes them; without one, an older checkpoint was put in place",
        "несколько целых фиксаций не опубликованы; так бывает после сбоя питания, и следующая "
          + "команда записи их опубликует; если сбоя не было, точку заменили старой"
      )
    case .latestAhead:
      ("published entries are missing from the journal", "в журнале нет опубликованных записей")
    default: comparisonTexts
    }
  }

  /// Of what an auditor kept of an earlier run.
  private var comparisonTexts: (String, String) {
    switch self {
    case .keptOrigin: ("the kept checkpoint is of another ledger", "сохранённая точка — чужая")
    case .keptSignature:
      (
        "the kept checkpoint is not signed by a log key of this ledger",
        "сохранённая точка не подписана ключом журнала этой книги"
      )
    case .keptAhead:
      (
        "the journal has fewer entries than the kept checkpoint covers",
        "в журнале меньше записей, чем охватывает сохранённая точка"
      )
    case .keptRoot:
      (
        "the journal was rewritten: its first entries do not hash to the kept root",
        "журнал переписан: его первые записи не дают сохранённого корня"
      )
    case .policyMissed:
      (
        "too few of the policy's witnesses have cosigned the kept checkpoint",
        "сохранённую точку подписало слишком мало свидетелей"
      )
    case .policySignature:
      (
        "a log or witness of the policy has not signed the kept checkpoint as it stands",
        "сохранённая точка не подписана журналом или подписана свидетелем неверно"
      )
    case .stateOrigin:
      ("the state of the earlier run is of another ledger", "состояние прежней проверки — чужое")
    case .stateAhead:
      (
        "the journal has fewer entries than the earlier run verified; those that are left were all "
          + "verified anew",
        "в журнале меньше записей, чем проверено прежде; оставшиеся проверены все заново"
      )
    case .stateJournal:
      (
        "the journal was changed: its entries are those that the earlier run verified, but other "
          + "bytes, checkpoints among them, are not; everything was verified anew",
        "журнал изменён: записи — те, что проверены прежде, но другие байты, например контрольные "
          + "точки, — не те; всё проверено заново"
      )
    default:
      (
        "the journal was rewritten: its first entries are not those that the earlier run verified; "
          + "everything was verified anew",
        "журнал переписан: его первые записи — не те, что проверены прежде; всё проверено заново"
      )
    }
  }
}
