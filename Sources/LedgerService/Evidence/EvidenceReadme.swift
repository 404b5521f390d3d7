import Cryptography
import Exchange
import LedgerCore
import LedgerFormat

/// The text beside the files: what each is, and the commands that check them by hand.
struct EvidenceReadme {
  let evidence: Evidence

  var text: String { section(.russian) + "\n" + section(.english) }

  private typealias Telling = (_ english: String, _ russian: String) -> String

  private func section(_ language: Language) -> String {
    let told: Telling = { language == .russian ? $1 : $0 }
    let parts = [
      introduction(told), files(told), signatures(told), entryParts(told), path(told),
      checkpoint(told), limits(told),
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func introduction(_ told: Telling) -> String {
    let number = evidence.entry.number
    return """
      # \(told("Evidence for entry \(number)", "Доказательство записи \(number)"))

      \(told(
        "Ledger `\(evidence.ledger.hex)`, kind `\(evidence.kind.name)`, entry hash",
        "Книга `\(evidence.ledger.hex)`, вид `\(evidence.kind.name)`, хеш записи"))
      `\(evidence.entry.hash.hex)`.
      \(told(
        "Everything here can be checked without the program that wrote it: `sh verify.sh` does it "
          + "with openssl (3.0\nor later), sha256sum and xxd, and the commands below are what it "
          + "runs.",
        "Всё здесь проверяется без программы, которая это записала: `sh verify.sh` делает это с "
          + "помощью openssl (3.0\nили новее), sha256sum и xxd, а ниже приведены те же команды."))
      """
  }

  private func signatures(_ told: Telling) -> String {
    """
    ## 1. \(told("The signatures over the document", "Подписи под документом"))

    ```sh
    \(signatureCommands)
    ```

    \(told(
      "Who they are, by the entry that enrolled the key:", "Чьи это ключи, по записи о внесении:"))

    \(signers(told))

    ```sh
    \(enrolmentCommands)
    ```

    \(told(
      "Each pair must agree: the second is the key in the document that enrolled it. Parts 2 "
        + "and 3 hold for\n`enrolment-…` as they do for the entry.",
      "Значения в каждой паре совпадают: второе — ключ в документе, которым он внесён. Пункты 2 "
        + "и 3 так же\nверны для файлов `enrolment-…`."))
    """
  }

  private func entryParts(_ told: Telling) -> String {
    """
    ## 2. \(told("The parts of the entry", "Части записи"))

    \(told(
      "The header is 216 bytes and holds the SHA-256 of each part; each pair must agree.",
      "Заголовок занимает 216 байт и содержит SHA-256 каждой части; пары должны совпадать."))

    ```sh
    \(partCommands)
    ```
    """
  }

  private func path(_ told: Telling) -> String {
    """
    ## 3. \(told("The way to the root", "Путь к корню дерева"))

    \(told(
      "The leaf is SHA-256 of a zero byte and the header; the last line printed is the root in "
        + "the checkpoint.",
      "Лист — SHA-256 от нулевого байта и заголовка; последняя строка — корень в контрольной "
        + "точке."))

    ```sh
    \(Self.pathCommands)
    sed -n 3p checkpoint-body.txt | openssl base64 -d | xxd -p -c 32
    ```
    """
  }

  private func checkpoint(_ told: Telling) -> String {
    """
    ## 4. \(told("The checkpoint", "Контрольная точка"))

    ```sh
    openssl pkeyutl -verify -pubin -inkey log.pem -rawin -in checkpoint-body.txt \\
      -sigfile checkpoint-signature.bin
    openssl pkey -pubin -in log.pem -outform DER | sha256sum
    ```
    """
  }

  private func limits(_ told: Telling) -> String {
    """
    \(told(
      "The second command prints the id of the log's key. Compare it with one from another "
        + "source, as with the\nlist of keys published by the ledger's operator: whoever holds "
        + "that key can sign another history.",
      "Вторая команда печатает идентификатор ключа журнала. Сверьте его с другим источником, "
        + "например со списком\nключей, опубликованным оператором: владелец этого ключа может "
        + "подписать другую историю."))
    \(told(
      "Not proved here: that the rules allowed the document, that a key was not revoked before, "
        + "and what follows\nthe entry. `kazna verify` on the whole ledger, or on a mirror of "
        + "it, proves these.",
      "Здесь не доказывается: что правила допускали документ, что ключ не был отозван раньше и "
        + "что было после\nзаписи. Это доказывает `kazna verify` на всей книге или её копии."))
    """
  }

  private func files(_ told: Telling) -> String {
    let rows = [
      ("document.bin", told("the document, as signed", "документ, байты как подписаны")),
      (
        "header.bin, signatures.bin, postings.bin, results.bin",
        told("the entry's header and its other parts", "заголовок записи и прочие её части")
      ),
      (
        "signature-N.bin, signature-N.der, key-N.pem",
        told(
          "a signature of 64 bytes, as openssl takes it (P-256), and its key",
          "подпись (64 байта), она же для openssl (P-256) и ключ")
      ),
      (
        "enrolment-N-…",
        told("the entry that brought the key into the ledger", "запись, которой внесён ключ")
      ),
      (
        "inclusion.txt",
        told("place in the tree, its size, the audit path", "место в дереве, его размер, путь")
      ),
      (
        "checkpoint.txt, checkpoint-body.txt, checkpoint-signature.bin, log.pem",
        told(
          "the signed note (C2SP), its text, its signature, the log's key",
          "подписанная контрольная точка (C2SP), её текст, подпись, ключ журнала")
      ),
      ("entry.ru.txt, entry.en.txt", told("the entry in words", "запись для чтения")),
    ]
    let head = told("| File | What it is |", "| Файл | Что это |")
    return "\(head)\n|---|---|\n"
      + rows.map { "| \($0.0) | \($0.1) |" }.joined(separator: "\n")
  }

  private var signatureCommands: String {
    evidence.signatures.enumerated().map { index, signed in
      let isEncoded = signed.der != nil
      let options = isEncoded ? "-rawin -digest sha256" : "-rawin"
      let name = "signature-\(index + 1).\(isEncoded ? "der" : "bin")"
      return "openssl pkeyutl -verify -pubin -inkey key-\(index + 1).pem \(options) "
        + "-in document.bin -sigfile \(name)"
    }.joined(separator: "\n")
  }

  private func signers(_ told: Telling) -> String {
    evidence.signatures.enumerated().map { index, signed in
      let signer = signed.signer
      let party = signer.party.map { " \($0)" } ?? ""
      return "- key-\(index + 1).pem: `\(signer.role.name)`\(party), "
        + told("entry \(signer.enrolment.number)", "запись \(signer.enrolment.number)")
    }.joined(separator: "\n")
  }

  private var enrolmentCommands: String {
    evidence.signatures.enumerated().map { index, signed in
      let count = signed.signer.key.spki.count
      return """
        openssl pkey -pubin -in key-\(index + 1).pem -outform DER | xxd -p -c \(count)
        xxd -p -s \(signed.signer.offset) -l \(count) -c \(count) enrolment-\(index + 1)-document.bin
        """
    }.joined(separator: "\n")
  }

  private var partCommands: String {
    EntryPart.allCases.map { part in
      "sha256sum \(part.name).bin; xxd -p -s \(88 + 32 * part.rawValue) -l 32 -c 32 header.bin"
    }.joined(separator: "\n")
  }

  private static let pathCommands = #"""
    node=$(sed -n 's/^leaf //p' inclusion.txt)
    last=$(($(sed -n 's/^size //p' inclusion.txt) - 1))
    hash=$({ printf '\000'; cat header.bin; } | sha256sum | cut -c 1-64)
    for other in $(sed -n 's/^path //p' inclusion.txt); do
      if [ $((node % 2)) -eq 1 ] || [ $node -eq $last ]; then
        hash=$(printf '01%s%s' $other $hash | xxd -r -p | sha256sum | cut -c 1-64)
        while [ $((node % 2)) -eq 0 ] && [ $node -gt 0 ]; do
          node=$((node / 2)); last=$((last / 2))
        done
      else
        hash=$(printf '01%s%s' $hash $other | xxd -r -p | sha256sum | cut -c 1-64)
      fi
      node=$((node / 2)); last=$((last / 2))
    done
    echo $hash
    """#
}
