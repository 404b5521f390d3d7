import Bytes

/// Where a page is stored, and what its bytes hash to.
@usableFromInline package struct PageAddress: Hashable, Sendable {
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

/// The rows of one page. A managed buffer, reached through its addresses and so without checks for
/// exclusive access: the arrays that share it change it only while it is theirs alone.
@usableFromInline
final class Page<Element>: ManagedBuffer<PageHeader, Element> {
  static func make(_ capacity: Int) -> Page {
    unsafeDowncast(create(minimumCapacity: capacity) { _ in PageHeader() }, to: Page.self)
  }

  var base: UnsafeMutablePointer<Element> { withUnsafeMutablePointerToElements { $0 } }
  var head: UnsafeMutablePointer<PageHeader> { withUnsafeMutablePointerToHeader { $0 } }

  deinit {
    _ = withUnsafeMutablePointers { header, rows in
      rows.deinitialize(count: header.pointee.count)
    }
  }
}

/// The pages of an array that was stored, brought in by whoever keeps them: the core reads no files.
@usableFromInline package protocol StoredPages<Row>: AnyObject, Sendable {
  associatedtype Row: PagedRow
  /// Rows in all pages.
  var count: Int { get }
  /// The rows of a page, from any thread and without a way to fail. They stay where they are as long
  /// as this lives, and nobody changes them.
  func base(_ page: Int) -> UnsafeMutablePointer<Row>
  func address(_ page: Int) -> PageAddress?
  func setAddress(_ address: PageAddress, _ page: Int)
}
