import Bytes

/// The keys in the order in which they were enrolled, found by their ids: every document asks for
/// those that signed it. What finds them follows from the rows, and stands in no snapshot.
public struct KeyRegister: Sendable {
  private var table = Table<KeyRecord>()
  private var ids = KeyIndex<Digest>()

  init() {}

  init(rows: PagedArray<KeyRecord>) {
    table = Table(rows: rows)
    for row in rows { ids.appendAgain(row.id) }
  }

  public var count: Int { table.count }
  public var rows: PagedArray<KeyRecord> { table.rows }

  public subscript(index: Int) -> KeyRecord { table[index] }

  public func find(_ id: Digest) -> Int? { ids.find(id) }

  mutating func append(_ row: KeyRecord) {
    ids.append(row.id)
    table.append(row)
  }

  mutating func update<Value>(_ index: Int, _ change: (inout KeyRecord) -> Value) -> Value {
    table.update(index, change)
  }

  func mark() -> Table<KeyRecord>.Mark { table.mark() }

  mutating func rollback(to mark: Table<KeyRecord>.Mark) {
    table.rollback(to: mark)
    ids.removeLast(downTo: mark.rows)
  }

  mutating func commit() { table.commit() }
}

extension Digest: IndexKey {
  /// Enough to tell hashes apart by; equality looks at all of it.
  package var words: (UInt64, UInt64, UInt64) { leadingWords }
}
