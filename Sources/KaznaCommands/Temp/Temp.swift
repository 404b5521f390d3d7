import Exchange
import LedgerService
struct ErrorDetail { }
struct ErrorReport { let exitCode: Int32; let code: String; let message: String; let hint: String?; let subject: String?; let details: [ErrorDetail]
 func text(_ l: Language, color: Bool) -> String { "kazna: error: \(code): \(message) \(hint ?? "")\n" }
 var json: String { "{}" } }
extension LedgerError { func report(_ l: Language, file: String?) -> ErrorReport { ErrorReport(exitCode: 1, code: "x", message: "\(self)", hint: nil, subject: nil, details: []) } }
enum VerifyCommands { static let all: [CommandSpec] = [CommandSpec("verify", .read, "", Bilingual("v","v"), examples: []) { _ in }] }
