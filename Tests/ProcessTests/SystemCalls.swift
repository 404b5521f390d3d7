import Foundation
import Testing

/// Kills a program before the n-th of its system calls of a kind, with strace.
enum SystemCalls {
  /// Those that change files; a file that was just made is seen before the next of them. A call
  /// that the machine does not have is never made.
  static let changing = [
    "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "renameat",
    "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "fchmod", "link", "linkat",
  ]

  static func killing(_ call: String, _ number: Int, _ command: String) -> String {
    tampering("?\(call)", "signal=KILL", number, command)
  }

  private static func tampering(
    _ call: String, _ fault: String, _ number: Int, _ command: String
  ) -> String {
    """
    command -v strace > /dev/null || exit 200
    strace -f -qqq -o /dev/null -e trace=none true 2> /dev/null || exit 200
    exec strace -f -qqq -o /dev/null -e trace='\(call)' -e inject='\(call):\(fault):when=\(number)' \
      \(command)
    """
  }

  /// False where there is no strace, or it may not look at other programs.
  static func areWatched(_ outcome: Town.Outcome) -> Bool {
    guard outcome.exitCode == 200 else { return true }
    print("skipped: strace is missing, or may not watch programs here")
    return false
  }
}
