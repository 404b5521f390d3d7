/// Which checkpoints someone accepts (C2SP tlog-policy): those that a known log has signed and that
/// enough witnesses have cosigned. For example, two of three:
///
///     log <vkey>
///     witness duma <vkey>
///     witness press <vkey>
///     witness parents <vkey>
///     group town 2 duma press parents
///     quorum town
public struct WitnessPolicy: Sendable {
  /// At most so many logs, witnesses and groups each.
  public static let countMax = 256
  public static let byteCountMax = 256 << 10

  struct Group: Sendable {
    let name: [UInt8]
    let threshold: Int
    let members: [[UInt8]]
  }

  /// A checkpoint that met a policy.
  public struct Witnessed: Sendable {
    public let checkpoint: Checkpoint
    /// All witnesses of the policy that have cosigned, by their names in the policy file.
    public let cosignatures: [(name: String, cosignature: Cosignature)]
  }

  /// Empty where the policy leaves the log to its user.
  public let logs: [NoteVerifierKey]
  public var witnesses: [WitnessKey] { named.map(\.key) }

  private let named: [(name: [UInt8], key: WitnessKey)]
  private let groups: [Group]
  private let quorum: [UInt8]

  /// Reads a policy file.
  public init(parsing bytes: [UInt8]) throws(PolicyError) {
    let text = try PolicyText(bytes)
    guard let quorum = text.quorum else { preconditionFailure("a policy without quorum was read") }
    logs = text.logs
    named = text.witnesses
    groups = text.groups
    self.quorum = quorum
  }

  /// The checkpoint of a signed note, if it is signed by a log of the policy and cosigned by its
  /// quorum. `logs` are the keys to expect where the policy itself names none.
  ///
  /// Throws `note` also where one of the policy's own witnesses stands there with a wrong signature,
  /// however many others have cosigned.
  @discardableResult
  public func check(
    _ note: [UInt8], logs given: [NoteVerifierKey] = []
  ) throws(PolicyError) -> Witnessed {
    let keys = logs.isEmpty ? given : logs
    guard !keys.isEmpty else { throw .noLog }
    let checkpoint: Checkpoint
    do throws(ProofError) {
      checkpoint = try Checkpoint.check(note, by: keys)
    } catch {
      guard case .note(let cause) = error else { preconditionFailure("no proof is checked here") }
      throw .note(cause)
    }
    var met: Set<[UInt8]> = [PolicyText.none]
    var cosignatures: [(name: String, cosignature: Cosignature)] = []
    do throws(NoteError) {
      let signed = try SignedNote(parsing: note)
      for (name, key) in named {
        guard let cosignature = try signed.cosignature(by: key) else { continue }
        met.insert(name)
        cosignatures.append((String(decoding: name, as: UTF8.self), cosignature))
      }
    } catch {
      throw .note(error)
    }
    // A group stands behind its members.
    for group in groups where group.members.count(where: met.contains) >= group.threshold {
      met.insert(group.name)
    }
    guard met.contains(quorum) else {
      throw .quorumMissed(
        quorum: String(decoding: quorum, as: UTF8.self), cosigned: cosignatures.map(\.name),
        missing: named.filter { !met.contains($0.name) }
          .map { String(decoding: $0.name, as: UTF8.self) })
    }
    return Witnessed(checkpoint: checkpoint, cosignatures: cosignatures)
  }
}
