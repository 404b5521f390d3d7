import Foundation
import Testing

/// `kazna init` of the real program, killed and repeated.
@Suite(.serialized) struct CreationTests {
  private static let again = """
    kazna init --name "Проба" --date 2023-09-01 > again 2> again-errors; echo "init $?"
    kazna verify > /dev/null; echo "verify $?"
    kazna log --format jsonl | wc -l
    kazna key new a > /dev/null && kazna key enroll a --role authority --party 2450001015 > /dev/null; echo "enroll $?"
    stat -c %a Keys/operator.pem Keys/log.pem
    test ! -e Keys/new-ledger; echo "claim $?"
    """
  private static let done = ["init 0", "verify 0", "1", "enroll 0", "600", "600", "claim 0"]
  /// The ledger had its first entry, and nobody was told.
  private static let wasDone = ["init 6", "verify 0", "1", "enroll 0", "600", "600"]

  private func finishes(_ town: Town, _ moment: String) throws {
    let outcome = try town.run(Self.again)
    let lines = outcome.out.split(separator: "\n").map(String.init)
    #expect(
      lines == Self.done
        || lines.starts(with: Self.wasDone) && town.text("again-errors").contains("already"),
      "\(moment): \(outcome) \(town.text("again-errors"))")
  }

  @Test func killedAtAnyMoment() throws {
    for round in 0..<12 {
      let town = try Town(isEmpty: true)
      let killed = try town.run(
        """
        kazna init --name "Проба" --date 2023-09-01 > first 2>&1 & child=$!
        sleep 0.0\(String(round * 4 + 10)); kill -9 $child; wait $child; echo $?
        """)
      #expect(["137\n", "0\n"].contains(killed.out), "\(killed)")
      guard killed.out == "137\n" else { continue }
      try finishes(town, "round \(round)")
    }
  }

  /// Before the first, second, third … of each system call that changes files.
  @Test func killedAtEveryCall() throws {
    var kills = 0
    for call in SystemCalls.changing {
      for number in 1... {
        let town = try Town(isEmpty: true)
        let killed = try town.run(
          SystemCalls.killing(call, number, "kazna init --name \"Проба\" --date 2023-09-01"))
        guard SystemCalls.areWatched(killed) else { return }
        if killed.exitCode == 0 { break }
        kills += 1
        try finishes(town, "\(call) \(number)")
      }
    }
    #expect(kills > 20)
  }
}
