@testable import Audit
@testable import HostileBytes

extension MemoryDisk {
  func verify(
    kept: [UInt8]? = nil, checks: Set<CheckName> = Set(CheckName.allCases)
  ) throws -> VerificationReport {
    var options = VerifierOptions()
    var disk = self
    if let kept {
      disk.files["/kept"] = kept
      options.keptCheckpoint = "/kept"
    }
    options.files = disk
    options.checks = checks
    return try Verifier(ledger: Self.ledger, options).run()
  }
}
