import Foundation
import Testing

@Suite(.serialized) struct DiskTests {
  /// A limit on the size of files stands in for a full disk: wherever it strikes, the writer says
  /// so, and the ledger opens afterwards with all that was promised.
  @Test func aFullDisk() throws {
    let town = try Town()
    // The runtime of the thread sanitizer does not come up under such a limit.
    guard try town.run("ulimit -f 8; kazna help > /dev/null").exitCode == 0 else {
      return print("skipped: the program does not start under a limit on file sizes")
    }
    let size = try town.run("stat -c %s Ledger/main/journal/*.journal").out
    let kilobytes = try #require(Int(size.trimmingCharacters(in: .newlines))) / 1_024
    var refused = 0
    for limit in kilobytes...kilobytes + 4 {
      let outcome = try town.run(
        """
        ulimit -f \(limit)
        for i in 1 2 3 4 5 6; do
          kazna certificate suspend 0002 --date 2023-10-01 --format jsonl >> receipts || exit
          kazna certificate resume 0002 --date 2023-10-01 --format jsonl >> receipts || exit
        done
        """)
      if outcome.exitCode != 0 {
        refused += 1
        #expect(outcome.exitCode == 6, "\(outcome)")
        #expect(!outcome.err.isEmpty)
      }
      try town.expectNothingLost("limit \(limit)")
      // Whatever became of the last commit, the next writer goes on.
      let next = try town.run(
        "kazna order amend МСЗ-1 --amount \(10_000_001 + limit) --date 2023-10-01")
      #expect(next.exitCode == 0, "\(next)")
      _ = try town.run("kazna certificate resume 0002 --date 2023-10-01")
    }
    #expect(refused > 2)
    try town.expectNothingLost("the end")
  }

