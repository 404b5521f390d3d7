import Bytes

/// What rows are found by.
package protocol IndexKey: PagedRow, Equatable {
  /// Three words that hold all of the key, or so much that two of them hardly ever agree.
  var words: (UInt64, UInt64, UInt64) { get }
}

extension Identifier: IndexKey {
  package var words: (UInt64, UInt64, UInt64) { (word0, word1, word2) }
}

extension UniqueID: IndexKey {
  package var words: (UInt64, UInt64, UInt64) { (high, low, 0) }
}

/// Finds a row by its key: open addressing over the keys in order of creation, half full at most. A
/// number takes 24 bytes here and 8 to 16 in the slots, which are a function of the keys alone.
package struct KeyIndex<Key: IndexKey>: Sendable {
  package private(set) var keys = PagedArray<Key>()
  package private(set) var slots = PagedArray<IndexSlot>()

  package init() { slots = PagedArray(repeating: .free, count: Self.leastSize) }

  package init(keys: PagedArray<Key>, slots: PagedArray<IndexSlot>) {
    self.keys = keys
    self.slots = slots
  }

  var count: Int { keys.count }

  /// The first row with the key.
  func find(_ key: Key) -> Int? {
    let mask = slots.count - 1
    var slot = Self.hash(key) & mask
    while let row = slots[slot].row {
      if keys[row] == key { return row }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Asks for the slots of keys that are about to be looked up, so that the waits for memory run
  /// side by side; then for the rows' keys. Calls `each` with every row that may be meant.
  func prefetch(_ wanted: some RandomAccessCollection<Key>, each: (Int) -> Void) {
    let mask = slots.count - 1
    for key in wanted { slots.prefetch(Self.hash(key) & mask) }
    for key in wanted {
      guard let row = slots[Self.hash(key) & mask].row else { continue }
      keys.prefetch(row)
      each(row)
    }
  }

  /// The key must be new.
  mutating func append(_ key: Key) {
    assert(find(key) == nil)
    appendAgain(key)
  }

  /// Gives the next row a key that another may have already: it stays with the first.
  mutating func appendAgain(_ key: Key) {
    keys.append(key)
    if keys.count * 2 > slots.count {
      rebuild(slots.count * 2)
    } else {
      insert(row: keys.count - 1)
    }
  }

  /// Forgets the newest keys. What was inserted last is removed first, so no probe sequence of
  /// an older key ever ran over the slot that is freed.
  mutating func removeLast(downTo count: Int) {
    while keys.count > count {
      let mask = slots.count - 1
      var slot = Self.hash(keys[keys.count - 1]) & mask
      while slots[slot].row != keys.count - 1 { slot = (slot + 1) & mask }
      slots.place(slot).pointee = .free
      keys.removeLast(1)
    }
    var size = slots.count
    while size > Self.leastSize, keys.count * 4 <= size { size /= 2 }
    if size < slots.count { rebuild(size) }
  }

  private mutating func insert(row: Int) {
    let mask = slots.count - 1
    var slot = Self.hash(keys[row]) & mask
    while slots[slot].row != nil { slot = (slot + 1) & mask }
    slots.place(slot).pointee = IndexSlot(row: row)
  }

  private mutating func rebuild(_ size: Int) {
    slots = PagedArray(repeating: .free, count: size)
    for row in keys.indices { insert(row: row) }
  }

  private static var leastSize: Int { 16 }

  /// Mixes all of the key; numbers come from people, who count upwards in the last digits.
  private static func hash(_ key: Key) -> Int {
    let words = key.words
    var value = words.0 &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 29) ^ words.1) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 31) ^ words.2) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (value ^ (value >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}

/// Rows of somebody else's table by their numbers; where a number comes twice, the first. Other
/// modules cannot specialise a generic index, and would pay for it with every line.
package struct NumberIndex: Sendable {
  private var index = KeyIndex<Identifier>()

  package init() {}

  package func find(_ number: Identifier) -> Int? { index.find(number) }

  /// Gives the number to the next row.
  package mutating func append(_ number: Identifier) { index.appendAgain(number) }

  /// Asks for what looking up these numbers will read.
  package func prefetch(_ numbers: [Identifier]) { index.prefetch(numbers) { _ in } }
}

/// A slot of an index: free, or a row.
package struct IndexSlot: PagedRow, Equatable {
  /// 0 is free; otherwise the row plus 1.
  package let raw: UInt32

  package static var pageShift: Int { 10 }
  static let free = IndexSlot(raw: 0)

  package init(raw: UInt32) { self.raw = raw }
  init(row: Int) { raw = UInt32(row + 1) }

  var row: Int? { raw == 0 ? nil : Int(raw) - 1 }
}
