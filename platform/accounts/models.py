"""The tables of people: nine in the control database, `members` in every workspace. No key crosses from one to the other."""

from __future__ import annotations

import sqlalchemy as sa

from ..core.instants import Instant
from ..core.metadata import BigId, Json, control_metadata, workspace_metadata

accounts = sa.Table(
    "accounts",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.Text, nullable=False, unique=True),  #: what is typed at sign-in, normalised
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),  #: empty: signs in by a provider alone
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
    sa.Column("reads", sa.Boolean, nullable=False, server_default=sa.false()),  #: for looking alone
    sa.Column("tables", Json),  #: ids of the tables it is for; null: all that its owner may see
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

invitations = sa.Table(
    "invitations",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("workspace", sa.ForeignKey(workspaces.c.key, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),  #: whom it is for, as the inviter calls them
    sa.Column("roles", Json, nullable=False),  #: keys of role groups
    sa.Column("created_by", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_by", sa.BigInteger),  #: id of the account that joined by it
    sa.Column("used_at", Instant),
    sa.Column("revoked_at", Instant),
)

logins = sa.Table(
    "logins",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column(
        "subject", sa.Text, nullable=False
    ),  #: who it is there; together with the issuer, and alone with nothing else
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column(
        "email", sa.Text, nullable=False
    ),  #: as the provider had verified it when it was linked, for people to read
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("last_used_at", Instant),
    sa.UniqueConstraint("issuer", "subject"),
)

resets = sa.Table(
    "resets",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_by", sa.BigInteger),  #: the account that asked for it; None: the operator
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)

audit = sa.Table(
    "audit",
    control_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("action", sa.Text, nullable=False),  #: session.opened, password.changed, … (`audit.Act`)
    sa.Column("account_id", sa.BigInteger, index=True),  #: whom it is about; None where nobody is known
    sa.Column("account", sa.Text, nullable=False),  #: their name for signing in at that moment
    sa.Column("by", sa.BigInteger),  #: the account that did it; None: nobody signed in
    sa.Column("workspace", sa.Text, index=True),  #: where it concerns one alone
    sa.Column("address", sa.Text, nullable=False),  #: the sender's
    sa.Column("details", Json, nullable=False),
)
