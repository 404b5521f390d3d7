// LedgerFormat
