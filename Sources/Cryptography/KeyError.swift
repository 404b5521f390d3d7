internal import COpenSSL

/// What is wrong with a key, a key file or libcrypto. `source` is the file's path, or what else
/// the text came from.
public enum KeyError: Error, Equatable, Sendable, CustomStringConvertible {
  case missing(path: String)
  case unreadable(path: String, reason: String)
  /// The system failed at reading it: nothing is said about the key.
  case failed(path: String, reason: String)
  /// Group or others may read or write a private key's file.
  case permissionsTooOpen(path: String)
  case tooLarge(path: String)
  /// A key file is never overwritten.
  case exists(path: String)
  case unwritable(path: String, reason: String)
  case notPrivateKey(source: String, reason: String)
  case notPublicKey(source: String, reason: String)
  /// Two files of one name that hold halves of different keys.
  case mismatched(private: String, public: String)
  /// The private key is protected by a passphrase; nobody is ever asked for one.
  case encrypted(source: String)
  case unsupportedAlgorithm(source: String, name: String)
  /// libcrypto failed at an operation that only lack of memory or randomness should fail.
  case libcrypto(operation: String, reason: String)

  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such key file"
    case .unreadable(let path, let reason), .failed(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .permissionsTooOpen(let path):
      "\(path): a private key that group or others can reach; set mode 0600"
    case .tooLarge(let path): "\(path): larger than \(KeyFile.byteCountMax) bytes"
    case .exists(let path): "\(path): exists already and is not overwritten"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .notPrivateKey(let source, let reason): "\(source): not a private key: \(reason)"
    case .notPublicKey(let source, let reason): "\(source): not a public key: \(reason)"
    case .mismatched(let secret, let open): "\(secret): belongs to another key than \(open)"
    case .encrypted(let source): "\(source): encrypted private keys are not supported"
    case .unsupportedAlgorithm(let source, let name):
      "\(source): algorithm \(name) is not supported, only ed25519 and ecdsa-p256"
    case .libcrypto(let operation, let reason): "libcrypto failed to \(operation): \(reason)"
    }
  }

  /// Empties this thread's error queue into a `libcrypto` error.
  static func failure(_ operation: String) -> KeyError {
    .libcrypto(operation: operation, reason: drainedReason())
  }
}

/// Empties this thread's queue of libcrypto errors and joins their reasons, oldest first.
func drainedReason() -> String {
  var reasons: [String] = []
  while case let code = ERR_get_error(), code != 0 {
    if let reason = ERR_reason_error_string(code) {
      reasons.append(String(cString: reason))
    } else {
      reasons.append("error \(code)")
    }
  }
  return reasons.isEmpty ? "no reason given" : reasons.joined(separator: "; ")
}
