import Bytes
import JournalStorage
import LedgerCore
import TransparencyLog

/// What a verification read and what it found.
public struct VerificationReport: Sendable {
  /// Entries read, and how many of their documents could be decoded, now or by the earlier run.
  public let entries: UInt64
  public let documents: UInt64
  /// Signatures and recorded postings that were looked at now, and checkpoints.
  public let signatures: UInt64
  public let postings: UInt64
  public let checkpoints: UInt64
  /// Bytes of the journal that were read.
  public let bytes: UInt64
  /// The tree over the entries, computed anew: number of leaves and root.
  public let size: UInt64
  public let root: Digest
  /// All bytes of the journal up to there.
  let seal: JournalSeal
  /// The first findings of entries, and then those of no single one; `findingCount` is of all.
  public let findings: [Finding]
  public let findingCount: Int
  /// What is no fault, but worth knowing.
  public let notes: [Note]
  /// The checks that were asked for.
  public let checks: Set<CheckName>
  /// The ledger, as its checkpoints name it.
  public let origin: String
  /// The state from which an incremental run started: what its entries hold was not judged again.
  public let since: VerifiedState?
  /// What the next run needs.
  let books: AuditedBooks

  public var isClean: Bool { findingCount == 0 }

  /// Findings that are counted and not among `findings`.
  public var omittedCount: Int { findingCount - findings.count }

  /// What to keep for the next run. Nil unless this one made every check and found nothing, in what is
  /// published: a commit that is not may be gone after a power cut.
  public func state(on day: CalendarDate) -> VerifiedState? {
    guard isClean, size > 0, size == entries, checks.count == CheckName.allCases.count,
      !notes.contains(where: { $0.kind == .unpublishedCommit })
    else { return nil }
    return VerifiedState(
      origin: origin, size: size, root: root, seal: seal, ranOn: day,
      fullRunOn: since?.fullRunOn ?? day, books: books)
  }
}

/// Something that a crash or a writer at work explains.
public struct Note: Hashable, Sendable {
  public enum Kind: String, Sendable {
    /// An incomplete commit behind the published size: the next writer cuts it off.
    case tornTail = "torn-tail"
    /// A whole last commit that was not published, as a killed writer leaves it: readers do not see
    /// it yet, and the next writer publishes it.
    case unpublishedCommit = "unpublished-commit"
    /// A writer published more while this was read; only what there was before is covered.
    case writerAtWork = "writer-at-work"
  }

  public let kind: Kind
  public let file: String
  public let offset: UInt64
  public let byteCount: UInt64

  public func message(russian: Bool) -> String {
    switch kind {
    case .tornTail:
      russian
        ? "\(file), байт \(offset): незавершённая фиксация, \(byteCount) байт за опубликованными"
        : "\(file), byte \(offset): an incomplete commit of \(byteCount) bytes behind what is published"
    case .unpublishedCommit:
      russian
        ? "\(file): последняя фиксация ещё не опубликована; её опубликует следующая запись"
        : "\(file): the last commit is not published yet; the next writer publishes it"
    case .writerAtWork:
      russian
        ? "\(file): во время проверки опубликованы новые записи; они не проверены"
        : "\(file): new entries were published meanwhile; they were not checked"
    }
  }
}

/// How far a verification has come.
public struct Progress: Sendable {
  public let entries: UInt64
  public let bytes: UInt64
  public let totalBytes: UInt64
}

/// What is verified, and against what.
public struct VerifierOptions: Sendable {
  /// What cannot be read at all is told in any case.
  public var checks = Set(CheckName.allCases)
  /// The path of an older checkpoint that an auditor kept.
  public var keptCheckpoint: String?
  /// The path of a C2SP tlog-policy that the kept checkpoint must meet; of no meaning without one.
  public var policy: String?
  /// The path of the `VerifiedState` of an earlier run: what it covers is read and hashed, and not
  /// judged again. With it every check is made, whatever `checks` says.
  public var since: String?
  /// The state itself, where it need not be read from there; `since` then names it.
  package var sinceState: VerifiedState?
  /// Findings of entries beyond this number are counted only; and so are, by themselves, those of no
  /// single entry.
  public var findingLimit = 10_000
  /// Threads that verify signatures and hashes besides the calling one, which does everything where
  /// there are none. One less than there are cores where nothing is said.
  public var threads: Int?
  /// Entries that go from one thread to the next at once.
  var batchCount = 128
  public var files: any FileSystem = PosixFileSystem()

  public init() {}
}

/// Why a verification could not be carried out. Damage of the ledger's bytes is a finding instead.
public enum VerifierError: Error, Equatable, Sendable, CustomStringConvertible {
  case storage(StorageError)
  /// The kept checkpoint is no checkpoint at all.
  case keptCheckpoint(path: String, reason: NoteError)
  case policy(path: String, reason: PolicyError)
  /// The state of the earlier run is none, or was changed.
  case state(path: String, reason: StateError)

  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .keptCheckpoint(let path, let reason): "\(path): \(reason)"
    case .policy(let path, let reason): "\(path): \(reason)"
    case .state(let path, let reason): "\(path): \(reason)"
    }
  }
}
