import Foundation
import LedgerCore

/// Files of the outside world: read whole, within a limit, and written whole or not at all.
public enum Files {
  /// Throws `file` where it is missing, unreadable, a directory, or larger than `limit` bytes. A pipe
  /// is read to its end, unless it must be a file that can be read again.
  public static func read(
    _ path: String, limit: Int = 64 << 20, isRegular: Bool = false
  ) throws(LedgerError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .file(path: path, reason: "no such file")
    }
    guard !isDirectory.boolValue else { throw .file(path: path, reason: "is a directory") }
    if isRegular { try requireRegular(path) }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .file(path: path, reason: "cannot be read: permission denied")
    }
    defer { try? handle.close() }
    do {
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      guard data.count <= limit else {
        throw LedgerError.file(path: path, reason: "larger than \(limit >> 20) MiB")
      }
      return [UInt8](data)
    } catch let error as LedgerError {
      throw error
    } catch {
      throw .file(path: path, reason: error.localizedDescription)
    }
  }

  /// Before it is opened: at a pipe that nobody writes to, opening would wait for ever.
  private static func requireRegular(_ path: String) throws(LedgerError) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type =
      try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    if let type, type != .typeRegular { throw .file(path: path, reason: "not a regular file") }
  }

  /// Writes beside the target and renames, so that nobody sees half a file.
  public static func write(_ bytes: [UInt8], to path: String) throws(LedgerError) {
    let file = try OutputFile(path)
    try file.write(bytes)
    try file.commit()
  }

  public static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}
