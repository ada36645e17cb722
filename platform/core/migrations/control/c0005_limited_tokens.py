"""Tokens that are for reading alone, or for some tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.metadata import Json

revision = "c0005"
down_revision = "c0004"


def upgrade() -> None:
    op.add_column("tokens", sa.Column("reads", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tokens", sa.Column("tables", Json, nullable=True))
