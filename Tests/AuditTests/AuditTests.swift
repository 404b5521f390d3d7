// Audit tests
