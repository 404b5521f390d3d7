// LedgerFormat tests
