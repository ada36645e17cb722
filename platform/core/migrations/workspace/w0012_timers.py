"""Timers: days before which records do not fall due, and the log of changed rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import BigId, Json

revision = "w0012"
down_revision = "w0011"


def upgrade() -> None:
    op.create_table(
        "timer_floors",
        sa.Column("timer", sa.Text(), nullable=False),
        sa.Column("table_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("floor", sa.Date(), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("timer", "table_id", "record", name=op.f("pk_timer_floors")),
    )
    op.create_table(
        "timer_log",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("timer", sa.Text(), nullable=False),
        sa.Column("table_id", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=True),
        sa.Column("rules", Json, nullable=False),
        sa.Column("preview", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer_log")),
    )
