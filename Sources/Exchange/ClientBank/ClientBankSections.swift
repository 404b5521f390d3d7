import LedgerCore

/// A value with the line of the file where it stands.
struct ClientBankValue {
  let text: String
  let line: Int
}

/// A section of a 1CClientBankExchange file: balances of an account, or a document.
struct ClientBankSection {
  enum Kind: Equatable {
    case account
    case document(String)

    var end: String {
      self == .account ? ClientBankText.accountEnd : ClientBankText.documentEnd
    }
  }

  let kind: Kind
  let line: Int
  var values: [String: ClientBankValue] = [:]

  /// Nil for a key that is missing or empty.
  func text(_ key: String) -> String? {
    values[key].flatMap { $0.text.isEmpty ? nil : $0.text }
  }
}

/// The sections of a file, whatever they mean. Keys that nobody asks for are passed over: banks
/// add their own.
struct ClientBankSections {
  static let countLimit = 262_144

  private(set) var header = ClientBankSection(kind: .document(""), line: 1)
  private(set) var accounts: [ClientBankSection] = []
  private(set) var documents: [ClientBankSection] = []
  private var open: ClientBankSection?
  private var isEnded = false
  private let log: FaultLog

  init?(_ bytes: [UInt8], log: FaultLog) {
    self.log = log
    let text: String
    do {
      text = try Self.decoded(bytes)
    } catch {
      log.add(error, line: 0)
      return nil
    }
    var number = 0
    var isBeyond = false
    for rawLine in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard rawLine.count <= CSVTable.lineLimit else {
        log.add(.file(.lineTooLong(limit: CSVTable.lineLimit)), line: number)
        return nil
      }
      let line = Self.trimmed(Substring(rawLine))
      if line.isEmpty { continue }
      if isEnded {
        if !isBeyond { log.add(.statement(.afterTheEnd), line: number, value: String(line)) }
        isBeyond = true
      } else if number == 1 {
        guard line == ClientBankText.magic else {
          log.add(.statement(.notClientBankExchange), line: 1, value: String(line))
          return nil
        }
      } else {
        take(line, number)
      }
      guard accounts.count + documents.count <= Self.countLimit else {
        log.add(.statement(.tooManyLines(limit: Self.countLimit)), line: number)
        return nil
      }
    }
    if !isEnded {
      closeUnended()
      log.add(.statement(.notEnded(ClientBankText.fileEnd)), line: number)
    }
  }

  private mutating func take(_ line: Substring, _ number: Int) {
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let key = String(parts[0])
    let value = parts.count == 2 ? String(Self.trimmed(parts[1])) : ""
    switch key {
    case ClientBankText.accountStart:
      closeUnended()
      open = ClientBankSection(kind: .account, line: number)
    case ClientBankText.documentStart:
      closeUnended()
      open = ClientBankSection(kind: .document(value), line: number)
    case ClientBankText.accountEnd, ClientBankText.documentEnd:
      guard let section = open, section.kind.end == key else {
        log.add(.statement(.misplaced), line: number, value: key)
        return
      }
      if section.kind == .account { accounts.append(section) } else { documents.append(section) }
      open = nil
    case ClientBankText.fileEnd:
      closeUnended()
      isEnded = true
    default:
      guard parts.count == 2 else {
        log.add(.statement(.notKeyAndValue), line: number, value: key)
        return
      }
      take(key, ClientBankValue(text: value, line: number))
    }
  }

  private static let keys: Set<String> = {
    let sides = ["Плательщик", "Получатель"].flatMap { role in
      ["", "Счет", "РасчСчет", "ИНН", "1", "БИК"].map { role + $0 }
    }
    let purposes = ["", "1", "2", "3", "4", "5", "6"].map { "НазначениеПлатежа\($0)" }
    let balances = [
      "РасчСчет", "ДатаНачала", "ДатаКонца", "НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано",
      "КонечныйОстаток",
    ]
    return Set(
      ["Номер", "Дата", "Сумма", "ДатаСписано", "ДатаПоступило"] + balances + sides + purposes)
  }()

  private mutating func take(_ key: String, _ value: ClientBankValue) {
    let isKnown = Self.keys.contains(key)
    if open != nil {
      guard isKnown else { return }
      if let before = open?.values.updateValue(value, forKey: key), before.text != value.text {
        log.add(.statement(.repeatedKey), line: value.line, column: key, value: value.text)
      }
    } else if accounts.isEmpty && documents.isEmpty {
      // The header's accounts repeat by right; none of them is needed.
      if isKnown { header.values[key] = value }
    } else {
      log.add(.statement(.outsideSections), line: value.line, column: key, value: value.text)
    }
  }

  private mutating func closeUnended() {
    guard let section = open else { return }
    log.add(.statement(.notEnded(section.kind.end)), line: section.line)
    open = nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var bytes = text.utf8
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D {
      bytes = bytes.dropLast()
    }
    bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    return Substring(bytes)
  }
}

extension ClientBankSections {
  /// Tries UTF-8 first, whatever the header says: files labelled Windows exist in it. Then the
  /// encoding that the header names in ASCII letters, then the other one; the key of that header
  /// line shows which is right.
  static func decoded(_ bytes: [UInt8]) throws(FaultReason) -> String {
    guard bytes.count <= CSVTable.fileLimit else {
      throw .file(.tooLarge(limit: CSVTable.fileLimit))
    }
    if let offset = bytes.firstIndex(of: 0) { throw .file(.notText(offset: offset)) }
    if let text = String(validating: bytes, as: UTF8.self) {
      return text.unicodeScalars.first == "\u{FEFF}"
        ? String(text.unicodeScalars.dropFirst()) : text
    }
    let head = bytes.prefix(4_096)
    let pages = declaredPage(head) == .dos866 ? CodePage.allCases.reversed() : CodePage.allCases
    for page in pages {
      guard let text = try? page.decode(head),
        text.contains("Кодировка=") || text.contains("ВерсияФормата=")
      else { continue }
      do throws(FileFault) { return try page.decode(bytes) } catch { throw .file(error) }
    }
    throw .statement(.unknownEncoding)
  }

  private static func declaredPage(_ head: ArraySlice<UInt8>) -> CodePage? {
    for line in head.split(separator: 0x0A) {
      let value = line.drop { $0 != UInt8(ascii: "=") }.dropFirst()
      guard value.allSatisfy({ $0 < 0x80 }) else { continue }
      let name = String(decoding: value, as: UTF8.self).lowercased()
      if name.hasPrefix("dos") || name.hasPrefix("cp866") || name.hasPrefix("866") {
        return .dos866
      }
      if name.hasPrefix("win") || name.hasPrefix("cp1251") { return .windows1251 }
    }
    return nil
  }
}
