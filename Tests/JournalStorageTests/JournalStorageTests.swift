// JournalStorage tests
