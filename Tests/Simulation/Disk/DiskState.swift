import Glibc
import JournalStorage
import SeededNumbers

/// Files, directories, open descriptors and locks of a simulated machine.
struct DiskState: Sendable {
  enum Node: Sendable {
    case file(SimulatedFile)
    case directory(SimulatedDirectory)
  }

  /// By number, in order of creation; 0 is the root.
  var nodes: [Node] = [.directory(SimulatedDirectory())]
  private var descriptors: [Int32: Int] = [:]
  private var locks: [Int: Int32] = [:]
  private var nextDescriptor: Int32 = 3
  /// Bytes that all files may have together.
  var capacity = Int.max

  func node(_ path: String) -> Int? {
    var node = 0
    for name in path.split(separator: "/") {
      guard case .directory(let directory) = nodes[node],
        let next = directory.visible[String(name)]
      else { return nil }
      node = next
    }
    return node
  }

  private func parent(_ path: String) -> (node: Int, name: String)? {
    let parts = path.split(separator: "/")
    guard let last = parts.last else { return nil }
    return node(parts.dropLast().joined(separator: "/")).map { ($0, String(last)) }
  }

  mutating func openFile(_ path: String, _ mode: OpenMode) -> Result<Int32, DiskError> {
    var found = node(path)
    if let known = found {
      if case .directory = nodes[known], mode != .directory { return .failure(DiskError(EISDIR)) }
      if case .file = nodes[known], mode == .directory { return .failure(DiskError(ENOTDIR)) }
      if mode == .createNew { return .failure(DiskError(EEXIST)) }
      if mode == .replace { editFile(known) { $0.change(.size(0)) } }
    } else {
      guard mode == .createNew || mode == .replace || mode == .createIfMissing else {
        return .failure(DiskError(ENOENT))
      }
      guard let made = make(.file(SimulatedFile()), at: path) else {
        return .failure(DiskError(ENOENT))
      }
      found = made
    }
    let descriptor = nextDescriptor
    nextDescriptor += 1
    descriptors[descriptor] = found
    return .success(descriptor)
  }

  /// Nil where the directory for it is missing.
  mutating func make(_ node: Node, at path: String) -> Int? {
    guard let (parent, name) = parent(path) else { return nil }
    nodes.append(node)
    let number = nodes.count - 1
    editDirectory(parent) { $0.change([(name, number)]) }
    return number
  }

  mutating func rename(_ path: String, to target: String) -> Bool {
    guard let (source, sourceName) = parent(path), let (parent, name) = parent(target),
      source == parent, let moved = node(path)
    else { return false }
    editDirectory(parent) { $0.change([(name, moved), (sourceName, nil)]) }
    return true
  }

  mutating func remove(_ path: String) -> Bool {
    guard let (parent, name) = parent(path), node(path) != nil else { return false }
    editDirectory(parent) { $0.change([(name, nil)]) }
    return true
  }

  func number(of file: OpenFile) -> Int? { descriptors[file.descriptor] }

  func content(_ node: Int) -> [UInt8] {
    guard case .file(let file) = nodes[node] else { return [] }
    return file.visible
  }

  mutating func editFile(_ node: Int, _ body: (inout SimulatedFile) -> Void) {
    guard case .file(var file) = nodes[node] else { return }
    body(&file)
    nodes[node] = .file(file)
  }

  mutating func editDirectory(_ node: Int, _ body: (inout SimulatedDirectory) -> Void) {
    guard case .directory(var directory) = nodes[node] else { return }
    body(&directory)
    nodes[node] = .directory(directory)
  }

  mutating func lock(_ file: OpenFile) -> Bool {
    guard let node = descriptors[file.descriptor] else { return false }
    guard locks[node] == nil || locks[node] == file.descriptor else { return false }
    locks[node] = file.descriptor
    return true
  }

  mutating func close(_ file: OpenFile) {
    guard let node = descriptors.removeValue(forKey: file.descriptor) else { return }
    if locks[node] == file.descriptor { locks[node] = nil }
  }

  var usedBytes: Int {
    nodes.reduce(0) {
      guard case .file(let file) = $1 else { return $0 }
      return $0 + file.visible.count
    }
  }

  /// The process is gone: descriptors and locks with it.
  mutating func endProcess() {
    descriptors = [:]
    locks = [:]
  }

  mutating func settle() {
    for number in nodes.indices {
      editFile(number) { $0.synchronize() }
      editDirectory(number) { $0.synchronize() }
    }
  }

  mutating func losePower(_ numbers: inout SeededNumbers) {
    for number in nodes.indices {
      editFile(number) { $0.losePower(&numbers) }
      editDirectory(number) { $0.losePower(&numbers) }
    }
    endProcess()
  }

  /// Every file by its path, as programs see it.
  func files(under path: String = "", _ node: Int = 0) -> [String: [UInt8]] {
    guard case .directory(let directory) = nodes[node] else { return [path: content(node)] }
    return directory.visible.reduce(into: [:]) { all, name in
      all.merge(files(under: "\(path)/\(name.key)", name.value)) { $1 }
    }
  }
}

/// An `errno`.
struct DiskError: Error {
  let code: Int32
  init(_ code: Int32) { self.code = code }
}
