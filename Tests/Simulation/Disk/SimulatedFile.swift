import SeededNumbers

/// A file: what programs see of it, what the disk holds of it, and the changes in between.
struct SimulatedFile: Sendable {
  enum Change: Sendable {
    case write(offset: Int, bytes: [UInt8])
    case size(Int)
  }

  private(set) var visible: [UInt8] = []
  private(set) var durable: [UInt8] = []
  private var pending: [Change] = []

  /// A disk writes sectors of this many bytes whole or not at all.
  static let sectorSize = 512

  mutating func change(_ change: Change) {
    Self.apply(change, to: &visible)
    pending.append(change)
  }

  /// All changes since the last sync reach the disk. What a failed sync lost stays lost.
  mutating func synchronize() {
    for change in pending { Self.apply(change, to: &durable) }
    pending = []
  }

  /// A sync that fails: some of the changes reach the disk, and the system forgets that the others
  /// did not. Programs go on seeing all of them.
  mutating func failSynchronizing(_ numbers: inout SeededNumbers) {
    durable = remains(&numbers)
    pending = []
  }

  /// The power goes: what programs see from now on is what reached the disk.
  mutating func losePower(_ numbers: inout SeededNumbers) {
    durable = remains(&numbers)
    pending = []
    visible = durable
  }

  mutating func flip(bit: Int) {
    visible[bit / 8] ^= 1 << UInt8(bit % 8)
    durable = visible
    pending = []
  }

  private func remains(_ numbers: inout SeededNumbers) -> [UInt8] {
    switch numbers.number(1...6) {
    case 1: return durable
    case 2: return pending.reduce(into: durable) { Self.apply($1, to: &$0) }
    case 3, 4: return prefix(&numbers)
    default: return sectors(&numbers)
    }
  }

  /// The first changes in order, the last of them up to any byte.
  private func prefix(_ numbers: inout SeededNumbers) -> [UInt8] {
    var bytes = durable
    let count = numbers.number(0...pending.count)
    for (index, change) in pending.prefix(count).enumerated() {
      if index == count - 1, case .write(let offset, let content) = change {
        let kept = numbers.number(0...content.count)
        Self.apply(.write(offset: offset, bytes: Array(content.prefix(kept))), to: &bytes)
      } else {
        Self.apply(change, to: &bytes)
      }
    }
    return bytes
  }

  /// Any of the sectors in any order, and one of the sizes that the file had meanwhile.
  private func sectors(_ numbers: inout SeededNumbers) -> [UInt8] {
    var bytes = durable
    var sizes = [durable.count]
    var whole = durable
    for change in pending {
      Self.apply(change, to: &whole)
      sizes.append(whole.count)
      guard case .write(let offset, let content) = change else { continue }
      var start = 0
      while start < content.count {
        let end = min(content.count, start + Self.sectorSize - (offset + start) % Self.sectorSize)
        if numbers.chance(50) {
          Self.apply(.write(offset: offset + start, bytes: Array(content[start..<end])), to: &bytes)
        }
        start = end
      }
    }
    let size = numbers.chance(60) ? whole.count : numbers.pick(sizes) ?? whole.count
    Self.apply(.size(size), to: &bytes)
    return bytes
  }

  /// Bytes that were never written are zero.
  private static func apply(_ change: Change, to bytes: inout [UInt8]) {
    switch change {
    case .size(let size):
      if size < bytes.count { bytes.removeSubrange(size...) }
      bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
    case .write(let offset, let content):
      let end = offset + content.count
      if content.isEmpty { return }
      if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
      bytes.replaceSubrange(offset..<end, with: content)
    }
  }
}

/// A directory: names, and the changes of them that no sync has made durable.
struct SimulatedDirectory: Sendable {
  /// One call's changes: a name's new file, or nil where the name goes.
  typealias Change = [(name: String, node: Int?)]

  private(set) var visible: [String: Int] = [:]
  private var durable: [String: Int] = [:]
  private var pending: [Change] = []

  mutating func change(_ change: Change) {
    Self.apply(change, to: &visible)
    pending.append(change)
  }

  mutating func synchronize() {
    durable = visible
    pending = []
  }

  /// Any of the changes may be lost: the last ones, or some in between.
  mutating func losePower(_ numbers: inout SeededNumbers) {
    let kept: [Change]
    switch numbers.number(1...6) {
    case 1: kept = []
    case 2, 3: kept = pending
    case 4: kept = Array(pending.prefix(numbers.number(0...pending.count)))
    default: kept = pending.filter { _ in numbers.chance(60) }
    }
    for change in kept { Self.apply(change, to: &durable) }
    pending = []
    visible = durable
  }

  private static func apply(_ change: Change, to names: inout [String: Int]) {
    for (name, node) in change { names[name] = node }
  }
}
