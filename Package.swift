// swift-tools-version: 6.2
import PackageDescription

// Coverage-guided fuzzing (Tests/Fuzzing/README.md): everything is built to be watched by libFuzzer.
let isFuzzing = Context.environment["KAZNA_FUZZ"] == "1"

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
  ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "SeededNumbers"] + dependencies,
    exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "kazna",
  products: [.executable(name: "kazna", targets: ["kazna"])],
  targets: [
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CPrefetch"),
    module("Bytes", []),
    module("Cryptography", ["Bytes", "COpenSSL"]),
    module("LedgerCore", ["Bytes", "CPrefetch"]),
    module("LedgerFormat", ["Bytes", "LedgerCore"]),
    module("Authentication", ["Bytes", "Cryptography", "LedgerCore", "LedgerFormat"]),
    module("TransparencyLog", ["Bytes", "Cryptography"]),
    module("JournalStorage", ["Bytes", "TransparencyLog", "Cryptography"]),
    module("Exchange", ["Bytes", "LedgerCore"]),
    module("Reports", ["Bytes", "LedgerCore", "Exchange"]),
    module(
      "Audit",
      [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage",
      ]),
    module(
      "LedgerService",
      [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage", "Exchange", "Reports",
      ]),
    module(
      "KaznaCommands",
      [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage", "LedgerService", "Audit", "Exchange", "Reports",
      ]),
    .executableTarget(name: "kazna", dependencies: ["KaznaCommands"], swiftSettings: strict),
    .target(
      name: "Benchmarks",
      dependencies: [
        "Bytes", "COpenSSL", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication",
        "TransparencyLog", "LedgerService", "Audit", "KaznaCommands",
      ],
      path: "Benchmarks", exclude: ["Program", "README.md"], swiftSettings: strict),
    .executableTarget(
      name: "kazna-benchmark", dependencies: ["Benchmarks"], path: "Benchmarks/Program",
      swiftSettings: strict),
    .target(
      name: "HostileBytes",
      dependencies: [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "TransparencyLog", "JournalStorage",
        "Exchange", "Audit", "LedgerService",
      ], path: "Tests/Fuzzing/Decoders", swiftSettings: strict),
    .testTarget(
      name: "HostileBytesTests", dependencies: ["HostileBytes", "SeededNumbers"],
      swiftSettings: strict),
    .testTarget(
      name: "ProcessTests", dependencies: ["kazna", "Bytes", "LedgerCore", "LedgerService"],
      swiftSettings: strict),
    .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
    .target(
      name: "Simulation",
      dependencies: [
        "SeededNumbers",
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage", "LedgerService", "Audit",
      ],
      path: "Tests/Simulation", swiftSettings: strict),
    .executableTarget(
      name: "kazna-simulate", dependencies: ["Simulation", "LedgerCore"],
      path: "Tests/SimulationTool", swiftSettings: strict),
    tests(
      "Simulation",
      [
        "Authentication", "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "JournalStorage",
        "LedgerService", "Audit", "KaznaCommands",
      ]),
    tests("Benchmarks", ["kazna"]),
    tests("Bytes", []),
    tests("Cryptography", ["Bytes"]),
    tests("LedgerCore", ["Bytes", "Simulation"]),
    tests("LedgerFormat", ["Bytes", "LedgerCore", "HostileBytes"]),
    tests("Authentication", ["Bytes", "Cryptography", "LedgerCore", "LedgerFormat"]),
    tests("TransparencyLog", ["Bytes", "Cryptography"]),
    tests("JournalStorage", ["Bytes", "Cryptography", "TransparencyLog"]),
    tests("Exchange", ["LedgerCore"], exclude: ["Exports"]),
    tests("Reports", ["Bytes", "LedgerCore", "Exchange"], exclude: ["Exports"]),
    tests(
      "LedgerService",
      [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage",
      ]),
    tests(
      "Audit",
      ["Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "LedgerService", "HostileBytes"]),
    tests(
      "KaznaCommands",
      [
        "Bytes", "Cryptography", "LedgerCore", "LedgerFormat", "Authentication", "TransparencyLog",
        "JournalStorage", "LedgerService", "Exchange",
      ], exclude: ["Transcripts", "Help"]),
  ]
)

if isFuzzing {
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
    .executableTarget(
      name: "kazna-fuzz", dependencies: ["CFuzzer", "HostileBytes"], path: "Tests/Fuzzing/Target",
      swiftSettings: strict,
      // gold, the usual linker here, crashes on these objects.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ]
}
