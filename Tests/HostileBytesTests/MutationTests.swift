import Testing

@testable import HostileBytes

/// Every decoder against mutations of what it accepts: refused with words, or accepted as exactly
/// what was written; never a crash. A seed per decoder, so that a failure can be had again.
struct MutationTests {
  @Test(arguments: Decoder.all)
  func samplesAreAcceptedOrRefusedInWords(_ decoder: Decoder) throws {
    let accepted = try decoder.samples.count { try decoder.read($0) }
    #expect(accepted > 0, "no sample is accepted")
  }

  @Test(arguments: Decoder.all)
  func everyPrefixAndEveryByteTooMuch(_ decoder: Decoder) throws {
    for sample in decoder.samples.prefix(60) {
      let step = max(1, sample.count / 100)
      for count in stride(from: 0, to: sample.count, by: step) {
        try check(decoder, Array(sample.prefix(count)))
      }
      for byte: UInt8 in [0, 0x0A, 0x41, 0xFF] { try check(decoder, sample + [byte]) }
    }
  }

  @Test(arguments: Decoder.all)
  func mutations(_ decoder: Decoder) throws {
    var mutator = Mutator(seed: decoder.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    // A few thousand of the fast ones; a journal is verified whole each time.
    let rounds = decoder.name == "journal" ? 300 : 3_000
    for _ in 0..<rounds {
      try check(decoder, mutator.mutant(of: decoder.samples))
    }
  }

  private func check(_ decoder: Decoder, _ bytes: [UInt8]) throws {
    do {
      _ = try decoder.read(bytes)
    } catch {
      Issue.record("\(decoder.name): \(error): \(bytes.prefix(2_000))")
    }
  }
}
