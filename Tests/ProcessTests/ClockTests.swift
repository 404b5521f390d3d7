import Foundation
import LedgerCore
import LedgerService
import Testing

/// A clock that somebody sets: recording times never run backwards.
struct ClockTests {
  private final class Clock: @unchecked Sendable {
    // Only one thread asks.
    var now = Timestamp(milliseconds: 1_693_555_200_000)
  }

  private let clock = Clock()
  private let root: String
  private let session: Session

  init() throws {
    root = FileManager.default.temporaryDirectory.path + "/clock-\(UUID().uuidString)"
    let clock = clock
    session = Session(
      ledgerPath: root + "/ledger", keysPath: root + "/keys", clock: { clock.now },
      today: CalendarDate(iso: "2023-09-01")!)
    _ = try session.create(name: "Проба", WriteOptions())
  }

  private func enroll(_ name: String, _ options: WriteOptions = WriteOptions()) throws -> Receipt {
    let key = try session.ring.create(name, .ed25519)
    let day = CalendarDate(iso: "2023-01-01")!
    return try session.write(options) { _ in
      let enrolment = KeyEnrolment(
        key: key.spki, role: .authority, party: Identifier("2450001015")!, from: day,
        to: day.adding(days: 4_000))
      return [Draft(.keyEnrolled(enrolment))]
    }[0]
  }

  @Test func aClockThatJumpsBackRepeatsTheLastTime() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let start = clock.now
    clock.now = Timestamp(milliseconds: start.milliseconds + 1_000)
    let last = try enroll("a").recordedAt
    for back: Int64 in [1, 1_000_000, 1_693_555_200_000, 1_693_555_201_000 + 86_400_000] {
      clock.now = Timestamp(milliseconds: start.milliseconds - back)
      var options = WriteOptions()
      options.signers = ["operator", "a"]
      #expect(try enroll("back-\(back)", options).recordedAt == last)
    }
    #expect(try session.read().books.nextEntry == 6)
    clock.now = Timestamp(milliseconds: last.milliseconds + 1)
    var options = WriteOptions()
    options.signers = ["operator", "a"]
    #expect(try enroll("on", options).recordedAt == clock.now)
  }

  /// An entry of such a year could never be read again.
  @Test func aClockOfNoYearWritesNothing() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    var options = WriteOptions()
    options.confirmsClock = true
    options.effectiveDate = CalendarDate(iso: "2023-09-01")!
    for now: Int64 in [0, 946_684_799_999, 7_258_118_400_000] {
      let session = Session(
        ledgerPath: root + "/other-\(now)", keysPath: root + "/keys-\(now)",
        clock: { Timestamp(milliseconds: now) }, today: CalendarDate(iso: "2023-09-01")!)
      #expect(throws: LedgerError.self) { try session.create(name: "Проба", options) }
      #expect(throws: LedgerError.self) { try session.read() }
    }
    clock.now = Timestamp(milliseconds: 7_258_118_400_000)
    #expect(throws: LedgerError.self) { try enroll("a", options) }
    #expect(try session.read().books.nextEntry == 1)
  }

  @Test func aClockFarAheadNeedsAWord() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    clock.now = Timestamp(milliseconds: clock.now.milliseconds + 7 * 86_400_000 + 1)
    #expect(throws: LedgerError.self) { try enroll("a") }
    #expect(try session.read().books.nextEntry == 1)
    var options = WriteOptions()
    options.confirmsClock = true
    #expect(try enroll("b", options).recordedAt == clock.now)
  }
}
