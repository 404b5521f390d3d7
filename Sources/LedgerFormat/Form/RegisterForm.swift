import Bytes
import LedgerCore

extension OrderTerms: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.inn(payer, "payer_inn")
    try form.positive(amount, "amount")
    try form.year(year, "year")
    try form.require(certificatesMax != 0, "certificates_max")
    try form.services(services)
  }
}

extension CertificateTerms: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.positive(nominal, "nominal")
    try form.dates([(validFrom, "valid_from"), (validTo, "valid_to")])
  }
}

extension AgreementTerms: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.inn(provider, "provider_inn")
    try form.dates([(from, "from"), (to, "to")])
    // An agreement may be signed with nothing to spend yet.
    if let limit { try form.amount(limit, "limit") }
    try form.require(Requisites.isKBK(kbk), "kbk", .wrongRequisite)
  }
}

extension ContractTerms: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.positive(price, "price")
    try form.positive(normative, "normative")
    try form.dates([(signedOn, "signed_on"), (start, "start"), (end, "end")])
    try form.service(service, "service")
    try form.text(acceptance, "acceptance", limit: Self.acceptanceLimit)
  }
}

extension MonthTotals {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.amount(sum, "sum")
    try form.month(month, "month")
  }
}

extension ClaimSubmission {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.month(month, "month")
    try form.require(!lines.isEmpty, "lines", .empty)
    let limit = Document.lineLimit
    try form.require(lines.count <= limit, "lines", .tooLarge(count: lines.count, limit: limit))
    for index in lines.indices where !lines[index].amount.isValid(for: kind) {
      let reason = kind == .advance ? FormatError.Reason.amountOutOfRange : .numberOutOfRange
      throw FormCheck(line: index + 1).error(reason, "amount")
    }
  }
}

extension EntryReference: Formed {
  func check(_ form: FormCheck) throws(FormatError) {}
}

extension ClaimReduction: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    // Whether kopecks or hundredths of a percent, the claim tells.
    try form.amount(Money(kopecks: amount.raw), "amount")
    try form.text(reason, "reason")
  }
}

extension ClaimAcceptance {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.require(!claims.isEmpty, "claims", .empty)
    try form.lines(claims, "claims")
    try form.lines(reductions, "reductions")
    for (index, reduction) in reductions.enumerated() where reduction.claim >= claims.count {
      throw FormCheck(line: index + 1).error(.numberOutOfRange, "claim")
    }
  }
}
