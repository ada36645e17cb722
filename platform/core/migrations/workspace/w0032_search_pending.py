"""PostgreSQL keeps few unsorted entries in the index of texts: each search reads all of them, and many make it look dear."""

from __future__ import annotations

from alembic import op

revision = "w0032"
down_revision = "w0031"

KIBIBYTES = 128


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX ix_search_index_terms SET (gin_pending_list_limit = {KIBIBYTES})")
