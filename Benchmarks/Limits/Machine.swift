import Foundation

/// What the figures were measured on: parts and versions, no names and no paths.
struct Machine: Codable, Sendable {
  let processor: String
  let cores: Int
  let memoryBytes: UInt64
  let disk: String
  let kernel: String
  let openSSL: String
  let swift: String
  let build: String

  init(directory: String) {
    processor = Self.line("/proc/cpuinfo", "model name") ?? "unknown"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryBytes = ProcessInfo.processInfo.physicalMemory
    disk = Self.disk(directory)
    kernel =
      (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8))
      .map { "Linux " + $0.prefix { $0.isNumber || $0 == "." } } ?? "unknown"
    openSSL = HashLimits.libraryVersion
    swift = Self.compiler
    build = Self.isOptimised ? "release" : "debug"
  }

  static var isOptimised: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }

  /// The file system that holds the directory, and whether its device turns.
  private static func disk(_ directory: String) -> String {
    let path = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
    let mounts = (try? String(contentsOfFile: "/proc/mounts", encoding: .utf8)) ?? ""
    let fields = mounts.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let holding = fields.filter { fields in
      fields.count > 2 && (path + "/").hasPrefix(fields[1] == "/" ? "/" : fields[1] + "/")
    }
    guard let mount = holding.max(by: { $0[1].count < $1[1].count }) else { return "unknown" }
    let device = mount[0].split(separator: "/").last.map(String.init) ?? ""
    return [mount[2], kind(ofDevice: device)].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func kind(ofDevice device: String) -> String {
    if device.hasPrefix("vd") { return "virtual disk" }
    let flag = try? String(
      contentsOfFile: "/sys/block/\(device)/queue/rotational", encoding: .utf8)
    guard let flag else { return "" }
    return flag.hasPrefix("0") ? "solid state" : "rotating disk"
  }

  private static func line(_ path: String, _ key: String) -> String? {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
