internal import COpenSSL

/// Translates between r‖s, as documents carry it, and the DER that libcrypto speaks.
public enum P256Signature {
  /// The order n of the group (SP 800-186, section 3.2.1.3), big-endian.
  static let order: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
  ]

  /// n / 2, rounded down: the greatest low s.
  static let halfOrder: [UInt8] = order.indices.map { index in
    order[index] >> 1 | (index > 0 ? order[index - 1] << 7 : 0)
  }

  /// DER of a signature of 64 bytes, or nil unless 0 < r < n and 0 < s ≤ n / 2.
  public static func der(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == SignatureAlgorithm.signatureByteCount else { return nil }
    let (r, s) = (signature[..<32], signature[32...])
    guard r.contains(where: { $0 != 0 }), s.contains(where: { $0 != 0 }),
      r.lexicographicallyPrecedes(order), !halfOrder.lexicographicallyPrecedes(s)
    else { return nil }
    let body = integer(r) + integer(s)
    return [0x30, UInt8(body.count)] + body
  }

  private static func integer(_ magnitude: ArraySlice<UInt8>) -> [UInt8] {
    let significant = Array(magnitude.drop { $0 == 0 })
    // A set top bit would mean a negative number.
    let content = significant[0] & 0x80 == 0 ? significant : [0] + significant
    return [0x02, UInt8(content.count)] + content
  }

  /// r‖s with low s, of a DER signature that libcrypto made. Nil if the bytes are not one.
  static func raw(der: [UInt8]) -> [UInt8]? {
    let parsed = der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_ECDSA_SIG(nil, &cursor, buffer.count)
    }
    guard let parsed else { return nil }
    defer { ECDSA_SIG_free(parsed) }
    var r = [UInt8](repeating: 0, count: 32)
    var s = [UInt8](repeating: 0, count: 32)
    guard BN_bn2binpad(ECDSA_SIG_get0_r(parsed), &r, 32) == 32,
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed), &s, 32) == 32
    else { return nil }
    return r + (halfOrder.lexicographicallyPrecedes(s) ? mirrored(s) : s)
  }

  /// n − s. The signature (r, n − s) holds exactly where (r, s) does.
  static func mirrored(_ s: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var borrow = 0
    for index in (0..<32).reversed() {
      let difference = Int(order[index]) - Int(s[index]) - borrow
      borrow = difference < 0 ? 1 : 0
      result[index] = UInt8(truncatingIfNeeded: difference)
    }
    return result
  }
}
