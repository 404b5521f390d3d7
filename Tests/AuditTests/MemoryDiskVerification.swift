@testable import Audit
@testable import HostileBytes

extension MemoryDisk {
  func verify(
    kept: [UInt8]? = nil, since: VerifiedState? = nil,
    checks: Set<CheckName> = Set(CheckName.allCases)
  ) throws -> VerificationReport {
    var options = VerifierOptions()
    var disk = self
    if let kept {
      disk.files["/kept"] = kept
      options.keptCheckpoint = "/kept"
    }
    if let since {
      disk.files["/since"] = since.bytes
      options.since = "/since"
    }
    options.files = disk
    options.checks = checks
    return try Verifier(ledger: Self.ledger, options).run()
  }
}
