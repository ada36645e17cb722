"""The schema of a workspace: tables and fields made, changed, converted, put into the trash and taken out again.

Every call is one transaction with its DDL. Engines call `create_tables` and `create_fields`; people go through `building`,
`changing`, `dropping` and `conversion`, which ask who may, refuse what would break something, and write the log.
"""

from .drafts import KEY, FieldDraft, TableDraft
from .making import create_fields, create_tables, set_primary, set_shape

__all__ = ["KEY", "FieldDraft", "TableDraft", "create_fields", "create_tables", "set_primary", "set_shape"]
