"""System tables of automations: definitions with their versions, runs with their steps, and what has been looked at when."""

from __future__ import annotations

import sqlalchemy as sa

from ...core.instants import Instant
from ...core.metadata import BigId, Json, workspace_metadata

automations = sa.Table(
    "automations",
    workspace_metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),  # the order in which they are set off
    sa.Column("document", Json, nullable=False),  # in the form of the template
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("shadow", sa.Boolean, nullable=False, server_default=sa.false()),  # runs are tried and undone
    sa.Column("owner", sa.BigInteger),  # member whose rights it uses; none: the engine's own
    sa.Column("paused", sa.Text),  # code of the reason why the engine has switched it off
    sa.Column("original", Json),  # as the template has it
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("looked_at", Instant),  # until when its schedule has been seen to
)

automation_versions = sa.Table(
    "automation_versions",
    workspace_metadata,
    sa.Column("automation", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("document", Json, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.BigInteger),
)

runs = sa.Table(
    "runs",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("automation", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("occasion", sa.Text, nullable=False),  # the event or the due instant that it answers
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),  # 0: none
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("evidence", Json, nullable=False),  # why it was planned
    sa.Column("cause", sa.Text),  # the run or batch that led to it
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", Json),  # code and sentences
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("due", Instant),  # when a waiting one goes on
    sa.Column("finished_at", Instant),
    sa.UniqueConstraint("automation", "occasion", "table_id", "record"),
    sa.Index(None, "table_id", "record"),
    sa.Index(None, "created_at"),
    sa.Index(None, "automation", "created_at"),  # how many there were within the hour, asked whenever one is planned
)

run_steps = sa.Table(
    "run_steps",
    workspace_metadata,
    sa.Column("run", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("path", sa.Text, primary_key=True),  # "0", "2.17.1": its place, with rows gone over
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # done, skipped, failed
    sa.Column("input", Json),
    sa.Column("output", Json),
    sa.Column("batch", sa.Text),  # of what it changed
    sa.Column("at", Instant, nullable=False),
)

incoming_addresses = sa.Table(
    "incoming_addresses",
    workspace_metadata,
    sa.Column("automation", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # digest of the secret in the address
    sa.Column("signed", sa.Boolean, nullable=False),  # whether requests must carry a signature
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("last_at", Instant),
    sa.Column("last_body", Json),  # the last one that came, for those who build: what can be asked of it
)

notifications = sa.Table(
    "notifications",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("member", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # automation, trouble
    sa.Column("text", Json, nullable=False),  # in both languages
    sa.Column("table_id", sa.BigInteger),
    sa.Column("record", sa.BigInteger),
    sa.Column("automation", sa.Text),
    sa.Column("key", sa.Text, nullable=False),  # the same thing is told once
    sa.Column("read_at", Instant),
    sa.UniqueConstraint("member", "key"),
)

notification_settings = sa.Table(
    "notification_settings",
    workspace_metadata,
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("bell", sa.Boolean, nullable=False),
    sa.Column("mail", sa.Boolean, nullable=False),
)
