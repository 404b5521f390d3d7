import LedgerCore
import Testing

@testable import Exchange

@Suite struct PaymentOrderFileTests {
  /// The whole file, byte for byte; encoded here by Foundation and not by the code under test.
  @Test func goldenBytes() throws {
    let golden = """
      1CClientBankExchange
      ВерсияФормата=1.03
      Кодировка=Windows
      Отправитель=Kazna
      Получатель=Банк
      ДатаСоздания=01.12.2023
      ВремяСоздания=18:05:00
      ДатаНачала=30.11.2023
      ДатаКонца=30.11.2023
      РасчСчет=03231643047200001900
      Документ=Платежное поручение
      СекцияДокумент=Платежное поручение
      Номер=17
      Дата=30.11.2023
      Сумма=1234.56
      ПлательщикСчет=03231643047200001900
      Плательщик=ИНН 2450012345 Финансовое управление (тест) (л/с 03193014300)
      ПлательщикИНН=2450012345
      Плательщик1=Финансовое управление (тест) (л/с 03193014300)
      ПлательщикРасчСчет=03231643047200001900
      ПлательщикБанк1=Отделение//УФК
      ПлательщикБанк2=г Канск
      ПлательщикБИК=010407105
      ПлательщикКорсчет=40102810900000000011
      ПолучательСчет=40703810600000000017
      Получатель=ИНН 2450098769 АНО «Центр»
      ПолучательИНН=2450098769
      Получатель1=АНО «Центр»
      ПолучательРасчСчет=40703810600000000017
      ПолучательБанк1=Банк «Пример»
      ПолучательБанк2=
      ПолучательБИК=040407555
      ПолучательКорсчет=30101810600000000555
      ВидПлатежа=Электронно
      ВидОплаты=01
      Код=0
      НазначениеПлатежа=Субсидия по соглашению № 5 — за ноябрь. НДС не облагается
      НазначениеПлатежа1=Субсидия по соглашению № 5 — за ноябрь. НДС не облагается
      ПлательщикКПП=245001001
      ПолучательКПП=245001001
      Очередность=5
      КонецДокумента
      КонецФайла

      """
    let bytes = try Samples.file([Samples.order]).bytes()
    #expect(bytes == Samples.cp1251(golden.replacing("\n", with: "\r\n")))
    let sections = try #require(ClientBankSections(bytes, log: FaultLog(file: "f")))
    #expect(sections.documents.count == 1)
    #expect(sections.documents.first?.text("Сумма") == "1234.56")
    #expect(sections.header.text("ДатаКонца") == "30.11.2023")
  }

  @Test func aTreasuryPayeeHasTheBudgetFields() throws {
    var order = Samples.order
    order.payee = Samples.institution
    let text = try CodePage.windows1251.decode(try Samples.file([order]).bytes())
    let block = """
      СтатусСоставителя=08
      ПлательщикКПП=245001001
      ПолучательКПП=245001001
      ПоказательКБК=90207030730254910622
      ОКАТО=04720000
      ПоказательОснования=0
      ПоказательПериода=0
      ПоказательНомера=0
      ПоказательДаты=0
      Очередность=5
      """
    #expect(text.contains(block.replacing("\n", with: "\r\n")))
    #expect(text.contains("Получатель1=МБУ ДО (л/с 20196Щ12345)\r\n"))
    (order.kbk, order.oktmo) = (nil, nil)
    let plain = try CodePage.windows1251.decode(try Samples.file([order]).bytes())
    #expect(plain.contains("ПоказательКБК=0\r\nОКАТО=0\r\n"))
  }

  @Test func oneAccountLineForEachPayerAndTheWholePeriod() throws {
    var other = Samples.order
    other.number = 18
    other.date = Samples.date("2023-12-05")
    var third = other
    third.payer.account = "03231643047200001901"
    let file = Samples.file([other, Samples.order, third])
    let text = try CodePage.dos866.decode(try file.bytes(page: .dos866))
    let lines = text.split(separator: "\r\n")
    #expect(lines.filter { $0.hasPrefix("РасчСчет=") }.count == 2)
    #expect(lines.contains("ДатаНачала=30.11.2023"))
    #expect(lines.contains("ДатаКонца=05.12.2023"))
    #expect(lines.contains("Кодировка=DOS"))
    #expect(lines.contains("Получатель1=АНО \"Центр\""))
  }

