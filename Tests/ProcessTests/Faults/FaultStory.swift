import Foundation
import Testing

/// The life of a small town, with each command of the program at least once, on the files of the
/// README's first steps.
enum FaultStory {
  struct Step {
    let command: String
    /// Whether its calls are made to fail; else it is there for those that come after it.
    var isTried = true

    /// There is one version of the rules, and no other to adopt.
    var exitCode: Int32 { command.contains("rules adopt") ? 1 : 0 }
  }

  /// The files that it begins with.
  static func town() throws -> Town {
    let town = try Town(isEmpty: true)
    let examples = Town.repository.appendingPathComponent("Ledger/Examples/first-steps")
    let copied = try town.run("rm *; cp '\(examples.path)'/* .")
    #expect(copied.exitCode == 0, "\(copied)")
    try Data(statement.utf8).write(to: town.directory.appendingPathComponent("statement-3.txt"))
    return town
  }

  /// Before every step: `last` prints the number of the last entry.
  static let prelude = """
    export KAZNA_LEDGER=main KAZNA_KEYS=keys TMPDIR=$PWD LC_ALL=C
    last() { kazna log --format jsonl | tail -n 1 | grep -o '"entry": *[0-9]*' | tr -dc 0-9; }
    """

  static let steps: [Step] = (opening + registers + months + questions + endings).map { line in
    line.hasPrefix("* ")
      ? Step(command: String(line.dropFirst(2)), isTried: false) : Step(command: line)
  }

  /// Money that nobody can tell the reason of.
  private static let statement = """
    1CClientBankExchange
    ВерсияФормата=1.03
    Кодировка=Windows
    Отправитель=Банк-пример
    Получатель=Kazna
    ДатаНачала=11.12.2023
    ДатаКонца=11.12.2023
    РасчСчет=03231643040000001900
    СекцияРасчСчет
    ДатаНачала=11.12.2023
    ДатаКонца=11.12.2023
    РасчСчет=03231643040000001900
    НачальныйОстаток=44554.02
    ВсегоПоступило=150.00
    ВсегоСписано=0.00
    КонечныйОстаток=44704.02
    КонецРасчСчет
    \(credit(81, "100.00"))
    \(credit(82, "50.00"))
    КонецФайла

    """

  private static func credit(_ number: Int, _ amount: String) -> String {
    """
    СекцияДокумент=Платежное поручение
    Номер=\(number)
    Дата=11.12.2023
    Сумма=\(amount)
    ПлательщикСчет=40703810600000000001
    ПлательщикИНН=2450009990
    Плательщик1=Неизвестный
    ПолучательСчет=03231643040000001900
    ДатаПоступило=11.12.2023
    ПолучательИНН=2450001015
    Получатель1=Финансовое управление (пример)
    НазначениеПлатежа=Возврат
    КонецДокумента
    """
  }

  private static let opening = [
    "kazna init --name Проба --date 2023-08-01",
    "kazna key new authority",
    "* for key in finance-first finance-second raduga spare log-2; do kazna key new $key; done",
    "kazna key enroll authority --role authority --party 2450001015",
    "* kazna key enroll finance-first --role finance-first --party 2450001015",
    "* kazna key enroll finance-second --role finance-second --party 2450001015",
    "* kazna key enroll raduga --role provider --party 2450002026",
    "* kazna key enroll spare --role auditor --party 2450001015",
  ]

  private static let registers = [
    "kazna payer register --from payers.csv --date 2023-09-01",
    "kazna order approve --from orders.csv --date 2023-09-01",
    "kazna certificate issue --from certificates.csv --date 2023-09-01",
    "kazna provider admit --from providers.csv --date 2023-09-01",
    "kazna agreement sign --from agreements.csv --date 2023-09-01",
    "* sed -i s/Финансовое/Новое/ payers.csv; sed -i s/Радуга/Заря/ providers.csv",
    "kazna payer amend --from payers.csv --date 2023-09-02",
    "kazna provider amend --from providers.csv --date 2023-09-02",
    "kazna order amend МСЗ-1 --amount 100001 --date 2023-09-02",
    "kazna certificate amend 0002 --nominal 5001 --date 2023-09-02",
    "kazna certificate suspend 0002 --date 2023-09-02",
    "kazna balance order МСЗ-1",
    "kazna certificate resume 0002 --date 2023-09-02",
    "kazna agreement amend С-1 --limit 20001 --date 2023-09-02",
    "kazna contract sign --from contracts.csv --date 2023-10-25",
  ]

