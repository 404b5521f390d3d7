import Foundation
import Testing

/// `KAZNA_KILLS` is the number of kills; the usual run makes a few.
private let kills = ProcessInfo.processInfo.environment["KAZNA_KILLS"].flatMap(Int.init) ?? 20

@Suite(.serialized) struct KillTests {
  /// A writer under load is killed at any moment, while readers ask on.
  @Test func nothingAcknowledgedIsLost() throws {
    let town = try Town()
    let reader = try town.startReader()
    defer { try? town.kill(reader, group: ".reader") }
    for round in 1...kills {
      let before = town.text("receipts").utf8.count
      let writer = try town.startWriter("r\(round)")
      usleep(.random(in: 20_000...300_000))
      // Every second one lives until it has been told of something, however slow the machine.
      for _ in 0..<20_000 where round.isMultiple(of: 2) && writer.isRunning {
        guard town.text("receipts").utf8.count == before else { break }
        usleep(1_000)
      }
      try town.kill(writer)
      try town.expectNothingLost("round \(round)")
    }
    // The next writer mends what is left, and goes on.
    let next = try town.run("kazna certificate suspend 0002 --date 2023-10-01")
    #expect(next.exitCode == 0, "\(next)")
    try town.expectNothingLost("after all rounds")
    #expect(town.receipts().count >= kills / 2)
    #expect(town.text("reader-codes").isEmpty, "\(town.text("reader-errors"))")
    #expect(!town.text("reader-answers").isEmpty)
  }

  /// Whoever runs the tests may block or ignore signals; what the tests start must not.
  @Test func childrenHearSignals() throws {
    let town = try Town(isEmpty: true)
    let told = try town.run("grep -E '^Sig(Blk|Ign)' /proc/self/status")
    let masks = told.out.split(separator: "\n").compactMap { $0.split(separator: "\t").last }
    // Signals 32 and 33 are the C library's own.
    let own: UInt64 = 3 << 31
    #expect(masks.count == 2, "\(told)")
    #expect(masks.allSatisfy { UInt64($0, radix: 16).map { $0 & ~own } == 0 }, "\(told)")
    _ = try town.run("mkdir Ledger")
    let reader = try town.startReader()
    while town.text(".reader").isEmpty { usleep(1_000) }
    reader.terminate()
    // What it has started lives on, and would be waited for.
    try town.kill(reader, group: ".reader")
    #expect(reader.terminationReason == .uncaughtSignal)
    #expect(reader.terminationStatus == SIGTERM)
  }

  @Test func ofTwoWritersOneIsToldThatTheLedgerIsBusy() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      exec 9> Ledger/main/lock; flock -x 9
      kazna certificate suspend 0002 --date 2023-10-01; echo "writer $?"
      kazna balance certificate 0002 > /dev/null; echo "reader $?"
      exec 9>&-
      kazna certificate suspend 0002 --date 2023-10-01 > /dev/null; echo "then $?"
      """)
    #expect(
      outcome.out.split(separator: "\n") == ["writer 7", "reader 0", "then 0"], "\(outcome)")
  }

  @Test func twoLoopsOfWritersLoseNothing() throws {
    let town = try Town()
    let first = try town.startWriter("a")
    while town.text(".group").isEmpty { usleep(1_000) }
    let group = town.text(".group")
    let second = try town.startWriter("b")
    usleep(1_500_000)
    try town.kill(second)
    try Data(group.utf8).write(to: town.directory.appendingPathComponent(".group"))
    try town.kill(first)
    try town.expectNothingLost("two writers")
    let codes = Set(town.text("codes").split(separator: "\n"))
    // 1: a claim that comes after its contracts were told to be busy, or nothing to accept.
    #expect(codes.isSubset(of: ["0", "1", "7"]), "\(codes): \(town.text("errors"))")
  }
}

extension Town {
  /// A loop of readers: each answer is counted, each failure kept.
  fileprivate func startReader() throws -> Process {
    let process = try start(
      """
      while [ -d Ledger ]; do
        kazna balance order МСЗ-1 --format json > /dev/null 2>> reader-errors || echo $? >> reader-codes
        echo >> reader-answers
      done
      """, group: ".reader")
    return process
  }
}
