import Bytes
import Glibc
import JournalStorage
import SeededNumbers

/// What a fault can strike.
package enum DiskCall: String, Sendable, CaseIterable {
  case open, read, write, sync, rename, room, other
}

/// A fault that strikes one call.
package struct DiskFault: Sendable {
  package enum Kind: Sendable {
    case error(Int32)
    /// The process ends within the call: this one and all later ones fail.
    case crash
  }

  /// Which call it is, from 1, counted over the kinds in `calls` from when the fault was set.
  package var call: Int
  package var calls: Set<DiskCall>
  package var kind: Kind

  package init(call: Int, calls: Set<DiskCall> = Set(DiskCall.allCases), kind: Kind) {
    self.call = call
    self.calls = calls
    self.kind = kind
  }
}

/// A machine's disk in memory. It loses, tears and reorders what was not synced when the power
/// goes, fails where it is told to, and does the same again for the same seed.
package final class SimulatedDisk: @unchecked Sendable {
  struct State: Sendable {
    var disk: DiskState
    var numbers: SeededNumbers
    var fault: DiskFault?
    var left = 0
    var calls = 0
    var isDown = false
    /// The path of the call that the fault struck.
    var struck: String?
    /// Whether it tells how much room there is; else only a write tells.
    var isHonest = true
  }

  private let state: Guarded<State>
  /// Runs before each call that is not exempt. Set it only while nobody calls.
  package var watch: (() -> Void)?

  package init(seed: UInt64) {
    state = Guarded(State(disk: DiskState(), numbers: SeededNumbers(seed: seed)))
  }

  /// The same files with another future.
  package init(copying other: SimulatedDisk, seed: UInt64) {
    var copy = other.state.withLock { $0.disk }
    copy.endProcess()
    state = Guarded(State(disk: copy, numbers: SeededNumbers(seed: seed)))
  }

  /// What the service calls.
  package var files: SimulatedFiles { SimulatedFiles(disk: self, isExempt: false) }
  /// The same disk for an onlooker: never struck by a fault, and not counted.
  package var onlooker: SimulatedFiles { SimulatedFiles(disk: self, isExempt: true) }

  package func set(_ fault: DiskFault?) {
    state.withLock {
      $0.fault = fault
      $0.left = fault?.call ?? 0
      $0.struck = nil
    }
  }

  /// Whether the fault that was set has struck.
  package var hasStruck: Bool { struck != nil }
  /// The path of the call that it struck.
  package var struck: String? { state.withLock { $0.struck } }
  package var isDown: Bool { state.withLock { $0.isDown } }
  /// Calls so far that were not exempt.
  package var calls: Int { state.withLock { $0.calls } }

  /// Leaves so many bytes free; nil for no limit. Where it is not honest, only a write tells.
  package func limit(freeBytes: Int?, isHonest: Bool = true) {
    state.withLock { state in
      state.isHonest = isHonest
      state.disk.capacity = freeBytes.map { state.disk.usedBytes + $0 } ?? .max
    }
  }

  /// A new process after the last one has ended, by itself or with the power.
  package func restart(powerLost: Bool) {
    state.withLock {
      if powerLost { $0.disk.losePower(&$0.numbers) } else { $0.disk.endProcess() }
      $0.isDown = false
      $0.fault = nil
    }
  }

  /// All that was written so far reaches the disk, as it does by itself after some time.
  package func settle() { state.withLock { $0.disk.settle() } }

  /// Every file by its path, as programs see it.
  package var contents: [String: [UInt8]] { state.withLock { $0.disk.files() } }

  /// The disk changes a bit by itself.
  package func flip(bit: Int, of path: String) {
    state.withLock {
      guard let node = $0.disk.node(path) else { return }
      $0.disk.editFile(node) { $0.flip(bit: bit) }
    }
  }

  func perform<Value: Sendable>(
    _ kind: DiskCall, _ call: String, _ path: String, isExempt: Bool,
    failing: (inout State) -> Void = { _ in },
    _ body: (inout State) -> Result<Value, DiskError>
  ) throws(StorageError) -> Value {
    if !isExempt { watch?() }
    let result = state.withLock { state -> Result<Value, DiskError> in
      guard !isExempt else { return body(&state) }
      guard !state.isDown else { return .failure(DiskError(ESHUTDOWN)) }
      state.calls += 1
      guard let code = Self.strike(kind, path, &state) else { return body(&state) }
      failing(&state)
      return .failure(DiskError(code))
    }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw .system(call: call, path: path, errno: error.code)
    }
  }

  private static func strike(
    _ kind: DiskCall, _ path: String, _ state: inout State
  ) -> Int32? {
    guard let fault = state.fault, fault.calls.contains(kind) else { return nil }
    state.left -= 1
    guard state.left == 0 else { return nil }
    state.fault = nil
    state.struck = path
    switch fault.kind {
    case .error(let code): return code
    case .crash:
      state.isDown = true
      return ESHUTDOWN
    }
  }

  func close(_ file: OpenFile) { state.withLock { $0.disk.close(file) } }
}
