"""How a database means to find rows: its own words for the plan of a statement, and what they say of one table."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

_USER_TABLE = re.compile(r"\bt_\d+\b")
Sent = tuple[str, Any]  #: a statement as the database gets it, and its parameters


@contextmanager
def selects() -> Generator[list[Sent]]:
    """The SELECTs on user tables that any engine sends within the block."""
    sent: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and _USER_TABLE.search(statement):
            sent.append((statement, parameters))

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)


def explained(connection: sa.Connection, statement: str, parameters: Any) -> list[str]:
    """The steps of the plan, without what is only compared."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[-1] for row in rows]
    rows = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", parameters)
    return [row[0].strip() for row in rows if not row[0].strip().startswith(("Filter", "Hash Cond"))]


def whole(steps: Sequence[str], table: int) -> list[str]:
    """The steps that read all of a table, or its rows in their order until enough are found."""
    name = rf"t_{table}( t_{table}_\d+)?$"
    scan = re.compile(rf"SCAN (main\.)?t_{table}(_\d+)?( |$)|.*Seq Scan on {name}")
    ordered = re.compile(rf".*Index (Only )?Scan (Backward )?using t_{table}_pkey on {name}")
    following = [*steps[1:], ""]
    return [
        step
        for step, after in zip(steps, following, strict=True)
        if scan.match(step) or (ordered.match(step) and not after.startswith("Index Cond"))
    ]


def indexes(steps: Sequence[str], table: int) -> list[str]:
    """The indexes of a table that rows are found by, each once; the primary key is none of them."""
    found = [name for step in steps for name in re.findall(rf"\bix_{table}_\w+", step)]
    return list(dict.fromkeys(found))
