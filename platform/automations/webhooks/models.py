"""System tables of webhooks."""

from __future__ import annotations

import sqlalchemy as sa

from ...core.instants import Instant
from ...core.metadata import BigId, Json, workspace_metadata

webhooks = sa.Table(
    "webhooks",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("events", Json, nullable=False),  # ["created", "updated", "deleted"]
    sa.Column("fields", Json),  # ids of the fields it is about; null: all that its owner may read
    sa.Column("condition", Json),  # stored form
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("paused", sa.Text),  # code of the reason why the engine has switched it off
    sa.Column("owner", sa.BigInteger, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # deliveries in a row that came to nothing
    sa.Column("created_at", Instant, nullable=False),
)

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("webhook", sa.BigInteger, nullable=False, index=True),
    sa.Column("event", sa.Text, nullable=False),  # created, updated, deleted, test
    sa.Column("change_set", sa.BigInteger),
    sa.Column("record", sa.BigInteger, nullable=False),  # 0: none
    sa.Column("changed", Json, nullable=False),  # ids of the fields that moved
    sa.Column("state", sa.Text, nullable=False),  # queued, waiting, done, failed, skipped
    sa.Column("body", sa.Text),  # what is sent, the same at every try
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tries", Json, nullable=False),  # [{at, status | code with its sentences}]
    sa.Column("created_at", Instant, nullable=False, index=True),
    sa.Column("finished_at", Instant),
    sa.UniqueConstraint("webhook", "change_set", "event", "record"),
)
