/// The README of the example.
enum ExampleReadme {
  static let text = """
    # Пример: город, похожий на Канск, сентябрь – декабрь 2023 года

    Город, организации и реквизиты вымышлены; настоящие здесь только 18 кодов услуг из
    постановления администрации города Канска № 633 от 29.05.2023. Контрольные цифры номеров
    верны, потому что казна их проверяет. Файлы порождены программой и всегда одинаковы.

    | Файл | Что в нём |
    |---|---|
    | `payers.csv`, `orders.csv` | финансовое управление и муниципальный социальный заказ |
    | `certificates.csv` | \(ExampleTown.certificateCount) социальных сертификатов |
    | `providers.csv`, `agreements.csv` | 34 исполнителя услуг, 37 соглашений |
    | `providers-amended*.csv` | новые счета двух исполнителей после возврата платежей |
    | `contracts-2023-MM.csv` | договоры, занесённые в этом месяце |
    | `claims/2023-MM/advance-*.csv` | заявки на авансирование, по соглашениям |
    | `claims/2023-MM/final-*.csv` | заявки на оплату с долей оказанных услуг |
    | `claims/2023-10/final-SG-08-refused.csv` | заявка, которую отклонили и подали заново |
    | `reductions.csv` | строки, принятые в ноябре в меньшем объёме |
    | `bank/2023-MM-DD.txt` | выписки банка (1CClientBankExchange, Windows-1251) |

    Всё вместе проходит команда `kazna demo`. В примере есть возвращённые и не принятые банком
    платежи, возвраты исполнителей, невыясненное поступление, расторжения, исключение исполнителя,
    исправление принятой заявки и месяц, когда денег не хватило.

    # Example: a town like Kansk, September to December 2023

    The town, its organisations and their requisites are invented; only the 18 service codes are
    real (decree 633 of the administration of Kansk, 29.05.2023). Check digits hold, since the
    ledger checks them. The files are made by the program and are always the same.

    | File | What is in it |
    |---|---|
    | `payers.csv`, `orders.csv` | the finance department and the municipal social order |
    | `certificates.csv` | \(ExampleTown.certificateCount) social certificates |
    | `providers.csv`, `agreements.csv` | 34 providers, 37 agreements |
    | `providers-amended*.csv` | new accounts of two providers whose payments came back |
    | `contracts-2023-MM.csv` | contracts entered in that month |
    | `claims/2023-MM/advance-*.csv` | claims of advances, by agreement |
    | `claims/2023-MM/final-*.csv` | final claims with the delivered share |
    | `claims/2023-10/final-SG-08-refused.csv` | a claim that was refused and submitted again |
    | `reductions.csv` | lines accepted in part in November |
    | `bank/2023-MM-DD.txt` | bank statements (1CClientBankExchange, Windows-1251) |

    `kazna demo` goes through all of it: payments that came back or were not taken by the bank,
    refunds of providers, a receipt that was not identified at first, terminations, an excluded
    provider, a correction of an accepted claim, and a month with too little money.

    """
}
