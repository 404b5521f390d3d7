// LedgerCore tests
