/// Why the demonstration, or the making of the example, stopped.
enum DemoFault: Error, CustomStringConvertible {
  /// A command did not end well: as it was given, its exit code, and what it said.
  case refused(command: String, exitCode: Int32, message: String)
  /// A command ended well, but its receipt cannot be read.
  case noReceipt(command: String)
  /// A step refers to what no step before it gave.
  case unknownReference(String)
  /// A file of the bank exchange is not what it should be.
  case malformedFile(path: String, reason: String)

  var description: String {
    switch self {
    case .refused(let command, let exitCode, let message):
      "\(command): exit code \(exitCode)\n\(message)"
    case .noReceipt(let command): "\(command): no receipt"
    case .unknownReference(let name): "nothing is known of \(name)"
    case .malformedFile(let path, let reason): "\(path): \(reason)"
    }
  }
}
