internal import COpenSSL

/// Bytes that nobody can predict, from libcrypto's generator.
public enum RandomBytes {
  public static func make(_ count: Int) throws(KeyError) -> [UInt8] {
    guard let length = Int32(exactly: count), length >= 0 else {
      throw .libcrypto(operation: "make random bytes", reason: "\(count) bytes wanted")
    }
    var bytes = [UInt8](repeating: 0, count: count)
    guard length == 0 || RAND_bytes(&bytes, length) == 1 else {
      throw .failure("make random bytes")
    }
    return bytes
  }
}
