import Glibc
import JournalStorage

/// A simulated disk as the journal's storage sees a file system.
package struct SimulatedFiles: FileSystem {
  let disk: SimulatedDisk
  let isExempt: Bool

  package func open(_ path: String, _ mode: OpenMode) throws(StorageError) -> OpenFile {
    let descriptor = try disk.perform(.open, "open", path, isExempt: isExempt) {
      $0.disk.openFile(path, mode)
    }
    return OpenFile(descriptor: descriptor, path: path)
  }

  package func close(_ file: OpenFile) { disk.close(file) }

  package func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(StorageError) -> Int {
    let count = buffer.count
    let bytes = try disk.perform(.read, "pread", file.path, isExempt: isExempt) {
      $0.disk.number(of: file).map { [disk = $0.disk] node in
        let content = disk.content(node)
        let start = min(content.count, Int(offset))
        return Result<[UInt8], DiskError>.success(
          Array(content[start..<min(content.count, start + count)]))
      } ?? .failure(DiskError(EBADF))
    }
    buffer.copyBytes(from: bytes)
    return bytes.count
  }

  /// A write that fails has written some of its bytes; one that succeeds may have taken several
  /// system calls, between which the power can go.
  package func write(
    _ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(StorageError) {
    let content = [UInt8](bytes)
    func put(_ part: Range<Int>, _ state: inout SimulatedDisk.State) {
      guard let node = state.disk.number(of: file), !part.isEmpty else { return }
      state.disk.editFile(node) {
        $0.change(.write(offset: Int(offset) + part.lowerBound, bytes: Array(content[part])))
      }
    }
    try disk.perform(.write, "pwrite", file.path, isExempt: isExempt) { state in
      put(0..<state.numbers.number(0...content.count), &state)
    } _: { state -> Result<Void, DiskError> in
      guard state.disk.number(of: file) != nil else { return .failure(DiskError(EBADF)) }
      let free = max(0, state.disk.capacity - state.disk.usedBytes)
      guard content.count <= free else {
        put(0..<free, &state)
        return .failure(DiskError(ENOSPC))
      }
      let middle = state.numbers.chance(30) ? state.numbers.number(0...content.count) : 0
      put(0..<middle, &state)
      put(middle..<content.count, &state)
      return .success(())
    }
  }

  package func size(of file: OpenFile) throws(StorageError) -> UInt64 {
    try disk.perform(.other, "fstat", file.path, isExempt: isExempt) {
      guard let node = $0.disk.number(of: file) else { return .failure(DiskError(EBADF)) }
      return .success(UInt64($0.disk.content(node).count))
    }
  }

  package func truncate(_ file: OpenFile, to size: UInt64) throws(StorageError) {
    try disk.perform(.other, "ftruncate", file.path, isExempt: isExempt) {
      state -> Result<Void, DiskError> in
      guard let node = state.disk.number(of: file) else { return .failure(DiskError(EBADF)) }
      state.disk.editFile(node) { $0.change(.size(Int(size))) }
      return .success(())
    }
  }

  package func synchronizeData(_ file: OpenFile) throws(StorageError) {
    try synchronize(file, "fdatasync")
  }

  package func synchronize(_ file: OpenFile) throws(StorageError) {
    try synchronize(file, "fsync")
  }

  private func synchronize(_ file: OpenFile, _ call: String) throws(StorageError) {
    try disk.perform(.sync, call, file.path, isExempt: isExempt) { state in
      guard let node = state.disk.number(of: file) else { return }
      state.disk.editFile(node) { $0.failSynchronizing(&state.numbers) }
    } _: { state -> Result<Void, DiskError> in
      guard let node = state.disk.number(of: file) else { return .failure(DiskError(EBADF)) }
      state.disk.editFile(node) { $0.synchronize() }
      state.disk.editDirectory(node) { $0.synchronize() }
      return .success(())
    }
  }

  package func tryLock(_ file: OpenFile) throws(StorageError) -> Bool {
    try disk.perform(.other, "flock", file.path, isExempt: isExempt) {
      .success($0.disk.lock(file))
    }
  }

  /// One that fails may have happened nevertheless.
  package func rename(_ path: String, to target: String) throws(StorageError) {
    try disk.perform(.rename, "rename", target, isExempt: isExempt) { state in
      if state.numbers.chance(30) { _ = state.disk.rename(path, to: target) }
    } _: { state -> Result<Void, DiskError> in
      state.disk.rename(path, to: target) ? .success(()) : .failure(DiskError(ENOENT))
    }
  }

  package func remove(_ path: String) throws(StorageError) {
    try disk.perform(.other, "remove", path, isExempt: isExempt) {
      state -> Result<Void, DiskError> in
      if let node = state.disk.node(path), case .directory(let found) = state.disk.nodes[node],
        !found.visible.isEmpty
      {
        return .failure(DiskError(ENOTEMPTY))
      }
      return state.disk.remove(path) ? .success(()) : .failure(DiskError(ENOENT))
    }
  }

  package func makeDirectory(_ path: String) throws(StorageError) -> Bool {
    try disk.perform(.other, "mkdir", path, isExempt: isExempt) {
      if $0.disk.node(path) != nil { return .success(false) }
      let made = $0.disk.make(.directory(SimulatedDirectory()), at: path)
      return made == nil ? .failure(DiskError(ENOENT)) : .success(true)
    }
  }

  package func list(_ directory: String) throws(StorageError) -> [String] {
    try disk.perform(.other, "opendir", directory, isExempt: isExempt) {
      guard let node = $0.disk.node(directory) else { return .failure(DiskError(ENOENT)) }
      guard case .directory(let found) = $0.disk.nodes[node] else {
        return .failure(DiskError(ENOTDIR))
      }
      return .success(found.visible.keys.sorted())
    }
  }

  package func freeBytes(at path: String) throws(StorageError) -> UInt64 {
    try disk.perform(.room, "statvfs", path, isExempt: isExempt) { state in
      let free = state.disk.capacity - state.disk.usedBytes
      return .success(state.isHonest ? UInt64(max(0, free)) : UInt64(Int64.max))
    }
  }

  package func pause(milliseconds: Int) {}
}
