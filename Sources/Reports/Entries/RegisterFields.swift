import LedgerCore

// The keys are the columns of the input files, where there is one.

extension PayerDetails {
  var members: JSONObject {
    [
      "inn": .number(inn), "kpp": .string(kpp), "name": .string(name),
      "account": .string(account), "bic": .string(bic), "bank": .string(bank),
      "correspondent_account": .string(correspondentAccount),
      "personal_account": .string(personalAccount), "oktmo": .string(oktmo),
    ]
  }
}

extension OrderTerms {
  var members: JSONObject {
    [
      "order": .number(number), "year": .count(Int(year)), "payer_inn": .number(payer),
      "amount": .amount(amount), "services": .texts(services),
      "certificates_max": certificatesMax.map { .count($0) } ?? .null,
    ]
  }
}

extension CertificateTerms {
  var members: JSONObject {
    [
      "certificate": .number(number), "order": .number(order), "nominal": .amount(nominal),
      "valid_from": .date(validFrom), "valid_to": .date(validTo),
    ]
  }
}

extension ProviderDetails {
  var members: JSONObject {
    [
      "inn": .number(inn), "kpp": .string(kpp), "ogrn": .string(ogrn), "name": .string(name),
      "kind": .string(kind.name), "services": .texts(services),
      "admitted_from": .date(admittedFrom), "licence": .string(licence),
      "account": .string(account), "bic": .string(bic), "bank": .string(bank),
      "correspondent_account": .string(correspondentAccount),
    ]
  }
}

extension AgreementTerms {
  var members: JSONObject {
    [
      "agreement": .number(number), "provider_inn": .number(provider), "order": .number(order),
      "kbk": .string(kbk), "from": .date(from), "to": .date(to), "limit": .amount(limit),
      "advance_percent": .percent(advance), "offset_allowed": .bool(offset),
    ]
  }
}

extension ContractTerms {
  var members: JSONObject {
    [
      "contract": .number(number), "agreement": .number(agreement),
      "certificate": .number(certificate), "service": .string(service),
      "signed_on": .date(signedOn), "start": .date(start), "end": .date(end),
      "price": .amount(price), "normative": .amount(normative),
      "acceptance": .string(acceptance),
    ]
  }
}

extension MonthTotals {
  var members: JSONObject {
    [
      "order": .number(order), "month": .month(month), "count": .count(count),
      "sum": .amount(sum),
    ]
  }
}

extension Amended {
  func members(_ details: JSONObject) -> JSONObject {
    ["replaces": .reference(replaces)] + details
  }
}

extension OrderAmendment {
  var members: JSONObject {
    [
      "order": .number(order), "replaces": .reference(replaces), "amount": .amount(amount),
    ]
  }
}

extension OrderClosing {
  var members: JSONObject {
    ["order": .number(order), "count": .count(count), "sum": .amount(sum)]
  }
}

extension CertificateAmendment {
  var members: JSONObject {
    [
      "certificate": .number(certificate), "replaces": .reference(replaces),
      "nominal": .amount(nominal),
    ]
  }
}

extension AgreementAmendment {
  var members: JSONObject {
    [
      "agreement": .number(agreement), "replaces": .reference(replaces),
      "limit": .amount(limit),
    ]
  }
}
