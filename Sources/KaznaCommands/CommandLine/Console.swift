import Foundation

/// Where a command's output goes: data to `out`, talk to `err`.
public struct Console {
  public var out: (String) -> Void
  public var err: (String) -> Void
  /// Whether talk goes to a terminal: progress and colour are for people only.
  public var isTerminal: Bool
  public var usesColor: Bool

  public init(
    out: @escaping (String) -> Void, err: @escaping (String) -> Void, isTerminal: Bool,
    usesColor: Bool
  ) {
    self.out = out
    self.err = err
    self.isTerminal = isTerminal
    self.usesColor = usesColor
  }

  /// The process's own streams.
  public static func standard(environment: [String: String]) -> Console {
    let isTerminal = isatty(2) == 1
    return Console(
      out: { FileHandle.standardOutput.write(Data($0.utf8)) },
      err: { FileHandle.standardError.write(Data($0.utf8)) }, isTerminal: isTerminal,
      usesColor: isTerminal && environment["NO_COLOR", default: ""].isEmpty
        && environment["TERM"] != "dumb")
  }
}
