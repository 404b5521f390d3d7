import CFuzzer
import Foundation
import HostileBytes

// kazna-fuzz DECODER [CORPUS…] [-libFuzzer options]
// kazna-fuzz --list
// kazna-fuzz --samples DECODER DIRECTORY

let arguments = CommandLine.arguments
guard arguments.count > 1 else {
  print("usage: kazna-fuzz DECODER [CORPUS…] [-max_total_time=60 …] | --list | --samples D DIR")
  exit(2)
}
if arguments[1] == "--list" {
  for decoder in Decoder.all { print(decoder.name) }
  exit(0)
}
if arguments[1] == "--samples", arguments.count == 4, let decoder = Decoder.named(arguments[2]) {
  let directory = URL(fileURLWithPath: arguments[3])
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  for (index, sample) in decoder.samples.enumerated() {
    try Data(sample).write(to: directory.appendingPathComponent("sample-\(index)"))
  }
  exit(0)
}
guard let decoder = Decoder.named(arguments[1]) else {
  print("no decoder is called \(arguments[1])")
  exit(2)
}

nonisolated(unsafe) var read: ([UInt8]) throws -> Bool = decoder.read

let words = [arguments[0]] + arguments.dropFirst(2)
var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
var count = Int32(words.count)
let code = pointers.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start) { data, size in
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: size))
    do {
      _ = try read(bytes)
    } catch {
      // The fuzzer keeps the bytes of what traps.
      fatalError("\(error)")
    }
    return 0
  }
}
exit(code)
