"""The two families of system tables: one set per workspace, one for the control database. Rooms add their own tables here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: the placeholder schema of a workspace's tables: translated to the workspace's own schema on PostgreSQL, to none on SQLite
WORKSPACE = "workspace"

workspace_metadata = sa.MetaData(schema=WORKSPACE, naming_convention=_NAMES)
control_metadata = sa.MetaData(naming_convention=_NAMES)

#: a JSON document: JSONB on PostgreSQL, text on SQLite
Json = sa.JSON().with_variant(JSONB(), "postgresql")

#: a big integer that is SQLite's rowid where it is a primary key
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
