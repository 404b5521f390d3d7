// Bytes tests
