// KaznaCommands tests
