import LedgerCore

extension ExampleTown {
  /// The files of the example that are made without a ledger: paths inside the example's directory
  /// and contents. The bank's statements come from running the script.
  static func files() -> [(path: String, contents: String)] { kansk.files() }

  func files() -> [(path: String, contents: String)] {
    var files = [
      ("README.md", ExampleReadme.text), ("payers.csv", Self.payers()),
      ("orders.csv", Self.orders()),
      ("certificates.csv", certificatesTable()),
      ("providers.csv", Self.providers(ExampleProvider.all)),
      ("providers-amended.csv", Self.providersAmended(DemoScript.returnedFinalProvider)),
      ("providers-amended-2023-11.csv", Self.providersAmended(DemoScript.returnedAdvanceProvider)),
      ("agreements.csv", agreements()), ("reductions.csv", reductions()),
    ]
    for wave in ContractWave.all {
      files.append(("contracts-\(wave.month.iso).csv", contractsTable(of: wave)))
    }
    for claim in claims.advances {
      files.append((Self.path(of: claim, kind: .advance), advance(claim)))
    }
    for claim in claims.finals { files.append((Self.path(of: claim, kind: .final), final(claim))) }
    if let refused = claims.refused {
      files.append((Self.refusedPath(of: refused), final(refused)))
    }
    return files.map { (path: $0.0, contents: $0.1) }.sorted { $0.path < $1.path }
  }

  static func path(of claim: ExampleClaim, kind: ClaimKind) -> String {
    "claims/\(claim.month.iso)/\(kind.name)-\(ExampleAgreement.all[claim.agreement].number).csv"
  }

  static func refusedPath(of claim: ExampleClaim) -> String {
    "claims/\(claim.month.iso)/final-\(ExampleAgreement.all[claim.agreement].number)-refused.csv"
  }

  private static func table(_ header: String, _ rows: [[String]]) -> String {
    ([header] + rows.map { $0.map(field).joined(separator: ",") }).joined(separator: "\n") + "\n"
  }

  /// RFC 4180: a field with a comma or a quotation mark is quoted.
  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func payers() -> String {
    table(
      "inn,kpp,name,account,bic,bank,correspondent_account,personal_account,oktmo",
      [
        [
          payerINN, "249901001", "Финансовое управление города (пример)", payerAccount,
          treasuryBIC, treasury, treasuryAccount, "02990000010", oktmo,
        ]
      ])
  }

  private static func orders() -> String {
    table(
      "order,year,payer_inn,amount,services,certificates_max",
      [
        [
          order, "2023", payerINN, orderAmount.decimal,
          ExampleServices.all.joined(separator: "|"), String(certificatesMax),
        ]
      ])
  }

  private func certificatesTable() -> String {
    Self.table(
      "certificate,order,nominal,valid_from,valid_to",
      certificates.map {
        [$0.number, Self.order, $0.nominal.decimal, "2023-09-01", "2023-12-31"]
      })
  }

  private static func providers(_ providers: [ExampleProvider]) -> String {
    table(
      "inn,kpp,ogrn,name,kind,services,admitted_from,licence,account,bic,bank,correspondent_account",
      providers.map {
        [
          $0.inn, $0.kpp, $0.ogrn, $0.name, $0.kind.name, $0.services.joined(separator: "|"),
          "2023-08-21", $0.licence, $0.account, $0.bic, $0.bank, $0.correspondentAccount,
        ]
      })
  }

  /// The same provider with a new account.
  private static func providersAmended(_ number: Int) -> String {
    var provider = ExampleProvider.all[number - 1]
    provider.accountSeries += 1
    return providers([provider])
  }

  private func agreements() -> String {
    let rows = ExampleAgreement.all.enumerated().map { index, agreement in
      let limit = index == Self.raisedAgreement ? firstLimit : limits[index]
      return [
        agreement.number, agreement.provider.inn, Self.order, agreement.kbk, agreement.from.iso,
        agreement.to.iso, limit?.decimal ?? "", String(agreement.advancePercent),
        agreement.offset ? "yes" : "no",
      ]
    }
    return Self.table(
      "agreement,provider_inn,order,kbk,from,to,limit,advance_percent,offset", rows)
  }

  private func contractsTable(of wave: ContractWave) -> String {
    let rows = contracts.filter { wave.signingDays.contains($0.signedOn) }.map { contract in
      [
        contract.number, ExampleAgreement.all[contract.agreement].number,
        certificates[contract.certificate].number, contract.service, contract.signedOn.iso,
        contract.start.iso, contract.end.iso, contract.price.decimal, contract.normative.decimal,
        contract.acceptance,
      ]
    }
    return Self.table(
      "contract,agreement,certificate,service,signed_on,start,end,price,normative,acceptance", rows)
  }

  private func advance(_ claim: ExampleClaim) -> String {
    let isExplicit = claim.lines.contains { $0.value != nil }
    return Self.table(
      isExplicit ? "contract,amount" : "contract",
      claim.lines.map { line in [contracts[line.contract].number] + (line.value.map { [$0] } ?? [])
      })
  }

  private func final(_ claim: ExampleClaim) -> String {
    Self.table(
      "contract,delivered_percent",
      claim.lines.map { [contracts[$0.contract].number, $0.value ?? "100"] })
  }

  private func reductions() -> String {
    Self.table(
      "contract,delivered_percent,reason",
      claims.reductions.map { [contracts[$0.contract].number, $0.percent, $0.reason] })
  }
}
