"""Who may do what with which rows and fields: role groups and grants, compiled to a `Scope` per person and table.

Everything is denied that nothing grants. Scopes hold condition trees; `tables` compiles them to SQL.
"""
