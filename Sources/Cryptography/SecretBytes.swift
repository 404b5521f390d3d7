internal import COpenSSL

/// Bytes that nobody else may see: wiped when the last reference goes, compared in constant time,
/// and without a description.
public final class SecretBytes: Equatable, @unchecked Sendable {
  // Written in `init` only, which is what makes sharing safe.
  private let storage: UnsafeMutableRawBufferPointer

  public var count: Int { storage.count }

  /// Allocates `count` zeroed bytes and lets `fill` write them; what `fill` throws, it throws.
  public init<Failure: Error>(
    count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(count >= 0)
    storage = .allocate(byteCount: count, alignment: 16)
    storage.initializeMemory(as: UInt8.self, repeating: 0)
    try fill(storage)
  }

  /// Moves the bytes here and wipes the array, which must not be shared with another variable.
  public convenience init(wiping bytes: inout [UInt8]) {
    self.init(count: bytes.count) { storage in
      bytes.withUnsafeMutableBytes { source in
        storage.copyMemory(from: UnsafeRawBufferPointer(source))
        OPENSSL_cleanse(source.baseAddress, source.count)
      }
    }
    bytes = []
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(storage))
  }

  /// Takes the same time wherever the bytes differ; only the lengths are not secret.
  public static func == (a: SecretBytes, b: SecretBytes) -> Bool {
    guard a.count == b.count else { return false }
    return CRYPTO_memcmp(a.storage.baseAddress, b.storage.baseAddress, a.count) == 0
  }
}
