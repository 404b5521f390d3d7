import Foundation

/// What a command did whose call failed.
struct FaultOutcome {
  let call: String
  /// Of the file that it struck.
  let path: String
  let outcome: Town.Outcome

  /// Whether the command may do its work all the same.
  var isTolerable: Bool {
    // What must be durable was synced before. What is derived is made again.
    call == "close" || path.hasPrefix("main/index") || path.contains("/snapshots")
      || path == "restored.restoring"
      || path == "keys/new-ledger" || path == "keys" && outcome.command.contains("kazna init")
  }

  /// What is wrong with how the fault is told.
  var complaints: [String] {
    var complaints: [String] = []
    if outcome.exitCode != 6 { complaints.append("is no storage fault") }
    let messages = outcome.err.split(separator: "\n").filter { $0.hasPrefix("kazna: error: ") }
    if messages.count != 1 { complaints.append("is told in \(messages.count) messages") }
    if !names.contains(where: outcome.err.contains) { complaints.append("names another file") }
    for word in ["Optional(", "Domain", "Code=", "couldn’t", "unexpected"]
    where outcome.err.contains(word) {
      complaints.append("is told as “\(word)”")
    }
    return complaints
  }

  /// The file and its directory: a listing, a draft or a name is told by either. A draft with a
  /// number in its name is told by the file that it becomes.
  private var names: [String] {
    let names = path.split(separator: "/").suffix(2).map(String.init)
    guard let draft = names.last(where: { $0.hasSuffix(".part") || $0.hasSuffix(".restoring") })
    else { return names }
    let drop = draft.hasSuffix(".part") ? 2 : 1
    return names + [draft.split(separator: ".").dropLast(drop).joined(separator: ".")]
  }
}
