import Bytes
internal import COpenSSL
import Glibc

/// SHA-256 (FIPS 180-4) of bytes at hand. Safe on every thread; each keeps its own context.
public enum SHA256 {
  public static func hash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    let context = threadContext()
    restart(context)
    absorb(bytes, into: context)
    return finish(context)
  }

  /// The hash of one domain separation byte and then `bytes`, without joining the two in memory.
  public static func hash(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> Digest {
    let context = threadContext()
    restart(context)
    withUnsafeBytes(of: prefix) { absorb($0, into: context) }
    absorb(bytes, into: context)
    return finish(context)
  }
}

/// SHA-256 of bytes that come in pieces. One context serves any number of hashes, one after the
/// other, and belongs to one thread at a time.
public final class SHA256Context {
  private let context: OpaquePointer

  public init() {
    context = newContext()
    restart(context)
  }

  deinit { EVP_MD_CTX_free(context) }

  public func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { absorb($0, into: context) }
  }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    absorb(bytes, into: context)
  }

  public func update(_ digest: Digest) {
    withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { buffer in
      digest.store(to: buffer)
      absorb(UnsafeRawBufferPointer(buffer), into: context)
    }
  }

  /// The hash of all that came since the last one, which may go on.
  public func current() -> Digest {
    let copy = newContext()
    defer { EVP_MD_CTX_free(copy) }
    precondition(EVP_MD_CTX_copy_ex(copy, context) == 1, "SHA-256 was not copied")
    return Cryptography.finish(copy)
  }

  /// The hash of all that came since the last one; the next begins empty.
  public func finish() -> Digest {
    defer { restart(context) }
    return Cryptography.finish(context)
  }
}

// The algorithm is fetched once: by name, each hash would pay for the look-up again, which doubles
// its price. It is never freed, and immutable, hence safe to share between threads.
nonisolated(unsafe) let sha256Algorithm: OpaquePointer = {
  guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
    preconditionFailure("libcrypto offers no SHA-256: \(drainedReason())")
  }
  return algorithm
}()

private let threadContextKey: pthread_key_t = {
  var key = pthread_key_t()
  let status = pthread_key_create(&key) { EVP_MD_CTX_free($0.map { OpaquePointer($0) }) }
  precondition(status == 0, "no thread-specific key left")
  return key
}()

private func threadContext() -> OpaquePointer {
  if let existing = pthread_getspecific(threadContextKey) { return OpaquePointer(existing) }
  let context = newContext()
  let status = pthread_setspecific(threadContextKey, UnsafeRawPointer(context))
  precondition(status == 0, "out of memory")
  return context
}

// The calls below fail only when memory runs out or libcrypto is broken; neither leaves a hash to
// return, so they stop the process as running out of memory anywhere in Swift does.

private func newContext() -> OpaquePointer {
  guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
  return context
}

private func restart(_ context: OpaquePointer) {
  precondition(EVP_DigestInit_ex2(context, sha256Algorithm, nil) == 1, "SHA-256 did not start")
}

private func absorb(_ bytes: UnsafeRawBufferPointer, into context: OpaquePointer) {
  guard bytes.count > 0 else { return }
  precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "SHA-256 failed")
}

private func finish(_ context: OpaquePointer) -> Digest {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Digest.byteCount) { buffer in
    precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1, "SHA-256 failed")
    return Digest(UnsafeRawBufferPointer(buffer))
  }
}
