"""The index by which texts are found: FTS5 on SQLite, a GIN index over tsvector on PostgreSQL, both fed by `tables.finding`.

It is filled when the workspace is opened next: only the higher rooms know what is in its tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "w0011"
down_revision = "w0010"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5"
            "(terms, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
        op.execute("CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, instance)")
        return
    op.create_table(
        "search_index",
        sa.Column("table_id", sa.BigInteger(), primary_key=True),
        sa.Column("record", sa.BigInteger(), primary_key=True),
        sa.Column("terms", postgresql.TSVECTOR(), nullable=False),
    )
    op.create_index("ix_search_index_terms", "search_index", ["terms"], postgresql_using="gin")
