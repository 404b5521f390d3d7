import Bytes
import Cryptography

/// Keys to check signatures with, by their ids, for any number of threads. An id is the hash of the
/// key's bytes: whoever is found here is the key that a signature names, and nothing more is said.
final class KnownKeys: Sendable {
  private enum Key {
    /// As the registry holds it, not looked at yet: most keys sign nothing in a day.
    case bytes([UInt8])
    case parsed(PublicKey)
  }

  private let keys = Guarded<[Digest: Key]>([:])

  func add(_ registered: some Sequence<(id: Digest, spki: [UInt8])>) {
    keys.withLock { keys in
      for (id, spki) in registered where keys[id] == nil { keys[id] = .bytes(spki) }
    }
  }

  func add(_ parsed: [PublicKey]) {
    guard !parsed.isEmpty else { return }
    keys.withLock { keys in
      for key in parsed { keys[key.id] = .parsed(key) }
    }
  }

  func find(_ id: Digest) -> PublicKey? {
    switch keys.withLock({ $0[id] }) {
    case .parsed(let key): return key
    case .bytes(let spki):
      guard let key = try? PublicKey(spki: spki) else { return nil }
      add([key])
      return key
    case nil: return nil
    }
  }
}
