import Foundation
import LedgerCore

@testable import Exchange

/// Invented parties with passing check digits.
enum Samples {
  static let bank = "040407555,Банк «Пример»,30101810600000000555"
  static let service = "804200О.99.0.ББ52АЕ04000"

  static let payers = """
    inn,kpp,name,account,bic,bank,correspondent_account,personal_account,oktmo
    2450012345,245001001,Финансовое управление,03231643047200001900,010407105,Отделение//УФК,40102810900000000011,03193014300,04720000
    """

  static let providers = #"""
    inn,kpp,ogrn,name,kind,services,admitted_from,licence,account,bic,bank,correspondent_account
    2450043216,245001001,1022400000017,"МБУ ДО ""Дом творчества""",municipal,\#(service),2023-09-01,Л-1,03234643047200001900,010407105,Отделение//УФК,40102810900000000011
    245012345602,,304245000000013,ИП Пример,entrepreneur,\#(service)|804200О.99.0.ББ52АЖ72000,01.09.2023,,40802810700000000025,\#(bank)
    245076543215,,,Пример Самозанятый,Individual,\#(service),2023-09-01,,40817810800000000033,\#(bank)
    """#

  static let payer = BankParty(
    name: "Финансовое управление (тест)", inn: "2450012345", kpp: "245001001",
    account: "03231643047200001900", bic: "010407105", bank: "Отделение//УФК", city: "г Канск",
    correspondentAccount: "40102810900000000011", personalAccount: "03193014300")
  static let payee = BankParty(
    name: "АНО «Центр»", inn: "2450098769", kpp: "245001001", account: "40703810600000000017",
    bic: "040407555", bank: "Банк «Пример»", correspondentAccount: "30101810600000000555")
  static let institution = BankParty(
    name: "МБУ ДО", inn: "2450043216", kpp: "245001001", account: "03234643047200001900",
    bic: "010407105", bank: "Отделение//УФК", correspondentAccount: "40102810900000000011",
    personalAccount: "20196Щ12345")

  static func date(_ iso: String) -> CalendarDate { CalendarDate(iso: iso)! }

  static let order = ClientBankOrder(
    number: 17, date: date("2023-11-30"), amount: Money(kopecks: 123_456), payer: payer,
    payee: payee, purpose: "Субсидия по соглашению № 5 — за ноябрь. НДС не облагается",
    kbk: "90207030730254910622", oktmo: "04720000")

  static func file(_ payments: [ClientBankOrder]) -> PaymentOrderFile {
    PaymentOrderFile(
      payments: payments, createdOn: date("2023-12-01"), time: "18:05:00", receiver: "Банк")
  }

  static let account = payer.account

  static func party(_ party: BankParty) -> StatementParty {
    StatementParty(account: party.account, inn: party.inn, name: party.name, bic: party.bic)
  }

  /// One payment out and one receipt.
  static let statement = StatementOfAccount(
    account: account, from: date("2023-12-01"), to: date("2023-12-31"),
    opening: Money(kopecks: 1_000_000), closing: Money(kopecks: 1_000_000 - 123_456 + 2_290),
    lines: [
      ClientBankLine(
        direction: .debit, bookedOn: date("2023-12-01"), number: "17", date: date("2023-11-30"),
        amount: Money(kopecks: 123_456), payer: party(payer), payee: party(payee),
        purpose: "Субсидия"),
      ClientBankLine(
        direction: .credit, bookedOn: date("2023-12-02"), kind: "Банковский ордер", number: "3",
        date: date("2023-12-02"), amount: Money(kopecks: 2_290), payer: party(payee),
        payee: party(payer), purpose: "Возврат = остаток"),
    ])

  static func statementText() throws -> String {
    let file = StatementFile(
      accounts: [statement], createdOn: date("2024-01-01"), time: "09:00:00")
    return try CodePage.windows1251.decode(try file.bytes())
  }

  static func cp1251(_ text: String) -> [UInt8] {
    text.data(using: .windowsCP1251).map { [UInt8]($0) } ?? []
  }
}

/// The codes of all faults that reading `text` gives; empty when it can be read.
func codes<Row: RegisterRow>(_ type: Row.Type, _ text: String) -> [String] {
  faults(type, Array(text.utf8)).map(\.code)
}

func faults<Row: RegisterRow>(_ type: Row.Type, _ bytes: [UInt8]) -> [InputFault] {
  do throws(InputFaults) {
    _ = try Row.read(bytes, file: "t.csv")
    return []
  } catch {
    return error.faults
  }
}

func statementFaults(_ bytes: [UInt8]) -> [InputFault] {
  do throws(InputFaults) {
    _ = try ClientBankStatement.read(bytes, file: "kl_to_1c.txt")
    return []
  } catch {
    return error.faults
  }
}

func paymentFaults(_ file: PaymentOrderFile) -> [InputFault] {
  do throws(InputFaults) {
    _ = try file.bytes()
    return []
  } catch {
    return error.faults
  }
}
