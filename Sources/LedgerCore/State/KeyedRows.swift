/// Values in order of arrival, found by value; the newest can be forgotten. The dictionary is only
/// looked into, never walked.
struct KeyedRows<Key: Hashable & Sendable>: Sendable {
  private var keys: [Key] = []
  private var rows: [Key: UInt32] = [:]

  var count: Int { keys.count }

  subscript(row: Int) -> Key { keys[row] }

  func find(_ key: Key) -> Int? { rows[key].map(Int.init) }

  /// The key must be new.
  mutating func append(_ key: Key) {
    precondition(rows.updateValue(UInt32(keys.count), forKey: key) == nil)
    keys.append(key)
  }

  mutating func removeLast(downTo count: Int) {
    while keys.count > count { rows[keys.removeLast()] = nil }
  }
}

/// Texts that many rows share, kept once: rows carry their places, and stay of fixed size.
struct SharedTexts: Sendable {
  private var texts = KeyedRows<String>()

  var count: Int { texts.count }

  subscript(place: Int32) -> String { texts[Int(place)] }

  mutating func add(_ text: String) -> Int32 {
    if let place = texts.find(text) { return Int32(place) }
    texts.append(text)
    return Int32(texts.count - 1)
  }

  mutating func removeLast(downTo count: Int) { texts.removeLast(downTo: count) }
}
