import LedgerCore

/// What happens outside the monthly round.
extension DemoScript {
  /// Certificates that nobody uses.
  private var idle: [String] { ExampleTown.idle.sorted().map { town.certificates[$0].number } }

  var septemberEvents: [DemoStep] {
    [
      Self.write(["certificate", "suspend", .word(idle[0])], on: "2023-09-20"),
      Self.write(["certificate", "suspend", .word(idle[1])], on: "2023-09-20"),
      Self.write(["certificate", "close", .word(idle[2])], on: "2023-09-25"),
    ]
  }

  /// More money: the order, a nominal and a limit are raised. A provider whose payment came back
  /// brings the account that it has now.
  var earlyOctoberEvents: [DemoStep] {
    let raised = town.certificates[town.certificateWithOneContract(from: 2_000)]
    let nominal = raised.nominal + Money(kopecks: 200_000)
    let limit = town.limits[ExampleTown.raisedAgreement] ?? .zero
    return [
      Self.write(
        [
          "order", "amend", .word(ExampleTown.order), "--amount",
          .word(ExampleTown.orderAmountAmended.decimal),
        ], on: "2023-10-02", by: Self.authorityAndFinance),
      Self.write(["certificate", "resume", .word(idle[0])], on: "2023-10-02"),
      Self.write(["certificate", "close", .word(idle[1])], on: "2023-10-02"),
      Self.write(
        [
          "certificate", "amend", .word(raised.number), "--nominal", .word(nominal.decimal),
        ], on: "2023-10-03"),
      Self.write(
        ["provider", "amend", "--from", .input("providers-amended.csv")], on: "2023-10-03"),
      Self.write(
        [
          "agreement", "amend", .word(ExampleAgreement.all[ExampleTown.raisedAgreement].number),
          "--limit", .word(limit.decimal),
        ], on: "2023-10-04"),
    ]
  }

  /// A check found fewer lessons of September than were paid for.
  var octoberEvents: [DemoStep] { corrections(of: 9, on: "2023-10-18") }

  /// The same of October, before the money for it was there.
  var earlyNovemberEvents: [DemoStep] { corrections(of: 10, on: "2023-11-02") }

  private func corrections(of month: Int, on date: String) -> [DemoStep] {
    town.claims.corrections.filter { $0.month.month == month }.map { correction in
      Self.write(
        [
          "claim", "correct", "--contract", .word(town.contracts[correction.contract].number),
          "--month", .word(correction.month.iso), "--delivered", .word(correction.percent),
        ], on: date, by: Self.authorityAndFinance)
    }
  }

  /// The advance that came back is sent again in a cycle of its own; a provider loses its
  /// admission; a child moves away, and the certificate closes while its contract runs.
  var novemberEvents: [DemoStep] {
    let again = DemoCycle(
      6, calculated: "2023-11-21", paid: "2023-11-22", statementFrom: "2023-11-18",
      to: "2023-11-23")
    let receipt = DemoArgument.receipt(
      of: "statement-5", document: Self.unclearDocument, statement: "bank/2023-11-17.txt")
    let closed = town.certificates[town.certificateWithOneContract(from: 4_000)]
    return [
      Self.write(
        ["provider", "amend", "--from", .input("providers-amended-2023-11.csv")], on: "2023-11-20"),
      Self.write(
        [
          "provider", "exclude", .word(Self.provider(ExampleTown.excluded).inn), "--reason",
          "Действие лицензии прекращено",
        ], on: ExampleTown.excludedOn.iso),
    ] + cycle(again) + [
      Self.write(
        [
          "receipt", "identify", receipt, "--as", "refund", "--agreement",
          .word("SG-\(Self.unidentifiedProvider)"),
        ], on: "2023-11-23", by: Self.finance),
      Self.write(["certificate", "close", .word(closed.number)], on: "2023-11-23"),
    ]
  }
}
