"""The commands of `station`, one file per group. A command reads its options, calls the station, shows what came."""
