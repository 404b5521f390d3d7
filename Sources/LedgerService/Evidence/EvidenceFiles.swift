import Bytes
import Cryptography
import Exchange
import LedgerFormat
import Reports

/// One file of an evidence directory.
public struct EvidenceFile: Hashable, Sendable {
  public let name: String
  public let bytes: [UInt8]
  public var isExecutable = false

  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
}

extension Evidence {
  /// Names of a key's files and of its enrolment's.
  struct KeyNames {
    /// `1`, `2`, … in the order of the signatures, or `log`.
    let key: String

    var pem: String { key == "log" ? "log.pem" : "key-\(key).pem" }
    var signature: String { "signature-\(key).bin" }
    var der: String { "signature-\(key).der" }
    var header: String { "enrolment-\(key)-header.bin" }
    var document: String { "enrolment-\(key)-document.bin" }
    var inclusion: String { "enrolment-\(key)-inclusion.txt" }
  }

  /// Every file of the directory. `shown` is the entry as people read it.
  public func files(shown: Report) -> [EvidenceFile] {
    var files = [
      EvidenceFile("README.md", EvidenceReadme(evidence: self).text),
      EvidenceFile("entry.ru.txt", shown.render(.table, language: .russian)),
      EvidenceFile("entry.en.txt", shown.render(.table, language: .english)),
      EvidenceFile("header.bin", entry.header),
      EvidenceFile("inclusion.txt", inclusionText(of: entry)),
      EvidenceFile("checkpoint.txt", note),
      EvidenceFile("checkpoint-body.txt", checkpointText),
      EvidenceFile("checkpoint-signature.bin", checkpointSignature),
    ]
    files += EntryPart.allCases.map { EvidenceFile("\($0.name).bin", entry[$0]) }
    files += keyFiles(log, KeyNames(key: "log"))
    for (index, signed) in signatures.enumerated() {
      let names = KeyNames(key: "\(index + 1)")
      files += keyFiles(signed.signer, names)
      files.append(EvidenceFile(names.signature, signed.signature.bytes))
      if let der = signed.der { files.append(EvidenceFile(names.der, der)) }
    }
    var script = EvidenceFile("verify.sh", EvidenceScript(evidence: self).text)
    script.isExecutable = true
    files.append(script)
    files.sort { $0.name < $1.name }
    let sums = files.map { "\(SHA256.hash($0.bytes).hex)  \($0.name)\n" }
    return files + [EvidenceFile("SHA256SUMS", sums.joined())]
  }

  private func keyFiles(_ key: EnrolledKey, _ names: KeyNames) -> [EvidenceFile] {
    [
      EvidenceFile(names.pem, key.key.pem),
      EvidenceFile(names.header, key.enrolment.header),
      EvidenceFile(names.document, key.enrolment[.document]),
      EvidenceFile(names.inclusion, inclusionText(of: key.enrolment)),
    ]
  }

  /// The leaf's index, the tree's size, and the audit path of RFC 6962, the lowest hash first.
  private func inclusionText(of entry: Proved) -> String {
    "leaf \(entry.number)\nsize \(checkpoint.size)\n"
      + entry.path.map { "path \($0.hex)\n" }.joined()
  }
}

extension Evidence.SignedBy {
  /// A P-256 signature as openssl takes it; nil for other algorithms.
  var der: [UInt8]? {
    signer.key.algorithm == .ecdsaP256 ? P256Signature.der(signature.bytes) : nil
  }
}
