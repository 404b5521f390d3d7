import Bytes
internal import COpenSSL

/// libcrypto's own Ed25519, called directly, over messages of 256 bytes. Each is another, as in a
/// ledger: the processor would learn its way through one that comes again and again.
struct SignatureLimits {
  let signOne: Double
  let signAll: Double
  let verifyOne: Double
  let verifyAll: Double

  private static let messageCount = 1_024
  private static let messageSize = 256

  init(threads: Int, seconds: Double) throws {
    signOne = try Self.rate(on: 1, seconds) { $0.sign() }
    signAll = try Self.rate(on: threads, seconds) { $0.sign() }
    verifyOne = try Self.rate(on: 1, seconds) { $0.verify() }
    verifyAll = try Self.rate(on: threads, seconds) { $0.verify() }
  }

  private static func rate(
    on threads: Int, _ seconds: Double, _ body: @escaping @Sendable (Signing) -> Bool
  ) throws -> Double {
    let sum = RateSum()
    try Workers.run(threads) { _ in
      let signing = try Signing()
      var isRight = true
      sum.add(Rate.perSecond(seconds, batch: 64) { isRight = body(signing) && isRight })
      guard isRight else { throw BenchmarkFault.machine("libcrypto does not sign or verify") }
    }
    return sum.value
  }

  /// One thread's key and context, its messages and their signatures.
  private final class Signing {
    private let key: OpaquePointer
    private let context: OpaquePointer
    private let messages: [[UInt8]]
    private var signatures: [[UInt8]]
    private var next = 0

    init() throws {
      guard let maker = EVP_PKEY_CTX_new_from_name(nil, "ED25519", nil) else {
        throw BenchmarkFault.machine("libcrypto has no Ed25519")
      }
      defer { EVP_PKEY_CTX_free(maker) }
      var key: OpaquePointer?
      guard EVP_PKEY_keygen_init(maker) == 1, EVP_PKEY_generate(maker, &key) == 1, let key,
        let context = EVP_MD_CTX_new()
      else { throw BenchmarkFault.machine("libcrypto makes no Ed25519 key") }
      self.key = key
      self.context = context
      messages = (0..<messageCount).map { number in
        (0..<messageSize).map { UInt8(truncatingIfNeeded: number >> ($0 % 2 * 8)) }
      }
      signatures = messages.map { _ in [UInt8](repeating: 0, count: 64) }
      for _ in messages where !sign() {
        throw BenchmarkFault.machine("libcrypto does not sign")
      }
    }

    deinit {
      EVP_MD_CTX_free(context)
      EVP_PKEY_free(key)
    }

    func sign() -> Bool {
      next = (next + 1) % messageCount
      var count = signatures[next].count
      return EVP_DigestSignInit(context, nil, nil, nil, key) == 1
        && EVP_DigestSign(context, &signatures[next], &count, messages[next], messageSize) == 1
    }

    func verify() -> Bool {
      next = (next + 1) % messageCount
      return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        && EVP_DigestVerify(
          context, signatures[next], signatures[next].count, messages[next], messageSize) == 1
    }
  }
}

/// What threads that work at the same time reach together.
final class RateSum: Sendable {
  private let sum = Guarded(0.0)

  var value: Double { sum.withLock { $0 } }

  func add(_ rate: Double) { sum.withLock { $0 += rate } }
}
