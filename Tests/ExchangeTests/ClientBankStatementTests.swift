import Foundation
import LedgerCore
import SeededNumbers
import Testing

@testable import Exchange

@Suite struct BankStatementTests {
  private func read(_ text: String) throws -> ClientBankStatement {
    try ClientBankStatement.read(Samples.cp1251(text), file: "kl_to_1c.txt")
  }

  private func codes(_ text: String) -> [String] {
    statementFaults(Samples.cp1251(text)).map(\.code)
  }

  @Test func readsWhatTheBankWrites() throws {
    let text = try Samples.statementText()
    let statement = try #require(try read(text).accounts.first)
    var lines = statement.lines
    #expect(lines.map(\.line) == [20, 42])
    for index in lines.indices { lines[index].line = 0 }
    #expect(lines == Samples.statement.lines)
    #expect(statement.opening == Samples.statement.opening)
    #expect(statement.closing == Samples.statement.closing)
    #expect(statement.from == Samples.statement.from)
    #expect(statement.to == Samples.statement.to)
  }

  /// What follows from a line that cannot be read is not told besides.
  @Test(arguments: [
    ("\r\nДата=", "99."), ("\r\nСумма=", "x"), ("\r\nНачальныйОстаток=", "x"),
    ("\r\nВсегоСписано=", "x"),
  ])
  func oneWrongValueIsOneFault(key: String, wrong: String) throws {
    let text = try Samples.statementText()
    let place = try #require(text.range(of: key)).upperBound
    let faults = statementFaults(
      Samples.cp1251(text[..<place] + wrong + text[place...]))
    #expect(
      faults.map(\.column) == [key.trimmingCharacters(in: .newlines).replacing("=", with: "")])
  }

  /// A sum that does not fit is told where it stands.
  @Test func aWrongSumIsShownInItsLine() throws {
    let text = try Samples.statementText()
    let place = try #require(text.range(of: "ВсегоСписано=")).upperBound
    let fault = try #require(
      statementFaults(Samples.cp1251(text[..<place] + "9" + text[place...])).last)
    #expect(fault.column == "ВсегоСписано" && fault.value?.hasPrefix("9") == true)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines[fault.line - 1].hasPrefix("ВсегоСписано="))
  }

  @Test func theThreeEncodings() throws {
    let text = try Samples.statementText()
    let expected = try read(text)
    // A file that calls itself Windows and is in UTF-8, with and without a mark.
    #expect(try ClientBankStatement.read(Array(text.utf8), file: "f") == expected)
    #expect(
      try ClientBankStatement.read([0xEF, 0xBB, 0xBF] + Array(text.utf8), file: "f") == expected)
    let dos = text.replacing("Кодировка=Windows", with: "Кодировка=DOS")
    let read = try ClientBankStatement.read(try CodePage.dos866.encode(dos), file: "f")
    #expect(read.accounts.first?.lines.first?.payee.name == "АНО \"Центр\"")
    // Labelled wrongly: the keys themselves show the encoding.
    let labelled = try ClientBankStatement.read(try CodePage.dos866.encode(text), file: "f")
    #expect(labelled == read)
    for name in ["windows", "windows-1251", "WIN", "Windows ", ""] {
      let other = text.replacing("Кодировка=Windows", with: "Кодировка=\(name)")
      #expect(try self.read(other) == expected)
    }
    #expect(statementFaults([0x31, 0x0A, 0xFF, 0xFE]).map(\.code) == ["unknown-encoding"])
  }

  @Test(arguments: [
    ("\r\n", "\n"), ("КонецФайла\r\n", "КонецФайла"), ("КонецФайла\r\n", "КонецФайла\r\n\r\n \r\n"),
    ("СекцияДокумент=", "\r\n\r\nСекцияДокумент="), ("Сумма=22.90", "Сумма=22.9"),
    ("Сумма=22.90", "Сумма= 22.90 "), ("ДатаПоступило=\r\n", ""), ("ВидОплаты=01", "НовыйКлюч=1=2"),
    ("КонечныйОстаток=8788.34\r\n", ""),
    ("ВсегоПоступило=22.90\r\nВсегоСписано=1234.56\r\n", ""),
    ("Номер=17\r\nДата=30.11.2023\r\n", "Дата=30.11.2023\r\nНомер=17\r\n"),
    ("Очередность=5", "Очередность=5\r\nПоказательДаты=0\r\nПлательщикКПП=3\r\nПолучательБанк2="),
    (
      "ДатаКонца=31.12.2023\r\nРасчСчет=\(Samples.account)\r\nНач",
      "РасчСчет=\(Samples.account)\r\nНач"
    ), ("Возврат = остаток", "Возврат = остаток "),
    ("ПлательщикИНН=", "ПлательщикИНН= "), ("Плательщик1=Фин", "ПлательщикХ=1\r\nПлательщик1=Фин"),
  ])
  func quirksThatChangeNothing(_ plain: String, _ quirk: String) throws {
    let text = try Samples.statementText()
    #expect(text.contains(plain))
    var statement = try #require(try read(text.replacing(plain, with: quirk)).accounts.first)
    for index in statement.lines.indices { statement.lines[index].line = 0 }
    #expect(statement == Samples.statement)
  }

  @Test func partiesInEverySpelling() throws {
    let text = try Samples.statementText()
    let inn = "ПлательщикИНН=2450012345\r\nПлательщик1=Финансовое управление (тест)\r\n"
    let whole = "Плательщик=ИНН 2450012345 Финансовое управление (тест)\r\n"
    for replaced in [
      text.replacing(inn, with: ""), text.replacing(whole, with: ""),
      text.replacing(inn, with: "").replacing(
        whole, with: "Плательщик=2450012345, Финансовое управление (тест)\r\n"),
      text.replacing(inn, with: "ПлательщикИНН=\r\nПлательщик1=\r\n"),
    ] {
      let payer = try #require(try read(replaced).accounts.first?.lines.first?.payer)
      #expect(payer.inn == "2450012345")
      #expect(payer.name == "Финансовое управление (тест)")
    }
    let none = text.replacing(inn, with: "ПлательщикИНН=\r\n").replacing(
      whole, with: "Плательщик=Казначейство\r\n")
    let payer = try #require(try read(none).accounts.first?.lines.first?.payer)
    #expect(payer.inn == nil)
    #expect(payer.name == "Казначейство")
    let odd = text.replacing(Samples.payee.account, with: "счёт 1")
    #expect(try read(odd).accounts.first?.lines.first?.payee.account == "")
    // Only the second of the two account keys.
    let account = text.replacing("ПлательщикСчет=03231643047200001900\r\n", with: "")
    #expect(try read(account).accounts.first?.lines.first?.payer.account == Samples.account)
  }

  @Test func purposeOfManyParts() throws {
    let text = try Samples.statementText().replacing(
      "НазначениеПлатежа=Субсидия",
      with: "НазначениеПлатежа1=Субсидия\r\nНазначениеПлатежа2=за\tноябрь")
    #expect(try read(text).accounts.first?.lines.first?.purpose == "Субсидия за ноябрь")
  }

  @Test func textOfTheBankIsMadeToKeepOurRules() {
    #expect(StatementText.ruled("a\t\u{202E}b \u{A0} c\u{AD} ") == "a b c")
    let ruled = StatementText.ruled(String(repeating: "я", count: 400))
    #expect(ruled.utf8.count == 500)
    #expect(StatementText.ruled("\u{2028}\u{FFFF}") == "")
  }

  @Test func oneSectionForEachDay() throws {
    let text = try Samples.statementText()
    let start = try #require(text.range(of: "СекцияРасчСчет"))
    let end = try #require(text.range(of: "КонецРасчСчет\r\n"))
    func section(_ day: String, _ amounts: [String]) -> String {
      let keys = ["НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток"]
      let values = zip(keys, amounts).map { "\($0)=\($1)\r\n" }.joined()
      return "СекцияРасчСчет\r\nДатаНачала=\(day)\r\nРасчСчет=\(Samples.account)\r\n\(values)"
        + "КонецРасчСчет\r\n"
    }
    let first = section("01.12.2023", ["10000.00", "0", "1234.56", "8765.44"])
    let second = section("02.12.2023", ["8765.44", "22.9", "0.00", "8788.34"])
    func file(_ sections: String) -> String {
      text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: sections)
    }
    for sections in [first + second, second + first] {
      let statement = try #require(try read(file(sections)).accounts.first)
      #expect(statement.from.iso == "2023-12-01")
      #expect(statement.to.iso == "2023-12-02")
      #expect(statement.closing.kopecks == 878_834)
    }
    #expect(
      codes(file(first + first)) == [
        "overlap", "chain", "outside-the-period", "turnover", "turnover",
      ])
    let broken = section("02.12.2023", ["8765.45", "22.9", "0.01", "8788.34"])
    #expect(codes(file(first + broken)) == ["chain", "turnover"])
  }

  @Test func aTransferBetweenTwoAccountsOfTheFileHasTwoLines() throws {
    let text = try Samples.statementText()
    let other = Samples.payee.account
    let section = """
      СекцияРасчСчет
      ДатаНачала=01.12.2023
      ДатаКонца=31.12.2023
      РасчСчет=\(other)
      НачальныйОстаток=100.00
      ВсегоПоступило=1234.56
      ВсегоСписано=0.00
      КонечныйОстаток=1334.56
      КонецРасчСчет

      """.replacing("\n", with: "\r\n")
    let both =
      text
      .replacing("КонецРасчСчет\r\n", with: "КонецРасчСчет\r\n" + section)
      .replacing(
        "ПолучательСчет=\(other)\r\nДатаПоступило=\r\n",
        with: "ПолучательСчет=\(other)\r\nДатаПоступило=02.12.2023\r\n")
    let accounts = try read(both).accounts
    #expect(accounts.map(\.account) == [Samples.account, other])
    #expect(accounts[1].lines.map(\.direction) == [.credit])
    #expect(accounts[1].lines.map(\.bookedOn.iso) == ["2023-12-02"])
    #expect(accounts[0].lines.map(\.direction) == [.debit, .credit])
  }

  @Test(arguments: [
    ("КонецФайла\r\n", "", "not-ended"),
    ("КонецДокумента\r\nКонецФайла", "КонецФайла", "not-ended"),
    ("1CClientBankExchange", "1CClientBankExchang", "not-client-bank-exchange"),
    ("КонецФайла\r\n", "КонецФайла\r\nНомер=1", "after-the-end"),
    ("Номер=17\r\n", "", "missing-key"), ("Дата=30.11.2023\r\n", "", "missing-key"),
    ("Сумма=22.90\r\n", "", "missing-key"), ("Сумма=22.90", "Сумма=22,90", "not-an-amount"),
    ("Сумма=22.90", "Сумма=-22.90", "signed-amount"),
    ("Сумма=22.90", "Сумма=22.905", "too-many-decimals"),
    ("Сумма=22.90", "Сумма=0.00", "not-positive"),
    ("Дата=30.11.2023", "Дата=31.11.2023", "not-a-date"),
    ("Номер=17\r\n", "Номер=17\r\nНомер=18\r\n", "repeated-key"),
    ("Номер=17\r\n", "Номер=17\r\nпросто текст\r\n", "not-key-and-value"),
    ("ДатаСписано=01.12.2023", "ДатаСписано=", "not-booked"),
    ("ДатаСписано=01.12.2023", "ДатаСписано=01.01.2024", "outside-the-period"),
    ("КонечныйОстаток=8788.34", "КонечныйОстаток=8788.35", "balance"),
    ("ВсегоСписано=1234.56\r\nКонечныйОстаток=8788.34", "КонечныйОстаток=8788.35", "balance"),
    ("НачальныйОстаток=10000.00\r\n", "", "missing-key"),
    ("ПлательщикСчет=03231643047200001900\r\nДатаСписано=01.12.2023\r\n", "", "foreign-document"),
    (
      "КонецДокумента\r\nСекцияДокумент", "КонецДокумента\r\nКонецДокумента\r\nСекцияДокумент",
      "misplaced"
    ),
    ("КонецДокумента\r\nКонецФайла", "КонецДокумента\r\nНомер=1\r\nКонецФайла", "outside-sections"),
    ("Кодировка", "К\u{98}дировка", "unknown-encoding"),
  ])
  func faultsAreNamed(_ plain: String, _ wrong: String, _ code: String) throws {
    var text = try Samples.statementText()
    #expect(text.contains(plain))
    if code == "foreign-document" {
      text = text.replacing("ПлательщикРасчСчет=03231643047200001900\r\n", with: "")
    }
    if code == "unknown-encoding" {
      let bytes = Array("1CClientBankExchange\r\nKey=Windows\r\n".utf8) + [0xC0, 0xC1]
      #expect(statementFaults(bytes).map(\.code) == [code])
    } else {
      #expect(codes(text.replacing(plain, with: wrong)).contains(code))
    }
  }

  @Test func eachFaultHasItsLineAndKey() throws {
    let text = try Samples.statementText().replacing("Сумма=", with: "Сумма=x")
    let found = statementFaults(Samples.cp1251(text))
    #expect(found.prefix(2).map(\.line) == [23, 45])
    #expect(found.first?.column == "Сумма")
    #expect(
      found.first?.message(.russian)
        == "kl_to_1c.txt, строка 23, поле Сумма: «x1234.56»: не сумма")
  }

  @Test func anAccountMayBeOverdrawn() throws {
    var statement = Samples.statement
    statement.opening = Money(kopecks: 50_000)
    statement.closing = Money(kopecks: 50_000 - 123_456 + 2_290)
    let file = StatementFile(accounts: [statement], createdOn: statement.to, time: "09:00:00")
    let read = try ClientBankStatement.read(try file.bytes(), file: "f")
    #expect(read.accounts.first?.closing.decimal == "-711.66")
  }

  @Test func aFooterInAnotherEncodingIsNoEnd() throws {
    let text = try Samples.statementText().replacing("КонецФайла\r\n", with: "")
    let found = statementFaults(Samples.cp1251(text) + Array("КонецФайла\r\n".utf8))
    #expect(found.map(\.code).contains("not-ended"))
  }

  @Test func aStatementWithoutBalancesIsRefused() throws {
    let text = try CodePage.windows1251.decode(try Samples.file([Samples.order]).bytes())
    #expect(codes(text) == ["no-account-section"])
  }

  @Test func theWriterRefusesBalancesThatDoNotFollow() {
    var statement = Samples.statement
    statement.closing = Money(kopecks: 1)
    statement.lines[0].purpose += "\nКонецДокумента"
    statement.lines[1].payee.account = Samples.payee.account
    let file = StatementFile(
      accounts: [statement], createdOn: statement.to, time: "09:00:00")
    do throws(InputFaults) {
      _ = try file.bytes()
      Issue.record("not refused")
    } catch {
      #expect(
        error.faults.map(\.code) == ["balance", "control-character", "foreign-document"])
    }
  }

  /// Changed bytes never crash the reader; what it accepts still adds up.
  @Test func hostileBytes() throws {
    var generator = SeededNumbers(seed: 3)
    let valid = Samples.cp1251(try Samples.statementText())
    let lines = valid.split(separator: 0x0A, omittingEmptySubsequences: false)
    for round in 0..<400 {
      var bytes = valid
      if round.isMultiple(of: 2) {
        for _ in 0...Int.random(in: 0...3, using: &generator) {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
            .random(in: 0...255, using: &generator)
        }
      } else {
        var mixed = lines
        let from = Int.random(in: 0..<mixed.count, using: &generator)
        let line = mixed.remove(at: from)
        if Bool.random(using: &generator) {
          mixed.insert(line, at: .random(in: 0...mixed.count, using: &generator))
        }
        bytes = Array(mixed.joined(separator: [0x0A]))
      }
      guard let statement = try? ClientBankStatement.read(bytes, file: "f") else { continue }
      for account in statement.accounts {
        let expected = account.opening + account.total(.credit) - account.total(.debit)
        #expect(account.closing == expected)
        for line in account.lines {
          #expect(RuledText.fault(in: line.purpose, allowsEmpty: true) == nil)
          #expect(line.bookedOn >= account.from && line.bookedOn <= account.to)
        }
      }
    }
  }
}
