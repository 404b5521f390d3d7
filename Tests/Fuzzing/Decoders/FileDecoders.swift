import Exchange
import Foundation
import LedgerCore

extension Decoder {
  static let registers = [
    register("payers", PayerRow.self, ["payers.csv"]),
    register("orders", OrderRow.self, ["orders.csv"]),
    register("certificates", CertificateRow.self, ["certificates.csv"]),
    register("providers", ProviderRow.self, ["providers.csv"]),
    register("agreements", AgreementRow.self, ["agreements.csv"]),
    register("contracts", ContractRow.self, ["contracts.csv", "refused.csv", "wrong.csv"]),
    register("advance-claims", AdvanceClaimRow.self, ["advance.csv"]),
    register("final-claims", FinalClaimRow.self, ["final.csv"]),
    register("reductions", ReductionRow.self, ["../kansk-2023/reductions.csv"]),
  ]

  static let statement = Decoder(
    name: "statement",
    samples: ["statement-1.txt", "statement-2.txt"].map(ExampleFile.bytes)
      + [ExampleFile.start(of: "../kansk-2023/bank/2023-12-29.txt", bytes: 4_000)]
  ) { bytes in
    try reading {
      let statement = try ClientBankStatement.read(bytes, file: "statement.txt")
      for account in statement.accounts {
        // Their sums must not overflow, whatever the bank says.
        let moved = account.total(.credit) - account.total(.debit)
        try promise(account.opening + moved == account.closing, "a statement that does not chain")
      }
    }
  }

  private static func register<Row: RegisterRow>(
    _ name: String, _ type: Row.Type, _ files: [String]
  ) -> Decoder {
    let samples = files.map { ExampleFile.start(of: $0, bytes: 4_000) }
    return Decoder(name: name, samples: samples + samples.map(windows)) { bytes in
      try reading {
        let rows = try Row.read(bytes, file: "\(name).csv")
        try promise(!rows.isEmpty && rows.allSatisfy { $0.line > 0 }, "rows without a line")
      }
    }
  }

  /// As a spreadsheet writes it.
  private static func windows(_ sample: [UInt8]) -> [UInt8] {
    let text = String(decoding: sample, as: UTF8.self).replacing("\n", with: "\r\n")
      .replacing(",", with: ";")
    return (try? CodePage.windows1251.encode(text)) ?? Array(text.utf8)
  }

  private static func reading(_ body: () throws -> Void) throws -> Bool {
    do {
      try body()
      return true
    } catch let error as InputFaults {
      try promise(
        error.total >= error.faults.count && !error.faults.isEmpty
          && error.faults.count <= InputFaults.keptMaximum, "faults that do not add up")
      for fault in error.faults.prefix(50) {
        for language in Language.allCases {
          try checkShown(fault.message(language))
          if let hint = fault.hint(language) { try checkShown(hint) }
        }
      }
      return false
    }
  }
}

private enum ExampleFile {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Ledger/Examples/first-steps").standardizedFileURL

  static func bytes(_ name: String) -> [UInt8] {
    let url = directory.appendingPathComponent(name)
    return try! [UInt8](Data(contentsOf: url))
  }

  /// So many bytes of it, up to the end of a line.
  static func start(of name: String, bytes count: Int) -> [UInt8] {
    let head = bytes(name).prefix(count)
    let end = head.lastIndex(of: UInt8(ascii: "\n")) ?? head.endIndex - 1
    return Array(head[...end])
  }
}
