import LedgerCore
import SeededNumbers
import Testing

@testable import Exchange

@Suite struct CSVTableTests {
  private let plain = "contract,delivered_percent\nК-1,90\nК-2,\"87,5\"\n"

  private func read(_ text: String) throws -> [FinalClaimRow] {
    try FinalClaimRow.read(Array(text.utf8), file: "claims.csv")
  }

  @Test(arguments: [
    "contract,delivered_percent\nК-1,90\nК-2,\"87,5\"\n",
    "\u{FEFF}contract,delivered_percent\nК-1,90\nК-2,\"87,5\"",
    "contract;delivered_percent\r\nК-1;90\r\nК-2;87,5\r\n",
    "contract\tdelivered_percent\nК-1\t90\nК-2\t87,5\r",
    "delivered_percent;Contract\n90;К-1\n87.5;К-2\n\n\n",
    "\"CONTRACT\";\"delivered_percent\"\r\n\r\n\"К-1\";\"90\"\r\n;\r\n\"К-2\";\"87,5\"\r",
    " contract , delivered_percent \n К-1 ,\u{A0}90 \nК-2, 87.50 %\n",
  ])
  func dialectsGiveTheSameRows(_ text: String) throws {
    let rows = try read(text)
    #expect(rows.map(\.contract.description) == ["К-1", "К-2"])
    #expect(rows.map(\.delivered.decimal) == ["90.00", "87.50"])
  }

  @Test func windows1251() throws {
    let rows = try FinalClaimRow.read(Samples.cp1251(plain), file: "claims.csv")
    #expect(rows.map(\.contract.description) == ["К-1", "К-2"])
    #expect(faults(FinalClaimRow.self, Samples.cp1251(plain) + [0x98]).map(\.code) == ["not-text"])
  }

  @Test func linesAreThoseOfTheFile() throws {
    let text = "\ncontract,reason,amount\n\n1,\"a\"\"b\",5\n2,\"a\nb\",5\n3,c,5\n"
    let found = faults(ReductionRow.self, Array(text.utf8))
    #expect(found.map(\.line) == [5])
    #expect(found.first?.column == "reason")
    #expect(found.first?.columnNumber == 2)
    #expect(found.first?.code == "control-character")
    #expect(found.first?.value == "a<U+A>b")
    let good = try ReductionRow.read(
      Array(text.replacing("a\nb", with: "ab").utf8), file: "r.csv")
    #expect(good.map(\.line) == [4, 5, 6])
    #expect(good.first?.reason == "a\"b")
  }

  @Test(arguments: [
    ("", ["file-empty"]), ("\n\n", ["file-empty"]),
    ("contract,delivered_percent\n", ["file-empty"]),
    ("contract,delivered\n1,2\n", ["unknown-column", "missing-column"]),
    ("contract,contract,delivered_percent\n1,1,2\n", ["duplicate-column"]),
    ("contract\n1\n", ["missing-column"]),
    ("contract,delivered_percent\n1\n2,3,4\n", ["cell-count", "cell-count"]),
    ("contract,delivered_percent\n1,87,5\n", ["cell-count"]),
    ("contract,delivered_percent\n\"1,2\n", ["unclosed-quote"]),
    ("contract,delivered_percent\n\"1\"x,2\n2,3\n", ["text-after-quote"]),
    ("contract,delivered_percent\n1\"x\",2\nx y,3\n", ["bare-quote", "not-an-identifier"]),
    ("contract,delivered_percent\n1,101\n,2\n3,\n", ["not-a-percent", "empty", "empty"]),
    ("contract,delivered_percent\n1,1\n2,1\n1,1\n", ["duplicate-key"]),
    ("contract,delivered_percent\n1,1\n1,x\n", ["not-a-percent", "duplicate-key"]),
    ("contract,delivered_percent\nAВ,1\n", ["not-an-identifier"]),
    ("contract,delivered_percent\n1\0,1\n", ["not-text"]),
  ])
  func faultsAreNamed(_ text: String, _ expected: [String]) {
    #expect(codes(FinalClaimRow.self, text) == expected)
  }

  @Test func otherEncodingsAndSizes() {
    #expect(faults(FinalClaimRow.self, [0xFF, 0xFE, 0x63, 0]).map(\.code) == ["utf16"])
    let long = "contract,delivered_percent\n\(String(repeating: "1", count: 1 << 20 + 1)),1\n1,1"
    #expect(codes(FinalClaimRow.self, long) == ["line-too-long"])
    let huge = [UInt8](repeating: 0x41, count: CSVTable.fileLimit + 1)
    #expect(faults(FinalClaimRow.self, huge).map(\.code) == ["file-too-large"])
  }

