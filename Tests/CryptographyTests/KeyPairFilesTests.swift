import Bytes
import Foundation
import Testing

@testable import Cryptography

@Suite struct KeyPairFilesTests {
  let directory: ScratchDirectory
  let key: PrivateKey

  init() throws {
    directory = try ScratchDirectory()
    key = try PrivateKey.generate(.ed25519)
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: directory.file(name), encoding: .utf8)
  }

  @Test(arguments: SignatureAlgorithm.allCases)
  func filesComeBackWithTheirModes(algorithm: SignatureAlgorithm) throws {
    let key = try PrivateKey.generate(algorithm)
    #expect(try directory.pair("a").create(key).publicKey == key.publicKey)
    #expect(names == ["a.pem", "a.pub.pem"])
    #expect(mode(of: directory.file("a.pem")) == 0o600)
    #expect(mode(of: directory.file("a.pub.pem")) == 0o644)
    let again = try KeyFile.readPrivate(directory.file("a.pem"))
    #expect(again.publicKey == key.publicKey)
    #expect(try again.pem() == key.pem())
    #expect(try KeyFile.readPublic(directory.file("a.pub.pem")) == key.publicKey)
    #expect(key.publicKey.verifies(try again.sign([]), of: []))
  }

  @Test(arguments: ["a.pem", "a.pub.pem"])
  func nothingIsOverwritten(name: String) throws {
    let path = try directory.put("precious", name)
    #expect(throws: KeyError.exists(path: path)) { try directory.pair("a").create(key) }
    #expect(try text(name) == "precious")
    #expect(names == [name])
  }

  @Test func aLinkThatLeadsNowhereIsInTheWay() throws {
    let path = directory.file("a.pem")
    #expect(symlink("/nowhere/key", path) == 0)
    #expect(throws: KeyError.exists(path: path)) { try directory.pair("a").create(key) }
  }

  @Test func withoutADirectoryTheFaultNamesAFile() throws {
    let files = KeyPairFiles(
      private: directory.file("none/a.pem"), public: directory.file("none/a.pub.pem"))
    #expect(
      throws: KeyError.unwritable(
        path: directory.file("none/.a.new.pem"), reason: "No such file or directory")
    ) { try files.create(key) }
  }

  /// What a creation leaves that ended before it had its private key in place.
  @Test(arguments: ["", "-----BEGIN PRIV", nil])
  func aDraftIsForgotten(text: String?) throws {
    _ = try directory.put(try text ?? wholeText(), ".a.new.pem")
    #expect(try directory.pair("a").create(key).publicKey == key.publicKey)
    #expect(try KeyFile.readPrivate(directory.file("a.pem")).publicKey == key.publicKey)
    #expect(names == ["a.pem", "a.pub.pem"])
  }

  private func wholeText() throws -> String {
    let other = try PrivateKey.generate(.ed25519)
    return String(decoding: try other.pem().withUnsafeBytes { Array($0) }, as: UTF8.self)
  }

  /// Somebody may have it open.
  @Test func aDraftThatOthersCanReadIsNotWrittenTo() throws {
    let path = try directory.put("", ".a.new.pem", mode: 0o644)
    let reader = try #require(FileHandle(forReadingAtPath: path))
    _ = try directory.pair("a").create(key)
    #expect(try reader.readToEnd() == nil)
    #expect(mode(of: directory.file("a.pem")) == 0o600)
  }

  /// What a creation leaves that ended with its private key in place.
  enum PublicHalf: CaseIterable { case missing, emptyDraft, wholeDraft, linked, whole }

  private func interrupt(at half: PublicHalf) throws {
    _ = try directory.pair("a").create(key)
    #expect(link(directory.file("a.pem"), directory.file(".a.new.pem")) == 0)
    switch half {
    case .missing: #expect(unlink(directory.file("a.pub.pem")) == 0)
    case .emptyDraft, .wholeDraft:
      let draft = directory.file(".a.pub.new.pem")
      #expect(rename(directory.file("a.pub.pem"), draft) == 0)
      if half == .emptyDraft { #expect(truncate(draft, 0) == 0) }
    case .linked: #expect(link(directory.file("a.pub.pem"), directory.file(".a.pub.new.pem")) == 0)
    case .whole: break
    }
  }

  private func isWhole() throws -> Bool {
    try KeyFile.readPrivate(directory.file("a.pem")).publicKey == key.publicKey
      && KeyFile.readPublic(directory.file("a.pub.pem")) == key.publicKey
      && names == ["a.pem", "a.pub.pem"]
  }

  @Test(arguments: PublicHalf.allCases)
  func anInterruptedCreationIsEnded(half: PublicHalf) throws {
    try interrupt(at: half)
    let other = try PrivateKey.generate(.ed25519)
    #expect(try directory.pair("a").create(other).publicKey == key.publicKey)
    #expect(try isWhole())
  }

  /// It is not the key that was asked for; but nothing is left to be cleared up.
  @Test(arguments: PublicHalf.allCases)
  func anInterruptedCreationOfAnotherKindIsEndedAndTold(half: PublicHalf) throws {
    try interrupt(at: half)
    let other = try PrivateKey.generate(.ecdsaP256)
    #expect(throws: KeyError.exists(path: directory.file("a.pem"))) {
      try directory.pair("a").create(other)
    }
    #expect(try isWhole())
  }

  @Test func aPublicKeyOfAnotherStays() throws {
    try interrupt(at: .missing)
    let foreign = try PrivateKey.generate(.ed25519).publicKey.pem
    _ = try directory.put(foreign, "a.pub.pem")
    #expect(throws: KeyError.exists(path: directory.file("a.pub.pem"))) {
      try directory.pair("a").create(PrivateKey.generate(.ed25519))
    }
    #expect(try text("a.pub.pem") == foreign)
  }

  /// The draft is another name of a key that its owner has renamed meanwhile.
  @Test func aKeyThatWasRenamedStays() throws {
    try interrupt(at: .missing)
    #expect(rename(directory.file("a.pem"), directory.file("b.pem")) == 0)
    let other = try PrivateKey.generate(.ed25519)
    #expect(try directory.pair("a").create(other).publicKey == other.publicKey)
    #expect(try KeyFile.readPrivate(directory.file("b.pem")).publicKey == key.publicKey)
    #expect(names == ["a.pem", "a.pub.pem", "b.pem"])
  }

  @Test func ofManyAtOnceOneMakesTheKey() throws {
    let made = Guarded<[PublicKey]>([])
    let files = directory.pair("a")
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      guard let key = try? PrivateKey.generate(.ed25519), let whole = try? files.create(key)
      else { return }
      made.withLock { $0.append(whole.publicKey) }
    }
    let winners = made.withLock { $0 }
    #expect(winners.count == 1)
    #expect(try KeyFile.readPublic(directory.file("a.pub.pem")) == winners[0])
    #expect(names == ["a.pem", "a.pub.pem"])
  }
}
