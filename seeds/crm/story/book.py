"""Rows as they are told, with the dice that decide what is left open. The dice fall the same way every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

Row = dict[str, Any]
T = TypeVar("T")


class Book:
    """All rows so far, by table, in the order in which they are to be made."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}
        self._dice = random.Random(20260101)

    def add(self, table: str, ref: str, values: Row, *, by: str | None = None, days: int = 0) -> str:
        """A row, made by the account `by`, `days` (0 or less) from the day of installation."""
        row: Row = {"ref": ref}
        if by is not None:
            row["by"] = by
        if days:
            row["days"] = days
        row["values"] = {key: value for key, value in values.items() if value is not None}
        self.tables.setdefault(table, []).append(row)
        return ref

    def rows(self, table: str) -> list[Row]:
        return self.tables[table]

    def number(self, first: int, last: int) -> int:
        return self._dice.randint(first, last)

    def pick(self, things: Sequence[T]) -> T:
        return self._dice.choice(things)

    def chance(self, percent: int) -> bool:
        return self._dice.randrange(100) < percent


def to(ref: str) -> Row:
    """A relation to a row."""
    return {"ref": ref}


def person(account: str) -> Row:
    """A member, by account."""
    return {"account": account}


def day(days: int) -> Row:
    """A date, so many days from installation."""
    return {"days": days}


def moment(days: int, time: str) -> Row:
    """A time of day, so many days from installation, in the workspace's zone."""
    return {"days": days, "time": time}


DEPARTMENT = {
    "admin": "dept_office",
    "boss": "dept_office",
    "success": "dept_office",
    "manager": "dept_sales",
    "sales1": "dept_sales_1",
    "sales2": "dept_sales_1",
    "sales3": "dept_sales_3",
    "marketing": "dept_marketing",
    "finance": "dept_finance",
}
