import Benchmarks
import Foundation

exit(
  BenchmarkProgram.run(
    Array(CommandLine.arguments.dropFirst()),
    print: { FileHandle.standardOutput.write(Data($0.utf8)) },
    complain: { FileHandle.standardError.write(Data($0.utf8)) }))
