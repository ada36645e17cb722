"""Approvals in stages: what was planned, who said what in which order, and records that are open to who is asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import Json

revision = "w0008"
down_revision = "w0007"


def upgrade() -> None:
    op.add_column("approvals", sa.Column("plan", Json, nullable=True))
    op.add_column("approvals", sa.Column("stage", sa.Integer(), server_default="0", nullable=False))
    op.add_column("approvals", sa.Column("proposal", Json, nullable=True))
    op.add_column("approvals", sa.Column("note", sa.Text(), nullable=True))
    for column in (
        sa.Column("stage", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.Text(), server_default="asked", nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=True),
        sa.Column("reason", Json, nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("given_by", sa.BigInteger(), nullable=True),
    ):
        op.add_column("approval_tasks", column)
    op.create_index("ix_approval_tasks_member", "approval_tasks", ["member", "state"], unique=False)
    op.create_index("ix_approval_tasks_decided_by", "approval_tasks", ["decided_by"], unique=False)
    op.create_table(
        "record_doors",
        sa.Column("table_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("table_id", "record", "member", name=op.f("pk_record_doors")),
    )
    op.create_index("ix_record_doors_member", "record_doors", ["member", "table_id", "at"], unique=False)
