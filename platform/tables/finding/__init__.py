"""Finding rows by what is written in them: the terms of texts, the index they are kept in, and what a search asks of it.

Every row has one entry. A term carries its field, so that a search sees only the fields that the searcher may read.
`storage` keeps entries with the rows; `queries.search` asks; nothing else writes here but a change of the schema.
"""
