import Bytes
import LedgerCore
import LedgerFormat
import TransparencyLog

/// Numbers, previous hashes and the tree, entry by entry. A class, so that asking it for one of them
/// copies nothing else.
final class ChainAudit {
  /// The number that the next entry must have.
  private(set) var position: UInt64 = 0
  private(set) var tree = MerkleTree()
  /// Hashes by number, without those that are missing: runs of entries, in order.
  private var runs: [Run] = []
  /// The hash of the entry before; nil where it cannot be known.
  private var previous: Digest? = .zero
  private var previousPlace = Place()
  /// A break between two entries, until it shows which of them was changed.
  private var pending: (before: Place, after: Place, expected: Digest, found: Digest)?
  /// The tree size of the last checkpoint whose root was right.
  var attested: UInt64 = 0

  private struct Run {
    let first: UInt64
    var hashes: [Digest]

    var end: UInt64 { first + UInt64(hashes.count) }
  }

  /// No run of missing entries is taken to be longer.
  private static let gapLimit: UInt64 = 1 << 20
  /// No journal has so many entries: beyond, a number is none.
  private static let numberLimit: UInt64 = 1 << 48

  /// Whether the chain knows the entry with that number and hash. What is missing may be anything.
  func contains(_ reference: EntryReference) -> Bool {
    guard reference.number < runs.last?.end ?? 0 else { return false }
    // The last run that begins at or before the number.
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].first <= reference.number { low = middle + 1 } else { high = middle }
    }
    guard low > 0, reference.number < runs[low - 1].end else { return true }
    return runs[low - 1].hashes[Int(reference.number - runs[low - 1].first)] == reference.hash
  }

  /// A number that was there before is a copy: the first one counts.
  private func remember(_ hash: Digest) {
    let end = runs.last?.end ?? 0
    if position > end || runs.isEmpty {
      runs.append(Run(first: position, hashes: [hash]))
    } else if position == end {
      runs[runs.count - 1].hashes.append(hash)
    }
  }

  /// Whether an entry with these bytes follows the last one.
  func continues(with entry: [UInt8]) -> Bool {
    guard entry.count >= EntryHeader.byteCount,
      let header = try? EntryHeader.decode(entry, range: 0..<EntryHeader.byteCount)
    else { return false }
    return header.number == position && header.previous == previous
  }

  /// The entry's place, with the number that it has: its own, where that can be believed.
  func add(
    number: UInt64?, previous stated: Digest?, hash: Digest?, _ place: Place, _ log: FindingLog
  ) -> Place {
    var place = place
    if let number, number != position {
      log.add(.entryNumber, place, expected: "\(position)", found: "\(number)")
      let isGap =
        number > position && number - position <= Self.gapLimit && number < Self.numberLimit
      // Behind a gap, counting goes on from what stands there; what came before is a copy.
      if isGap || number < position { position = number }
      place.entry = number
      previous = isGap ? nil : previous
    }
    if let stated { checkPrevious(stated, place, log) }
    if let hash {
      remember(hash)
      tree.append(hash)
    }
    previous = hash
    previousPlace = place
    position += 1
    return place
  }

  private func checkPrevious(_ stated: Digest, _ place: Place, _ log: FindingLog) {
    let isBroken = previous.map { $0 != stated } ?? false
    if let pending {
      // Two breaks in a row: the entry between them was changed. One: the entry before it.
      blame(isBroken ? pending.after : pending.before, pending.expected, pending.found, log)
      self.pending = nil
    }
    guard isBroken, let previous else { return }
    if attested == position {
      blame(place, previous, stated, log)
    } else {
      pending = (previousPlace, place, previous, stated)
    }
  }

  private func blame(
    _ place: Place, _ expected: Digest, _ found: Digest, _ log: FindingLog
  ) {
    log.add(.previousHash, place, expected: expected.hex, found: found.hex)
  }

  /// Bytes were skipped: nobody knows what the next entry follows.
  func lose() { previous = nil }

  /// A segment says that it begins with this entry, in its name; however many are missing before.
  func jump(to number: UInt64) {
    guard number >= position, number < Self.numberLimit else { return }
    position = number
    previous = nil
  }

  func finish(_ log: FindingLog) {
    guard let pending else { return }
    blame(pending.before, pending.expected, pending.found, log)
    self.pending = nil
  }
}
