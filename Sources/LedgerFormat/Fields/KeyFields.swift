import Bytes
import LedgerCore

extension LedgerOpening {
  init(from reader: inout FieldReader) throws(FormatError) {
    let operatorKey = try reader.key("operator_key")
    let logKey = try reader.key("log_key")
    self.init(name: try reader.text("name"), operatorKey: operatorKey, logKey: logKey)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(key: operatorKey)
    writer.write(key: logKey)
    writer.write(text: name)
  }
}

extension KeyEnrolment {
  init(from reader: inout FieldReader) throws(FormatError) {
    let party = try reader.identifier("party")
    let from = try reader.date("from")
    let to = try reader.date("to")
    let role = try reader.choice("role", as: KeyRole.self)
    let key = try reader.key("key")
    self.init(key: key, role: role, party: party, from: from, to: to)
  }

  func write(to writer: inout ByteWriter) {
    writer.write(party)
    writer.write(from)
    writer.write(to)
    writer.write(role.rawValue)
    writer.write(key: key)
  }
}

extension KeyRevocation {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(key: try reader.digest("key"), reason: try reader.text("reason"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(key)
    writer.write(text: reason)
  }
}

extension KeyReplacement {
  init(from reader: inout FieldReader) throws(FormatError) {
    self.init(role: try reader.choice("role"), key: try reader.key("key"))
  }

  func write(to writer: inout ByteWriter) {
    writer.write(role.rawValue)
    writer.write(key: key)
  }
}
