import Foundation
import JournalStorage

/// A directory of files that is written whole or not at all.
public enum EvidenceDirectory {
  private static let disk = PosixFileSystem()

  /// Writes the files beside `path` and renames their directory into place when all are on the
  /// disk. Throws `file` where something is at `path` already.
  public static func write(_ files: [EvidenceFile], to path: String) throws(LedgerError) {
    let target = URL(fileURLWithPath: path, isDirectory: false).standardizedFileURL
    guard try !Files.exists(target.path) else {
      throw .file(path: path, reason: "exists already")
    }
    let parent = target.deletingLastPathComponent().path
    let draft = "\(target.path).\(UUID().uuidString.prefix(8)).part"
    let needsParent = try !Files.exists(parent)
    try storage { () throws(StorageError) in
      if needsParent { try disk.makeDirectories(parent) }
      do throws(StorageError) {
        _ = try disk.makeDirectory(draft)
        for file in files { try write(file, to: "\(draft)/\(file.name)") }
        try disk.synchronizeDirectory(draft)
        try disk.rename(draft, to: target.path)
      } catch {
        try? disk.removeTree(draft)
        throw error
      }
      try disk.synchronizeDirectory(parent)
    }
  }

  private static func write(_ file: EvidenceFile, to path: String) throws(StorageError) {
    try disk.withFile(path, .createNew) { (opened) throws(StorageError) in
      try disk.write(opened, file.bytes, at: 0)
      if file.isExecutable, chmod(path, 0o755) != 0 {
        throw .system(call: "chmod", path: path, errno: errno)
      }
      try disk.synchronize(opened)
    }
  }
}
