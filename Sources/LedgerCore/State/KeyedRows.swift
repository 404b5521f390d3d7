/// Values in order of arrival, found by value; the newest can be forgotten. The dictionary is only
/// looked into, never walked.
struct KeyedRows<Key: Hashable & Sendable>: Sendable {
  private var keys: [Key] = []
  private var rows: [Key: UInt32] = [:]

  var count: Int { keys.count }

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
