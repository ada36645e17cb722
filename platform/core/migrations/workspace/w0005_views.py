"""Whose a view is, and whether it is locked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0005"
down_revision = "w0004"


def upgrade() -> None:
    op.add_column("views", sa.Column("owner", sa.BigInteger(), nullable=True))
    op.add_column("views", sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False))
