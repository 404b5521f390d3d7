// KaznaCommands
