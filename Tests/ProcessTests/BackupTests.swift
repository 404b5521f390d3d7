import Foundation
import Testing

@Suite(.serialized) struct BackupTests {
  /// The drill of the README, as it stands there.
  @Test func theDrillOfTheReadme() throws {
    let readme = try String(
      contentsOf: Town.repository.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = readme.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "<!-- drill -->"))
    let end = try #require(lines[start...].firstIndex(of: "<!-- end -->"))
    let drill = lines[(start + 1)..<end].filter { !$0.hasPrefix("```") }
    let town = try Town()
    let before = try town.log()
    let outcome = try town.run(
      "set -e\nBACKUP=\(town.directory.path)/backup\n" + drill.joined(separator: "\n"))
    #expect(outcome.exitCode == 0, "\(outcome)")
    #expect(try town.log() == before)
    let next = try town.run("kazna certificate suspend 0002 --date 2023-10-01")
    #expect(next.exitCode == 0, "\(next)")
    try town.expectNothingLost("after the drill")
  }

  @Test func aBackupGoesOnWhereItEndedAndHoldsNoKey() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      kazna backup --to b --format json > first
      kazna certificate suspend 0002 --date 2023-10-01 > /dev/null
      kazna backup --to b --format json > second
      kazna backup --to b --format json > third
      grep -oh '"copied": *[0-9]*' first second third | tr -dc '0-9\\n'
      cmp Ledger/main/journal/*.journal b/journal/*.journal
      find b -name '*.pem' -o -type f -perm /077 -name '*key*'
      """)
    #expect(outcome.exitCode == 0 && outcome.out == "11\n1\n0\n", "\(outcome)")
  }

  @Test func anotherLedgerAndAForkAreRefused() throws {
    let (town, other) = (try Town(), try Town())
    #expect(try town.run("kazna backup --to b; cp -r Ledger/main before").exitCode == 0)
    let foreign = try town.run("kazna backup --ledger \(other.ledger) --to b")
    #expect(foreign.exitCode == 6, "\(foreign)")
    // The same log key signs another history over the backup.
    _ = try town.run(
      """
      kazna certificate suspend 0002 --date 2023-10-01; kazna backup --to b
      rm -r Ledger/main; cp -r before Ledger/main
      """)
    let behind = try town.run("kazna backup --to b")
    #expect(behind.exitCode == 5, "\(behind)")
    _ = try town.run("kazna certificate close 0002 --date 2023-10-02")
    let fork = try town.run("kazna backup --to b")
    #expect(fork.exitCode == 5 && fork.err.contains("entry 11"), "\(fork)")
    #expect(try town.run("kazna verify --ledger b").exitCode == 0)
  }

  @Test func nothingIsOverwrittenAndNothingWrongIsServed() throws {
    let town = try Town()
    _ = try town.run("kazna backup --to b; mkdir used empty; echo mine > used/file; echo > file")
    for place in ["Ledger/main", "used", "file", "b", "b/x"] {
      let outcome = try town.run("kazna restore b --to \(place)")
      #expect(outcome.exitCode != 0, "\(outcome)")
    }
    #expect(town.text("used/file") == "mine\n")
    #expect(try town.run("kazna restore b --to empty && kazna verify --ledger empty").exitCode == 0)
    #expect(try town.run("kazna restore b --to quick --quick").exitCode == 0)
    // A byte changed in the backup.
    let broken = try town.run(
      """
      cp -r b c
      printf x | dd of=c/journal/00000000000000000000.journal bs=1 seek=5000 conv=notrunc status=none
      kazna restore c --to new
      """)
    #expect([5, 6].contains(broken.exitCode), "\(broken)")
    // Older than what was promised.
    let old = try town.run(
      """
      kazna certificate suspend 0002 --date 2023-10-01
      cp Ledger/main/checkpoints/latest kept
      kazna restore b --to new --checkpoint kept
      """)
    #expect(old.exitCode == 5, "\(old)")
    #expect(try town.run("ls -d new*").exitCode != 0, "nothing is left of what was refused")
    let fresh = try town.run("kazna backup --to b && kazna restore b --to new --checkpoint kept")
    #expect(fresh.exitCode == 0, "\(fresh)")
  }

  /// What an interrupted run left is continued.
  @Test func aRestorationGoesOn() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      set -e
      kazna backup --to b
      kazna backup --to new.restoring
      truncate -s -100 new.restoring/journal/*.journal; rm new.restoring/checkpoints/latest
      kazna restore b --to new/
      kazna verify --ledger new
      test ! -e new.restoring
      """)
    #expect(outcome.exitCode == 0, "\(outcome)")
  }
}
