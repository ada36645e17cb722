"""System tables that every workspace has whatever its catalogue: outbox, jobs, counters, settings of the workspace.

The control database has keys of repeated requests as well."""

from __future__ import annotations

import sqlalchemy as sa

from .instants import Instant
from .metadata import BigId, Json, control_metadata, workspace_metadata

outbox = sa.Table(
    "outbox",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("payload", Json, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("available_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lease_until", Instant),
    sa.Column("lease_token", sa.Text),  # of whoever holds it
    sa.Column("done_at", Instant, index=True),
    sa.Column("error", sa.Text),  # why the last attempt failed
    sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()),  # given up
    sa.Index(
        "ix_outbox_open",
        "topic",
        "key",
        "id",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    ),
)

effects = sa.Table(
    "effects",
    workspace_metadata,
    sa.Column("event", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
)

properties = sa.Table(
    "properties",
    workspace_metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", Json, nullable=False),
)

jobs = sa.Table(
    "jobs",
    workspace_metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("member", sa.BigInteger),
    sa.Column("input", Json, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("total", sa.BigInteger),
    sa.Column("result", Json),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("cancel", sa.Boolean, nullable=False, server_default=sa.false()),
)


def _idempotency(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "idempotency",
        metadata,
        sa.Column("principal", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("answer", Json),  # {"status", "body"}
        sa.Column("created_at", Instant, nullable=False),
    )


idempotency = _idempotency(workspace_metadata)
account_idempotency = _idempotency(control_metadata)  #: of requests that concern no workspace
