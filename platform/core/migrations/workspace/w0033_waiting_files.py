"""Uploads that no record has taken wait for one. Those that are there already stay: nobody wrote down which were taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0033"
down_revision = "w0032"


def upgrade() -> None:
    op.add_column("attachments", sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()))
    waiting = sa.text("waiting")
    op.create_index("ix_attachments_waiting", "attachments", ["member"], sqlite_where=waiting, postgresql_where=waiting)
