import Foundation
import Testing

extension Town {
  /// A loop of writes: a register of contracts, a claim for their advances, its acceptance; until it
  /// is killed. What is printed as a receipt goes to the file `receipts`.
  func startWriter(_ name: String) throws -> Process {
    try start(
      """
      i=0
      while :; do
        i=$((i + 1))
        echo contract,agreement,certificate,service,signed_on,start,end,price,normative,acceptance > \(name).csv
        echo contract > claims-\(name).csv
        for j in 1 2 3 4 5 6 7 8; do
          n=\(name)-$i-$j
          echo "$n,С-1,0001,804200О.99.0.ББ52АЕ76000,2023-10-10,2023-10-16,2023-12-31,30.00,30.00,$n" >> \(name).csv
          echo "$n" >> claims-\(name).csv
        done
        kazna contract sign --from \(name).csv --date 2023-10-10 --format jsonl >> receipts 2>> errors
        echo $? >> codes
        kazna claim submit --agreement С-1 --month 2023-11 --kind advance --from claims-\(name).csv \
          --date 2023-11-08 --format jsonl >> receipts 2>> errors
        echo $? >> codes
        kazna claim accept --month 2023-11 --kind advance --date 2023-11-09 --format jsonl >> receipts 2>> errors
        echo $? >> codes
      done
      """)
  }

  /// Kills the script and all it has started, as losing the machine would.
  func kill(_ process: Process, group name: String = ".group") throws {
    var group: pid_t?
    repeat {
      group = pid_t(text(name).trimmingCharacters(in: .newlines))
      if group == nil { usleep(1_000) }
    } while process.isRunning && group == nil
    if let group, group > 1 { _ = Glibc.kill(-group, SIGKILL) }
    process.terminate()
    process.waitUntilExit()
  }

  struct Receipt: Hashable, Decodable {
    let entry: Int
    let hash: String
  }

  /// The receipts that came out whole.
  func receipts() -> [Receipt] { parse(text("receipts")) }

  func log(_ ledger: String = "Ledger/main") throws -> [Receipt] {
    let outcome = try run("kazna log --ledger \(ledger) --format jsonl")
    try #require(outcome.exitCode == 0, "\(outcome)")
    return parse(outcome.out)
  }

  private func parse(_ text: String) -> [Receipt] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeLast()
    return lines.compactMap { line in
      try? JSONDecoder().decode(Receipt.self, from: Data(line.utf8))
    }
  }

  /// The ledger verifies clean, and holds all that anybody was promised.
  func expectNothingLost(_ moment: String) throws {
    let verified = try run("kazna verify")
    #expect(verified.exitCode == 0, "\(moment): \(verified)")
    let missing = Set(receipts()).subtracting(try log())
    #expect(missing.isEmpty, "\(moment): \(missing)")
  }
}