  @Test func atMostAThousandFaultsAreKept() throws {
    let text = "contract,delivered_percent\n" + String(repeating: "x y,1\n", count: 1_200)
    do throws(InputFaults) {
      _ = try FinalClaimRow.read(Array(text.utf8), file: "f.csv")
      Issue.record("not refused")
    } catch {
      // Each line has two: the identifier, and from the second on that it stands there already.
      #expect(error.total == 2_399)
      #expect(error.faults.count == InputFaults.keptMaximum)
    }
  }

  @Test func messagesNameThePlaceInBothLanguages() throws {
    let text = "contract;delivered_percent\nК-1;1\u{202E}05\n"
    let fault = try #require(faults(FinalClaimRow.self, Array(text.utf8)).first)
    #expect(
      fault.message(.english)
        == "t.csv, line 2, column delivered_percent (2): \"1<U+202E>05\": "
        + "not a percentage from 0 to 100 with at most two decimals")
    #expect(
      fault.message(.russian)
        == "t.csv, строка 2, столбец delivered_percent (2): «1<U+202E>05»: "
        + "не процент от 0 до 100 не более чем с двумя знаками")
    let long = String(repeating: "9", count: 500)
    let shown = faults(FinalClaimRow.self, Array("contract,delivered_percent\n1,\(long)".utf8))
    #expect(shown.first?.value?.count == 61)
  }

  @Test func textIsNormalised() throws {
    let rows = try ReductionRow.read(
      Array("contract,reason,amount\n1,Зани\u{306}тия,5\n".utf8), file: "r.csv")
    #expect(rows.first?.reason.unicodeScalars.count == 7)
  }

  /// Changed bytes of a valid file never crash the reader, and what it accepts keeps its rules.
  @Test func hostileBytes() {
    var generator = SeededNumbers(seed: 4)
    let valid = Array(Samples.providers.utf8)
    for _ in 0..<300 {
      var bytes = valid
      for _ in 0...Int.random(in: 0...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: bytes[place] = .random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default:
          bytes.insert(Array("\",;\n\r\t|\0".utf8).randomElement(using: &generator) ?? 0, at: place)
        }
      }
      guard let rows = try? ProviderRow.read(bytes, file: "p.csv") else { continue }
      for row in rows {
        #expect(Requisites.isINN(row.inn.description))
        #expect(Requisites.isAccount(row.bank.account, bic: row.bank.bic))
        #expect(RuledText.fault(in: row.name) == nil)
        #expect(row.services.allSatisfy { ServiceCode.fault(in: $0) == nil })
      }
    }
  }
}

@Suite struct CSVTextTests {
  @Test func quotesAndLineEnds() {
    var table = CSVText(header: ["a", "b"])
    table.add([.text("x,y"), .text("say \"no\"")])
    table.add([.text("line\nbreak"), .number("-5.00")])
    #expect(
      table.text == "a,b\n\"x,y\",\"say \"\"no\"\"\"\nline break,-5.00\n")
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u{A0}=1", "＝1",
    "=cmd|' /C calc'!A0",
  ])
  func textNeverStartsAFormula(_ text: String) throws {
    let written = CSVText.written(.text(text))
    let content = written.first == "\"" ? written.dropFirst() : Substring(written)
    #expect(content.first == "'")
    #expect(!written.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test(arguments: ["Дом", "a=b", "1-2", "'x", ""])
  func ordinaryTextStays(_ text: String) { #expect(CSVText.written(.text(text)) == text) }

  @Test func invisibleCharactersAreNotWritten() {
    #expect(CSVText.written(.text("a\u{202E}b\u{1B}[0m\0")) == "\"a b [0m \"")
  }

  /// What is written can be read, except for the mark in front of formulas.
  @Test func readerReadsWriter() throws {
    var table = CSVText(header: ["contract", "reason", "amount"])
    table.add([.text("К-1"), .text("ООО \"А; Б, В\""), .number("12.50")])
    let rows = try ReductionRow.read(table.bytes, file: "r.csv")
    #expect(rows.first?.reason == "ООО \"А; Б, В\"")
    #expect(rows.first?.accepted == .amount(Money(kopecks: 1_250)))
  }
}
