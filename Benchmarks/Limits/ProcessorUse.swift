import Foundation

/// Who used the processors since a moment: this process and its children, or somebody else.
struct ProcessorUse {
  private let start = ContinuousClock().now
  private let busy = Self.busySeconds()
  private let own = Self.ownSeconds()

  /// Cores that others kept busy since then, on average; the host of a virtual machine included.
  func coresTakenByOthers() -> Double {
    let elapsed = ContinuousClock().now.seconds(since: start)
    let others = (Self.busySeconds() - busy) - (Self.ownSeconds() - own)
    return max(0, others / elapsed)
  }

  /// Of this process, on all cores together.
  func processorSeconds() -> Double { Self.ownSeconds() - own }

  /// All but idle and waiting for disks, of all cores since the machine's start.
  private static func busySeconds() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
      let line = text.split(separator: "\n").first
    else { return 0 }
    // user nice system idle iowait irq softirq steal; guests are counted in user already.
    let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
    let sum = ticks.enumerated().reduce(0) {
      $1.offset == 3 || $1.offset == 4 ? $0 : $0 + $1.element
    }
    return sum / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func ownSeconds() -> Double {
    [RUSAGE_SELF, RUSAGE_CHILDREN].map(\.rawValue).reduce(0) { sum, who in
      var usage = rusage()
      getrusage(__rusage_who_t(who), &usage)
      return [usage.ru_utime, usage.ru_stime].reduce(sum) {
        $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
      }
    }
  }
}
