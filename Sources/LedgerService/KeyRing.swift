import Bytes
import Cryptography
import Glibc
import JournalStorage
import LedgerCore

/// The key files of a directory, by name: `NAME.pem` is private, `NAME.pub.pem` its public half.
public final class KeyRing {
  public let directory: String
  private var publicKeys: [String: PublicKey]?

  public init(directory: String) { self.directory = directory }

  public func privatePath(_ name: String) -> String { "\(directory)/\(name).pem" }
  public func publicPath(_ name: String) -> String { "\(directory)/\(name).pub.pem" }

  /// Makes a key pair and its two files, or ends an interrupted creation of one. Existing files are
  /// never overwritten.
  @discardableResult
  public func create(
    _ name: String, _ algorithm: SignatureAlgorithm
  ) throws(LedgerError) -> PublicKey {
    guard Self.isName(name) else {
      throw .file(path: privatePath(name), reason: "a key name is 1 to 64 of A-Z a-z 0-9 - _ .")
    }
    try storage { () throws(StorageError) in try PosixFileSystem().makeDirectories(directory) }
    do throws(KeyError) {
      let files = KeyPairFiles(private: privatePath(name), public: publicPath(name))
      let key = try files.create(PrivateKey.generate(algorithm)).publicKey
      publicKeys = nil
      return key
    } catch {
      throw .key(error)
    }
  }

  /// The key pair of a ledger that is being created: what an interrupted attempt left, or a new one.
  func complete(
    _ name: String, _ algorithm: SignatureAlgorithm
  ) throws(LedgerError) -> PublicKey {
    do throws(LedgerError) { return try create(name, algorithm) } catch .key(.exists) {
      return try privateKey(name).publicKey
    }
  }

  /// Throws also where the two files of this name are halves of different keys: whoever is known by
  /// the public one could not sign.
  public func privateKey(_ name: String) throws(LedgerError) -> PrivateKey {
    guard Self.isName(name) else { throw .missingKey(name: privatePath(name)) }
    do throws(KeyError) {
      let key = try KeyFile.readPrivate(privatePath(name))
      if let known = try publicHalf(name), known != key.publicKey {
        throw .mismatched(private: privatePath(name), public: publicPath(name))
      }
      return key
    } catch .missing {
      throw .missingKey(name: privatePath(name))
    } catch {
      throw .key(error)
    }
  }

  private func publicHalf(_ name: String) throws(KeyError) -> PublicKey? {
    do throws(KeyError) { return try KeyFile.readPublic(publicPath(name)) } catch .missing {
      return nil
    }
  }

  /// As `publicKey`, for a key that is to be entered into the ledger: where its private half is here
  /// too, it must be its own.
  public func enrollableKey(_ name: String) throws(LedgerError) -> PublicKey {
    let key = try publicKey(name)
    if try Files.exists(privatePath(name)) { _ = try privateKey(name) }
    return key
  }

  public func publicKey(_ name: String) throws(LedgerError) -> PublicKey {
    guard Self.isName(name) else { throw .missingKey(name: privatePath(name)) }
    do throws(KeyError) { return try KeyFile.readPublic(publicPath(name)) } catch .missing {
      return try privateKey(name).publicKey
    } catch {
      throw .key(error)
    }
  }

  /// The names of all keys with a private half, in order, with their public keys. Files that hold no
  /// key are passed over; where the system fails nobody can tell which keys there are.
  public func all() throws(LedgerError) -> [(name: String, key: PublicKey)] {
    let keys: [String: PublicKey]
    if let publicKeys {
      keys = publicKeys
    } else {
      var found: [String: PublicKey] = [:]
      for name in try names() {
        do throws(LedgerError) { found[name] = try publicKey(name) } catch {
          if case .key(.failed) = error { throw error }
        }
      }
      publicKeys = found
      keys = found
    }
    return keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The name of the key file with this id.
  public func name(of id: Digest) throws(LedgerError) -> String? {
    try all().first { $0.key.id == id }?.name
  }

  /// Takes away the files of the keys with these ids, and the directory where nothing else is in it.
  public func remove(_ ids: Set<Digest>) throws(LedgerError) {
    let files = PosixFileSystem()
    for (name, key) in try all() where ids.contains(key.id) {
      for path in [privatePath(name), publicPath(name)] where try Files.exists(path) {
        try storage { () throws(StorageError) in try files.remove(path) }
      }
    }
    publicKeys = nil
    // Refused where anything is left.
    try? files.remove(directory)
  }

  private func names() throws(LedgerError) -> [String] {
    let files: [String]
    do throws(StorageError) { files = try PosixFileSystem().list(directory) } catch {
      if case .failed(_, _, ENOENT) = error { return [] }
      throw .storage(error)
    }
    return files.filter { $0.hasSuffix(".pem") && !$0.hasSuffix(".pub.pem") }
      .map { String($0.dropLast(4)) }.filter(Self.isName)
  }

  /// A key name is also a file name. With `.pub` at its end, its private half would be taken for
  /// another key's public one.
  public static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasSuffix(".pub")
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}
