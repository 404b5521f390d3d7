import Testing

@testable import Audit
@testable import HostileBytes

/// One flipped bit anywhere, and the verifier names the file and the entry.
@Suite struct FlippedBitTests {
  @Test(arguments: 0..<4)
  func everyBitOfTheJournalCounts(part: Int) throws {
    let town = try SampleTown.small.get()
    let places = Places(town)
    for offset in stride(from: part * 13, to: town.journal.count, by: 71) {
      try check(town, offset, bit: (offset / 71 + part) % 8, places)
    }
  }

  @Test func bitsOfALongerJournalCount() throws {
    let town = try SampleTown.whole.get()
    let places = Places(town)
    for offset in stride(from: 5, to: town.journal.count, by: 487) {
      try check(town, offset, bit: offset % 8, places)
    }
  }

  /// A segment's header is not signed: what is, tells what it must be.
  @Test func aBitOfTheHeaderAccusesNothingElse() throws {
    let town = try SampleTown.small.get()
    for offset in 0..<64 {
      var journal = town.journal
      journal[offset] ^= 1 << UInt8(offset % 8)
      let report = try MemoryDisk(journal: journal, latest: town.latest).verify()
      let field = [0, 24, 40, 48].last { $0 <= offset }!
      #expect(report.findings.map(\.fault) == [field == 24 ? .segmentLedger : .segmentHeader])
      #expect(report.findings.map(\.offset) == [UInt64(field)])
      #expect(report.findings.map(\.file) == [MemoryDisk.segment(0)])
      #expect(report.findings.first?.expected != report.findings.first?.found)
    }
  }

  private func check(_ town: SampleTown, _ offset: Int, bit: Int, _ places: Places) throws {
    var journal = town.journal
    journal[offset] ^= 1 << UInt8(bit)
    let report = try MemoryDisk(journal: journal, latest: town.latest).verify()
    let entry = places.entry(at: offset)
    #expect(!report.isClean, "byte \(offset)")
    #expect(
      report.findings.contains { $0.file == MemoryDisk.segment(0) && $0.entry == entry },
      "byte \(offset) of entry \(entry): \(report.findings.map { $0.message(russian: false) })")
  }

  @Test func everyByteOfThePublishedCheckpointCounts() throws {
    let town = try SampleTown.small.get()
    for offset in town.latest.indices {
      var latest = town.latest
      latest[offset] ^= 1 << UInt8(offset % 8)
      let report = try MemoryDisk(journal: town.journal, latest: latest).verify()
      #expect(report.findings.contains { $0.file == MemoryDisk.latest }, "byte \(offset)")
    }
  }

  /// Which entry a byte of the journal belongs to; a checkpoint belongs to the last that it covers.
  struct Places {
    private var ends: [(end: Int, entry: UInt64)] = [(64, 0)]

    init(_ town: SampleTown) {
      var next: UInt64 = 0
      for frame in Forge(town).frames {
        if frame.type == .entry { next += 1 }
        ends.append((frame.range.upperBound, next - 1))
      }
    }

    func entry(at offset: Int) -> UInt64 { ends.first { offset < $0.end }!.entry }
  }
}