  private static let submit =
    "kazna claim submit --agreement С-1 --month 2023-11 --kind"
  private static let months = [
    "kazna month open 2023-11 --date 2023-11-01",
    "\(submit) advance --from advance.csv --date 2023-11-08",
    "kazna claim withdraw $(last) --date 2023-11-08",
    "* \(submit) advance --from advance.csv --date 2023-11-08",
    "kazna claim refuse $(last) --reason Ошибка --date 2023-11-08",
    "* \(submit) advance --from advance.csv --date 2023-11-08",
    "kazna claim list --open",
    "kazna claim accept --month 2023-11 --kind advance --date 2023-11-09",
    "kazna cycle calculate --date 2023-11-09",
    "kazna cycle show 1",
    "kazna cycle list",
    "kazna cycle cancel 1 --date 2023-11-09",
    "* kazna cycle calculate --date 2023-11-09",
    "kazna cycle approve 2 --date 2023-11-09 --pay-on 2023-11-10",
    "kazna cycle export 2 --to 1c --out payments.txt",
    "kazna bank import statement-1.txt --date 2023-11-10",
    "kazna cycle close 2 --date 2023-11-10",
    "* \(submit) final --from final.csv --date 2023-12-01",
    "* kazna claim accept --month 2023-11 --kind final --date 2023-12-04",
    "* kazna cycle calculate --date 2023-12-04",
    "* kazna cycle approve 3 --date 2023-12-04 --pay-on 2023-12-08",
    "kazna payment reject 2/2023 --reason Реквизиты --date 2023-12-05",
    "* kazna cycle close 3 --date 2023-12-05",
    "* kazna cycle calculate --date 2023-12-05",
    "* kazna cycle approve 4 --date 2023-12-05 --pay-on 2023-12-08",
    "* sed -i 's/^Номер=2/Номер=3/' statement-2.txt",
    "* kazna bank import statement-2.txt --date 2023-12-08",
    "* kazna cycle close 4 --date 2023-12-08",
    "kazna payment list",
    "kazna month close 2023-11 --date 2023-12-08",
    "kazna claim correct --contract Д-1 --month 2023-11 --delivered 50 --date 2023-12-09",
    "kazna refund receive --agreement С-1 --amount 10 --date 2023-12-09",
    "kazna reverse $(last) --reason Ошибка",
    "* kazna bank import statement-3.txt --unidentified --date 2023-12-11",
    "* last > receipt",
    "kazna receipt identify $(cat receipt):1 --as refund --agreement С-1 --date 2023-12-11",
    "kazna receipt send-back $(cat receipt):2 --date 2023-12-11",
  ]

  private static let questions = [
    "kazna statement certificate 0001",
    "kazna report trial-balance",
    "kazna show 5",
    "kazna log",
    "kazna key list",
    "kazna export hledger --out accounts",
    "kazna verify",
    "kazna verify --save audit.state",
    "* kazna certificate suspend 0002 --date 2023-12-12",
    "kazna verify --since audit.state --save audit.state",
    "* kazna certificate resume 0002 --date 2023-12-12",
    "kazna checkpoint show",
    "kazna checkpoint vkey",
    "kazna checkpoint history",
    "* kazna checkpoint vkey > vkey; kazna checkpoint export --out old",
    "kazna checkpoint export --out mine",
    "* kazna certificate suspend 0002 --date 2023-12-12; kazna checkpoint export --out new",
    "kazna prove inclusion 5 --out 5.proof",
    "kazna prove inclusion --check 5.proof --vkey $(cat vkey)",
    "kazna prove consistency mine --out grown",
    "kazna prove consistency --check grown --old mine --vkey $(cat vkey)",
    "* kazna key new duma",
    "\(cosign) mine --vkey $(cat vkey) --out cosigned",
    "\(cosign) new --proof grown --out cosigned",
    "kazna evidence 5 --out entry-5",
    "kazna mirror main copy",
    "kazna backup --to backup",
    "kazna restore backup --to restored",
    "kazna document new --out resumption.kzd -- certificate resume 0002 --date 2023-12-13",
    "kazna document sign resumption.kzd --by authority",
    "kazna document show resumption.kzd",
    "kazna document submit resumption.kzd",
  ]

  private static let cosign =
    "kazna checkpoint cosign --by duma --name duma.example/w --state witness"

  private static let endings = [
    "* kazna month open 2023-10 --date 2023-10-25; kazna month close 2023-10 --date 2023-12-14",
    "kazna contract terminate Д-1 --date 2023-11-30",
    "kazna agreement terminate С-1 --date 2023-12-15",
    "kazna provider exclude 2450002026 --reason Отказ --date 2023-12-16",
    "kazna certificate close 0002 --date 2023-12-17",
    "kazna order close МСЗ-1 --date 2023-12-31",
    "kazna period seal 2023-08 --date 2023-12-31",
    "kazna rules adopt 2",
    "kazna key revoke spare",
    "kazna key replace log --with log-2",
  ]
}
