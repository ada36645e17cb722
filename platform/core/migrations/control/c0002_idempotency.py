"""Answers to requests that carried a key and concern no workspace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import Json

revision = "c0002"
down_revision = "c0001"


def upgrade() -> None:
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", Json, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("principal", "key", name=op.f("pk_idempotency")),
    )
