// JournalStorage
