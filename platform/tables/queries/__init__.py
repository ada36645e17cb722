"""Reading user tables: every SELECT begins with a scope; lists, records, aggregates, search, candidates."""
