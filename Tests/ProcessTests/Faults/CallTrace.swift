import Foundation

/// A system call of a traced program that touched one of a town's files.
struct TracedCall {
  /// Relative to the town; `stdout` for what goes there.
  let path: String
  let isStruck: Bool
}

/// What strace has written of one system call: which of its calls touch a town's files, by thread.
/// What the loader and the runtime read before `main`, and whatever is not the town's, is nobody's.
struct CallTrace {
  /// Of each thread, its calls in order; nil for those that touch nothing of the town's.
  private(set) var calls: [Substring: [TracedCall?]] = [:]

  init(_ text: String, in directory: String) {
    // A call that another thread's interrupts is told in two parts.
    var begun: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard parts.count == 2 else { continue }
      let (thread, told) = (parts[0], parts[1].drop { $0 == " " })
      if told.hasSuffix("<unfinished ...>") {
        begun[thread] = told
        continue
      }
      let head = told.hasPrefix("<...") ? begun.removeValue(forKey: thread) ?? "" : told
      guard let end = head.firstIndex(of: "(") else { continue }
      var path = Self.path(head[head.index(after: end)...], in: directory)
      // Whoever gives up a lock is at its end, and so is the lock.
      if head.contains("LOCK_UN") { path = nil }
      let call = path.map { TracedCall(path: $0, isStruck: told.hasSuffix("(INJECTED)")) }
      calls[thread, default: []].append(call)
    }
  }

  /// The calls of the town's that failed.
  var struck: [TracedCall] { calls.values.joined().compactMap { $0 }.filter(\.isStruck) }

  /// The first number, from 1, at which a thread makes a call of the town's, and the last.
  var numbers: ClosedRange<Int>? {
    let first = calls.values.compactMap { $0.firstIndex { $0 != nil } }.min()
    let last = calls.values.compactMap { $0.lastIndex { $0 != nil } }.max()
    guard let first, let last else { return nil }
    return first + 1...last + 1
  }

  /// The file that the first argument names: a descriptor with its path, or a path.
  private static func path(_ arguments: Substring, in directory: String) -> String? {
    var rest = arguments
    if rest.hasPrefix("AT_FDCWD") { rest = rest.drop { $0 != "\"" } }
    let isText = rest.hasPrefix("\"")
    guard let start = rest.firstIndex(of: isText ? "\"" : "<") else { return nil }
    rest = rest[rest.index(after: start)...]
    guard let end = rest.firstIndex(of: isText ? "\"" : ">") else { return nil }
    var path = String(rest[..<end])
    if isText, !path.hasPrefix("/") { return path.isEmpty ? nil : path }
    guard path.hasPrefix(directory + "/") else { return nil }
    path.removeFirst(directory.count + 1)
    // The tester's own files, where the streams go, and those of a sanitizer's runtime.
    if path.hasPrefix(".out-") { return "stdout" }
    return [".err-", "tsan."].contains(where: path.hasPrefix) ? nil : path
  }
}
