"""Addresses by which requests from the outside set automations off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant

revision = "w0013"
down_revision = "w0012"


def upgrade() -> None:
    op.create_table(
        "incoming_addresses",
        sa.Column("automation", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("automation", name=op.f("pk_incoming_addresses")),
        sa.UniqueConstraint("token", name=op.f("uq_incoming_addresses_token")),
    )
