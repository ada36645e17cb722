"""The steps of a write that `tables.records` takes: reading what came in, defaults, lines, removal, the answer."""
