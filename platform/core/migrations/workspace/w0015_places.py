"""Where the values of a field lie: columns of a number of their own, once its type has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0015"
down_revision = "w0014"


def upgrade() -> None:
    op.add_column("fields", sa.Column("place", sa.BigInteger(), nullable=False, server_default="0"))
