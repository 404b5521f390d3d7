/// Finds the one PEM block in a text, by its labels only (RFC 7468); the body stays undecoded, so
/// that a secret is not copied about.
struct PEMBlock {
  let label: String
  let body: Range<Int>

  struct Fault: Error {
    let reason: String
  }

  private static let newline = UInt8(ascii: "\n")
  private static let dashes = Array("-----".utf8)
  private static let begin = Array("-----BEGIN ".utf8)
  private static let labelByteCountMax = 64

  static func find(in text: UnsafeRawBufferPointer) -> Result<PEMBlock, Fault> {
    let isSpace = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return fault("the text is empty") }
    let content = text[first...last]
    guard content.starts(with: begin) else { return fault("no PEM block at the start") }

    let labelStart = first + begin.count
    let labelLimit = min(labelStart + labelByteCountMax, last)
    guard let labelEnd = content[labelStart..<labelLimit].firstIndex(of: dashes[0]),
      content[labelEnd...].starts(with: dashes),
      let label = String(validating: content[labelStart..<labelEnd], as: UTF8.self),
      label.utf8.allSatisfy({ (32..<127).contains($0) })
    else { return fault("the PEM label is malformed") }

    let bodyStart = labelEnd + dashes.count
    let end = Array("-----END \(label)-----".utf8)
    let bodyEnd = last + 1 - end.count
    guard bodyStart < bodyEnd, content[bodyEnd...].elementsEqual(end) else {
      return fault("the PEM block does not end at the end of the text")
    }
    let body = content[bodyStart..<bodyEnd]
    guard body.first == newline || body.first == UInt8(ascii: "\r"), body.last == newline,
      !zip(body, body.dropFirst()).contains(where: { $0 == newline && $1 == dashes[0] })
    else { return fault("more than one PEM block, or its lines are malformed") }
    return .success(PEMBlock(label: label, body: bodyStart..<bodyEnd))
  }

  private static func fault(_ reason: String) -> Result<PEMBlock, Fault> {
    .failure(Fault(reason: reason))
  }
}
