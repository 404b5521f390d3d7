import LedgerService
import Testing

/// `kazna key new` of the real program, killed and repeated.
@Suite(.serialized) struct KeyTests {
  /// Before the first, second, third … of each system call that changes files.
  @Test func killedAtEveryCall() throws {
    var kills = 0
    for call in SystemCalls.changing {
      for number in 1... {
        let town = try Town(isEmpty: true)
        let killed = try town.run(SystemCalls.killing(call, number, "kazna key new a"))
        guard SystemCalls.areWatched(killed) else { return }
        if killed.exitCode == 0 { break }
        kills += 1
        try finishes(town, "\(call) \(number)")
      }
    }
    #expect(kills > 12)
  }

  /// What is there is whole and closed to others; the next run ends it, or is told that it was.
  private func finishes(_ town: Town, _ moment: String) throws {
    let before = town.text("Keys/a.pem")
    let open = try town.run("test ! -e Keys || find Keys -type f -perm /077 ! -name '*.pub.*'")
    #expect(open.out.isEmpty, "\(moment): \(open)")
    let outcome = try town.run("kazna key new a")
    #expect(
      outcome.exitCode == 0
        || outcome.exitCode == 4 && !before.isEmpty && outcome.err.contains("exists already"),
      "\(moment): \(outcome)")
    #expect(before.isEmpty || town.text("Keys/a.pem") == before, "\(moment)")
    let files = try town.run("cd Keys; stat -c '%n %a' $(ls -A)")
    #expect(
      files.out.split(separator: "\n") == ["a.pem 600", "a.pub.pem 644"], "\(moment): \(files)")
    let ring = KeyRing(directory: town.directory.path + "/Keys")
    #expect(try ring.privateKey("a").publicKey == ring.publicKey("a"), "\(moment)")
  }
}
