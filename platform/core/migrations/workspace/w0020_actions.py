"""Rounds of approval keep their definition; addresses the last body that came; what is counted and pruned has an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant
from gezi.core.metadata import Json

revision = "w0020"
down_revision = "w0018"


def upgrade() -> None:
    op.add_column("approvals", sa.Column("pinned", Json, nullable=True))
    op.add_column("incoming_addresses", sa.Column("last_at", Instant(), nullable=True))
    op.add_column("incoming_addresses", sa.Column("last_body", Json, nullable=True))
    op.create_index(op.f("ix_runs_automation_created_at"), "runs", ["automation", "created_at"], unique=False)
    op.create_index(op.f("ix_webhook_deliveries_created_at"), "webhook_deliveries", ["created_at"], unique=False)
