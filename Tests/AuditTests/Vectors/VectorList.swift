@testable import Audit

/// `Ledger/Vectors/README.md`.
enum VectorList {
  private static let introduction = """
    # Test vectors

    For whoever writes a verifier from [FORMAT.md](../FORMAT.md): good and bad input, one scenario a vector, each with its
    verdict. `kazna` is tested against them too. Every key is the SHA-256 of `kazna vector key NAME`, taken as an Ed25519 seed or
    a P-256 scalar; all times, ids and names are invented.

    A vector begins with lines `key: value`:

    | Line | Meaning |
    |---|---|
    | `comment` | what is wrong, or what is shown |
    | `expect` | `ok`, or the check that fails, by the names of FORMAT.md, "What a verifier checks" |
    | `entry` | the entry concerned, where all must agree on it |
    | `finding` | each finding of `kazna verify`, with its entry; another verifier may name more or fewer |
    | `key`, `signature`, `origin` | hexadecimal SubjectPublicKeyInfo and signature; the name that the key signs under |
    | `proof` | `inclusion` of the entry with the hash `entry-hash`; `consistency` with the tree of the size `old-size` and the root `old-root`; `cosigned` as a policy asks |
    | `vkey`, `policy` | the log's key, which must have signed the checkpoint; the lines of a C2SP `tlog-policy`, one in each |

    - `ledgers/NAME/` is a ledger directory: `kazna verify --ledger Ledger/Vectors/ledgers/NAME`. The lines are in `vector.txt`.
      Where there is a file `kept`, it is the checkpoint that an auditor kept (`--checkpoint`).
    - `documents/NAME.vector`: the lines, an empty line, then the bytes of a document up to the end of the file.
    - `signatures/NAME.vector`: the same, with the message that is signed.
    - `notes/NAME.vector`: the same, with a checkpoint.
    - `proofs/NAME.vector`: the same, with a proof of FORMAT.md, section 12: `expect` is `tree` where it does not lead to the
      root, or is none, and `checkpoints` where the wrong ones signed.

    A verifier that does not know the rules of posting cannot tell those under `postings` whose findings are only
    `posting-differs`, `results-differ` or `document-refused`; all others it must.

    The files are made by `KAZNA_WRITE_VECTORS=1 swift test --filter VectorTests`, the same bytes each time.

    """

  static func readme(_ vectors: [Vector]) -> [UInt8] {
    var text = introduction
    for kind in Vector.Kind.allCases {
      text += "\n## \(kind.rawValue)\n\n| Vector | Expect | |\n|---|---|---|\n"
      for vector in vectors where vector.kind == kind {
        text += "| `\(vector.name)` | \(vector.expect?.rawValue ?? "ok") | \(vector.comment) |\n"
      }
    }
    return Array(text.utf8)
  }
}
