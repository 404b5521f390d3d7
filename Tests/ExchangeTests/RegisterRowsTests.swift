import LedgerCore
import Testing

@testable import Exchange

@Suite struct RegisterRowsTests {
  @Test func payers() throws {
    let row = try #require(
      try PayerRow.read(Array(Samples.payers.utf8), file: "payers.csv").first)
    #expect(row.line == 2)
    #expect(row.inn.description == "2450012345")
    #expect(row.bank.account == "03231643047200001900")
    #expect(row.bank.correspondentAccount == "40102810900000000011")
    #expect(row.personalAccount == "03193014300")
    #expect(row.oktmo == "04720000")
  }

  @Test(arguments: [
    ("2450012345", "450012345", "inn"), ("2450012345", "2450012346", "inn"),
    ("2450012345", "245012345602", "inn"), ("245001001", "24500100", "kpp"),
    ("010407105", "10407105", "bic"),
    (
      "40102810900000000011", "40102810900000000012",
      "correspondent-account"
    ), ("40102810900000000011", "", "empty"),
    ("03231643047200001900", "0323164304720000190", "account"),
    ("03231643047200001900", "40703810600000000018", "account"), (",04720000", ",0472000", "oktmo"),
    ("03193014300", "031 93", "personal-account"), ("Финансовое управление", "", "empty"),
    ("Финансовое управление", "Әкімдік", "not-encodable"),
    ("Финансовое управление", String(repeating: "я", count: 251), "text-too-long"),
    ("Отделение//УФК", "a\u{200B}b", "invisible-character"),
  ])
  func payerFaults(_ good: String, _ bad: String, _ code: String) {
    #expect(codes(PayerRow.self, Samples.payers.replacing(good, with: bad)) == [code])
  }

  /// Without the bank's code the keys of its accounts cannot be judged; whether they are accounts can.
  @Test func accountsAreJudgedBesideAWrongBIC() {
    let wrong = Samples.payers.replacing("010407105", with: "10407105")
    let short = wrong.replacing("03231643047200001900", with: "0323164304720000190")
    #expect(codes(PayerRow.self, short) == ["bic", "account"])
    let both = short.replacing("40102810900000000011", with: "4010281090000000001x")
    #expect(codes(PayerRow.self, both) == ["bic", "account", "correspondent-account"])
  }

  @Test func providers() throws {
    let rows = try ProviderRow.read(Array(Samples.providers.utf8), file: "providers.csv")
    #expect(rows.map(\.kind) == [.municipal, .entrepreneur, .individual])
    #expect(rows.map(\.kpp) == ["245001001", nil, nil])
    #expect(rows.map(\.ogrn) == ["1022400000017", "304245000000013", nil])
    #expect(rows[0].name == "МБУ ДО \"Дом творчества\"")
    #expect(rows[1].services.count == 2)
    #expect(rows[1].admittedFrom.iso == "2023-09-01")
    #expect(rows[1].licence == nil)
  }

  @Test(arguments: [
    ("municipal", "school", "unknown-kind"), ("1022400000017", "1022400000018", "ogrn"),
    ("304245000000013", "", "empty"), ("304245000000013", "1022400000017", "ogrnip"),
    ("245012345602,", "245012345602,245001001", "must-be-empty"),
    ("245076543215,,", "245076543215,,304245000000013", "must-be-empty"),
    ("245076543215", "2450098769", "inn"), ("2450043216", "245076543206", "inn"),
    ("О.99.0.ББ52АЖ", "O.99.0.ББ52АЖ", "latin-look-alike"),
    ("ББ52АЖ72000", "ББ52АЕ04000", "repeated-in-list"), ("ББ52АЖ72000", "", "service-code"),
    ("01.09.2023", "31.09.2023", "not-a-date"), ("01.09.2023", "01.09.1999", "date-out-of-range"),
    ("40802810700000000025", "40802810800000000025", "account"),
  ])
  func providerFaults(_ good: String, _ bad: String, _ code: String) {
    #expect(codes(ProviderRow.self, Samples.providers.replacing(good, with: bad)) == [code])
  }

  @Test func anOfficeOfTheBankOfRussiaHasNoCorrespondentAccount() throws {
    let text = Samples.payers.replacing("03231643047200001900", with: "40101810045250010041")
      .replacing("010407105", with: "044525000").replacing("40102810900000000011", with: "")
    let rows = try PayerRow.read(Array(text.utf8), file: "payers.csv")
    #expect(rows.first?.bank.correspondentAccount == nil)
  }

  @Test func ordersAndCertificates() throws {
    let orders = """
      order;year;payer_inn;amount;services;certificates_max
      2023-1;2023;2450012345;1 000 000,00;\(Samples.service);
      2023-2;2023;2450012345;5;\(Samples.service);150
      """
    let rows = try OrderRow.read(Array(orders.utf8), file: "orders.csv")
    #expect(rows.map(\.amount.kopecks) == [100_000_000, 500])
    #expect(rows.map(\.certificatesMaximum) == [nil, 150])
    #expect(codes(OrderRow.self, orders.replacing(";150", with: ";0")) == ["not-a-number"])
    #expect(codes(OrderRow.self, orders.replacing(";5;", with: ";0;")) == ["not-positive"])
    #expect(codes(OrderRow.self, orders.replacing("2023-2", with: "2023-1")) == ["duplicate-key"])

    let certificates = """
      certificate,order,nominal,valid_from,valid_to
      0001,2023-1,8000,01.09.2023,2023-12-31
      """
    let certificate = try CertificateRow.read(Array(certificates.utf8), file: "c.csv").first
    #expect(certificate?.certificate.description == "0001")
    #expect(certificate?.validTo.iso == "2023-12-31")
    #expect(
      codes(CertificateRow.self, certificates.replacing("2023-12-31", with: "2023-08-31"))
        == ["end-before-start"])
  }

  @Test func agreements() throws {
    let text = """
      agreement,provider_inn,order,kbk,from,to,limit,advance_percent,offset
      5/2023,2450043216,2023-1,902 0703 07302 54910 622,2023-09-01,2023-12-31,,,да
      6,245012345602,2023-1,9020703073Е254910622,2023-09-01,2023-12-31,"1 000,50","70,5",No
      """
    let rows = try AgreementRow.read(Array(text.utf8), file: "a.csv")
    #expect(rows.map(\.limit?.kopecks) == [nil, 100_050])
    #expect(rows.map(\.advancePercent.hundredths) == [8_000, 7_050])
    #expect(rows.map(\.offset) == [true, false])
    #expect(rows.map(\.kbk) == ["90207030730254910622", "9020703073Е254910622"])
    #expect(codes(AgreementRow.self, text.replacing("No", with: "0")) == ["not-yes-no"])
    #expect(codes(AgreementRow.self, text.replacing("902 0703", with: "902 07x3")) == ["kbk"])
  }

  @Test func contracts() throws {
    let digest = String(repeating: "aB", count: 32)
    let text = """
      contract,agreement,certificate,service,signed_on,start,end,price,normative,acceptance
      17/2023,5,0001,\(Samples.service),2023-10-10,2023-10-16,2023-12-31,"6 879,42",6861.21,\(digest)
      18/2023,5,0002,\(Samples.service),2023-10-10,2023-10-16,2023-12-31,100,100,З-1
      """
    let rows = try ContractRow.read(Array(text.utf8), file: "c.csv")
    #expect(rows[0].price.kopecks == 687_942)
    #expect(rows[0].normative.kopecks == 686_121)
    #expect(rows.map(\.acceptance) == [digest.lowercased(), "З-1"])
    #expect(codes(ContractRow.self, text.replacing("З-1", with: digest)) == ["duplicate-key"])
    #expect(
      codes(ContractRow.self, text.replacing("З-1", with: "Иван Петров")) == ["not-an-acceptance"])
    #expect(
      codes(ContractRow.self, text.replacing("2023-10-10", with: "2023-10-17"))
        == ["end-before-start", "end-before-start"])
  }

  @Test func claimsAndReductions() throws {
    let advance = "contract\n1\n2\n"
    #expect(try AdvanceClaimRow.read(Array(advance.utf8), file: "c").map(\.amount) == [nil, nil])
    let amounts = "amount;contract\n5,5;1\n;2\n"
    #expect(
      try AdvanceClaimRow.read(Array(amounts.utf8), file: "c").map(\.amount?.kopecks) == [550, nil])
    let text = "contract;delivered_percent;amount;reason\n1;75;;болезнь\n2;;10;болезнь\n"
    let rows = try ReductionRow.read(Array(text.utf8), file: "r")
    #expect(rows.map(\.accepted).first == .delivered(Percent(hundredths: 7_500)!))
    #expect(rows.last?.accepted == .amount(Money(kopecks: 1_000)))
    #expect(codes(ReductionRow.self, text.replacing(";;10", with: ";;")) == ["exactly-one"])
    #expect(codes(ReductionRow.self, text.replacing(";;10", with: ";1;1")) == ["exactly-one"])
  }
}
