import Bytes
import Foundation
import Glibc

/// Where a command's output goes: data to `out`, talk to `err`.
public struct Console {
  public var out: (String) -> Void
  public var err: (String) -> Void
  /// Whether talk goes to a terminal: progress and colour are for people only.
  public var isTerminal: Bool
  public var usesColor: Bool
  /// Whether errors are for people even where the data goes to a program as JSON.
  var tellsErrorsAsText = false
  /// The error's number where data could not be written; what followed was not tried.
  var outputFailure: () -> Int32? = { nil }

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
    var failure: Int32?
    var console = Console(
      out: { text in
        if failure == nil { failure = write(text, to: 1) }
      },
      err: { _ = write($0, to: 2) }, isTerminal: isTerminal,
      usesColor: isTerminal && environment["NO_COLOR", default: ""].isEmpty
        && environment["TERM"] != "dumb")
    console.outputFailure = { failure }
    return console
  }

  /// Writes all of the text; the error's number where that fails, as on a full disk.
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var rest = ArraySlice(text.utf8)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        retrying { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
      }
      guard count >= 0 else { return errno }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}
