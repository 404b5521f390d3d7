import Bytes
import CPrefetch

/// A row of a table that is kept in pages.
public protocol PagedRow: Sendable {
  /// A page holds 2 to this power rows: part of the format of snapshots (`Ledger/FORMAT.md`).
  static var pageShift: Int { get }
}

extension PagedRow {
  @inlinable public static var pageShift: Int { 8 }
  @inlinable static var rowsPerPage: Int { 1 << pageShift }

  /// How many pages so many rows fill, the last one perhaps in part.
  package static func pageCount(rows: Int) -> Int { (rows + rowsPerPage - 1) >> pageShift }

  /// How many of so many rows stand in one page.
  package static func rowCount(ofPage page: Int, rows: Int) -> Int {
    min(rowsPerPage, rows - page << pageShift)
  }
}

/// An array in pages of a fixed number of rows. It grows without moving what it holds; a copy
/// shares every page that neither side changes, so that a snapshot can be written while the books
/// go on; and a page that was stored is brought in when it is first touched.
public struct PagedArray<Element: PagedRow>: @unchecked Sendable {
  /// Where the rows of each page lie; nil for a page that is still only stored. Read without
  /// touching a reference count.
  @usableFromInline var bases: [UnsafeMutablePointer<Element>?] = []
  @usableFromInline var pages: [Page<Element>?] = []
  @usableFromInline var stored: (any StoredPages<Element>)?
  public private(set) var count = 0

  public init() {}

  /// So many equal rows.
  init(repeating row: Element, count: Int) {
    self.count = count
    for page in 0..<Element.pageCount(rows: count) {
      let new = Page<Element>.make(Element.rowsPerPage)
      let rows = rowCount(ofPage: page)
      new.base.initialize(repeating: row, count: rows)
      new.head.pointee.count = rows
      pages.append(new)
      bases.append(new.base)
    }
  }

  /// The rows that `stored` holds.
  package init(stored: any StoredPages<Element>) {
    self.stored = stored
    count = stored.count
    let pageCount = Element.pageCount(rows: count)
    bases = Array(repeating: nil, count: pageCount)
    pages = Array(repeating: nil, count: pageCount)
  }

  @inlinable static var slotMask: Int { Element.rowsPerPage - 1 }

  @inlinable func base(_ page: Int) -> UnsafeMutablePointer<Element> {
    if let base = bases[page] { return base }
    return stored.unsafelyUnwrapped.base(page)
  }

  @inlinable public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return base(index >> Element.pageShift)[index & Self.slotMask]
  }

  /// Asks for a row that is about to be read.
  @inlinable func prefetch(_ index: Int) {
    kazna_prefetch(base(index >> Element.pageShift) + (index & Self.slotMask))
  }

  /// The row's place, to change it there. Valid until the array is copied or changed otherwise.
  mutating func place(_ index: Int) -> UnsafeMutablePointer<Element> {
    precondition(index >= 0 && index < count)
    return own(index >> Element.pageShift) + (index & Self.slotMask)
  }

  mutating func append(_ row: Element) {
    let page = count >> Element.pageShift
    let slot = count & Self.slotMask
    if page == pages.count {
      let new = Page<Element>.make(Element.rowsPerPage)
      pages.append(new)
      bases.append(new.base)
    }
    (own(page) + slot).initialize(to: row)
    pages[page].unsafelyUnwrapped.head.pointee.count = slot + 1
    count += 1
  }

  mutating func removeLast(_ number: Int) {
    for _ in 0..<number {
      let page = (count - 1) >> Element.pageShift
      let slot = (count - 1) & Self.slotMask
      // Before the count falls: a shared page is copied with all its rows.
      (own(page) + slot).deinitialize(count: 1)
      count -= 1
      pages[page].unsafelyUnwrapped.head.pointee.count = slot
      if slot == 0 {
        pages.removeLast()
        bases.removeLast()
      }
    }
  }

  mutating func removeLast() -> Element {
    let last = self[count - 1]
    removeLast(1)
    return last
  }

  /// The rows of a page that nobody else sees, about to be changed.
  private mutating func own(_ page: Int) -> UnsafeMutablePointer<Element> {
    if let base = bases[page], isKnownUniquelyReferenced(&pages[page]) {
      pages[page].unsafelyUnwrapped.head.pointee.isStored = false
      return base
    }
    return copyPage(page)
  }

  private mutating func copyPage(_ page: Int) -> UnsafeMutablePointer<Element> {
    let copy = Page<Element>.make(Element.rowsPerPage)
    let rows = rowCount(ofPage: page)
    copy.base.initialize(from: base(page), count: rows)
    copy.head.pointee.count = rows
    pages[page] = copy
    bases[page] = copy.base
    return copy.base
  }
}

extension PagedArray: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
}

extension PagedArray: Equatable where Element: Equatable {
  public static func == (a: PagedArray, b: PagedArray) -> Bool { a.elementsEqual(b) }
}

// What a snapshot needs to know of an array's pages.
extension PagedArray {
  package var pageCount: Int { pages.count }

  package func rowCount(ofPage page: Int) -> Int {
    Element.rowCount(ofPage: page, rows: count)
  }

  /// Adds a page of rows behind full ones.
  package mutating func append(page rows: [Element]) {
    precondition(count & Self.slotMask == 0 && rows.count <= Element.rowsPerPage)
    let new = Page<Element>.make(Element.rowsPerPage)
    new.base.initialize(from: rows, count: rows.count)
    new.head.pointee.count = rows.count
    pages.append(new)
    bases.append(new.base)
    count += rows.count
  }

  package func rows(ofPage page: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base(page), count: rowCount(ofPage: page))
  }

  /// Where the page is stored as it is now; nil where it is new or was changed.
  package func address(ofPage page: Int) -> PageAddress? {
    guard let own = pages[page] else { return stored?.address(page) }
    return own.head.pointee.isStored ? own.head.pointee.address : nil
  }

  /// Remembers where the page is stored. Call it on the copy that was stored: as long as that copy
  /// lives, nobody changes its pages.
  package func setAddress(_ address: PageAddress, ofPage page: Int) {
    guard let own = pages[page] else {
      stored?.setAddress(address, page)
      return
    }
    own.head.pointee.address = address
    own.head.pointee.isStored = true
  }
}
