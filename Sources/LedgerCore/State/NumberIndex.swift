import CPrefetch

/// Finds a row by its number: open addressing over the numbers in order of creation, half full at
/// most. A number takes 24 bytes here and 8 to 16 in the slots.
struct NumberIndex: Sendable {
  private(set) var keys: [Identifier] = []
  /// 0 is free; otherwise the row plus 1.
  private var slots = [UInt32](repeating: 0, count: 16)

  func find(_ key: Identifier) -> Int? {
    let mask = slots.count - 1
    var slot = Self.hash(key) & mask
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if keys[row] == key { return row }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Asks for the slots of keys that are about to be looked up, so that the waits for memory run
  /// side by side; then for the rows' keys. Calls `each` with every row that may be meant.
  func prefetch(_ wanted: some RandomAccessCollection<Identifier>, each: (Int) -> Void) {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      for key in wanted { kazna_prefetch(slots.baseAddress! + (Self.hash(key) & mask)) }
      keys.withUnsafeBufferPointer { keys in
        for key in wanted {
          let slot = slots[Self.hash(key) & mask]
          guard slot != 0 else { continue }
          kazna_prefetch(keys.baseAddress! + Int(slot - 1))
          each(Int(slot - 1))
        }
      }
    }
  }

  /// The key must be new.
  mutating func append(_ key: Identifier) {
    precondition(find(key) == nil)
    keys.append(key)
    if keys.count * 2 > slots.count {
      grow()
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
      while slots[slot] != UInt32(keys.count) { slot = (slot + 1) & mask }
      slots[slot] = 0
      keys.removeLast()
    }
  }

  private mutating func insert(row: Int) {
    let mask = slots.count - 1
    var slot = Self.hash(keys[row]) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(row + 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for row in keys.indices { insert(row: row) }
  }

  /// Mixes all 24 bytes; numbers come from people, who count upwards in the last digits.
  private static func hash(_ key: Identifier) -> Int {
    var value = key.word0 &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 29) ^ key.word1) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 31) ^ key.word2) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (value ^ (value >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
