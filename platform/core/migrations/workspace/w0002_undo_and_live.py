"""What undo, the trash and live updates look for: what a change set undoes, whose it is, what it moved; deletions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.metadata import Json

revision = "w0002"
down_revision = "w0001"


def upgrade() -> None:
    op.add_column("change_sets", sa.Column("touched", Json, nullable=True))
    op.create_index("ix_change_sets_member", "change_sets", ["member", "id"], unique=False)
    undoing = sa.text("undoes IS NOT NULL")
    op.create_index("ix_change_sets_undoes", "change_sets", ["undoes"], sqlite_where=undoing, postgresql_where=undoing)
    deleting = sa.text("kind = 'delete'")
    op.create_index(
        "ix_changes_deleted", "changes", ["table_id", "id"], sqlite_where=deleting, postgresql_where=deleting
    )
