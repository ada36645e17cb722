"""Alembic, driven from inside the process on a connection of ours."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

_HERE = Path(__file__).parent


def upgrade_to_head(connection: sa.Connection, line: str, schema: str | None) -> None:
    """Run every revision of `line` that the database lacks, on the caller's connection and in its transaction."""
    if schema is not None:
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
    script = ScriptDirectory(str(_HERE), version_locations=[str(_HERE / line)])
    context = MigrationContext.configure(
        connection,
        opts={
            "fn": lambda revision, _context: script._upgrade_revs("head", revision),  # pyright: ignore[reportPrivateUsage]
            "version_table_schema": schema,
            "transactional_ddl": True,
        },
    )
    with Operations.context(context):
        context.run_migrations()
