import Foundation

/// The memory of this process, in bytes, as the kernel counts it.
enum ProcessMemory {
  /// The most that was resident since `resetPeak`, or since the start.
  static var peak: Int { status("VmHWM:") }
  static var resident: Int { status("VmRSS:") }

  /// From here on the peak is counted anew, where the kernel lets a process ask for it.
  static func resetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// Gives back to the kernel what was freed, so that it does not count as used.
  static func trim() {
    // Swift's Glibc module leaves malloc.h out.
    guard let address = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "malloc_trim") else { return }
    typealias Trim = @convention(c) (Int) -> Int32
    _ = unsafeBitCast(address, to: Trim.self)(0)
  }

  private static func status(_ key: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
    else { return 0 }
    return (Int(kilobytes) ?? 0) << 10
  }
}
