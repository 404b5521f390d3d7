import Glibc

/// What a durable write costs on the disk that holds the ledger.
struct DiskLimits {
  /// Of a write of 4 KiB with fdatasync, in milliseconds.
  let latency: Latency

  init(directory: String, count: Int) throws {
    let path = directory + "/sync-\(getpid())"
    let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    guard file >= 0 else {
      throw BenchmarkFault.machine("\(path) cannot be written: errno \(errno)")
    }
    defer {
      close(file)
      unlink(path)
    }
    let page = [UInt8](repeating: 0x5A, count: 4_096)
    let clock = ContinuousClock()
    var milliseconds: [Double] = []
    for _ in 0..<count {
      let start = clock.now
      guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
        throw BenchmarkFault.machine("\(path) cannot be written: errno \(errno)")
      }
      milliseconds.append(clock.now.seconds(since: start) * 1_000)
    }
    latency = Latency(milliseconds)
  }
}
