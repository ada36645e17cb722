"""The tables of people: five in the control database, `members` in every workspace. No key crosses from one to the other."""

from __future__ import annotations

import sqlalchemy as sa

from ..core.instants import Instant
from ..core.metadata import BigId, control_metadata, workspace_metadata

accounts = sa.Table(
    "accounts",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.Text, nullable=False, unique=True),  #: what is typed at sign-in, normalised
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", Instant, nullable=False),
)

sessions = sa.Table(
    "sessions",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),  #: names the session in lists; opens nothing
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("last_seen_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("user_agent", sa.Text, nullable=False),
)

workspaces = sa.Table(
    "workspaces",
    control_metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("location", sa.Text, nullable=False, unique=True),  #: a file name on SQLite, a schema on PostgreSQL
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

access = sa.Table(
    "access",
    control_metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("workspace", sa.ForeignKey(workspaces.c.key, ondelete="CASCADE"), primary_key=True, index=True),
)

tokens = sa.Table(
    "tokens",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("prefix", sa.Text, nullable=False),  #: the first characters, by which a person recognises it
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("workspace", sa.ForeignKey(workspaces.c.key, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("last_used_at", Instant),
    sa.Column("revoked_at", Instant),
)

members = sa.Table(
    "members",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("account", sa.BigInteger, unique=True),  #: id of an account; None for people who never signed in
    sa.Column("email", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", Instant, nullable=False),
)