  /// Where the system gives no thread, the writer and the verifier say so instead of waiting for one.
  @Test(.timeLimit(.minutes(5))) func aSystemWithoutThreads() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      [ "$(id -u)" = 0 ] && command -v setpriv prlimit > /dev/null || exit 200
      cp "$(command -v kazna)" mine; chown -R 65533 .
      as="setpriv --reuid=65533 --regid=65533 --clear-groups"
      $as ./mine help > /dev/null 2>&1 || exit 200
      $as prlimit --nproc=1 sh -c ': & wait' 2> /dev/null && exit 200
      for words in "certificate suspend 0002 --date 2023-10-01" verify; do
        timeout 120 $as prlimit --nproc=1 ./mine $words 2>> errors; echo $?
      done
      $as ./mine verify > /dev/null; echo $?
      """)
    guard outcome.exitCode != 200 else { return print("skipped: threads cannot be limited here") }
    #expect(outcome.out.split(separator: "\n") == ["6", "6", "0"], "\(outcome)")
    let errors = town.text("errors").split(separator: "\n")
    #expect(errors.count { $0.contains("pthread_create") } == 2, "\(errors)")
  }

  /// A real file system that is full: the writer says so and lives on when there is room again.
  @Test func aFullFileSystem() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      mkdir small
      unshare -m true 2> /dev/null || exit 200
      exec unshare -m bash -c '
        mount -t tmpfs -o size=2m tmpfs small || exit 200
        cp -r Ledger/main small/ledger
        export KAZNA_LEDGER=small/ledger
        kazna certificate suspend 0002 --date 2023-10-01 > /dev/null || exit 201
        head -c 1200k /dev/zero > small/rest
        kazna certificate resume 0002 --date 2023-10-02 2>> errors; echo "en $?"
        kazna certificate resume 0002 --date 2023-10-02 --lang ru 2>> errors; echo "ru $?"
        cat /dev/zero > small/more 2> /dev/null
        kazna balance certificate 0002 > /dev/null; echo "read $?"
        kazna backup --to small/copy 2>> errors; echo "backup $?"
        kazna init --name x --ledger small/new --keys small/keys 2>> errors; echo "init $?"
        rm small/rest small/more
        kazna certificate resume 0002 --date 2023-10-02 > /dev/null; echo "then $?"
        kazna backup --to small/copy > /dev/null; echo "backup $?"
        kazna init --name x --ledger small/new --keys small/keys > /dev/null; echo "init $?"
        kazna verify > /dev/null; echo "verify $?"
      '
      """)
    guard outcome.exitCode != 200 else { return print("skipped: nothing can be mounted here") }
    #expect(
      outcome.out.split(separator: "\n") == [
        "en 6", "ru 6", "read 0", "backup 6", "init 6", "then 0", "backup 0", "init 0", "verify 0",
      ], "\(outcome)")
    let told = town.text("errors")
    #expect(told.contains("the disk is full") && told.contains("на диске нет места"), "\(told)")
    #expect(told.contains("free some space") && told.contains("освободите место"), "\(told)")
  }

  /// What a power failure may leave of the published checkpoint, which nobody syncs: a reader says
  /// what it is, in its language, and the next writer mends it.
  @Test(arguments: [
    "rm Ledger/main/checkpoints/latest", "truncate -s 0 Ledger/main/checkpoints/latest",
    "truncate -s 60 Ledger/main/checkpoints/latest",
    "head -c 200 /dev/zero > Ledger/main/checkpoints/latest",
  ])
  func aPublishedCheckpointThatIsLost(damage: String) throws {
    let town = try Town()
    let isTorn = damage.contains("-s 60")
    let told = try town.run(
      """
      \(damage)
      for language in en ru; do
        kazna balance certificate 0002 --lang $language; echo "balance $?"
        kazna backup --to copy --lang $language; echo "backup $?"
        kazna prove inclusion 1 --out proof --lang $language; echo "prove $?"
      done
      kazna verify > /dev/null; echo "verify $?"
      kazna certificate suspend 0002 --date 2023-10-01 > /dev/null; echo "write $?"
      kazna balance certificate 0002 > /dev/null; echo "balance $?"
      kazna verify > /dev/null; echo "verify $?"
      """)
    let once = ["balance 6", "backup 6", "prove 6"]
    let lines = told.out.split(separator: "\n").map(String.init)
    #expect(lines.starts(with: once + once), "\(told)")
    #expect(lines.suffix(3) == ["write 0", "balance 0", "verify 0"], "\(told)")
    let english = isTorn ? "is torn or damaged" : "no published checkpoint"
    let russian = isTorn ? "оборвана или повреждена" : "нет опубликованной контрольной точки"
    for text in [english, russian, "kazna verify", "публикует точку заново"] {
      #expect(told.err.components(separatedBy: text).count > 2, "\(text): \(told)")
    }
    #expect(!told.err.contains("init"), "\(told)")
    try town.expectNothingLost("afterwards")
  }

  /// Who may not write can read. As root, somebody else has to try.
  @Test func aDirectoryThatCannotBeWritten() throws {
    let town = try Town()
    let someone = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
    let probe = try town.run("chmod -R a+rX . ; chmod 644 Keys/*.pem; \(someone) kazna --help")
    guard probe.exitCode == 0 else {
      print("skipped: setpriv is missing")
      return
    }
    _ = try town.run("chmod -R a-w Ledger; chmod 755 .")
    let read = try town.run("\(someone) kazna balance certificate 0002")
    #expect(read.exitCode == 0, "\(read)")
    let verified = try town.run("\(someone) kazna verify")
    #expect(verified.exitCode == 0, "\(verified)")
    let written = try town.run("\(someone) kazna certificate suspend 0002 --date 2023-10-01")
    #expect(written.exitCode == 6 && !written.err.isEmpty, "\(written)")
    _ = try town.run("chmod -R u+w Ledger; chmod 600 Keys/*.pem")
    try town.expectNothingLost("afterwards")
  }

  /// A plain copy of a ledger in use may catch its files at different moments. It is then a prefix,
  /// or said to be behind what it publishes; a backup is always whole. Where `cp` complains, as
  /// `checkpoints/latest` is replaced under its hands, it is repeated.
  @Test func aCopyWhileInUse() throws {
    let town = try Town()
    let writer = try town.startWriter("a")
    var copies: [String] = []
    for round in 0..<6 {
      usleep(120_000)
      let copied = try town.run(
        """
        for i in 1 2 3 4 5 6 7 8 9; do cp -r Ledger/main copy-\(round) && exit; rm -r copy-\(round); done
        exit 1
        """)
      #expect(copied.exitCode == 0, "\(copied)")
      copies.append("copy-\(round)")
      let backup = try town.run("kazna backup --to backup")
      #expect(backup.exitCode == 0, "\(backup)")
    }
    try town.kill(writer)
    let log = try town.log()
    for copy in copies {
      let verified = try town.run("kazna verify --ledger \(copy) --format json")
      #expect([0, 5].contains(verified.exitCode), "\(verified)")
      guard verified.exitCode == 0 else {
        #expect(verified.out.contains("checkpoint"), "\(verified)")
        continue
      }
      #expect(log.starts(with: try town.log(copy)))
    }
    let verified = try town.run("kazna verify --ledger backup")
    #expect(verified.exitCode == 0, "\(verified)")
    #expect(log.starts(with: try town.log("backup")))
    try town.expectNothingLost("afterwards")
  }

  /// A copy whose checkpoint is newer than its journal is told from a whole one by everybody.
  @Test func aCopyThatIsBehindItsCheckpoint() throws {
    let town = try Town()
    let outcome = try town.run(
      """
      cp -r Ledger/main copy
      kazna certificate suspend 0002 --date 2023-10-01 > /dev/null
      cp Ledger/main/checkpoints/latest copy/checkpoints/latest
      kazna verify --ledger copy > /dev/null; echo "verify $?"
      kazna balance certificate 0002 --ledger copy; echo "balance $?"
      kazna certificate resume 0002 --ledger copy --date 2023-10-02; echo "write $?"
      kazna backup --ledger copy --to b; echo "backup $?"
      kazna restore copy --to new; echo "restore $?"
      """)
    #expect(
      outcome.out.split(separator: "\n") == [
        "verify 5", "balance 6", "write 6", "backup 5", "restore 5",
      ], "\(outcome)")
  }
}
