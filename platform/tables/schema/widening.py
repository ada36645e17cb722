"""The indexes of columns as wide as `queries.widths` says. The database itself is asked what is there, for a copy or a restored
backup may have brought narrower ones; and nothing depends on it but how long a search takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .. import ahead

if TYPE_CHECKING:
    from ...core.database import Database
    from ..queries.widths import Place, Widths

_NAME = re.compile(r"ix_(\d+)_(f_\d+)")
_SQLITE = (
    "SELECT m.name, i.name FROM sqlite_master AS m, pragma_index_info(m.name) AS i "
    "WHERE m.type = 'index' AND m.name LIKE 'ix!_%' ESCAPE '!' ORDER BY m.name, i.seqno"
)
_POSTGRESQL = (
    "SELECT c.relname, a.attname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
    "JOIN pg_attribute AS a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = to_regnamespace(:schema) AND c.relname LIKE 'ix!_%' ESCAPE '!' ORDER BY c.relname, a.attnum"
)


def settle(database: Database, wanted: Widths) -> None:
    """Widen the indexes that should be wider, and narrow those that no right asks for any more. An index of SQLite holds the
    id of the row anyway; on PostgreSQL it is the last column, so that a scope's ids are read from the index alone. Refuses
    (409) where readers of PostgreSQL never leave a moment for it."""
    with database.read() as connection:
        there = _there(connection, database.schema)
    behind = () if database.schema is None else ("id",)
    for place, columns in there.items():
        asked = wanted.get(place)
        due = () if asked is None else (*asked, *behind)
        if columns != due and all((place[0], name) in there for name in asked or ()):
            ahead.execute(database, _statements(database, place, due))


def _there(connection: sa.Connection, schema: str | None) -> Mapping[Place, tuple[str, ...]]:
    """The columns behind the first one of every index that belongs to a column."""
    if schema is None:
        rows = connection.exec_driver_sql(_SQLITE).all()
    else:
        rows = connection.execute(sa.text(_POSTGRESQL), {"schema": schema}).all()
    found: dict[str, list[str]] = {}
    for index, column in rows:
        found.setdefault(index, []).append(column)
    places: dict[Place, tuple[str, ...]] = {}
    for index, columns in found.items():
        named = _NAME.fullmatch(index)
        if named is not None and named[2] == columns[0]:
            places[int(named[1]), columns[0]] = tuple(columns[1:])
    return places


def _statements(database: Database, place: Place, columns: tuple[str, ...]) -> list[str]:
    """PostgreSQL locks readers out only for the moment in which the one takes the place of the other."""
    table, first = place
    name, over = f"ix_{table}_{first}", ", ".join(f'"{each}"' for each in (first, *columns))
    if database.schema is None:
        return [f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON "t_{table}" ({over})']
    return [
        f'CREATE INDEX "{name}_new" ON "{database.schema}"."t_{table}" ({over})',
        f'DROP INDEX "{database.schema}"."{name}"',
        f'ALTER INDEX "{database.schema}"."{name}_new" RENAME TO "{name}"',
    ]
