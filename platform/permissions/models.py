"""The tables of permissions and of the organisation's projection, in every workspace. Conditions are kept by id."""

from __future__ import annotations

import sqlalchemy as sa

from ..accounts.models import members
from ..core.metadata import BigId, Json, workspace_metadata

role_groups = sa.Table(
    "role_groups",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("label", Json, nullable=False),
    sa.Column("description", Json, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("admin", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("builder", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("protected", sa.Boolean, nullable=False, server_default=sa.false()),
)

role_members = sa.Table(
    "role_members",
    workspace_metadata,
    sa.Column("role", sa.ForeignKey(role_groups.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("member", sa.ForeignKey(members.c.id, ondelete="CASCADE"), primary_key=True, index=True),
)

grants = sa.Table(
    "grants",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column(
        "role", sa.ForeignKey(role_groups.c.id, ondelete="CASCADE"), index=True
    ),  #: None: members without a group
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("action", sa.Text),  #: None where `none` is set
    sa.Column("rows", Json),  #: a condition; None is every row
    sa.Column("none", sa.Boolean, nullable=False, server_default=sa.false()),
)

field_grants = sa.Table(
    "field_grants",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column(
        "role", sa.ForeignKey(role_groups.c.id, ondelete="CASCADE"), index=True
    ),  #: None: where a group says nothing
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("field", sa.BigInteger, nullable=False),
    sa.Column("read", sa.Boolean, nullable=False),
    sa.Column("edit", sa.Boolean, nullable=False),  #: of a row that is there
    sa.Column("give", sa.Boolean, nullable=False),  #: a value at creation
    sa.Column("read_rows", Json),  #: a condition: elsewhere the field is masked; None is every row
    sa.Column("edit_rows", Json),  #: a condition: elsewhere it may not be edited; None is every row
)

object_rights = sa.Table(
    "object_rights",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column(
        "role", sa.ForeignKey(role_groups.c.id, ondelete="CASCADE"), index=True
    ),  #: None: where a group says nothing
    sa.Column("kind", sa.Text, nullable=False),  #: button, view, dashboard
    sa.Column("table_id", sa.BigInteger, index=True),  #: None for dashboards
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("allowed", sa.Boolean, nullable=False),
    sa.Column("rows", Json),  #: of a button: the records on which it may be pressed; None is every one
)

standing_rules = sa.Table(
    "standing_rules",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("label", Json, nullable=False),
    sa.Column("table_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("rows", Json, nullable=False),
)

departments = sa.Table(
    "organisation_departments",
    workspace_metadata,
    sa.Column(
        "department", sa.BigInteger, primary_key=True, autoincrement=False
    ),  #: id of the row that is the department
    sa.Column("parent", sa.BigInteger),
    sa.Column("head", sa.BigInteger),  #: id of a member
)

department_members = sa.Table(
    "organisation_members",
    workspace_metadata,
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("department", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("main", sa.Boolean, nullable=False),
)
