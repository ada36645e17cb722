"""One configuration log for everything configurable: which object an entry is about, and which entry it takes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0014"
down_revision = "w0013"


def upgrade() -> None:
    op.add_column("config_log", sa.Column("about", sa.Text(), nullable=True))
    op.add_column("config_log", sa.Column("reverts", sa.BigInteger(), nullable=True))
    op.create_index("ix_config_log_about", "config_log", ["about", "id"], unique=False)
