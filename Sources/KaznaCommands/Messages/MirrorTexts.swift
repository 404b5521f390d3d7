import Exchange
import LedgerService

extension MirrorFault {
  /// How it is told that a source cannot be mirrored: exit code 5, as for findings of `verify`.
  func report(_ language: Language) -> ErrorReport {
    let shown = ShownValues(language: language)
    switch self {
    case .damaged(let file, let offset, let entry, let reason):
      return ErrorReport(
        5, "source-damaged",
        Phrase(
          "{path}: the source is damaged at byte {offset}, entry {entry}: {reason}",
          "{path}: источник повреждён, байт {offset}, запись {entry}: {reason}"),
        hint: Phrase(
          "the copy holds what came before and is whole; see what kazna verify says of the source",
          "копия содержит всё, что было до этого места, и цела; проверьте источник: "
            + "kazna verify"),
        values: [
          "path": ShownText.cleansed(file, limit: 200), "offset": "\(offset)",
          "entry": "\(entry)", "reason": ReasonTexts.shown(reason, shown),
        ], subject: file, shown)
    case .forked(let entry, let source, let copy):
      return ErrorReport(
        5, "source-forked",
        Phrase(
          "entry {entry} of the source is not the one in the copy: {source}, not {copy}",
          "запись {entry} источника не та, что в копии: {source}, а не {copy}"),
        hint: Phrase(
          "the copy was not changed; keep it: its checkpoint is signed by the same log key, and "
            + "proves that history was rewritten",
          "копия не изменена; сохраните её: её контрольная точка подписана тем же ключом журнала "
            + "и доказывает, что историю переписали"),
        values: [
          "entry": "\(entry)", "source": String(source.hex.prefix(16)),
          "copy": String(copy.hex.prefix(16)),
        ], subject: "\(entry)", shown)
    case .rolledBack(let published, let copied):
      return ErrorReport(
        5, "source-rolled-back",
        Phrase(
          "the source publishes {count} entries, the copy holds {limit}",
          "в источнике опубликовано записей: {count}, в копии их {limit}"),
        hint: Phrase(
          "the copy was not changed; after a power failure the source's next writer publishes "
            + "again, else entries were taken away",
          "копия не изменена; после сбоя питания источник дополнит его следующий пишущий процесс, "
            + "иначе записи были удалены"),
        values: ["count": "\(published)", "limit": "\(copied)"], subject: "\(published)", shown)
    case .sameDirectory(let path):
      return ErrorReport(
        2, "same-directory",
        Phrase(
          "{path}: the source itself, or a directory around or in it",
          "{path}: это сам источник, либо каталог вокруг него или внутри"),
        hint: Phrase("name a directory beside it", "укажите каталог рядом с ним"),
        values: ["path": ShownText.cleansed(path, limit: 200)], subject: path, shown)
    }
  }
}
