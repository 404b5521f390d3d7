import Glibc

/// What the memory gives, on one core.
enum MemoryLimits {
  /// Bytes copied a second, so many at a time.
  static func copy(seconds: Double, size: Int) -> Double {
    let source = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    let target = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    defer {
      source.deallocate()
      target.deallocate()
    }
    memset(source, 1, size)
    memset(target, 2, size)
    return Rate.perSecond(seconds, batch: 1) { memcpy(target, source, size) } * Double(size)
  }

  /// Postings a second without any rule: two additions at random places of so many numbers, a power
  /// of two and at most 2 to the 20th.
  static func updates(seconds: Double, count: Int) -> Double {
    var balances = [Int64](repeating: 0, count: count)
    var state: UInt64 = 1
    let rate = balances.withUnsafeMutableBufferPointer { balances in
      Rate.perSecond(seconds, batch: 4_096) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        balances[Int(state >> 44) & (count - 1)] &-= 1
        balances[Int(state >> 24) & (count - 1)] &+= 1
      }
    }
    precondition(balances.reduce(0, &+) == 0)
    return rate
  }
}
