"""Timers: a day by which something has to happen on a record, counted from its ownership and its events (E38, S1–S8)."""
