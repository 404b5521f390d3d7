import Glibc

/// The faults of a run.
extension SimulationRun {
  /// For the next group; mostly none.
  func setFault() {
    disk.set(nil)
    disk.limit(freeBytes: nil)
    // What is derived from the journal may rot: nobody must believe it.
    if numbers.chance(10) { flipBit(under: SimulatedTown.path + "/index/") }
    guard numbers.chance(35) else { return }
    switch numbers.number(1...10) {
    case 1...5: disk.set(DiskFault(call: numbers.number(1...16), kind: .crash))
    case 6...8:
      let kind = numbers.pick(DiskCall.allCases) ?? .write
      disk.set(
        DiskFault(call: numbers.number(1...3), calls: [kind], kind: .error(EIO)))
    default: disk.limit(freeBytes: numbers.number(0...4_000), isHonest: numbers.chance(20))
    }
  }

  func endFault() {
    disk.set(nil)
    disk.limit(freeBytes: nil)
  }
}
