import Bytes
import Cryptography
import Foundation
import LedgerCore

extension Region {
  /// SHA-256 over the balances of every certificate, contract and agreement in the order of their
  /// numbers: the same, in whatever order the documents came.
  func digest(of books: Books) -> Digest {
    var writer = ByteWriter(reserving: certificateCount * 56)
    func write(_ accounts: [AccountIndex]) {
      for account in accounts { writer.write(books.accounts.balance(account).kopecks) }
    }
    for index in 0..<certificateCount {
      if let row = books.certificates.find(certificate(index)) {
        write([books.certificates[row].available])
      }
      if let row = books.contracts.find(contract(index)) {
        let contract = books.contracts[row]
        write([
          contract.reserved, contract.committed, contract.accepted, contract.executed,
          contract.refund,
        ])
      }
    }
    for index in 0..<agreementCount {
      if let row = books.agreements.find(agreement(index)) {
        let agreement = books.agreements[row]
        write([
          agreement.advance, agreement.payable, agreement.transit, agreement.limitFree,
          agreement.limitUsed,
        ])
      }
    }
    return SHA256.hash(writer.bytes)
  }
}

extension BenchmarkLedger {
  /// Bytes of the journal's files.
  var journalSize: Int { Self.size(of: path + "/journal") }

  /// Bytes of all files below a directory.
  static func size(of directory: String) -> Int {
    let files = FileManager.default
    let names = (try? files.subpathsOfDirectory(atPath: directory)) ?? []
    return names.reduce(0) { sum, name in
      let attributes = try? files.attributesOfItem(atPath: directory + "/" + name)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
  }
}
