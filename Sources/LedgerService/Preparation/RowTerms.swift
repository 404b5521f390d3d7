import Exchange
import LedgerCore

extension PayerRow {
  var details: PayerDetails {
    PayerDetails(
      inn: inn, kpp: kpp, name: name, account: bank.account, bic: bank.bic, bank: bank.bank,
      correspondentAccount: bank.correspondentAccount ?? "",
      personalAccount: personalAccount ?? "", oktmo: oktmo)
  }
}

extension OrderRow {
  var terms: OrderTerms {
    OrderTerms(
      number: order, year: UInt16(year), payer: payerINN, amount: amount, services: services,
      certificatesMax: certificatesMaximum.map(UInt32.init))
  }
}

extension CertificateRow {
  var terms: CertificateTerms {
    CertificateTerms(
      number: certificate, order: order, nominal: nominal, validFrom: validFrom,
      validTo: validTo)
  }
}

extension ProviderRow {
  var details: ProviderDetails {
    ProviderDetails(
      inn: inn, kpp: kpp ?? "", ogrn: ogrn ?? "", name: name,
      kind: kind, services: services, admittedFrom: admittedFrom,
      licence: licence ?? "", account: bank.account, bic: bank.bic, bank: bank.bank,
      correspondentAccount: bank.correspondentAccount ?? "")
  }
}

extension AgreementRow {
  var terms: AgreementTerms {
    AgreementTerms(
      number: agreement, provider: providerINN, order: order, kbk: kbk, from: from, to: to,
      limit: limit, advance: advancePercent, offset: offset)
  }
}

extension ContractRow {
  var terms: ContractTerms {
    ContractTerms(
      number: contract, agreement: agreement, certificate: certificate, service: service,
      signedOn: signedOn, start: start, end: end, price: price, normative: normative,
      acceptance: acceptance)
  }
}
