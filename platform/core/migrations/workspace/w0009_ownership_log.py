"""Whose records were, from when, by whom and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import BigId

revision = "w0009"
down_revision = "w0008"


def upgrade() -> None:
    op.create_table(
        "ownership_log",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("table_id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_member", sa.BigInteger(), nullable=True),
        sa.Column("to_member", sa.BigInteger(), nullable=True),
        sa.Column("pool", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership_log")),
    )
    op.create_index("ix_ownership_log_record", "ownership_log", ["table_id", "record", "id"], unique=False)
    op.create_index("ix_ownership_log_to", "ownership_log", ["to_member", "at"], unique=False)
    op.create_index("ix_ownership_log_from", "ownership_log", ["from_member", "at"], unique=False)
