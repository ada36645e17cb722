"""What must be true of rows: validations, locks, steps between states, invariants over children, allocations (E6–E9, E33).

Rules are data of a table, by id; `book` reads them once per catalogue version, `gate` asks them of rows on their way in,
`checks` of what a write has led to. Which values a field takes at all is decided by its type, not here.
"""
