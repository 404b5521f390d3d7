import Cryptography
import LedgerFormat

/// The shell script that checks a directory of evidence with openssl, sha256sum and xxd.
struct EvidenceScript {
  let evidence: Evidence

  var text: String {
    let steps = evidence.signatures.enumerated().map { signature($1, number: $0 + 1) }
    return Self.opening(evidence) + Self.tools + Self.steps(evidence) + steps.joined()
      + Self.ending(evidence)
  }

  private static func opening(_ evidence: Evidence) -> String {
    """
    #!/bin/sh
    # Checks entry \(evidence.entry.number) of the ledger \(evidence.ledger.hex)
    # with openssl (3.0 or later), sha256sum and xxd, and stops at the first thing that is wrong.
    # Проверяет запись \(evidence.entry.number) этой книги; останавливается на первой ошибке.
    # Exit / код выхода: 0 proved / доказано, 1 wrong / неверно, 2 no tools / нет программ.

    """
  }

  private static let tools = #"""
    set -eu
    cd "$(dirname "$0")"
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ru*) russian=1 ;; *) russian= ;; esac
    LC_ALL=C; export LC_ALL

    say() { if [ -n "$russian" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
    ok() { say "ok     $1" "верно  $2"; }
    fail() { say "WRONG  $1" "НЕВЕРНО  $2" >&2; exit 1; }
    for tool in openssl sha256sum xxd; do
      command -v $tool > /dev/null || { say "needs $tool" "нужна программа $tool" >&2; exit 2; }
    done

    # hex FILE OFFSET COUNT: that many bytes of a file as hexadecimal digits.
    hex() { xxd -p -s "$2" -l "$3" "$1" | tr -d '\n'; }
    # sha256: the SHA-256 of standard input.
    sha256() { sha256sum | cut -c 1-64; }
    # entry_number HEADER: its bytes 24 to 31, the lowest first.
    entry_number() {
      digits=
      for byte in 24 25 26 27 28 29 30 31; do digits=$(hex "$1" $byte 1)$digits; done
      printf '%d' "0x$digits"
    }

    # part HEADER FILE OFFSET: the header holds the SHA-256 of the file at that offset.
    part() {
      [ "$(sha256 < "$2")" = "$(hex "$1" "$3" 32)" ] ||
        fail "$2: its SHA-256 is not in $1" "$2: SHA-256 не тот, что в $1"
      ok "$1 holds the SHA-256 of $2 at byte $3" "$1 содержит SHA-256 файла $2 (байт $3)"
    }

    # included HEADER INCLUSION: hashes the header as a leaf (RFC 6962, section 2.1) and climbs to
    # the checkpoint's root (RFC 9162, section 2.1.3.2).
    included() {
      leaf=$(sed -n 's/^leaf //p' "$2")
      [ "$(hex "$1" 0 16)" = 6b617a6e612d656e7472792d76310000 ] &&
        [ "$leaf" = "$(entry_number "$1")" ] && [ "$size" = "$(sed -n 's/^size //p' "$2")" ] ||
        fail "$2 is not about $1" "$2 относится не к $1"
      hash=$({ printf '\000'; cat "$1"; } | sha256)
      node=$leaf
      last=$((size - 1))
      for other in $(sed -n 's/^path //p' "$2"); do
        [ $last -gt 0 ] || fail "$2: too long" "$2: слишком длинный путь"
        if [ $((node % 2)) -eq 1 ] || [ $node -eq $last ]; then
          hash=$(printf '01%s%s' "$other" "$hash" | xxd -r -p | sha256)
          while [ $((node % 2)) -eq 0 ] && [ $node -gt 0 ]; do
            node=$((node / 2))
            last=$((last / 2))
          done
        else
          hash=$(printf '01%s%s' "$hash" "$other" | xxd -r -p | sha256)
        fi
        node=$((node / 2))
        last=$((last / 2))
      done
      [ $last -eq 0 ] && [ "$hash" = "$root" ] ||
        fail "$2 does not lead to the root" "$2 не приводит к корню дерева"
      ok "$1 is entry $leaf in the tree of $size entries" "$1: запись $leaf в дереве из $size записей"
    }

    # enrolled NAME PEM OFFSET: an entry of the ledger brought the key in.
    enrolled() {
      part "enrolment-$1-header.bin" "enrolment-$1-document.bin" 88
      included "enrolment-$1-header.bin" "enrolment-$1-inclusion.txt"
      key=$(openssl pkey -pubin -in "$2" -outform DER | xxd -p | tr -d '\n')
      [ "$key" = "$(hex "enrolment-$1-document.bin" "$3" $((${#key} / 2)))" ] ||
        fail "$2 is not the key that was enrolled" "$2: внесён другой ключ"
      ok "$2 is named by entry $leaf (byte $3)" "$2 назван записью $leaf (байт $3)"
    }

    # acts NAME INN ROLE WORD: for whom and in which role the enrolment says that the key acts.
    acts() {
      party=$(tail -c +105 "enrolment-$1-document.bin" | head -c 24 | tr -d '\000')
      [ "$(hex "enrolment-$1-document.bin" 22 1)" = 02 ] && [ "$party" = "$2" ] &&
        [ "$(hex "enrolment-$1-document.bin" 136 1)" = "$3" ] ||
        fail "key-$1.pem is not a key of $4 $2" "key-$1.pem: ключ не $4 $2"
      ok "key-$1.pem acts for $2 as $4 (bytes 104, 136)" "key-$1.pem: $4 $2 (байты 104, 136)"
    }

    # listed NAME POSITION: the key and the signature are those that signatures.bin lists.
    listed() {
      key=$(openssl pkey -pubin -in "key-$1.pem" -outform DER | sha256)
      [ "$key" = "$(hex signatures.bin "$2" 32)" ] &&
        [ "$(hex "signature-$1.bin" 0 65)" = "$(hex signatures.bin $(($2 + 32)) 64)" ] ||
        fail "signature $1 is not as in signatures.bin" "подпись $1 не та, что в signatures.bin"
    }

    # encoded NAME: the DER of a P-256 signature holds the same two numbers as its 64 bytes.
    encoded() {
      numbers=$(openssl asn1parse -inform DER -in "signature-$1.der" |
        sed -n 's/.*INTEGER *:0*//p' | tr 'A-F\n' 'a-f ')
      r=$(hex "signature-$1.bin" 0 32 | sed 's/^0*//')
      s=$(hex "signature-$1.bin" 32 32 | sed 's/^0*//')
      [ "$numbers" = "$r $s " ] ||
        fail "signature-$1.der is not signature-$1.bin" "signature-$1.der и .bin расходятся"
    }

    # signed KEY FILE SIGNATURE [OPTIONS]: openssl's own verdict.
    signed() {
      pem=$1 file=$2 signature=$3
      shift 3
      openssl pkeyutl -verify -pubin -inkey "$pem" -rawin "$@" -in "$file" \
        -sigfile "$signature" > /dev/null 2>&1 ||
        fail "$pem did not sign $file" "$pem: подпись под $file неверна"
      ok "$pem signed $file" "$pem: подпись под $file верна"
    }


    """#

  private static func steps(_ evidence: Evidence) -> String {
    let count = evidence.signatures.count
    let size = 8 + 96 * count
    return #"""
      # 1. The files are as they were written. Nothing below relies on this.
      sha256sum $(cut -c 67- SHA256SUMS) 2> /dev/null | cmp -s - SHA256SUMS ||
        fail "SHA256SUMS: a file differs" "SHA256SUMS: файл изменён"
      ok "all files are as listed in SHA256SUMS" "все файлы соответствуют SHA256SUMS"

      # 2. The log signed the checkpoint: the ledger's name, the number of entries, the root.
      signed log.pem checkpoint-body.txt checkpoint-signature.bin
      origin=$(sed -n 1p checkpoint-body.txt)
      size=$(sed -n 2p checkpoint-body.txt)
      root=$(sed -n 3p checkpoint-body.txt | openssl base64 -d | xxd -p | tr -d '\n')
      log_key=$({ printf '%s\n\001' "$origin"; openssl pkey -pubin -in log.pem -outform DER | tail -c 32; } | sha256)
      line=$({ printf '%.8s' "$log_key" | xxd -r -p; cat checkpoint-signature.bin; } | openssl base64 -A)
      head -n 3 checkpoint.txt | cmp -s - checkpoint-body.txt && [ -z "$(sed -n 4p checkpoint.txt)" ] &&
        grep -Fxq "— $origin $line" checkpoint.txt ||
        fail "checkpoint.txt is not this text with this signature" "checkpoint.txt: другой текст или подпись"
      ok "checkpoint.txt is that text with that signature" "checkpoint.txt: этот текст с этой подписью"

      # 3. The entry is in that tree, and its parts are those that its header names.
      included header.bin inclusion.txt
      [ "$leaf" = \#(evidence.entry.number) ] || fail "this is entry $leaf" "это запись $leaf"
      part header.bin document.bin 88
      part header.bin signatures.bin 120
      part header.bin postings.bin 152
      part header.bin results.bin 184
      [ "$(hex document.bin 0 18)" = 6b617a6e612d646f63756d656e742d763100 ] &&
        [ "kazna/$(hex document.bin 24 16)" = "$origin" ] ||
        fail "document.bin is not of $origin" "document.bin: не документ $origin"
      ok "document.bin names the ledger $origin" "document.bin: документ книги $origin"

      # 4. The ledger itself named the log's key and enrolled the keys of those who signed.
      enrolled log log.pem \#(evidence.log.offset)
      [ "$(wc -c < signatures.bin)" -eq \#(size) ] && [ "$(hex signatures.bin 0 8)" = 0\#(count)00000000000000 ] ||
        fail "signatures.bin: not \#(count) signatures" "signatures.bin: число подписей не \#(count)"

      """#
  }

  private func signature(_ signed: Evidence.SignedBy, number: Int) -> String {
    let isEncoded = signed.der != nil
    let file = "signature-\(number).\(isEncoded ? "der" : "bin")"
    let options = isEncoded ? " -digest sha256" : ""
    return """
      enrolled \(number) key-\(number).pem \(signed.signer.offset)
      \(role(signed.signer, number))listed \(number) \(8 + 96 * (number - 1))
      \(isEncoded ? "encoded \(number)\n" : "")signed key-\(number).pem document.bin \(file)\(options)

      """
  }

  /// Keys of the ledger itself have no party: the entries that name them say what they are.
  private func role(_ signer: Evidence.EnrolledKey, _ number: Int) -> String {
    guard let party = signer.party else { return "" }
    let code = signer.role.rawValue
    return "acts \(number) \(party) 0\(code) \(signer.role.name)\n"
  }

  private static func ending(_ evidence: Evidence) -> String {
    let id = evidence.log.key.id.hex
    return """

      say "Proved: entry \(evidence.entry.number) stands in $origin as the log signed it." \\
        "Доказано: запись \(evidence.entry.number) стоит в $origin так, как подписал журнал."
      say "Compare the log key's SHA-256 with one that you have from elsewhere: \(id)" \\
        "Сверьте SHA-256 ключа журнала с полученным из другого источника: \(id)"

      """
  }
}
