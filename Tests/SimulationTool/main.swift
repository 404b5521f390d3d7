import Glibc
import LedgerCore
import Simulation

let arguments = SimulationArguments(Array(CommandLine.arguments.dropFirst()))
guard let arguments else {
  print("usage: kazna-simulate [--seeds N] [--from N] [--seconds S] [--groups N]")
  exit(2)
}

let start = ContinuousClock.now
var total = SimulationReport()
var failures = 0
var runs = 0
for seed in arguments.from..<arguments.from + arguments.seeds {
  if let seconds = arguments.seconds, ContinuousClock.now - start > .seconds(seconds) { break }
  runs += 1
  do {
    total.add(try SimulationRun(seed: seed).run(groups: arguments.groups))
  } catch {
    failures += 1
    print("\(error)")
  }
}
print(
  """
  \(runs) runs, \(failures) failed; \(total.documents) documents, \(total.accepted) accepted
  \(total.crashes) crashes, \(total.errors) failing calls; \(total.foundWhole) commits found whole, \
  \(total.foundAbsent) absent; \(total.cutTails) tails cut, \(total.republished) published again; \
  \(total.looks) readers, \(total.flips) bits flipped; disks \(total.disk.prefix(8).map { String($0, radix: 16) }.joined())
  """)
let kinds = DocumentKind.allCases.map { "\($0.name) \(total.kinds[$0, default: 0])" }
print("accepted: \(kinds.joined(separator: ", "))")
exit(failures == 0 ? 0 : 1)
