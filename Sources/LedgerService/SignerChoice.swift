import Authentication
import Bytes
import Cryptography
import LedgerCore
import LedgerFormat

/// Chooses and applies the signatures of a document that is made here.
struct SignerChoice {
  let ring: KeyRing
  /// Key names given by the user; empty to choose by what the document needs.
  let names: [String]
  let day: CalendarDate

  /// Signs with the keys named, or, where none is, with the one key in the ring that each
  /// requirement can be met with.
  func sign(
    _ document: Document, bytes: [UInt8], in books: Books, isOneOfMany: Bool
  ) throws(LedgerError) -> SignatureList {
    var list = SignatureList()
    for name in try signers(of: document, books, isOneOfMany: isOneOfMany) {
      try add(name, to: &list, bytes)
    }
    return list
  }

  func add(_ name: String, to list: inout SignatureList, _ bytes: [UInt8]) throws(LedgerError) {
    let key = try ring.privateKey(name)
    let signed: [UInt8]
    do throws(KeyError) { signed = try key.sign(bytes) } catch { throw .key(error) }
    guard let signature = Signature(key: key.publicKey.id, bytes: signed), list.add(signature)
    else { throw .signerTwice(name: name) }
  }

  private func signers(
    of document: Document, _ books: Books, isOneOfMany: Bool
  ) throws(LedgerError) -> [String] {
    let alternatives = Authenticator.requirements(for: document, in: books)
    if !names.isEmpty {
      let own = try newcomer(document).map { [$0] } ?? []
      let given = names + own.filter { !names.contains($0) }
      guard isOneOfMany else { return given }
      // Of the keys given for several documents, each is signed by those that it needs.
      var fitting: [String] = []
      for name in given {
        let id = try ring.publicKey(name).id
        let isNeeded = alternatives.contains { $0.contains { meets(id, $0, books) } }
        if isNeeded { fitting.append(name) }
      }
      return fitting.isEmpty ? given : fitting
    }
    var firstError: LedgerError?
    for requirements in alternatives {
      do throws(LedgerError) {
        var chosen: [String] = []
        for requirement in requirements {
          let name = try choose(requirement, books)
          if !chosen.contains(name) { chosen.append(name) }
        }
        return chosen
      } catch {
        // Keys that cannot be read may be those of the usual signers.
        guard case .signerNeeded = error else { throw error }
        firstError = firstError ?? error
      }
    }
    throw firstError ?? .signerNeeded(requirement: "", candidates: [])
  }

  /// The first role of the requirement for which the ring has keys decides; there must be one.
  private func choose(
    _ requirement: SignerRequirement, _ books: Books
  ) throws(LedgerError) -> String {
    if let id = requirement.key, let name = try ring.name(of: id) { return name }
    for role in requirement.roles {
      let fitting = try ring.all().filter { _, key in
        guard let row = books.key(key.id) else { return false }
        let record = books.keys[row]
        return record.role == role && record.isValid(on: day) && requirement.isMet(by: record)
      }
      // A provider without a name: the document names nothing that the books know, and the rules
      // will say so whoever signs.
      let isUnknown = role == .provider && requirement.party == nil && requirement.key == nil
      if fitting.count == 1 || isUnknown, let first = fitting.first { return first.name }
      if fitting.count > 1 {
        throw .signerNeeded(
          requirement: requirement.description, candidates: fitting.map(\.name))
      }
    }
    throw .signerNeeded(requirement: requirement.description, candidates: [])
  }

  private func meets(_ id: Digest, _ requirement: SignerRequirement, _ books: Books) -> Bool {
    if requirement.key == id { return true }
    return books.key(id).map { requirement.isMet(by: books.keys[$0]) } ?? false
  }

  /// The key that a document enrols signs it too, without being named.
  private func newcomer(_ document: Document) throws(LedgerError) -> String? {
    guard case .keyEnrolled(let enrolment) = document.body else { return nil }
    return try ring.name(of: SHA256.hash(enrolment.key))
  }
}
