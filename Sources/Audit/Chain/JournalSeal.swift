import Bytes
import Cryptography
import TransparencyLog

/// What was read of a journal from its first byte on: how many bytes, and a hash that no other
/// journal of as many bytes has.
///
/// It is the SHA-256 over, in order, the header of each segment, the leaf hash of each entry and the
/// payload of each checkpoint, each behind a byte for its sort and, of a payload, its length. No
/// other byte can differ unseen: an entry's parts are hashed in its header, and frame headers and
/// padding have one form.
struct JournalSeal: Equatable, Sendable {
  let byteCount: UInt64
  let digest: Digest
}

/// Follows a journal as it is read.
final class JournalSealing {
  private let context = SHA256Context()
  private var byteCount: UInt64 = 0
  /// Where an earlier run ended.
  private let wanted: UInt64?
  /// As it stood there, once the journal is as long.
  private(set) var found: JournalSeal?

  init(wanted: UInt64?) { self.wanted = wanted }

  var seal: JournalSeal { JournalSeal(byteCount: byteCount, digest: context.current()) }

  func add(segmentHeader bytes: [UInt8]) {
    add([0])
    context.update(bytes)
    advance(by: bytes.count)
  }

  func add(entry leaf: Digest?, byteCount: Int) {
    add([1])
    context.update(leaf ?? .zero)
    advance(by: byteCount)
  }

  func add(checkpoint payload: [UInt8], byteCount: Int) {
    add([2])
    withUnsafeBytes(of: UInt64(payload.count).littleEndian) { context.update($0) }
    context.update(payload)
    advance(by: byteCount)
  }

  private func add(_ sort: [UInt8]) { context.update(sort) }

  private func advance(by count: Int) {
    byteCount += UInt64(count)
    if byteCount == wanted { found = seal }
  }
}
