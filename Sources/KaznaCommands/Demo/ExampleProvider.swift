import LedgerCore

/// A provider of the example, with invented requisites.
struct ExampleProvider {
  let number: Int
  let kind: ProviderKind
  let name: String
  let directions: [ExampleDirection]
  /// How many children choose it, against the others.
  let weight: Int
  /// Changes the account: a provider that opened a new one after a payment came back.
  var accountSeries = 1

  var inn: String {
    switch kind {
    case .entrepreneur, .individual:
      InventedRequisites.personINN("24990" + padded(70_000 + number, 5))
    default: InventedRequisites.organisationINN("24990" + padded(1_000 + number, 4))
    }
  }

  var kpp: String { isPerson ? "" : "249901001" }

  var ogrn: String {
    switch kind {
    case .individual: ""
    case .entrepreneur: InventedRequisites.ogrnip("3232499" + padded(number, 7))
    default: InventedRequisites.ogrn("1232499" + padded(number, 5))
    }
  }

  var licence: String { kind == .individual ? "" : "Л035-00000-24/" + padded(990_000 + number, 8) }

  /// Municipal and state bodies keep their money with the treasury, all others with banks.
  var account: String {
    let tail = "0" + padded(accountSeries, 3) + "0000" + padded(number, 3)
    switch kind {
    case .municipal: return "03234643" + ExampleTown.oktmo + padded(1_900 + accountSeries, 4)
    case .state: return "03224643" + "04000000" + padded(1_900 + accountSeries, 4)
    case .company: return InventedRequisites.account("40702810", tail, bic: bic)
    case .nonprofit: return InventedRequisites.account("40703810", tail, bic: bic)
    case .entrepreneur: return InventedRequisites.account("40802810", tail, bic: bic)
    case .individual: return InventedRequisites.account("40817810", tail, bic: bic)
    }
  }

  var bic: String { hasTreasuryAccount ? ExampleTown.treasuryBIC : bankBIC }
  var bank: String {
    hasTreasuryAccount ? ExampleTown.treasury : "АО «Банк-пример № \(bankNumber)» г. Пример"
  }
  var correspondentAccount: String {
    hasTreasuryAccount
      ? ExampleTown.treasuryAccount
      : InventedRequisites.correspondentAccount("30101810", "00000000" + bic.suffix(3), bic: bic)
  }

  var keyName: String { "provider-\(inn)" }

  /// Bodies of the town and of the region may teach children with limited health as well.
  var services: [String] {
    directions.flatMap { direction in
      let codes = ExampleServices.byDirection[direction] ?? []
      return hasTreasuryAccount || kind == .nonprofit ? codes : Array(codes.prefix(2))
    }
  }

  private var isPerson: Bool { kind == .entrepreneur || kind == .individual }
  private var hasTreasuryAccount: Bool { kind == .municipal || kind == .state }
  private var bankNumber: Int { number % 3 + 1 }
  private var bankBIC: String { "04049970" + String(bankNumber) }
}

extension ExampleProvider {
  /// The 34 providers, numbered from 1.
  static let all: [ExampleProvider] = table.enumerated().map { index, row in
    ExampleProvider(
      number: index + 1, kind: row.0, name: row.1 + " (пример)", directions: row.2, weight: row.3)
  }

  private typealias Row = (ProviderKind, String, [ExampleDirection], Int)

  private static let table: [Row] = [
    (.municipal, "Центр детского творчества «Радуга»", [.artistic, .social, .technical], 90),
    (.municipal, "Дом детского творчества «Созвездие»", [.artistic, .social, .natural], 80),
    (.municipal, "Станция юных техников «Контур»", [.technical], 60),
    (.municipal, "Станция юных натуралистов «Росток»", [.natural, .touristic], 45),
    (.municipal, "Спортивная школа «Вершина»", [.sport], 70),
    (.municipal, "Детско-юношеский центр «Горизонт»", [.sport, .touristic, .social], 60),
    (.municipal, "Центр дополнительного образования «Параллель»", [.technical, .natural], 55),
    (.municipal, "Школа № 901", [.artistic, .sport], 22),
    (.municipal, "Школа № 902", [.technical, .sport], 24),
    (.municipal, "Гимназия № 903", [.artistic, .social], 26),
    (.municipal, "Лицей № 904", [.technical, .natural], 26),
    (.municipal, "Школа № 905", [.sport, .touristic], 18),
    (.municipal, "Детский сад № 906 «Теремок»", [.artistic], 14),
    (.municipal, "Детский сад № 907 «Ручеёк»", [.artistic, .sport], 14),
    (.state, "Технологический колледж", [.technical], 20),
    (.state, "Педагогический колледж", [.social, .artistic], 20),
    (.state, "Кадетский корпус", [.sport, .technical], 14),
    (.company, "ООО «Студия робототехники „Шестерёнка“»", [.technical], 22),
    (.company, "ООО «Школа программирования „Байт“»", [.technical], 20),
    (.company, "ООО «Клуб единоборств „Барс“»", [.sport], 18),
    (.company, "ООО «Театральная студия „Рампа“»", [.artistic], 12),
    (.company, "ООО «Центр раннего развития „Ладошки“»", [.social, .artistic], 12),
    (.company, "ООО «Лингвистический клуб „Глобус“»", [.social], 10),
    (.nonprofit, "АНО «Центр „Открытая мастерская“»", [.technical, .artistic], 16),
    (.nonprofit, "АНО «Туристский клуб „Азимут“»", [.touristic], 14),
    (.nonprofit, "ЧОУ «Школа искусств „Палитра“»", [.artistic], 12),
    (.nonprofit, "АНО «Хоккейный клуб „Метель“»", [.sport], 14),
    (.entrepreneur, "Индивидуальный предприниматель № 1", [.artistic], 9),
    (.entrepreneur, "Индивидуальный предприниматель № 2", [.sport], 9),
    (.entrepreneur, "Индивидуальный предприниматель № 3", [.technical], 8),
    (.entrepreneur, "Индивидуальный предприниматель № 4", [.natural], 6),
    (.entrepreneur, "Индивидуальный предприниматель № 5", [.social], 6),
    (.individual, "Физическое лицо № 1", [.artistic], 4),
    (.individual, "Физическое лицо № 2", [.technical], 4),
  ]
}
