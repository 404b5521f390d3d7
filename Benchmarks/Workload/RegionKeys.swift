import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// Who signs in a region.
enum RegionSigner: Hashable, Sendable {
  case `operator`, log, authority, financeFirst, financeSecond
  case provider(Int)

  fileprivate var name: String {
    switch self {
    case .operator: "operator"
    case .log: "log"
    case .authority: "authority"
    case .financeFirst: "finance-first"
    case .financeSecond: "finance-second"
    case .provider(let index): "provider-\(index)"
    }
  }
}

/// The keys of a region, made of the seed at run time: Ed25519, whose signatures are the same every
/// time, so that the same seed gives the same journal.
struct RegionKeys: Sendable {
  private let common: [RegionSigner: PrivateKey]
  private let providers: [PrivateKey]

  init(_ region: Region) throws(KeyError) {
    var common: [RegionSigner: PrivateKey] = [:]
    for signer: RegionSigner in [.operator, .log, .authority, .financeFirst, .financeSecond] {
      common[signer] = try Self.key(signer, region)
    }
    self.common = common
    providers = try (0..<region.agreementCount).map { (index) throws(KeyError) in
      try Self.key(.provider(index), region)
    }
  }

  subscript(signer: RegionSigner) -> PrivateKey {
    if case .provider(let index) = signer { return providers[index] }
    return common[signer]!
  }

  /// PKCS#8 of an Ed25519 key (RFC 8410, section 7) whose 32 bytes are a hash of seed and name.
  private static func key(_ signer: RegionSigner, _ region: Region) throws(KeyError) -> PrivateKey {
    let head: [UInt8] = [
      0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
      0x20,
    ]
    let name = "kazna-benchmark \(region.values.seed) key \(signer.name)"
    let body = Base64.encode(head + SHA256.hash(Array(name.utf8)).bytes)
    var text = Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
    return try PrivateKey(pem: SecretBytes(wiping: &text))
  }

  func sign(_ document: Document, by signers: [RegionSigner]) throws -> SignedDocument {
    let bytes = DocumentCodec.encode(document)
    var list = SignatureList()
    for signer in signers {
      let key = self[signer]
      guard let signature = Signature(key: key.publicKey.id, bytes: try key.sign(bytes)),
        list.add(signature)
      else { throw BenchmarkFault.wrong("a document takes no signature of \(signer.name)") }
    }
    return SignedDocument(document: bytes, signatures: list)
  }
}
