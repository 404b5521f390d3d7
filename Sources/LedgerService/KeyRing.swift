import Bytes
import Cryptography
import Foundation
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

  public func privateKey(_ name: String) throws(LedgerError) -> PrivateKey {
    guard Self.isName(name), FileManager.default.fileExists(atPath: privatePath(name)) else {
      throw .missingKey(name: privatePath(name))
    }
    do throws(KeyError) { return try KeyFile.readPrivate(privatePath(name)) } catch {
      throw .key(error)
    }
  }

  public func publicKey(_ name: String) throws(LedgerError) -> PublicKey {
    if Self.isName(name), FileManager.default.fileExists(atPath: publicPath(name)) {
      do throws(KeyError) { return try KeyFile.readPublic(publicPath(name)) } catch {
        throw .key(error)
      }
    }
    return try privateKey(name).publicKey
  }

  /// The names of all readable keys with a private half, in order, with their public keys.
  public func all() -> [(name: String, key: PublicKey)] {
    let keys: [String: PublicKey]
    if let publicKeys {
      keys = publicKeys
    } else {
      var found: [String: PublicKey] = [:]
      for name in names() { found[name] = try? publicKey(name) }
      publicKeys = found
      keys = found
    }
    return keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The name of the key file with this id.
  public func name(of id: Digest) -> String? { all().first { $0.key.id == id }?.name }

  private func names() -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
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
