"""Bringing a database to the present schema. Two lines of revisions: the control database's and the workspaces'.

Alembic is imported only when a database is not at the head revision, so a normal start pays one small query.
"""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from ..database import Database

Line = Literal["control", "workspace"]

HEADS: dict[Line, str] = {"control": "c0005", "workspace": "w0033"}


def upgrade(database: Database, line: Line) -> None:
    """Bring `database` to the head of its line, in one transaction; a database already there is only looked at."""
    if current(database) == HEADS[line]:  # nobody waits for a long write to read a workspace
        return
    if database.dialect == "postgresql":
        with database.write() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"')
    from .run import upgrade_to_head  # noqa: PLC0415 - Alembic is loaded only when there is something to do

    with database.write() as connection:
        upgrade_to_head(connection, line, database.schema)


def current(database: Database) -> str | None:
    """The revision a database is at; None for an empty one."""
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version", schema=database.schema):
            return None
        version = sa.table("alembic_version", sa.column("version_num"), schema=database.schema)
        return connection.execute(sa.select(version.c.version_num)).scalar_one_or_none()
