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
      out: { text in
        guard let code = write(text, to: 1) else { return }
        // What was recorded stays so; only its telling failed.
        _ = write("kazna: error: stdout: \(String(cString: strerror(code)))\n", to: 2)
        exit(6)
      },
      err: { _ = write($0, to: 2) }, isTerminal: isTerminal,
      usesColor: isTerminal && environment["NO_COLOR", default: ""].isEmpty
        && environment["TERM"] != "dumb")
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
