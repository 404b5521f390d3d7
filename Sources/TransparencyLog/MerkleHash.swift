import Bytes
import Cryptography

/// The hashes of an RFC 6962 tree (section 2.1). A leaf and an inner node start with different
/// bytes, so that neither can be passed off as the other.
public enum MerkleHash {
  private static let leafPrefix: UInt8 = 0x00
  private static let nodePrefix: UInt8 = 0x01

  /// The root of a tree without leaves: SHA-256 of nothing.
  public static let emptyRoot = SHA256.hash([])

  /// SHA-256(0x00 ‖ bytes)
  public static func leaf(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { leaf($0) }
  }

  public static func leaf(_ bytes: UnsafeRawBufferPointer) -> Digest {
    SHA256.hash(prefix: leafPrefix, bytes)
  }

  /// SHA-256(0x01 ‖ left ‖ right)
  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    withUnsafeTemporaryAllocation(byteCount: 2 * Digest.byteCount, alignment: 8) { buffer in
      left.store(to: buffer)
      right.store(to: UnsafeMutableRawBufferPointer(rebasing: buffer[Digest.byteCount...]))
      return SHA256.hash(prefix: nodePrefix, UnsafeRawBufferPointer(buffer))
    }
  }

  /// Joins the roots of neighbouring subtrees, each smaller than the one before it.
  static func fold(_ subtrees: [Digest]) -> Digest {
    guard var root = subtrees.last else { return emptyRoot }
    for left in subtrees.dropLast().reversed() { root = node(left, root) }
    return root
  }
}
