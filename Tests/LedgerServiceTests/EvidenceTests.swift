import Bytes
import Cryptography
import Foundation
import Testing

@testable import LedgerService

private let areToolsInstalled = ["openssl", "sha256sum", "xxd"].allSatisfy { name in
  ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains {
    FileManager.default.isExecutableFile(atPath: $0 + name)
  }
}

/// The written script is run with the tools it names, on entries of a real ledger.
@Suite(.enabled(if: areToolsInstalled, "openssl, sha256sum or xxd is not installed"))
struct EvidenceScriptTests {
  private func run(_ directory: String, language: String = "C") throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [directory + "/verify.sh"]
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": language]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private func change(_ directory: String, _ name: String, at place: Int) throws {
    let url = URL(fileURLWithPath: "\(directory)/\(name)")
    var bytes = [UInt8](try Data(contentsOf: url))
    bytes[place] ^= 1
    try Data(bytes).write(to: url)
  }

  /// Whatever is wrong with an entry, its place is told: the file, and where in it the frame begins.
  @Test(arguments: [16 + 216 + 4, 16 + 90, 9])
  func aDamagedEntryIsToldWithItsPlace(byte: Int) throws {
    let town = try EvidenceLedger()
    let ledger = try town.session.read()
    let path = town.path + "/journal/00000000000000000000.journal"
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    // Entries and checkpoints by turns: the fifth frame is entry 2.
    var offset = 64
    for _ in 0..<4 {
      let count = (8..<12).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
      offset += (16 + count + 7) / 8 * 8
    }
    bytes[offset + byte] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: LedgerError.self) { try ledger.evidence(ofEntry: 2) }
    switch error {
    case .damagedEntry(let number, let file, let place, _),
      .storage(.damaged(let file, let place, let number, _)):
      #expect(number == 2 && file == path && place == UInt64(offset))
    default: Issue.record("\(error)")
    }
  }

  @Test func everyEntryVerifiesAtEveryTreeSize() throws {
    let ledger = try EvidenceLedger()
    var count: UInt64 = 4
    for _ in 0..<3 {
      for number in [0, 1, count / 2, count - 1] {
        let path = ledger.root + "/of-\(number)-in-\(count)"
        try EvidenceDirectory.write(try ledger.evidence(number), to: path)
        let (status, output) = try run(path)
        #expect(status == 0, "\(output)")
        #expect(output.contains("in the tree of \(count) entries"))
        #expect(output.contains("Proved: entry \(number) "))
      }
      if count == 4 { try ledger.addPayerAndOrder() } else { try ledger.grow() }
      count = try ledger.session.read().books.nextEntry
    }
    #expect(count == 8)
  }

  @Test func bothAlgorithmsAreCheckedAndSaidInBothLanguages() throws {
    let ledger = try EvidenceLedger()
    try ledger.addPayerAndOrder()
    let path = ledger.root + "/order"
    let files = try ledger.evidence(5)
    try EvidenceDirectory.write(files, to: path)
    #expect(files.count { $0.name.hasSuffix(".der") } == 1)
    let (status, russian) = try run(path, language: "ru_RU.UTF-8")
    #expect(status == 0, "\(russian)")
    #expect(russian.contains("key-2.pem: подпись под document.bin верна"))
    #expect(russian.contains(": finance-first 2450001015 "))
    #expect(russian.contains(": authority 2450001015 "))
  }

  @Test func oneChangedByteInAnyFileFails() throws {
    let ledger = try EvidenceLedger()
    try ledger.addPayerAndOrder()
    let path = ledger.root + "/order"
    for file in try ledger.evidence(5) where !file.bytes.isEmpty {
      let changed = "\(path)-\(file.name)"
      try EvidenceDirectory.write(try ledger.evidence(5), to: changed)
      // In the script itself the change is in a comment.
      try change(changed, file.name, at: file.name == "verify.sh" ? 20 : file.bytes.count / 2)
      let (status, output) = try run(changed)
      #expect(status == 1, "\(file.name): \(output)")
    }
  }

  /// Somebody who changes a byte can write the sums anew: the proofs must do without them.
  @Test func oneChangedByteFailsWithoutTheHelpOfTheSums() throws {
    let ledger = try EvidenceLedger()
    try ledger.addPayerAndOrder()
    let files = try ledger.evidence(5)
    let explained = ["README.md", "entry.ru.txt", "entry.en.txt", "SHA256SUMS", "verify.sh"]
    for file in files where !explained.contains(file.name) && !file.bytes.isEmpty {
      for place in Set([0, file.bytes.count * 2 / 3]) {
        let changed = ledger.root + "/\(place)-\(file.name)"
        try EvidenceDirectory.write(files, to: changed)
        try change(changed, file.name, at: place)
        try writeSums(changed)
        let (status, output) = try run(changed)
        #expect(status != 0, "\(file.name) at \(place): \(output)")
        #expect(!output.contains("SHA256SUMS: a file differs") && !output.contains("Proved"))
      }
    }
  }

  private func writeSums(_ directory: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    let lines = try names.filter { $0 != "SHA256SUMS" }.map { name in
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
      return "\(SHA256.hash(bytes).hex)  \(name)\n"
    }
    try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: directory + "/SHA256SUMS"))
  }

  /// What the README tells people to type gives what it says.
  @Test func theCommandsOfTheReadmeRun() throws {
    let ledger = try EvidenceLedger()
    try ledger.addPayerAndOrder()
    let path = ledger.root + "/order"
    try EvidenceDirectory.write(try ledger.evidence(5), to: path)
    let readme = try String(contentsOfFile: path + "/README.md", encoding: .utf8)
    var commands = ["set -eu"]
    for block in readme.components(separatedBy: "```sh\n").dropFirst() {
      commands.append(block.components(separatedBy: "```")[0])
    }
    #expect(commands.count == 11)
    try Data(("cd \(path)\n" + commands.joined(separator: "\n")).utf8)
      .write(to: URL(fileURLWithPath: path + "/verify.sh"))
    let (status, output) = try run(path)
    #expect(status == 0, "\(output)")
    let lines = output.split(separator: "\n").map { String($0.prefix(64)) }
    // In each language: two signatures and the checkpoint's, two keys, four parts, the root.
    #expect(lines.count { $0 == "Signature Verified Successfully" } == 6)
    let pairs = lines.filter { !$0.hasPrefix("Signature") }
    #expect(pairs.count == 2 * (4 + 8 + 2 + 1))
    for start in [0, 15] {
      for pair in 0..<7 { #expect(pairs[start + 2 * pair] == pairs[start + 2 * pair + 1]) }
    }
  }
}

struct EvidenceDirectoryTests {
  @Test func nothingIsOverwrittenAndNothingIsLeftBehind() throws {
    let ledger = try EvidenceLedger()
    let path = ledger.root + "/out"
    try EvidenceDirectory.write(try ledger.evidence(0), to: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: ledger.root)
    #expect(throws: LedgerError.self) {
      try EvidenceDirectory.write(try ledger.evidence(1), to: path)
    }
    #expect(throws: LedgerError.self) {
      try EvidenceDirectory.write(try ledger.evidence(1), to: path + "/README.md/below")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: ledger.root) == names)
    let first = try Data(contentsOf: URL(fileURLWithPath: path + "/header.bin"))
    #expect(try ledger.evidence(0).first { $0.name == "header.bin" }?.bytes == [UInt8](first))
  }

  @Test func anUnknownEntryIsRefused() throws {
    let ledger = try EvidenceLedger()
    #expect(throws: LedgerError.self) { _ = try ledger.evidence(4) }
  }
}
