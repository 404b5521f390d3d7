import Bytes
import LedgerCore

extension FormCheck {
  func inn(_ inn: Identifier, _ field: String) throws(FormatError) {
    try require(Requisites.isINN(inn.description), field, .wrongRequisite)
  }

  /// Where a party keeps its money: the account's key must fit the bank's code. Only offices of the
  /// Bank of Russia, whose codes end in 000, 001 and 002, may lack a correspondent account.
  func account(
    _ account: String, bic: String, bank: String, correspondent: String
  ) throws(FormatError) {
    try require(Requisites.isBIC(bic), "bic", .wrongRequisite)
    try require(Requisites.isAccount(account, bic: bic), "account", .wrongRequisite)
    try text(bank, "bank")
    let mayLack = ["000", "001", "002"].contains(bic.suffix(3))
    try require(
      correspondent.isEmpty
        ? mayLack : Requisites.isCorrespondentAccount(correspondent, bic: bic),
      "correspondent_account", .wrongRequisite)
  }

  /// INN, KPP and OGRN as each kind of provider has them: an entrepreneur no KPP, a self-employed
  /// person neither.
  func registration(_ provider: ProviderDetails) throws(FormatError) {
    try inn(provider.inn, "inn")
    let isPerson = provider.kind == .entrepreneur || provider.kind == .individual
    let digits = provider.inn.description.utf8.count
    try require(digits == (isPerson ? 12 : 10), "inn", .wrongRequisite)
    try require(
      isPerson ? provider.kpp.isEmpty : Requisites.isKPP(provider.kpp), "kpp", .wrongRequisite)
    let isRegistered =
      switch provider.kind {
      case .individual: provider.ogrn.isEmpty
      case .entrepreneur: Requisites.isOGRNIP(provider.ogrn)
      case .municipal, .state, .company, .nonprofit: Requisites.isOGRN(provider.ogrn)
      }
    try require(isRegistered, "ogrn", .wrongRequisite)
  }
}

extension LedgerOpening {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.key(operatorKey, "operator_key")
    try form.key(logKey, "log_key")
    // Checkpoints are signed with Ed25519 only, and by a key that signs nothing else.
    try form.require(PublicKeyForm.algorithm(of: logKey) == .ed25519, "log_key", .notAllowed)
    try form.require(operatorKey != logKey, "log_key", .repeated)
    try form.text(name, "name")
  }
}

extension KeyEnrolment {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.inn(party, "party")
    try form.dates([(from, "from"), (to, "to")])
    // The opening names the operator's key and the log's; a replacement puts others in their place.
    try form.require(role != .operator && role != .log, "role", .notAllowed)
    try form.key(key, "key")
  }
}

extension KeyReplacement {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.require(role == .operator || role == .log, "role", .notAllowed)
    try form.key(key, "key")
    try form.require(
      role != .log || PublicKeyForm.algorithm(of: key) == .ed25519, "key", .notAllowed)
  }
}

extension PayerDetails: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.inn(inn, "inn")
    try form.require(inn.description.utf8.count == 10, "inn", .wrongRequisite)
    try form.require(Requisites.isKPP(kpp), "kpp", .wrongRequisite)
    try form.text(name, "name")
    try form.account(account, bic: bic, bank: bank, correspondent: correspondentAccount)
    try form.require(
      personalAccount.isEmpty || Requisites.isPersonalAccount(personalAccount),
      "personal_account", .wrongRequisite)
    try form.require(Requisites.isOKTMO(oktmo), "oktmo", .wrongRequisite)
  }
}

extension ProviderDetails: Formed {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.registration(self)
    try form.date(admittedFrom, "admitted_from")
    try form.text(name, "name")
    try form.text(licence, "licence", allowsEmpty: true)
    try form.account(account, bic: bic, bank: bank, correspondent: correspondentAccount)
    try form.services(services)
  }
}

extension ProviderExclusion {
  func check(_ form: FormCheck) throws(FormatError) {
    try form.inn(inn, "inn")
    try form.text(reason, "reason")
  }
}
