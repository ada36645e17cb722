"""What a rule would say of the rows that are there, before anybody saves it (E7, E9, E33).

`standing.of` asks one rule of whole tables: few statements however many rows there are, none per row. Rules are asked of rows
as they are written elsewhere (`rules.gate`, `rules.checks`); here the same conditions are asked of all of them at once.
"""
