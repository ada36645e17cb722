"""Approvals with their tasks, and which buttons were pressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import BigId, Json

revision = "w0004"
down_revision = "w0003"


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("table_id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submitter", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("reason", Json, nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint(
            "definition", "table_id", "record", "round", name=op.f("uq_approvals_definition_table_id_record_round")
        ),
    )
    op.create_index(op.f("ix_approvals_table_id_record"), "approvals", ["table_id", "record"], unique=False)
    op.create_table(
        "approval_tasks",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("approval", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_tasks")),
    )
    op.create_index(op.f("ix_approval_tasks_approval"), "approval_tasks", ["approval"], unique=False)
    op.create_table(
        "button_presses",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=True),
        sa.Column("table_id", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("button", sa.Text(), nullable=False),
        sa.Column("inputs", Json, nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_button_presses")),
    )
    op.create_index(op.f("ix_button_presses_table_id_record"), "button_presses", ["table_id", "record"], unique=False)
