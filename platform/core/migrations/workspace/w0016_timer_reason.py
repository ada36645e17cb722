"""Why the rules of a timer were changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0016"
down_revision = "w0015"


def upgrade() -> None:
    op.add_column("timer_log", sa.Column("reason", sa.Text()))
