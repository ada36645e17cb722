"""Who holds an event of the outbox, why it failed, and which of its effects have happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.instants import Instant

revision = "w0007"
down_revision = "w0006"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("lease_token", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("error", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("dead", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_outbox_open", table_name="outbox")
    # nobody read the outbox until now: what lies in it is history
    op.execute(sa.text("UPDATE outbox SET done_at = created_at WHERE done_at IS NULL"))
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["topic", "key", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(op.f("ix_outbox_done_at"), "outbox", ["done_at"], unique=False)
    op.create_table(
        "effects",
        sa.Column("event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("event", "consumer", name=op.f("pk_effects")),
    )
