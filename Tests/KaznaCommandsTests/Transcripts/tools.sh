# What transcripts use: sourced by every command's shell.

PAYER_ACCOUNT=03231643040000001900
RADUGA="2450002026 40703810600000000001"
PARUS="2450003037 40702810200000000101"

# A bank statement of the payer's account: file, first and last day, opening balance, and the lines
# on standard input: day, debit or credit, number, date, amount, INN, account, purpose.
statement() {
  local file=$1 from=$2 to=$3 balance=$4
  local body="" received=0 spent=0
  while read -r day side number date amount inn account purpose; do
    [ -n "$day" ] || continue
    local kopecks=${amount/./}
    if [ "$side" = debit ]; then
      spent=$((spent + 10#$kopecks))
      body+="СекцияДокумент=Платежное поручение
Номер=$number
Дата=$date
Сумма=$amount
ПлательщикСчет=$PAYER_ACCOUNT
ДатаСписано=$day
ПлательщикИНН=2450001015
ПолучательСчет=$account
ПолучательИНН=$inn
НазначениеПлатежа=$purpose
КонецДокумента
"
    else
      received=$((received + 10#$kopecks))
      body+="СекцияДокумент=Платежное поручение
Номер=$number
Дата=$date
Сумма=$amount
ПлательщикСчет=$account
ПлательщикИНН=$inn
ПолучательСчет=$PAYER_ACCOUNT
ДатаПоступило=$day
ПолучательИНН=2450001015
НазначениеПлатежа=$purpose
КонецДокумента
"
    fi
  done
  local opening=$((10#${balance/./}))
  cat >"$file" <<END
1CClientBankExchange
ВерсияФормата=1.03
Кодировка=Windows
Отправитель=Банк
Получатель=Kazna
ДатаНачала=$from
ДатаКонца=$to
РасчСчет=$PAYER_ACCOUNT
СекцияРасчСчет
ДатаНачала=$from
ДатаКонца=$to
РасчСчет=$PAYER_ACCOUNT
НачальныйОстаток=$(rubles $opening)
ВсегоПоступило=$(rubles $received)
ВсегоСписано=$(rubles $spent)
КонечныйОстаток=$(rubles $((opening + received - spent)))
КонецРасчСчет
${body}КонецФайла
END
}

# Kopecks as rubles with two decimals.
rubles() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }
