/// What the machine gives to a program that does nothing but the one thing measured: the limits
/// beside which the ledger's own figures stand. Rates are per second.
struct MachineLimits: Codable, Sendable {
  /// Threads that worked at once where `all` stands.
  let threads: Int
  let signOne: Double
  let signAll: Double
  let verifyOne: Double
  let verifyAll: Double
  /// Bytes a second on one core, by the size of what is hashed at once.
  let hashOne: [HashRate]
  /// Of 64 KiB at a time, on all cores at once.
  let hashAll: Double
  /// Bytes a second, one core, of 64 MiB at a time.
  let copy: Double
  /// Two additions at random places among a million 64-bit numbers, one core.
  let updates: Double
  /// Appending 4 KiB to a file on the ledger's disk, with fdatasync: milliseconds.
  let syncMedian: Double
  let sync99: Double

  struct HashRate: Codable, Sendable {
    let size: Int
    let bytesPerSecond: Double
  }

  /// Bytes a second on one core, of 64 KiB at a time.
  var hash64K: Double { hashOne.last?.bytesPerSecond ?? 0 }

  /// The sizes at which the ledger hashes: an entry's header, a document of one line, a claim of a
  /// thousand lines, and large parts.
  static let recordSizes = [256, 1_024, 32 << 10, 64 << 10]

  /// Measures everything, for about `seconds` each; where that is next to nothing, over less memory.
  static func measure(
    threads: Int, directory: String, seconds: Double
  ) throws -> MachineLimits {
    let signatures = try SignatureLimits(threads: threads, seconds: seconds)
    let hash = try HashLimits(threads: threads, seconds: seconds)
    let sync = try DiskLimits(directory: directory, count: max(20, Int(seconds * 400)))
    let size = seconds < 0.1 ? 1 << 20 : 64 << 20
    return MachineLimits(
      threads: threads, signOne: signatures.signOne, signAll: signatures.signAll,
      verifyOne: signatures.verifyOne, verifyAll: signatures.verifyAll, hashOne: hash.one,
      hashAll: hash.all, copy: MemoryLimits.copy(seconds: seconds, size: size),
      updates: MemoryLimits.updates(seconds: seconds, count: size >> 6),
      syncMedian: sync.latency.median,
      sync99: sync.latency.p99)
  }
}

extension MachineLimits {
  /// Of two measurements, in each respect what the machine has shown that it can give.
  func better(of other: MachineLimits) -> MachineLimits {
    MachineLimits(
      threads: threads, signOne: max(signOne, other.signOne),
      signAll: max(signAll, other.signAll), verifyOne: max(verifyOne, other.verifyOne),
      verifyAll: max(verifyAll, other.verifyAll),
      hashOne: zip(hashOne, other.hashOne).map {
        HashRate(size: $0.size, bytesPerSecond: max($0.bytesPerSecond, $1.bytesPerSecond))
      },
      hashAll: max(hashAll, other.hashAll), copy: max(copy, other.copy),
      updates: max(updates, other.updates), syncMedian: min(syncMedian, other.syncMedian),
      sync99: min(sync99, other.sync99))
  }
}

/// How often something can be done in a given time.
enum Rate {
  /// Calls of `body` a second, over at least `seconds`. The clock is read every `batch` calls.
  static func perSecond(_ seconds: Double, batch: Int, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    var count = 0
    while true {
      for _ in 0..<batch { body() }
      count += batch
      let elapsed = clock.now.seconds(since: start)
      if elapsed >= seconds { return Double(count) / elapsed }
    }
  }
}
