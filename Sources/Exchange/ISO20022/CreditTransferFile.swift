import LedgerCore

/// Payments for the bank: a customer credit transfer initiation, ISO 20022 pain.001.001.09. One
/// PmtInf for each payer and execution date, in the order of their first payments.
public struct CreditTransferFile: Hashable, Sendable {
  public static let namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

  /// At most 24 characters: what the parts are named by has to fit into 35.
  public var messageID: String
  public var createdAt: Timestamp
  public var transfers: [CreditTransfer]

  public init(messageID: String, createdAt: Timestamp, transfers: [CreditTransfer]) {
    (self.messageID, self.createdAt) = (messageID, createdAt)
    self.transfers = transfers
  }

  /// The transfers that one account pays on one day.
  fileprivate struct Part {
    let payer: BankParty
    let executionDate: CalendarDate
    var transfers: [CreditTransfer]
  }

  /// The exact bytes of the file. Throws everything that the format cannot carry; a fault's line is
  /// the payment's place in `transfers` from 1. `file` is the name for messages. There must be a
  /// transfer: the format has no empty file.
  public func bytes(file: String = "pain.001.xml") throws(InputFaults) -> [UInt8] {
    precondition(!transfers.isEmpty)
    let log = FaultLog(file: file)
    for (offset, transfer) in transfers.enumerated() { transfer.check(log, item: offset + 1) }
    try log.throwIfAny()
    var xml = XMLText()
    xml.element("Document", attributes: "xmlns=\"\(Self.namespace)\"") { xml in
      xml.element("CstmrCdtTrfInitn") { xml in
        writeHeader(to: &xml)
        for (offset, part) in parts.enumerated() {
          part.write(to: &xml, id: "\(messageID)-\(offset + 1)")
        }
      }
    }
    return xml.bytes
  }

  private var parts: [Part] {
    var parts: [Part] = []
    for transfer in transfers {
      let place = parts.firstIndex {
        $0.payer == transfer.payer && $0.executionDate == transfer.executionDate
      }
      if let place {
        parts[place].transfers.append(transfer)
      } else {
        parts.append(
          Part(
            payer: transfer.payer, executionDate: transfer.executionDate, transfers: [transfer]))
      }
    }
    return parts
  }

  /// The format asks for one initiating party: it is the payer of the first payment.
  private func writeHeader(to xml: inout XMLText) {
    xml.element("GrpHdr") { xml in
      xml.element("MsgId", messageID)
      xml.element("CreDtTm", createdAt.iso)
      xml.writeSums(of: transfers)
      transfers[0].payer.writeParty(to: &xml, as: "InitgPty")
    }
  }
}

extension CreditTransferFile.Part {
  fileprivate func write(to xml: inout XMLText, id: String) {
    xml.element("PmtInf") { xml in
      xml.element("PmtInfId", id)
      xml.element("PmtMtd", "TRF")
      xml.element("BtchBookg", "false")
      xml.writeSums(of: transfers)
      xml.element("ReqdExctnDt") { $0.element("Dt", executionDate.iso) }
      payer.writeParty(to: &xml, as: "Dbtr")
      payer.writeAccount(to: &xml, as: "DbtrAcct")
      payer.writeBank(to: &xml, as: "DbtrAgt")
      for transfer in transfers { transfer.write(to: &xml) }
    }
  }
}

extension CreditTransfer {
  fileprivate func write(to xml: inout XMLText) {
    xml.element("CdtTrfTxInf") { xml in
      xml.element("PmtId") { xml in
        xml.element("InstrId", reference)
        xml.element("EndToEndId", reference)
      }
      xml.element("Amt") { $0.element("InstdAmt", attributes: "Ccy=\"RUB\"", amount.decimal) }
      payee.writeBank(to: &xml, as: "CdtrAgt")
      payee.writeParty(to: &xml, as: "Cdtr")
      payee.writeAccount(to: &xml, as: "CdtrAcct")
      xml.element("RmtInf") { xml in
        for line in purposeLines { xml.element("Ustrd", line) }
      }
    }
  }
}

extension BankParty {
  /// Name and tax identification (ИНН, КПП). An ИНН of 12 digits is that of a natural person.
  fileprivate func writeParty(to xml: inout XMLText, as role: String) {
    xml.element(role) { xml in
      xml.element("Nm", transferName)
      xml.element("Id") { xml in
        xml.element(inn.utf8.count == 12 ? "PrvtId" : "OrgId") { xml in
          xml.writeOther(inn) { $0.element("Cd", "TXID") }
          if let kpp { xml.writeOther(kpp) { $0.element("Prtry", "KPP") } }
        }
      }
    }
  }

  fileprivate func writeAccount(to xml: inout XMLText, as role: String) {
    xml.element(role) { xml in
      xml.element("Id") { xml in
        xml.writeOther(account) { $0.element("Cd", "BBAN") }
      }
      xml.element("Ccy", "RUB")
    }
  }

  /// The bank by its БИК, and its correspondent account, where it has one.
  fileprivate func writeBank(to xml: inout XMLText, as role: String) {
    xml.element(role) { xml in
      xml.element("FinInstnId") { xml in
        xml.element("ClrSysMmbId") { xml in
          xml.element("ClrSysId") { $0.element("Cd", "RUCBC") }
          xml.element("MmbId", bic)
        }
        xml.element("Nm", transferBank)
      }
    }
    guard let correspondentAccount else { return }
    xml.element("\(role)Acct") { xml in
      xml.element("Id") { xml in
        xml.writeOther(correspondentAccount) { $0.element("Cd", "BBAN") }
      }
    }
  }
}

extension XMLText {
  fileprivate mutating func writeSums(of transfers: [CreditTransfer]) {
    element("NbOfTxs", "\(transfers.count)")
    element("CtrlSum", transfers.reduce(Money.zero) { $0 + $1.amount }.decimal)
  }

  /// A number of a scheme that is not ISO's own.
  fileprivate mutating func writeOther(_ id: String, scheme: (inout XMLText) -> Void) {
    element("Othr") { xml in
      xml.element("Id", id)
      xml.element("SchmeNm", scheme)
    }
  }
}
