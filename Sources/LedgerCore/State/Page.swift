import Bytes
import Synchronization

/// Where a page is stored, and what its bytes hash to.
package struct PageAddress: Hashable, Sendable {
  package let digest: Digest
  /// The snapshot in whose file it stands, by its number of entries.
  package let snapshot: UInt64
  package let offset: UInt64
  package let byteCount: UInt32

  package init(digest: Digest, snapshot: UInt64, offset: UInt64, byteCount: UInt32) {
    self.digest = digest
    self.snapshot = snapshot
    self.offset = offset
    self.byteCount = byteCount
  }
}

@usableFromInline struct PageHeader {
  @usableFromInline var count = 0
  @usableFromInline var isStored = false
  var address = PageAddress(digest: .zero, snapshot: 0, offset: 0, byteCount: 0)
}

/// The rows of one page. A managed buffer, whose fields are reached without checks for exclusive
/// access: the arrays that share it change it only while it is theirs alone.
@usableFromInline
final class Page<Element>: ManagedBuffer<PageHeader, Element> {
  static func make(_ capacity: Int) -> Page {
    unsafeDowncast(create(minimumCapacity: capacity) { _ in PageHeader() }, to: Page.self)
  }

  var base: UnsafeMutablePointer<Element> { withUnsafeMutablePointerToElements { $0 } }

  deinit {
    _ = withUnsafeMutablePointers { header, rows in
      rows.deinitialize(count: header.pointee.count)
    }
  }
}

/// The pages of an array that was stored, each brought in once, when it is first touched, by
/// whichever thread that is.
@usableFromInline package final class StoredPages<Element: PagedRow>: @unchecked Sendable {
  package let count: Int
  let pageCount: Int
  private let load: @Sendable (Int) -> [Element]
  private let locate: @Sendable (Int) -> PageAddress?
  /// The addresses of the rows of pages that are in; 0 for the others.
  private let bases: UnsafeMutablePointer<Atomic<UInt>>
  private let lock = Mutex(())
  /// Of pages that were stored anew since.
  private let moved = Mutex<[Int: PageAddress]>([:])
  private var pages: [Page<Element>] = []

  /// `load` gives the rows of a page, which must be as many as belong there; it has no way to fail.
  package init(
    count: Int, load: @escaping @Sendable (Int) -> [Element],
    locate: @escaping @Sendable (Int) -> PageAddress?
  ) {
    self.count = count
    self.load = load
    self.locate = locate
    pageCount = (count + PagedArray<Element>.slotMask) >> Element.pageShift
    bases = .allocate(capacity: pageCount)
    for page in 0..<pageCount { (bases + page).initialize(to: Atomic(0)) }
  }

  deinit {
    bases.deinitialize(count: pageCount)
    bases.deallocate()
  }

  @usableFromInline package func base(_ page: Int) -> UnsafeMutablePointer<Element> {
    precondition(page < pageCount)
    let address = bases[page].load(ordering: .acquiring)
    return UnsafeMutablePointer(bitPattern: address) ?? bringIn(page)
  }

  func address(_ page: Int) -> PageAddress? { moved.withLock { $0[page] } ?? locate(page) }

  func setAddress(_ address: PageAddress, _ page: Int) { moved.withLock { $0[page] = address } }

  private func bringIn(_ page: Int) -> UnsafeMutablePointer<Element> {
    let rows = load(page)
    return lock.withLock { _ in
      let address = bases[page].load(ordering: .acquiring)
      if let other = UnsafeMutablePointer<Element>(bitPattern: address) { return other }
      let new = Page<Element>.make(rows.count)
      new.base.initialize(from: rows, count: rows.count)
      new.header.count = rows.count
      pages.append(new)
      bases[page].store(UInt(bitPattern: new.base), ordering: .releasing)
      return new.base
    }
  }
}
