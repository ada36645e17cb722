"""The order in which people have put the records of a view by hand, and the moves that led to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.metadata import BigId

revision = "w0024"
down_revision = "w0020"


def upgrade() -> None:
    op.add_column("views", sa.Column("arranged", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "view_ranks",
        sa.Column("view_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", "record", name=op.f("pk_view_ranks")),
    )
    op.create_index("ix_view_ranks_rank", "view_ranks", ["view_id", "rank"], unique=False)
    op.create_table(
        "view_moves",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("change_set", sa.BigInteger(), nullable=False),
        sa.Column("view_id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_moves")),
    )
    op.create_index(op.f("ix_view_moves_change_set"), "view_moves", ["change_set"], unique=False)
