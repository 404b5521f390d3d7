// Exchange tests
