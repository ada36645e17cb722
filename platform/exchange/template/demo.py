"""The demo records of a template: made through `tables.records`, marked as demo, their days counted from today.

In a value, `{"ref": "x"}` is another demo row, `{"account": "x"}` a member, `{"days": -3}` a date and
`{"days": -3, "time": "10:30"}` an instant in the workspace's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Any

from ...core.context import Actor, Context, Source
from ...core.errors import Problem, Refusal
from ...tables import records
from ...tables.catalogue import TableSpec
from ...tables.computed import volatile
from ...tables.records import RowUpdate
from ...tables.transaction import Tx
from . import format, messages, rights
from .library import demo_records

Row = Mapping[str, Any]
Records = Sequence[Mapping[str, Any]]
MORNING = time(9, 0)  #: when demo rows of earlier days were made, in the workspace's zone


def read(template: Mapping[str, Any]) -> Records:
    """The demo records, once their shape is right and all they name is there. Raises `Refusal` with every problem."""
    found = demo_records(template)
    problems = format.shape_problems(found, "demoRecords")
    if not problems:
        problems = _problems(template, found)
    if problems:
        raise Refusal(problems)
    return found


def write(tx: Tx, template: Mapping[str, Any], parts: Records, accounts: Mapping[str, int] | None) -> int:
    """Make all rows and put the accounts into their role groups; returns how many rows were made.

    An account without a member of its own is played by whoever installs.
    """
    given = accounts or {}
    for person in template["demo"].get("accounts", ()):
        if person["account"] in given:
            rights.assign(tx, given[person["account"]], person["roles"])
    tx.reload()
    return _Writer(tx, given).write(parts)


class _Writer:
    def __init__(self, tx: Tx, accounts: Mapping[str, int]) -> None:
        self._tx = tx
        self._accounts = accounts
        self._ids: dict[str, int] = {}
        self._today = tx.ctx.today

    def write(self, parts: Records) -> int:
        later: list[tuple[str, str, dict[str, Any]]] = []
        for part in parts:
            table = self._tx.catalogue.table(part["table"])
            rows = sorted(part["rows"], key=lambda row: (row.get("days", 0), row.get("by") or ""))  # oldest first
            for (days, by), group in groupby(rows, key=lambda row: (row.get("days", 0), row.get("by"))):
                self._make(table, list(group), by, days, later)
        with _as(self._tx, self._context(None, 0)):
            for table_key, rows in groupby(later, key=lambda each: each[0]):
                updates = [RowUpdate(self._ids[ref], self._values(values)) for _, ref, values in rows]
                records.update(self._tx, table_key, updates, answer=False)
            volatile.refresh(self._tx)
        return len(self._ids)

    def _make(
        self, table: TableSpec, rows: list[Row], by: str | None, days: int, later: list[tuple[str, str, dict[str, Any]]]
    ) -> None:
        """One call for rows made by one person on one day; what points to rows that come later is filled in at the end."""
        ready: list[dict[str, Any]] = []
        for row in rows:
            values = {key: value for key, value in row["values"].items() if self._known(value)}
            waiting = {key: value for key, value in row["values"].items() if key not in values}
            if waiting:
                later.append((table.key, row["ref"], waiting))
            ready.append(self._values(values, table))
        with _as(self._tx, self._context(by, days)):
            written = records.create(self._tx, table.key, ready, demo=True, answer=False)
        self._ids.update((row["ref"], id_) for row, id_ in zip(rows, written.ids, strict=True))

    def _known(self, value: Any) -> bool:
        return all(part["ref"] in self._ids for part in _parts(value) if "ref" in part)

    def _values(self, values: Mapping[str, Any], table: TableSpec | None = None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in values.items():
            unique = table is not None and table.by_key[key].unique
            read: Callable[[Any], Any] = lambda each, unique=unique: self._value(each, unique=unique)  # noqa: E731
            found[key] = [read(each) for each in value] if isinstance(value, list) else read(value)
        return found

    def _value(self, value: Any, *, unique: bool) -> Any:
        match value:
            case {"ref": ref}:
                return self._ids[ref]
            case {"account": account}:
                return self._accounts.get(account, None if unique else self._tx.ctx.actor.member)
            case {"days": days, "time": hour}:
                return self._instant(days, time.fromisoformat(hour)).isoformat()
            case {"days": days}:
                return (self._today + timedelta(days=days)).isoformat()
            case _:
                return value

    def _instant(self, days: int, hour: time) -> datetime:
        """A time of a day near today; nothing that is past may lie ahead of now."""
        moment = datetime.combine(self._today + timedelta(days=days), hour, self._tx.ctx.zone).astimezone(UTC)
        return min(moment, self._tx.ctx.now) if days <= 0 else moment

    def _context(self, by: str | None, days: int) -> Context:
        member = self._accounts.get(by, self._tx.ctx.actor.member) if by is not None else None
        now = self._tx.ctx.now if days == 0 else self._instant(days, MORNING)
        return replace(self._tx.ctx, actor=Actor(member=member, system=True), source=Source.TEMPLATE, now=now)


@contextmanager
def _as(tx: Tx, ctx: Context) -> Generator[None]:
    """The same transaction on behalf of somebody else, at another time: with a change set of its own in the history."""
    before = tx.ctx, tx.change_set
    tx.ctx, tx.change_set = ctx, None
    try:
        yield
    finally:
        tx.ctx, tx.change_set = before


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            yield each


def _problems(template: Mapping[str, Any], parts: Records) -> list[Problem]:
    fields = {table["key"]: {field["key"] for field in table["fields"]} for table in template["tables"]}
    refs: set[str] = set()
    found: list[Problem] = []

    def report(message: Any, path: str, **params: object) -> None:
        found.append(Problem(message, {"path": path, **params}, path))

    for number, part in enumerate(parts):
        if part["table"] not in fields:
            report(messages.NO_TABLE, f"demo[{number}].table", key=part["table"])
        for place, row in enumerate(part["rows"]):
            if row["ref"] in refs:
                report(messages.TWICE, f"demo[{number}].rows[{place}].ref", key=row["ref"])
            refs.add(row["ref"])
    for number, part in enumerate(parts):
        for place, row in enumerate(part["rows"]):
            for key, value in row["values"].items():
                path = f"demo[{number}].rows[{place}].values.{key}"
                if key not in fields.get(part["table"], {key}):
                    report(messages.NO_FIELD, path, table=part["table"], key=key)
                for each in _parts(value):
                    if "ref" in each and each["ref"] not in refs:
                        report(messages.NO_REFERENCE, path, key=each["ref"])
    return found
