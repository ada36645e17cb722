"""The system table of this package: the steps that rows have taken through their states."""

from __future__ import annotations

import sqlalchemy as sa

from ...core.instants import Instant
from ...core.metadata import BigId, workspace_metadata

state_steps = sa.Table(
    "state_steps",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("field", sa.BigInteger, nullable=False),
    sa.Column("before", sa.BigInteger),  # ids of choices
    sa.Column("after", sa.BigInteger),
    sa.Column("member", sa.BigInteger),
    sa.Column("at", Instant, nullable=False),
    sa.Column("seconds", sa.BigInteger, nullable=False),  # for which the row had been in the state it left
    sa.Index("ix_state_steps_record", "table_id", "record", "field", "at"),
)
