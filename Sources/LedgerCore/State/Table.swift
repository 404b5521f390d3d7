/// Rows in order of creation, with an undo log: whatever happened since a mark can be taken back
/// exactly, which is how a document is applied whole or not at all.
public struct Table<Row: PagedRow>: Sendable {
  public private(set) var rows = PagedArray<Row>()
  private var log: [(index: Int, old: Row)] = []

  public init() {}

  package init(rows: PagedArray<Row>) { self.rows = rows }

  public var count: Int { rows.count }

  public subscript(index: Int) -> Row { rows[index] }

  /// Asks for a row that is about to be read.
  func prefetch(_ index: Int) { rows.prefetch(index) }

  @discardableResult
  mutating func append(_ row: Row) -> Int {
    rows.append(row)
    return rows.count - 1
  }

  mutating func update<Value>(_ index: Int, _ change: (inout Row) -> Value) -> Value {
    let place = rows.place(index)
    log.append((index, place.pointee))
    return change(&place.pointee)
  }

  struct Mark {
    let rows: Int
    let log: Int
  }

  func mark() -> Mark { Mark(rows: rows.count, log: log.count) }

  mutating func rollback(to mark: Mark) {
    while log.count > mark.log {
      let change = log.removeLast()
      rows.place(change.index).pointee = change.old
    }
    rows.removeLast(rows.count - mark.rows)
  }

  mutating func commit() { log.removeAll(keepingCapacity: true) }
}

/// A table whose rows are also found by number.
public struct Register<Row: PagedRow>: Sendable {
  public private(set) var table = Table<Row>()
  package private(set) var numbers = KeyIndex<Identifier>()

  public init() {}

  package init(rows: PagedArray<Row>, numbers: KeyIndex<Identifier>) {
    table = Table(rows: rows)
    self.numbers = numbers
  }

  public var count: Int { table.count }
  public var rows: PagedArray<Row> { table.rows }

  public subscript(index: Int) -> Row { table[index] }

  /// The number of a row.
  public func number(_ index: Int) -> Identifier { numbers.keys[index] }

  public func find(_ number: Identifier) -> Int? { numbers.find(number) }

  /// Asks for everything that looking up these numbers will read, and hands over the rows that they
  /// may be.
  func prefetch(_ numbers: some RandomAccessCollection<Identifier>, each: (Int) -> Void) {
    self.numbers.prefetch(numbers) { row in
      table.prefetch(row)
      each(row)
    }
  }

  /// The number must be new.
  @discardableResult
  mutating func append(_ row: Row, as number: Identifier) -> Int {
    numbers.append(number)
    return table.append(row)
  }

  @discardableResult
  mutating func update<Value>(_ index: Int, _ change: (inout Row) -> Value) -> Value {
    table.update(index, change)
  }

  func mark() -> Table<Row>.Mark { table.mark() }

  mutating func rollback(to mark: Table<Row>.Mark) {
    table.rollback(to: mark)
    numbers.removeLast(downTo: mark.rows)
  }

  mutating func commit() { table.commit() }
}
