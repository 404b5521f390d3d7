import Bytes
import LedgerCore

// Public keys are SubjectPublicKeyInfo in base 64: the body of a PEM file.

extension LedgerOpening {
  var members: JSONObject {
    [
      "name": .string(name), "operator_spki": .string(Base64.encode(operatorKey)),
      "log_spki": .string(Base64.encode(logKey)),
    ]
  }
}

extension KeyEnrolment {
  var members: JSONObject {
    [
      "spki": .string(Base64.encode(key)), "role": .string(role.name), "party": .number(party),
      "from": .date(from), "to": .date(to),
    ]
  }
}

extension KeyRevocation {
  var members: JSONObject { ["key": .hash(key), "reason": .string(reason)] }
}

extension KeyReplacement {
  var members: JSONObject {
    ["role": .string(role.name), "spki": .string(Base64.encode(key))]
  }
}
