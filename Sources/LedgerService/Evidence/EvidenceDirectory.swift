import Foundation

/// A directory of files that is written whole or not at all.
public enum EvidenceDirectory {
  /// Writes the files beside `path` and renames their directory into place when all are on the
  /// disk. Throws `file` where something is at `path` already.
  public static func write(_ files: [EvidenceFile], to path: String) throws(LedgerError) {
    let target = URL(fileURLWithPath: path).standardizedFileURL
    func refuse(_ reason: String) -> LedgerError { .file(path: path, reason: reason) }
    guard !Files.exists(target.path) else { throw refuse("exists already") }
    let manager = FileManager.default
    let parent = target.deletingLastPathComponent()
    let draft = parent.appendingPathComponent(
      ".\(target.lastPathComponent).\(UUID().uuidString.prefix(8))")
    do {
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      try manager.createDirectory(at: draft, withIntermediateDirectories: false)
    } catch {
      throw refuse(error.localizedDescription)
    }
    do {
      for file in files {
        let url = draft.appendingPathComponent(file.name)
        try Data(file.bytes).write(to: url)
        let mode = file.isExecutable ? 0o755 : 0o644
        try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        try synchronize(url.path)
      }
      try synchronize(draft.path)
      // `rename` would replace an empty directory that came in between; this refuses it.
      try manager.moveItem(at: draft, to: target)
      try synchronize(parent.path)
    } catch {
      try? manager.removeItem(at: draft)
      throw refuse(error.localizedDescription)
    }
  }

  private static func synchronize(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }
}
