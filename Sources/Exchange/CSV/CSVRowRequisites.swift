import LedgerCore

extension CSVRow {
  public func inn(_ column: String) -> Identifier? { inn(column, .inn, [10, 12]) }
  public func innOfOrganisation(_ column: String) -> Identifier? {
    inn(column, .innOfOrganisation, [10])
  }
  public func innOfPerson(_ column: String) -> Identifier? { inn(column, .innOfPerson, [12]) }

  public func kpp(_ column: String) -> String? { requisite(column, .kpp, Requisites.isKPP) }

  /// Territory code of 8 or 11 digits.
  public func oktmo(_ column: String) -> String? { requisite(column, .oktmo, Requisites.isOKTMO) }

  /// Budget code; the spaces that decrees print inside it are left out.
  public func kbk(_ column: String) -> String? {
    required(column) { (text) throws(ValueFault) in
      let code = text.filter { $0 != " " && $0 != "\u{A0}" }
      guard Requisites.isKBK(code) else { throw .requisite(.kbk) }
      return code
    }
  }

  public func service(_ column: String) -> String? {
    required(column) { (text) throws(ValueFault) in try Self.serviceCode(text) }
  }

  /// Service codes separated by `|`.
  public func services(_ column: String) -> [String]? {
    guard let codes = list(column) else { return nil }
    for code in codes {
      if let fault = ServiceCode.fault(in: code) {
        self.fault(.serviceCode(fault), column)
        return nil
      }
    }
    return codes
  }

  /// The number of the consumer's application, or its SHA-256 in hexadecimal.
  public func acceptance(_ column: String) -> String? {
    required(column) { (text) throws(ValueFault) in
      if Identifier(text) != nil { return text }
      let isDigest =
        text.utf8.count == 64 && text.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit)
      guard isDigest else { throw .notAnAcceptance }
      return text.lowercased()
    }
  }

  /// Account, bank and correspondent account: those of a payer or of a payee.
  public func bankDetails() -> BankDetails? {
    let bic = requisite("bic", .bic, Requisites.isBIC)
    let bank = bankName("bank")
    guard let bic else {
      // Their keys cannot be judged without it, but what is no account at all can.
      let accounts: [(String, RequisiteFault)] = [
        ("account", .account), ("correspondent_account", .correspondentAccount),
      ]
      for (column, fault) in accounts where !isEmpty(column) {
        _ = requisite(column, fault, Requisites.isAccountNumber)
      }
      return nil
    }
    let account = requisite("account", .account) { Requisites.isAccount($0, bic: bic) }
    let correspondent = correspondentAccount(bic: bic)
    guard let account, let bank, isSound else { return nil }
    return BankDetails(
      account: account, bic: bic, bank: bank, correspondentAccount: correspondent)
  }

  /// Offices of the Bank of Russia, whose codes end in 000, 001 and 002, have no such account.
  private func correspondentAccount(bic: String) -> String? {
    let column = "correspondent_account"
    let isOffice = ["000", "001", "002"].contains(bic.suffix(3))
    if isOffice && isEmpty(column) { return nil }
    return requisite(column, .correspondentAccount) {
      Requisites.isCorrespondentAccount($0, bic: bic)
    }
  }

  func requisite(
    _ column: String, _ fault: RequisiteFault, _ isRight: (String) -> Bool
  ) -> String? {
    required(column) { (text) throws(ValueFault) in
      guard isRight(text) else { throw .requisite(fault) }
      return text
    }
  }

  private func inn(_ column: String, _ fault: RequisiteFault, _ lengths: [Int]) -> Identifier? {
    required(column) { (text) throws(ValueFault) in
      guard lengths.contains(text.utf8.count), Requisites.isINN(text),
        let inn = Identifier(text)
      else { throw .requisite(fault) }
      return inn
    }
  }

  private static func serviceCode(_ text: String) throws(ValueFault) -> String {
    if let fault = ServiceCode.fault(in: text) { throw .serviceCode(fault) }
    return text
  }
}
