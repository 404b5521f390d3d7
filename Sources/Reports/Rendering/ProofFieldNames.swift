extension Field {
  /// Checkpoints and proofs.
  static let proofFields: [Field] = [
    Field("origin", "Log", "Журнал"),
    Field("size", "Entries", "Записей", .number),
    Field("root", "Root", "Корень", .hash),
    Field("first_entry", "First entry", "Первая запись", .number),
    Field("last_entry", "Last entry", "Последняя запись", .number),
    Field("old_size", "Older size", "Прежде записей", .number),
    Field("document_hash", "Document SHA-256", "SHA-256 документа", .hash),
    Field("witness", "Witness", "Свидетель"),
    Field("witnesses", "Witnesses", "Свидетели"),
    Field("vkey", "Verifier key", "Ключ проверки"),
    Field("key_id", "Key id", "Номер ключа"),
    Field("signed_at", "Signed at", "Подписано", .moment),
    Field("proved", "Proved", "Доказано"),
  ]
}
