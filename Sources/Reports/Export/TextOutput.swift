/// Takes text as it is made, and hands it on in pieces: an export never stands in memory whole.
struct TextOutput {
  private static let pieceSize = 64 << 10
  private var piece = ""
  private let sink: (String) throws -> Void

  init(_ sink: @escaping (String) throws -> Void) { self.sink = sink }

  mutating func write(_ text: String) throws {
    piece += text
    if piece.utf8.count >= Self.pieceSize { try finish() }
  }

  /// Hands on what is left.
  mutating func finish() throws {
    guard !piece.isEmpty else { return }
    try sink(piece)
    piece.removeAll(keepingCapacity: true)
  }
}
