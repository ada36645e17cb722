"""The rows that somebody has made are found by an index, in every user table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "w0017"
down_revision = "w0016"


def upgrade() -> None:
    connection = op.get_bind()
    for id_ in connection.execute(sa.text("SELECT id FROM tables ORDER BY id")).scalars().all():
        op.create_index(f"ix_{id_}_created_by", f"t_{id_}", ["created_by"], if_not_exists=True)
