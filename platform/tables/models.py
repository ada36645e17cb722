"""System tables of the catalogue and of history. User tables are not here: they are made by `storage` from the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from ..core.instants import Instant
from ..core.metadata import BigId, Json, workspace_metadata

tables = sa.Table(
    "tables",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("label", Json, nullable=False),
    sa.Column("settings", Json, nullable=False),  # icon, help, layout, related, protected
    sa.Column("primary_field", sa.BigInteger),
    sa.Column("parent_field", sa.BigInteger),  # the relation to the owning row, for a sub-table
    sa.Column("position", sa.Integer, nullable=False),
)

fields = sa.Table(
    "fields",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("help", Json, nullable=False),
    sa.Column("options", Json, nullable=False),
    sa.Column("choices", Json, nullable=False),
    sa.Column("default", Json),
    sa.Column("required", sa.Boolean, nullable=False),
    sa.Column("unique", sa.Boolean, nullable=False),
    sa.Column("protected", sa.Boolean, nullable=False),
    sa.Column("aliases", Json, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False, server_default="0"),
    sa.UniqueConstraint("table_id", "key"),
)

views = sa.Table(
    "views",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("definition", Json, nullable=False),  # fields, filter (stored form), sort, settings, widths
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("owner", sa.BigInteger),  # the member whose own view it is; empty: shared
    sa.Column("locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("arranged", sa.Boolean, nullable=False, server_default=sa.false()),  # whether `view_ranks` says anything
    sa.UniqueConstraint("table_id", "key"),
)

view_ranks = sa.Table(
    "view_ranks",
    workspace_metadata,
    sa.Column("view_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("record", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("rank", sa.Text, nullable=False),
    sa.Index("ix_view_ranks_rank", "view_id", "rank"),
)

view_moves = sa.Table(
    "view_moves",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("change_set", sa.BigInteger, nullable=False, index=True),
    sa.Column("view_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("before", sa.Text),  # empty: it had no rank of its own
    sa.Column("after", sa.Text),
)

config = sa.Table(
    "config",
    workspace_metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", Json, nullable=False),
)

counters = sa.Table(
    "counters",
    workspace_metadata,
    sa.Column(
        "name", sa.Text, primary_key=True
    ),  # "row:<table>", "table", "field", "choice", "view", "number:<field>:<period>"
    sa.Column("next", sa.BigInteger, nullable=False),
)

change_sets = sa.Table(
    "change_sets",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("batch", sa.Text, nullable=False, index=True),
    sa.Column("member", sa.BigInteger),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("cause", sa.Text),
    sa.Column("undoes", sa.Text),  # the batch that this one takes back
    sa.Column("at", Instant, nullable=False),
    sa.Column("touched", Json),  # rows whose computed values moved: {table id: [row id] | null for too many to name}
    sa.Index("ix_change_sets_member", "member", "id"),
    sa.Index(
        "ix_change_sets_undoes",
        "undoes",
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    ),
)

changes = sa.Table(
    "changes",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("change_set", sa.BigInteger, nullable=False, index=True),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # create, update, delete
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("cells", sa.Text, nullable=False),  # JSON: {field id: [before, after]} in stored wire form
    sa.Index("ix_changes_record", "table_id", "record", "id"),
    sa.Index(
        "ix_changes_deleted",
        "table_id",
        "id",
        sqlite_where=sa.text("kind = 'delete'"),
        postgresql_where=sa.text("kind = 'delete'"),
    ),
)

config_log = sa.Table(
    "config_log",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.BigInteger),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # field.create, view.change, …
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("field", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.Column("before", Json),  # catalogue rows
    sa.Column("after", Json),
    sa.Column("restorable", sa.Boolean, nullable=False),  # whether it lies in the trash
    sa.Column("about", sa.Text),  # the object's key, where table and field do not name it
    sa.Column("reverts", sa.BigInteger),  # the entry that this one takes back
    sa.Index("ix_config_log_about", "about", "id"),
)

record_doors = sa.Table(
    "record_doors",
    workspace_metadata,
    sa.Column("table_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("record", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_record_doors_member", "member", "table_id", "at"),
)

ownership_log = sa.Table(
    "ownership_log",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # create, claim, assign, transfer, release, recycle
    sa.Column("from_member", sa.BigInteger),
    sa.Column("to_member", sa.BigInteger),
    sa.Column("pool", sa.BigInteger),  # the row that is the pool it came from or went to
    sa.Column("reason", sa.Text),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.BigInteger),  # who did it; empty: the system
    sa.Column("batch", sa.Text, nullable=False),
    sa.Index("ix_ownership_log_record", "table_id", "record", "id"),
    sa.Index("ix_ownership_log_to", "to_member", "at"),  # claims of a person within a time
    sa.Index("ix_ownership_log_from", "from_member", "at"),  # what a person gave up lately
)

timer_floors = sa.Table(
    "timer_floors",
    workspace_metadata,
    sa.Column("timer", sa.Text, primary_key=True),
    sa.Column("table_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("record", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("floor", sa.Date, nullable=False),  # not due before this day
    sa.Column("start", Instant, nullable=False),  # while the record belongs to who got it then
)

timer_log = sa.Table(
    "timer_log",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.BigInteger),
    sa.Column("timer", sa.Text, nullable=False),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),  # all, grace, keep
    sa.Column("grace", sa.Integer),
    sa.Column("rules", Json, nullable=False),  # [{"id", "before": {key: value} | null, "after"}]
    sa.Column("preview", Json, nullable=False),  # what was shown before it was confirmed: counts
    sa.Column("reason", sa.Text),  # of whoever confirmed it
)
