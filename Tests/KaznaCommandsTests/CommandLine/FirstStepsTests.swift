import Foundation
import Testing

/// The README's first steps, run as a reader would run them.
struct FirstStepsTests {
  @Test func theReadmeWorks() throws {
    let readme = BuiltProgram.repository.appendingPathComponent("README.md")
    let text = String(decoding: try Data(contentsOf: readme), as: UTF8.self)
    let steps = try #require(Self.block(marked: "first steps", in: text))
    try BuiltProgram.inTemporaryDirectory { directory in
      let files = FileManager.default
      let examples = "Ledger/Examples/first-steps"
      let build = directory.appendingPathComponent(".build/release")
      for place in [build, directory.appendingPathComponent("Ledger/Examples")] {
        try files.createDirectory(at: place, withIntermediateDirectories: true)
      }
      try files.copyItem(
        at: BuiltProgram.repository.appendingPathComponent(examples),
        to: directory.appendingPathComponent(examples))
      try files.createSymbolicLink(
        at: build.appendingPathComponent("kazna"),
        withDestinationURL: BuiltProgram.directory.appendingPathComponent("kazna"))
      try Data(steps.utf8).write(to: directory.appendingPathComponent("steps.sh"))
      let outcome = try BuiltProgram.run("bash -e steps.sh", in: directory)
      #expect(outcome.exitCode == 0, "\(outcome.told)")
      // What is left after the month, by hand: 90 % of 2 717.75 and 100 % of 3 000.00 were paid.
      for (subject, amounts) in [
        ("payer 2450001015", #""paid":"5445.98","unidentified":"0.00""#),
        ("certificate 0001", #""available":"1410.56","reserved":"4143.46""#),
        ("certificate 0002", #""available":"2000.00","reserved":"0.00""#),
        ("agreement С-1", #""payable":"0.00","refund":"0.00","transit":"0.00","paid":"5445.98""#),
        ("contract Д-2", #""status":"completed""#),
      ] {
        let answer = try BuiltProgram.run("kazna balance \(subject) --format json", in: directory)
        #expect(answer.out.contains(amounts), "\(answer.told)")
      }
    }
  }

  /// The shell block between `<!-- NAME -->` and `<!-- end -->`.
  private static func block(marked name: String, in text: String) -> String? {
    guard let start = text.range(of: "<!-- \(name) -->\n```sh\n"),
      let end = text.range(of: "```\n<!-- end -->", range: start.upperBound..<text.endIndex)
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
