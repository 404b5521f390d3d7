import Foundation
import Testing

/// A ledger in a directory of its own, and the built program to work on it as its users do.
final class Town: Sendable {
  let directory: URL
  var ledger: String { directory.path + "/Ledger/main" }

  /// Beside the tests that are running.
  static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct Outcome: CustomStringConvertible {
    let command: String
    let exitCode: Int32
    let out: String
    let err: String

    var description: String { "\(command)\nexit \(exitCode)\nout: \(out)\nerr: \(err)" }
  }

  /// One payer, one order, one rich certificate, one agreement, and November opened; or nothing.
  init(isEmpty: Bool = false) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-process-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (name, text) in Self.files {
      try Data(text.utf8).write(to: directory.appendingPathComponent(name))
    }
    if isEmpty { return }
    let outcome = try run("set -e\n" + Self.setup)
    try #require(outcome.exitCode == 0, "\(outcome)")
  }

  /// A town with the files that another one has now.
  init(copying other: Town) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("kazna-process-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: other.directory, to: directory)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Runs a script to its end, with nothing of the tester's own environment.
  func run(_ script: String) throws -> Outcome {
    let names = ["out", "err"].map {
      directory.appendingPathComponent(".\($0)-\(UUID().uuidString)")
    }
    for name in names { try Data().write(to: name) }
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    let process = try prepare(script)
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try process.run()
    process.waitUntilExit()
    let texts = try names.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(
      command: script, exitCode: process.terminationStatus, out: texts[0], err: texts[1])
  }

  /// Starts a script in a process group of its own, whose number is in the file `group`.
  func start(_ script: String, group: String = ".group") throws -> Process {
    let process = try prepare("set -m; ( \(script)\n ) & echo $! > \(group); wait $!")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? FileManager.default.removeItem(at: directory.appendingPathComponent(group))
    try process.run()
    return process
  }

  private func prepare(_ script: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // Whoever runs the tests may ignore signals, which children would inherit.
    process.arguments = ["--default-signal", "/bin/bash", "-c", script]
    process.currentDirectoryURL = directory
    process.environment = [
      "PATH": "\(Self.programs.path):/usr/local/bin:/usr/bin:/bin", "HOME": directory.path,
      "TZ": "UTC", "LC_ALL": "C",
      // A sanitizer in the program is told what the one in the tests is told.
      "ASAN_OPTIONS": ProcessInfo.processInfo.environment["ASAN_OPTIONS"] ?? "",
    ]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// What all files hold, by their paths.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory.path) {
      let file = directory.appendingPathComponent(path)
      contents[path] = try? Data(contentsOf: file)
    }
    return contents
  }

  func text(_ name: String) -> String {
    let bytes = try? Data(contentsOf: directory.appendingPathComponent(name))
    return String(decoding: bytes ?? Data(), as: UTF8.self)
  }

  private static let files = [
    "payers.csv": """
    inn,kpp,name,account,bic,bank,correspondent_account,personal_account,oktmo
    2450001015,245001001,Плательщик,03231643040000001900,010407105,ОТДЕЛЕНИЕ ПРИМЕР//УФК,\
    40102810900000000011,02190000010,04000000

    """,
    "orders.csv": """
    order,year,payer_inn,amount,services,certificates_max
    МСЗ-1,2023,2450001015,10000000.00,804200О.99.0.ББ52АЕ76000,

    """,
    "certificates.csv": """
    certificate,order,nominal,valid_from,valid_to
    0001,МСЗ-1,9000000.00,2023-09-01,2023-12-31
    0002,МСЗ-1,1000.00,2023-09-01,2023-12-31

    """,
    "providers.csv": """
    inn,kpp,ogrn,name,kind,services,admitted_from,licence,account,bic,bank,correspondent_account
    2450002026,245001001,1022400001018,Радуга,nonprofit,804200О.99.0.ББ52АЕ76000,2023-09-01,,\
    40703810600000000001,040407123,БАНК,30101810100000000123

    """,
    "agreements.csv": """
    agreement,provider_inn,order,kbk,from,to,limit,advance_percent,offset
    С-1,2450002026,МСЗ-1,90007030110080990614,2023-09-01,2023-12-31,,80,yes

    """,
  ]

  private static let setup = """
    kazna init --name "Проба" --date 2023-09-01
    for key in authority finance-first finance-second raduga; do kazna key new $key; done
    kazna key enroll authority --role authority --party 2450001015
    kazna key enroll finance-first --role finance-first --party 2450001015
    kazna key enroll finance-second --role finance-second --party 2450001015
    kazna key enroll raduga --role provider --party 2450002026
    kazna payer register --from payers.csv --date 2023-09-01
    kazna order approve --from orders.csv --date 2023-09-01
    kazna certificate issue --from certificates.csv --date 2023-09-01
    kazna provider admit --from providers.csv --date 2023-09-01
    kazna agreement sign --from agreements.csv --date 2023-09-01
    kazna month open 2023-11 --date 2023-11-01
    """
}
