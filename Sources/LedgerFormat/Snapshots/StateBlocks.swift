import Bytes
import LedgerCore

/// The blocks of a snapshot, from the tops of its hash trees down to the pages.
package struct StateBlocks {
  private let header: StateHeader
  private let digest: DigestFunction
  private let isWanted: (PageAddress) -> Bool
  private let read: (PageAddress) -> [UInt8]?

  /// A block that is not wanted is taken to be sound, with all below it.
  package init(
    _ header: StateHeader, digest: @escaping DigestFunction,
    isWanted: @escaping (PageAddress) -> Bool = { _ in true },
    read: @escaping (PageAddress) -> [UInt8]?
  ) {
    self.header = header
    self.digest = digest
    self.isWanted = isWanted
    self.read = read
  }

  /// Hands over each block that is missing or does not hash to what stands above it.
  package func check(_ bad: (PageAddress) -> Void) {
    withoutActuallyEscaping(bad) { bad in
      var columns = BooksColumns()
      var visitor = Walk(blocks: self, bad: bad)
      try? columns.visit(&visitor)
    }
  }

  private struct Walk: StateColumnVisitor {
    let blocks: StateBlocks
    let bad: (PageAddress) -> Void

    mutating func visit<Row: StateRow>(_ column: UInt8, _ rows: inout PagedArray<Row>) {
      let top = blocks.header.columns[Int(column) - 1]
      let counts = StateTree.blockCounts(pages: Row.pageCount(rows: top.rowCount))
      // Of the level in hand, what could be reached, by its place in the level.
      var level = [(index: 0, address: top.top)]
      for height in stride(from: counts.count - 1, to: 0, by: -1) {
        level = level.flatMap { index, address -> [(index: Int, address: PageAddress)] in
          guard blocks.isWanted(address) else { return [] }
          let first = index * StateNode.fanOut
          let children = min(counts[height - 1] - first, StateNode.fanOut)
          let node = StateNode(
            at: address, column: column, level: UInt8(height), index: index, count: children,
            blocks.digest, blocks.read)
          if node == nil { bad(address) }
          return (node?.children ?? []).enumerated().map { (first + $0.offset, $0.element) }
        }
      }
      for (_, page) in level where blocks.isWanted(page) {
        guard let bytes = blocks.read(page), blocks.digest(bytes) == page.digest else {
          bad(page)
          continue
        }
      }
    }
  }
}

/// The shape of the hash tree over a column.
enum StateTree {
  /// How many blocks there are on each level, from the pages up to the top.
  static func blockCounts(pages: Int) -> [Int] {
    var counts = [pages]
    repeat {
      counts.append(max(1, (counts[counts.count - 1] + StateNode.fanOut - 1) / StateNode.fanOut))
    } while counts[counts.count - 1] > 1
    return counts
  }
}
