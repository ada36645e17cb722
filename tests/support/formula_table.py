"""A table of fields for formulas to read, and one morning in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gezi.formulas import (
    BOOLEAN,
    DATE,
    DATETIME,
    NUMBER,
    TEXT,
    Checked,
    Choice,
    Env,
    Kind,
    Node,
    bind,
    check,
    compile,  # noqa: A004
    list_of,
    option,
    parse,
    record,
)
from gezi.formulas.values import shown

STATUS = option((Choice(7, "won", "已成交"), Choice(8, "lost", "输单")))
LEVEL = option((Choice(17, "key", "重点"), Choice(18, "normal", "普通")))

FIELDS: dict[str, tuple[int, Kind]] = {
    "price": (1, NUMBER),
    "discount": (2, NUMBER),
    "quantity": (3, NUMBER),
    "status": (4, STATUS),
    "due": (5, DATE),
    "created_at": (6, DATETIME),
    "name": (7, TEXT),
    "customer": (8, record("customers")),
    "tags": (9, list_of(LEVEL)),
    "done": (10, BOOLEAN),
    "owner": (11, record("members")),
    "amounts": (12, list_of(NUMBER)),
    "closed_at": (13, DATETIME),
    "成交金额(元)": (14, NUMBER),
    "start": (15, DATE),
}
LEVEL_PATH = (8, 40)  #: customer.level
NAMES = {number: name for name, (number, _) in FIELDS.items()} | {40: "level"}
KINDS: dict[tuple[int, ...], Kind] = {(number,): kind for number, kind in FIELDS.values()} | {LEVEL_PATH: LEVEL}
ENV = Env(date(2026, 1, 15), datetime(2026, 1, 15, 1, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def resolve(path: tuple[str, ...]) -> tuple[int, ...] | None:
    if path == ("customer", "level"):
        return LEVEL_PATH
    known = FIELDS.get(path[0])
    return (known[0],) if known and len(path) == 1 else None


def bound(text: str) -> Node:
    return bind(parse(text), resolve)


def checked(text: str, want: Kind | None = None) -> Checked:
    return check(bound(text), KINDS.get, want)


def evaluate(text: str, want: Kind | None = None, **row: Any) -> Any:
    """The value of a formula over a row given by field names; `level` is that of the customer."""
    values = {((8, 40) if name == "level" else (FIELDS[name][0],)): value for name, value in row.items()}
    return compile(checked(text, want))(values.get, ENV)


def result(text: str, **row: Any) -> str:
    """The value as text: '' for empty, '#code' for an error."""
    return shown(evaluate(text, **row), ENV)
