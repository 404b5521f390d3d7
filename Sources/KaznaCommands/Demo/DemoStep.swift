/// One command of the demonstration, as a user would type it after `kazna`.
struct DemoStep {
  /// By which later steps refer to what this one gave; nil where none does.
  var label: String?
  var arguments: [DemoArgument]
  /// What the bank did: only for imports of a statement.
  var statement: StatementPlan?
  /// A question, whose answer is shown whole; everything else writes or makes files.
  var isQuestion = false
}

/// A word of a command. Some are known only when the steps before have run.
enum DemoArgument: ExpressibleByStringInterpolation {
  case word(String)
  /// A file of the example.
  case input(String)
  /// A file that the demonstration makes beside its ledger.
  case output(String)
  /// The number of the entry that a labelled step wrote.
  case entry(of: String)
  /// `NUMBER/YEAR` of the payment to a provider in an exported list.
  case payment(inn: String, in: String)
  /// `ENTRY:LINE` of a bank document in the statement that a labelled step imported.
  case receipt(of: String, document: String, statement: String)

  init(stringLiteral value: String) { self = .word(value) }
}

/// Steps that belong together, under one title.
struct DemoStage {
  var titleRussian: String
  var titleEnglish: String
  var steps: [DemoStep]
}

/// What the bank did within the days of one statement. Statements follow each other without a gap.
struct StatementPlan {
  struct Return {
    /// Whose payment came back, when, and why.
    var inn: String
    var on: String
    var reason: String
  }

  struct Credit {
    /// The number of the bank document.
    var document: String
    var on: String
    var inn: String
    var payer: String
    var amount: Amount
    var purpose: String

    enum Amount {
      case kopecks(Int64)
      /// All that is owed under an agreement when the statement is made.
      case debt(agreement: String)
    }
  }

  /// The statement's place in the example.
  var file: String
  var from: String
  var to: String
  /// The list of payments that the bank executes, and the providers whose payments it refuses.
  var payments: String
  var rejected: [String] = []
  var returned: [Return] = []
  var credits: [Credit] = []
}
