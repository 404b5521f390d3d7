import Exchange
import JournalStorage

/// What the sentences about storage name.
extension StorageTexts {
  static func values(_ error: StorageError, _ shown: ShownValues) -> [String: String] {
    var values: [String: String] = [:]
    values["path"] = subject(error).map { ShownText.cleansed($0, limit: 200) }
    func reason(_ text: String) { values["reason"] = ReasonTexts.shown(text, shown) }
    switch error {
    case .busy, .noLedger, .notPublished, .ledgerExists, .notAFile, .readOnly, .closed: break
    case .notALedger(_, let text): reason(text)
    case .directoryNotEmpty(_, let name): values["reason"] = ShownText.cleansed(name)
    case .permissionDenied(let call, _): values["call"] = ShownText.cleansed(call)
    case .diskFull(_, let needed, let available):
      if needed > 0 {
        values["need"] = "\(needed)"
        values["have"] = "\(available)"
      }
    case .damaged(_, let offset, let entry, let text):
      values["offset"] = "\(offset)"
      values["entry"] = "\(entry)"
      reason(text)
    case .failed(let call, _, let errno):
      values["call"] = ShownText.cleansed(call)
      values["reason"] = ReasonTexts.system(errno, shown)
    case .noSuchEntry(let entry, let published):
      values["entry"] = "\(entry)"
      values["count"] = "\(published)"
    case .overLimit(let what, let bytes, let limit):
      values["reason"] = ShownText.cleansed(what)
      values["count"] = "\(bytes)"
      values["limit"] = "\(limit)"
    case .invalidCommit(let text): reason(text)
    case .outcomeUnknown(let cause), .writerStopped(let cause):
      values["cause"] = cause.report(shown).message
    }
    return values
  }

  static func subject(_ error: StorageError) -> String? {
    switch error {
    case .busy(let path), .noLedger(let path), .notPublished(let path), .notALedger(let path, _),
      .ledgerExists(let path), .directoryNotEmpty(let path, _), .notAFile(let path),
      .permissionDenied(_, let path),
      .readOnly(let path),
      .diskFull(let path, _, _), .failed(_, let path, _), .closed(let path):
      path
    case .damaged(let file, _, _, _): file
    case .noSuchEntry(let entry, _): "\(entry)"
    case .outcomeUnknown(let cause), .writerStopped(let cause): subject(cause)
    case .overLimit, .invalidCommit: nil
    }
  }
}
