enum VerifyCommands {
  static let all: [CommandSpec] = [
    CommandSpec("verify", .read, "", Bilingual("v", "v"), examples: []) { _ in }
  ]
}
