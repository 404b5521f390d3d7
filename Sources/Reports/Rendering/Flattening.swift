/// A value with the keys that lead to it from the top of a row.
struct FlatCell {
  let path: [String]
  let value: JSONValue

  var name: String { path.count == 1 ? path[0] : path.joined(separator: ".") }
}

extension [FlatCell] {
  /// The cell of a column; rows mostly have their cells in the order of the columns.
  func find(_ name: String, near position: Int) -> FlatCell? {
    if position < count, self[position].name == name { return self[position] }
    return first { $0.name == name }
  }
}

extension JSONObject {
  /// The values of the object and of the objects inside it, in order. Lists of objects are left
  /// out; lists of texts stay.
  var flat: [FlatCell] { flat(under: []) }

  private func flat(under path: [String]) -> [FlatCell] {
    members.flatMap { member -> [FlatCell] in
      let path = path + [member.key]
      switch member.value {
      case .object(let object): return object.flat(under: path)
      case .array where member.value.objects != nil: return []
      default: return [FlatCell(path: path, value: member.value)]
      }
    }
  }
}

extension JSONValue {
  /// The items of a list of objects; an empty list counts as one.
  var objects: [JSONObject]? {
    guard case .array(let values) = self else { return nil }
    var objects: [JSONObject] = []
    for value in values {
      guard case .object(let object) = value else { return nil }
      objects.append(object)
    }
    return objects
  }
}