  @Test func nothingToPayIsAFileToo() throws {
    let text = try CodePage.windows1251.decode(try Samples.file([]).bytes())
    #expect(
      text.hasSuffix("ДатаКонца=01.12.2023\r\nДокумент=Платежное поручение\r\nКонецФайла\r\n"))
  }

  @Test(arguments: ["\r", "\n", "\r\nКонецДокумента", "\0", "\u{1B}", "\u{85}", "\u{2028}", "\t"])
  func noValueCanOpenASection(_ injected: String) {
    let edits: [(inout ClientBankOrder) -> Void] = [
      { $0.payee.name += injected }, { $0.purpose += injected }, { $0.payer.bank += injected },
      { $0.payee.city = injected }, { $0.payer.personalAccount = injected },
      { $0.payee.inn += injected }, { $0.payee.account += injected },
      { $0.payee.kpp? += injected }, { $0.payer.bic += injected },
      { $0.payee.correspondentAccount? += injected },
    ]
    for edit in edits {
      var order = Samples.order
      edit(&order)
      let found = paymentFaults(Samples.file([Samples.order, order]))
      #expect(!found.isEmpty)
      #expect(found.contains { $0.line == 2 })
    }
    var file = Samples.file([Samples.order])
    file.sender += injected
    #expect(paymentFaults(file).map(\.column) == ["Отправитель"])
    file.sender = "Kazna"
    file.time = "18:05:00" + injected
    #expect(paymentFaults(file).map(\.code) == ["not-a-time"])
  }

  /// The bank takes 160 characters, as they are written, and the personal account among them.
  @Test func longNamesAreCut() throws {
    var order = Samples.order
    order.payee.name = String(repeating: "я", count: 159) + "₽"
    order.payer.name = String(repeating: "ю", count: 250)
    order.payer.personalAccount = "02190000010"
    let text = try CodePage.windows1251.decode(Samples.file([order]).bytes()[...])
    #expect(text.contains("\r\nПолучатель1=\(String(repeating: "я", count: 159))\r\n"))
    #expect(
      text.contains("\r\nПлательщик1=\(String(repeating: "ю", count: 142)) (л/с 02190000010)\r\n"))
  }

  @Test func whatTheBankCannotCarryIsRefused() {
    func codes(_ edit: (inout ClientBankOrder) -> Void) -> Set<String> {
      var order = Samples.order
      edit(&order)
      return Set(paymentFaults(Samples.file([order])).map(\.code))
    }
    #expect(codes { $0.payee.name = "Әлия" } == ["not-encodable"])
    #expect(codes { $0.purpose = String(repeating: "я", count: 210) } == [])
    #expect(codes { $0.purpose = String(repeating: "я", count: 209) + "₽" } == ["too-long"])
    #expect(codes { $0.purpose = "" } == ["empty"])
    #expect(codes { $0.payee.name = "" } == ["empty"])
    #expect(codes { $0.number = 0 } == ["not-a-number"])
    #expect(codes { $0.number = 1_000_000 } == ["not-a-number"])
    #expect(codes { $0.amount = .zero } == ["not-positive"])
    #expect(codes { $0.amount = Money(kopecks: .max) } == ["amount-too-large"])
    #expect(codes { $0.payee.inn = "" } == ["inn"])
    #expect(codes { $0.payee.account = "1" } == ["account"])
    #expect(codes { $0.payee.bic = "04452522" } == ["bic"])
    #expect(codes { $0.payee.kpp = nil } == [])
  }

  @Test(arguments: [
    ("Банк г Москва", "Банк", "г Москва"),
    ("Банк, г. Великий Новгород", "Банк", "г. Великий Новгород"),
    ("ФИЛИАЛ БАНКА Г.КРАСНОЯРСК", "ФИЛИАЛ БАНКА", "Г.КРАСНОЯРСК"),
    ("Банк пгт. Емельяново", "Банк", "пгт. Емельяново"), ("Г. МОСКВА", "Г. МОСКВА", ""),
    ("Банк", "Банк", ""), ("г. Москва", "г. Москва", ""), ("Банк г.", "Банк г.", ""),
  ])
  func theCityIsTakenFromTheBanksName(_ given: String, _ bank: String, _ city: String) {
    var party = Samples.payee
    party.bank = given
    #expect(party.bankAndCity == (bank, city))
    party.city = "г Омск"
    #expect(party.bankAndCity == (given, "г Омск"))
  }

  @Test func theSameOrderTwiceIsRefused() {
    let found = paymentFaults(Samples.file([Samples.order, Samples.order]))
    #expect(found.map(\.code) == ["duplicate-payment"])
    #expect(found.first?.message(.english).contains("payment 1") == true)
  }
}
