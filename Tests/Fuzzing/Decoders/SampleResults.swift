import LedgerCore

extension Samples {
  /// Results of every shape.
  static let results: [Results] = [
    .none,
    .shares([
      ContractShare(certificate: money(686_121), parent: money(1_821)),
      ContractShare(certificate: money(1), parent: .zero),
    ]),
    .cycle(
      CycleResult(
        number: 3,
        lines: [
          CycleLine(
            agreement: agreement, count: 2, advances: money(217_420),
            finals: money(27_178), offset: money(13_589))
        ], envelope: envelope, carriedCount: 5, carriedSum: money(99))),
    .cycle(
      CycleResult(
        number: 4, lines: [], envelope: envelope, carriedCount: 0, carriedSum: .zero)),
    .payments([
      PaymentOrder(
        name: payment, payOn: yearEnd, amount: money(231_009), cycle: 3,
        agreement: agreement, kbk: "90207030730254910622", firstMonth: month,
        lastMonth: month.next, payer: payer, payee: provider)
    ]),
    .statement([
      LineOutcome(kind: .confirmed, payment: payment), LineOutcome(kind: .listed),
    ]),
  ]
}
