import SeededNumbers
import Testing

@testable import LedgerCore

/// Pages against ordinary arrays, with copies taken and changed at any moment.
@Suite struct PagedArrayTests {
  private struct Pair {
    var paged = PagedArray<String>()
    var plain: [String] = []

    mutating func step(_ random: inout SeededNumbers) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...5:
        for _ in 0..<Int.random(in: 1...90, using: &random) {
          // Long enough to be counted references.
          let text = "a text of more than fifteen bytes, number \(plain.count)"
          paged.append(text)
          plain.append(text)
        }
      case 6...7 where !plain.isEmpty:
        let index = Int.random(in: plain.indices, using: &random)
        paged.place(index).pointee += "+"
        plain[index] += "+"
      default:
        let count = Int.random(in: 0...min(plain.count, 300), using: &random)
        paged.removeLast(count)
        plain.removeLast(count)
      }
    }

    var isSame: Bool { paged.elementsEqual(plain) && paged.count == plain.count }
  }

  @Test(arguments: 0..<20) func aCopyKeepsWhatItHas(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var pairs = [Pair()]
    for _ in 0..<200 {
      let index = Int.random(in: pairs.indices, using: &random)
      pairs[index].step(&random)
      if pairs.count < 8, Int.random(in: 0..<5, using: &random) == 0 {
        pairs.append(pairs[index])
      }
      #expect(pairs[index].isSame)
    }
    #expect(pairs.allSatisfy { $0.isSame })
  }

  /// Refused documents roll back what a copy of the books may still show.
  @Test func aCopySurvivesTheRollback() {
    var rows = PagedArray<String>()
    for number in 0..<300 { rows.append("a row of more than fifteen bytes \(number)") }
    let copy = rows
    rows.removeLast(299)
    #expect(copy.count == 300 && copy[299].hasSuffix("299"))
    #expect(rows.count == 1 && rows[0].hasSuffix("0"))
  }
}
