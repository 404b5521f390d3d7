internal import COpenSSL

/// libcrypto's own SHA-256, called directly: algorithm fetched once, context used again.
struct HashLimits {
  let one: [MachineLimits.HashRate]
  let all: Double

  init(threads: Int, seconds: Double) throws {
    one = try MachineLimits.recordSizes.map { size in
      MachineLimits.HashRate(size: size, bytesPerSecond: try Self.rate(size, on: 1, seconds))
    }
    all = try Self.rate(64 << 10, on: threads, seconds)
  }

  /// Bytes a second of all threads together.
  private static func rate(_ size: Int, on threads: Int, _ seconds: Double) throws -> Double {
    let sum = RateSum()
    try Workers.run(threads) { _ in
      guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new()
      else { throw BenchmarkFault.machine("libcrypto has no SHA-256") }
      defer {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
      }
      let bytes = [UInt8](repeating: 0x5A, count: size)
      var digest = [UInt8](repeating: 0, count: 32)
      let rate = Rate.perSecond(seconds, batch: max(1, 65_536 / size)) {
        EVP_DigestInit_ex2(context, algorithm, nil)
        EVP_DigestUpdate(context, bytes, size)
        EVP_DigestFinal_ex(context, &digest, nil)
      }
      sum.add(rate * Double(size))
    }
    return sum.value
  }

  /// The version that is linked.
  static var libraryVersion: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
