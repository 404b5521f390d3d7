import Foundation
import Testing

/// Kills a program before the n-th of its system calls of a kind, or lets that one fail, with strace.
enum SystemCalls {
  /// Those that change files; a file that was just made is seen before the next of them. A call
  /// that the machine does not have is never made.
  static let changing = [
    "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "renameat",
    "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "fchmod", "link", "linkat",
  ]

  /// Those that touch files at all.
  static let all =
    changing + [
      "openat", "read", "pread64", "close", "fstat", "newfstatat", "statx", "fstatfs", "statfs",
      "getdents64", "flock", "lseek", "access", "faccessat2", "readlink", "chdir",
    ]

  static func killing(_ call: String, _ number: Int, _ command: String) -> String {
    check + tracing(call, "-o /dev/null -e inject='?\(call):signal=KILL:when=\(number)'", command)
  }

  /// The n-th call fails, in each thread; the file `trace` tells which those were.
  static func failing(_ call: String, _ number: Int, _ command: String) -> String {
    tracing(call, "-y -o trace -e inject='?\(call):error=EIO:when=\(number)'", command)
  }

  /// Nothing fails, and the file `trace` tells all calls.
  static func watching(_ command: String) -> String {
    check + tracing(all.joined(separator: ",?"), "-y -o trace", command)
  }

  private static let check = """
    command -v strace > /dev/null || exit 200
    strace -f -qqq -o /dev/null -e trace=none true 2> /dev/null || exit 200

    """

  private static func tracing(_ calls: String, _ options: String, _ command: String) -> String {
    "exec strace -f -qqq -e trace='?\(calls)' \(options) \(command)"
  }

  /// False where there is no strace, or it may not look at other programs.
  static func areWatched(_ outcome: Town.Outcome) -> Bool {
    guard outcome.exitCode == 200 else { return true }
    print("skipped: strace is missing, or may not watch programs here")
    return false
  }
}
