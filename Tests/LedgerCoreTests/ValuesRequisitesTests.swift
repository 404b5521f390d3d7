import LedgerCore
import Testing

@Suite struct RequisitesTests {
  @Test(arguments: ["7707083893", "7722698789", "500100732259", "0274062111"])
  func innPasses(_ text: String) { #expect(Requisites.isINN(text)) }

  @Test(arguments: [
    "", "0", "7707083894", "500100732258", "500100732269", "770708389", "77070838933", "0000000000",
    "000000000000", " 7707083893", "7707083893 ", "770708389З", "٧٧٠٧٠٨٣٨٩٣", "77070838.3",
    "274062111",
  ])
  func innFails(_ text: String) { #expect(!Requisites.isINN(text)) }

  @Test func oneCheckDigitOfTenFitsAnINN() {
    for body in stride(from: 100_000_007, to: 999_999_999, by: 7_654_321) {
      #expect((0...9).count { Requisites.isINN("\(body)\($0)") } == 1)
    }
  }

  @Test(arguments: ["774550001", "2450010AB", "2450AZ001", "245001001"])
  func kpp(_ text: String) {
    #expect(Requisites.isKPP(text) == !text.hasSuffix("AB"))
  }

  @Test(arguments: ["", "3", "0", "24500100", "2450010011", "2450az001", "2450АВ001", "A45001001"])
  func kppFails(_ text: String) { #expect(!Requisites.isKPP(text)) }

  @Test func registrationNumbers() {
    #expect(Requisites.isOGRN("1027700132195"))
    #expect(!Requisites.isOGRN("1027700132196"))
    #expect(!Requisites.isOGRN("0000000000000"))
    #expect(!Requisites.isOGRN("102770013219"))
    #expect(!Requisites.isOGRN("304500116000157"))
    #expect(Requisites.isOGRNIP("304500116000157"))
    #expect(!Requisites.isOGRNIP("304500116000158"))
    #expect(!Requisites.isOGRNIP("1027700132195"))
  }

  @Test func anAccountFitsItsBankOnly() {
    #expect(Requisites.isAccount("40702810938120061991", bic: "044525225"))
    #expect(!Requisites.isAccount("40702810838120061991", bic: "044525225"))
    #expect(!Requisites.isAccount("40702810938120061991", bic: "044525226"))
    #expect(!Requisites.isAccount("4070281093812006199", bic: "044525225"))
    #expect(!Requisites.isAccount("40702810938120061991", bic: "04452522"))
    // An office of the Bank of Russia keys its accounts by the region, not by the office.
    #expect(Requisites.isAccount("40101810045250010041", bic: "044525000"))
    #expect(!Requisites.isAccount("40101810045250010041", bic: "044525225"))
  }

  @Test(arguments: ["03231643047200001900", "03100643000000018500"])
  func treasuryAccountsCarryNoKey(_ account: String) {
    #expect(Requisites.isAccount(account, bic: "010407105"))
    #expect(!Requisites.isAccount(String(repeating: "0", count: 20), bic: "010407105"))
  }

  @Test func correspondentAccounts() {
    #expect(Requisites.isCorrespondentAccount("30101810400000000225", bic: "044525225"))
    #expect(Requisites.isCorrespondentAccount("40102810245370000011", bic: "010407105"))
    #expect(!Requisites.isCorrespondentAccount("40102810245370000012", bic: "010407105"))
    #expect(!Requisites.isCorrespondentAccount("30101810500000000225", bic: "044525225"))
    #expect(!Requisites.isCorrespondentAccount("40702810938120061991", bic: "044525225"))
    #expect(!Requisites.isCorrespondentAccount("", bic: "044525225"))
  }

  @Test func shapesWithoutKeys() {
    #expect(Requisites.isBIC("044525225"))
    #expect(!Requisites.isBIC("000000000"))
    #expect(!Requisites.isBIC("44525225"))
    #expect(Requisites.isOKTMO("04720000"))
    #expect(Requisites.isOKTMO("54705000001"))
    #expect(!Requisites.isOKTMO("5470500000"))
    #expect(Requisites.isPersonalAccount("03193014300"))
    #expect(Requisites.isPersonalAccount("20196Щ12345"))
    #expect(!Requisites.isPersonalAccount("201 96"))
    #expect(!Requisites.isPersonalAccount(""))
    #expect(!Requisites.isPersonalAccount(String(repeating: "1", count: 21)))
  }

  @Test(arguments: [
    ("90207030730254910622", true), ("9020703073E254910622", true),
    ("9020703073Е254910622", true), ("9020703073e254910622", false),
    ("9O207030730254910622", false), ("902070307302549106A2", false),
    ("9020703073025491062", false), ("902070307302549106221", false),
    ("902 0703 0730254910622", false),
  ])
  func kbk(_ text: String, _ passes: Bool) { #expect(Requisites.isKBK(text) == passes) }
}

@Suite struct ServiceCodeTests {
  static let decreed = [
    "АЕ04000", "АЖ72000", "АА00000", "АЕ76000", "АЗ44000", "АН48000", "АЖ24000", "АЗ92000",
    "АН96000", "АЕ28000", "АЖ96000", "АН00000", "АЖ00000", "АЗ68000", "АН72000", "АЕ52000",
    "АЗ20000", "АА48000", "АА01000",
  ].map { "804200О.99.0.ББ52\($0)" }

  @Test(arguments: decreed) func decreedCodesPass(_ code: String) {
    #expect(ServiceCode.fault(in: code) == nil)
    #expect(code.utf8.count == ServiceCode.byteCount)
  }

  @Test func latinLettersAreNamed() {
    #expect(
      ServiceCode.fault(in: "804200O.99.0.ББ52АЕ04000")
        == .latinLookAlike(position: 7, letter: "O"))
    #expect(
      ServiceCode.fault(in: "804200О.99.0.ББ52АE04000")
        == .latinLookAlike(position: 19, letter: "E"))
  }

  @Test(arguments: [
    "", "804200О.99.0.ББ52АЕ0400", "804200О.99.0.ББ52АЕ040000", "804200о.99.0.ББ52АЕ04000",
    "804200О.99.0.ББ52АЕ0400О", "804200О-99.0.ББ52АЕ04000", "804200Z.99.0.ББ52АЕ04000",
    "8042000.99.0.ББ52АЕ04000", " 804200О.99.0.ББ52АЕ0400", "804200O.99.0.ББ52АЕ0400X",
  ])
  func otherShapesFail(_ code: String) { #expect(ServiceCode.fault(in: code) == .shape) }
}
