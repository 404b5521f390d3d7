// LedgerService tests
