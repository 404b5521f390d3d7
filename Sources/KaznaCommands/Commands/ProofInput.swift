import LedgerService
import TransparencyLog

/// Options and remarks that the commands about proofs and checkpoints share.
extension Invocation {
  static let trustOptions = [
    CommandOption(
      "vkey", "VKEY", "a log key to trust (repeatable): kazna checkpoint vkey prints it",
      "ключ журнала, которому доверять (можно повторять): его печатает kazna checkpoint vkey",
      repeatable: true),
    CommandOption(
      "policy", "FILE", "demand the logs and witnesses of this C2SP tlog-policy",
      "требовать журналы и свидетелей из файла C2SP tlog-policy"),
  ]
  static let outOption = CommandOption(
    "out", "FILE", "where to write it (standard output)", "куда записать (стандартный вывод)")
  static let sizeOption = CommandOption(
    "size", "N", "the checkpoint that covers N entries (the newest)",
    "контрольная точка на N записей (последняя)")

  /// A file that holds a proof, a note, a policy, a header or a document.
  func named(_ path: String, isRegular: Bool = false) throws(LedgerError) -> NamedBytes {
    NamedBytes(path: path, bytes: try Files.read(path, limit: 32 << 20, isRegular: isRegular))
  }

  func named(option name: String, isRegular: Bool = false) throws(LedgerError) -> NamedBytes? {
    guard let path = arguments.value(name) else { return nil }
    return try named(path, isRegular: isRegular)
  }

  func treeSize(option name: String) throws(UsageFault) -> UInt64? {
    guard let text = arguments.value(name) else { return nil }
    guard let size = UInt64(text), size > 0 else {
      throw .badValue(option: name, value: text, expected: "1, 2, …")
    }
    return size
  }

  /// Whom the user trusts: keys, a policy, and a ledger only where it is named here.
  func logTrust() throws(LedgerError) -> LogTrust {
    var trust = LogTrust()
    for vkey in arguments.values("vkey") { try trust.add(vkey: vkey) }
    if let policy = try named(option: "policy") { try trust.add(policy: policy) }
    if let ledger = arguments.value("ledger") { try trust.add(ledger: ledger) }
    return trust
  }

  /// Writes what others get, in its own format.
  func deliver(_ bytes: [UInt8]) throws(LedgerError) -> String? {
    guard let path = arguments.value("out") else {
      console.out(String(decoding: bytes, as: UTF8.self))
      return nil
    }
    try Files.write(bytes, to: path)
    return path
  }

  func sayRepair(_ repair: IndexRepair?) {
    switch repair {
    case nil: break
    case .extended:
      say(
        "the index lacked entries, and was made up from the journal",
        "указателю недоставало записей, он дополнен по журналу")
    case .rebuilt:
      say(
        "the index was wrong, and was made anew from the journal",
        "указатель был неверен, он построен заново по журналу")
    case .inMemory:
      say(
        "the index does not serve and cannot be written: the journal was read instead",
        "указатель непригоден и недоступен для записи: вместо него прочитан журнал")
    }
  }
}
