import LedgerCore

/// A month's steps: contracts, month opened, advances, notices, finals, month closed.
extension DemoScript {
  func stages(of month: DemoMonth) -> [DemoStage] {
    let name = month.month.iso
    return [
      DemoStage(
        titleRussian: "\(name): договоры и открытие месяца",
        titleEnglish: "\(name): contracts, and the month is opened",
        steps: month.before(self) + [
          Self.write(
            ["contract", "sign", "--from", .input("contracts-\(name).csv")], on: month.signed),
          Self.write(["month", "open", .word(name)], on: month.opened, by: Self.finance),
        ]),
      DemoStage(
        titleRussian: "\(name): авансы", titleEnglish: "\(name): advances",
        steps: submissions(
          town.claims.advances, of: month.month, .advance, on: month.advancesClaimed)
          + [acceptance(of: month.month, .advance, on: month.advancesAccepted)]
          + cycle(month.advances)),
      DemoStage(
        titleRussian: "\(name): изменения и расторжения",
        titleEnglish: "\(name): changes and terminations",
        steps: month.between(self) + terminations(on: month.noticed)),
      DemoStage(
        titleRussian: "\(name): оплата и закрытие месяца",
        titleEnglish: "\(name): finals, and the month is closed",
        steps: finals(of: month) + cycle(month.finals) + [
          Self.write(
            ["month", "close", .word(name)], on: month.closed, by: Self.authorityAndFinance)
        ]),
    ].filter { !$0.steps.isEmpty }
  }

  /// Calculated, approved by two signatures, exported, confirmed by the bank, closed.
  func cycle(_ cycle: DemoCycle) -> [DemoStep] {
    let number = DemoArgument.word(String(cycle.number))
    let funds: [DemoArgument] = cycle.funds.map { ["--funds", .word($0)] } ?? []
    let rejections = cycle.statement.rejected.map { inn in
      Self.write(
        [
          "payment", "reject", .payment(inn: inn, in: cycle.payments), "--reason",
          "Банк не принял распоряжение: неверный формат назначения платежа",
        ], on: cycle.paid, by: Self.finance)
    }
    var statement = Self.write(
      ["bank", "import", .input(cycle.statement.file)]
        + (cycle.booksUnidentified ? ["--unidentified"] : []),
      on: cycle.imported, by: Self.finance, label: cycle.importLabel)
    statement.statement = cycle.statement
    return [
      Self.write(["cycle", "calculate"] + funds, on: cycle.calculated, by: Self.finance),
      Self.write(
        ["cycle", "approve", number, "--pay-on", .word(cycle.paid)], on: cycle.calculated),
      DemoStep(
        arguments: ["cycle", "export", number, "--to", "1c", "--out", .output(cycle.payments)]),
    ] + rejections + [
      statement, Self.write(["cycle", "close", number], on: cycle.imported, by: Self.finance),
    ]
  }

  private func submissions(
    _ claims: [ExampleClaim], of month: YearMonth, _ kind: ClaimKind, on date: String
  ) -> [DemoStep] {
    claims.filter { $0.month == month }.map { claim in
      submission(
        claim, kind, from: ExampleTown.path(of: claim, kind: kind), on: date,
        label: Self.label(of: claim, kind))
    }
  }

  private func submission(
    _ claim: ExampleClaim, _ kind: ClaimKind, from path: String, on date: String, label: String
  ) -> DemoStep {
    Self.write(
      [
        "claim", "submit", "--agreement", .word(ExampleAgreement.all[claim.agreement].number),
        "--month", .word(claim.month.iso), "--kind", .word(kind.name), "--from", .input(path),
      ], on: date, label: label)
  }

  private static func label(of claim: ExampleClaim, _ kind: ClaimKind) -> String {
    label(kind, claim.month, ExampleAgreement.all[claim.agreement].number)
  }

  private static func label(_ kind: ClaimKind, _ month: YearMonth, _ agreement: String) -> String {
    "\(kind.name)-\(month.iso)-\(agreement)"
  }

  private func acceptance(of month: YearMonth, _ kind: ClaimKind, on date: String) -> DemoStep {
    Self.write(
      ["claim", "accept", "--month", .word(month.iso), "--kind", .word(kind.name)], on: date)
  }

  /// October has a claim that is refused and submitted again; November one that is accepted with
  /// reductions, before all others are accepted whole.
  private func finals(of month: DemoMonth) -> [DemoStep] {
    var steps: [DemoStep] = []
    if let refused = town.claims.refused, refused.month == month.month {
      steps += [
        submission(
          refused, .final, from: ExampleTown.refusedPath(of: refused), on: month.finalsClaimed,
          label: "refused"),
        Self.write(
          [
            "claim", "refuse", .entry(of: "refused"), "--reason",
            "Доля оказанных услуг не совпадает с журналами посещения",
          ], on: month.finalsClaimed),
      ]
    }
    steps += submissions(town.claims.finals, of: month.month, .final, on: month.finalsClaimed)
    if month.month == ExampleClaims.november {
      let label = Self.label(.final, month.month, ExampleClaims.reducedAgreement)
      steps.append(
        Self.write(
          ["claim", "accept", .entry(of: label), "--reduce", .input("reductions.csv")],
          on: month.finalsAccepted))
    }
    return steps + [acceptance(of: month.month, .final, on: month.finalsAccepted)]
  }

  /// Each notice comes from the provider.
  private func terminations(on date: String) -> [DemoStep] {
    town.terminations.filter { $0.on.iso == date }.map { termination in
      let contract = town.contracts[termination.contract]
      let provider = ExampleAgreement.all[contract.agreement].provider
      return Self.write(
        ["contract", "terminate", .word(contract.number)], on: date, by: [provider.keyName])
    }
  }
}
