"""Pivots: measures over rows × columns with subtotals, over the rows that whoever looks may see (S64).

Every figure, totals and "other" too, is aggregated from records, never from other figures: so means and distinct counts are
right, and each header carries the condition that finds the records behind its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cmp_to_key
from itertools import product
from typing import Any

from ..core.errors import refuse
from ..fields.registry import value_spec
from ..fields.text import sort_key
from ..permissions.actions import Action
from ..tables.catalogue import TableSpec
from ..tables.messages import BAD_AGGREGATE
from ..tables.queries import aggregate
from ..tables.queries.aggregate import Aggregation
from ..tables.transaction import Tx
from . import periods
from .charts import name_of
from .messages import PIVOT_TOO_LARGE

MOST_ROWS, MOST_COLUMNS = 1_000, 100
MOST_ROW_GROUPS, MOST_COLUMN_GROUPS = 3, 2

Group = str | Mapping[str, str]
Key = tuple[Any, ...]  #: the value of each group, from the outermost in
Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pivot:
    """What is asked, in the words of the API. `top_rows` and `top_columns` keep the greatest of the outermost group by the
    first measure, and gather the others."""

    rows: Sequence[Group] = ()
    columns: Sequence[Group] = ()
    measures: Sequence[Mapping[str, str]] = ({"op": "count"},)
    filter: Condition | None = None
    view: str | None = None
    q: str | None = None
    top_rows: int | None = None
    top_columns: int | None = None
    right: Action = Action.VIEW  #: over the rows that the caller may export or print
    sort: str | None = None  #: a measure by which rows are ordered among their siblings, `-` before it for descending


@dataclass(frozen=True, slots=True)
class Header:
    """A row or a column: its group values (none for the total), what they are called, and which records are behind it."""

    key: Key
    labels: tuple[str | None, ...]
    condition: Condition | None
    other: bool = False

    def dump(self) -> dict[str, Any]:
        level = 1 if self.other else len(self.key)
        return {
            "key": [] if self.other else list(self.key),
            "labels": list(self.labels),
            "level": level,
            "other": self.other,
            "condition": self.condition,
        }


@dataclass(frozen=True, slots=True)
class _Part:
    """Some leading groups of an axis, and a limit that gathers the rest of them."""

    groups: Sequence[Group]
    limit: Condition | None = None


_OTHER: Key = ("\0other",)


def pivot(tx: Tx, table_key: str, asked: Pivot) -> dict[str, Any]:
    """`{rows, columns, measures, cells, left_out}`: `cells[row][column]` is a list of figures in the order of the measures, or
    None where there is no record; `left_out` are the cells, by place, in whose figures values that are errors do not count, and
    how many. Raises MALFORMED for what cannot be grouped or measured, unreadable fields among it."""
    fields = [_field(group) for group in (*asked.rows, *asked.columns)]
    if (
        len(asked.rows) > MOST_ROW_GROUPS
        or len(asked.columns) > MOST_COLUMN_GROUPS
        or len(set(fields)) < len(fields)
        or not asked.measures
    ):
        raise refuse(BAD_AGGREGATE, what="…")
    table = tx.table(table_key)
    names = [measure.get("as") or name_of(measure) for measure in asked.measures]
    if asked.sort is not None and asked.sort.lstrip("-") not in names:
        raise refuse(BAD_AGGREGATE, what=asked.sort[:40])
    return _Pivot(tx, table, asked, names).answer()


class _Pivot:
    def __init__(self, tx: Tx, table: TableSpec, asked: Pivot, names: Sequence[str]) -> None:
        self._tx = tx
        self._table = table
        self._asked = asked
        self._names = names
        self._labels: dict[tuple[str, Any], str | None] = {}
        self._cells: dict[tuple[Key, Key], list[Any]] = {}
        self._errors: dict[tuple[Key, Key], Mapping[str, int]] = {}

    def answer(self) -> dict[str, Any]:
        asked = self._asked
        kept = self._top(asked.rows, asked.top_rows), self._top(asked.columns, asked.top_columns)
        for row, column in product(_parts(asked.rows, kept[0]), _parts(asked.columns, kept[1])):
            self._read(row, column, kept)
        rows = self._headers(0, asked.rows, kept[0], asked.sort)
        columns = self._headers(1, asked.columns, kept[1], None)
        if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
            raise refuse(PIVOT_TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
        return {
            "rows": [header.dump() for header in rows],
            "columns": [header.dump() for header in columns],
            "measures": [
                {"name": name, "op": measure["op"], "field": measure.get("field")}
                for name, measure in zip(self._names, asked.measures, strict=True)
            ],
            "cells": [[self._cells.get((row.key, column.key)) for column in columns] for row in rows],
            "left_out": [
                {"row": at, "column": across, "values": self._errors[row.key, column.key]}
                for at, row in enumerate(rows)
                for across, column in enumerate(columns)
                if (row.key, column.key) in self._errors
            ],
        }

    def _top(self, groups: Sequence[Group], most: int | None) -> _Kept | None:
        """The outermost group's greatest values, if there are more of them than are wanted."""
        if most is None or not groups:
            return None
        found = self._groups(groups[:1], None)
        if len(found) <= most:
            return None
        name, key = self._names[0], _field(groups[0])
        ranked = sorted(found, key=lambda row: _figure(row["values"][name]), reverse=True)[:most]
        conditions = [self._condition(groups[0], _value(row["group"][key])) for row in ranked]
        return _Kept(frozenset(_value(row["group"][key]) for row in ranked), {"not": {"or": conditions}})

    def _groups(self, groups: Sequence[Group], limit: Condition | None) -> list[dict[str, Any]]:
        asked = self._asked
        parts = [part for part in (asked.filter, limit) if part]
        filter_ = None if not parts else parts[0] if len(parts) == 1 else {"and": parts}
        return aggregate.groups(
            self._tx,
            self._table.key,
            Aggregation(groups, asked.measures, filter_, asked.view, asked.q, right=asked.right),
        )

    def _read(self, row: _Part, column: _Part, kept: tuple[_Kept | None, _Kept | None]) -> None:
        limits = [limit for limit in (row.limit, column.limit) if limit is not None]
        limit = None if not limits else {"and": limits}
        for found in self._groups([*row.groups, *column.groups], limit):
            group, labels = found["group"], found["labels"]
            keys = [tuple(_value(group[_field(one)]) for one in part.groups) for part in (row, column)]
            if any(top is not None and key and key[0] not in top.values for top, key in zip(kept, keys, strict=True)):
                continue
            for one in (*row.groups, *column.groups):
                self._labels[_field(one), _value(group[_field(one)])] = labels[_field(one)]
            place = (_OTHER if row.limit is not None else keys[0], _OTHER if column.limit is not None else keys[1])
            self._cells[place] = [found["values"][name] for name in self._names]
            if "errors" in found:
                self._errors[place] = found["errors"]

    def _headers(self, axis: int, groups: Sequence[Group], kept: _Kept | None, sort: str | None) -> list[Header]:
        """The headers of an axis: each group's own first, then what is inside it; the total first of all, "other" last."""
        keys = {place[axis] for place in self._cells}
        keys.discard(_OTHER)
        keys.add(())
        tree: dict[Key, list[Key]] = {}
        for key in keys:
            if key:
                tree.setdefault(key[:-1], []).append(key)
        found = list(self._walk((), tree, groups, sort))
        if kept is not None:
            found.append(Header(_OTHER, (), kept.others, other=True))
        return found

    def _walk(
        self, key: Key, tree: Mapping[Key, list[Key]], groups: Sequence[Group], sort: str | None
    ) -> Iterator[Header]:
        tests = [self._condition(group, value) for group, value in zip(groups, key, strict=False)]
        labels = tuple(self._labels[_field(group), value] for group, value in zip(groups, key, strict=False))
        condition = None if not tests else tests[0] if len(tests) == 1 else {"and": tests}
        yield Header(key, labels, condition)
        children = tree.get(key, [])
        if children:
            children.sort(key=lambda child: self._place(groups[len(key)], child[-1]))
            if sort is not None:
                place = self._names.index(sort.lstrip("-"))
                descending = sort.startswith("-")
                children.sort(
                    key=cmp_to_key(lambda a, b: _compared(self._total(a, place), self._total(b, place), descending))
                )
        for child in children:
            yield from self._walk(child, tree, groups, sort)

    def _total(self, key: Key, place: int) -> Any:
        cell = self._cells.get((key, ()))
        return None if cell is None else cell[place]

    def _place(self, group: Group, value: Any) -> tuple[Any, ...]:
        """Where a value stands among its siblings: options in their order, all else by name, empty last."""
        if value is None:
            return (1,)
        spec = value_spec(self._table.by_key[_field(group)])
        for at, choice in enumerate(spec.choices):
            if choice.key == value:
                return (0, at, "")
        return (0, len(spec.choices), sort_key(str(self._labels[_field(group), value] or value)), str(value))

    def _condition(self, group: Group, value: Any) -> Condition:
        """The records of one value of a group."""
        key = _field(group)
        if value is None:
            return {"field": key, "op": "empty"}
        spec = value_spec(self._table.by_key[key])
        size = group.get("bucket") if isinstance(group, Mapping) else None
        if size is None and spec.type == "datetime":
            size = "day"
        if size is None:
            return {"field": key, "op": "=", "value": value}
        first = periods.first_day(value, size)
        last = periods.following(first, size) - timedelta(days=1)
        return {"field": key, "op": "between", "value": [first.isoformat(), last.isoformat()]}


@dataclass(frozen=True, slots=True)
class _Kept:
    """The values of an outermost group that are shown one by one, and the condition of all others."""

    values: frozenset[Any]
    others: Condition


def _parts(groups: Sequence[Group], kept: _Kept | None) -> list[_Part]:
    found = [_Part(groups[:length]) for length in range(len(groups) + 1)]
    return found if kept is None else [*found, _Part((), kept.others)]


def _field(group: Group) -> str:
    return group if isinstance(group, str) else group.get("field", "")


def _value(value: Any) -> Any:
    return value["id"] if isinstance(value, Mapping) else value


def _figure(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return Decimal(0)


def _compared(a: Any, b: Any, descending: bool) -> int:
    """Figures in order, empty ones last either way."""
    if a is None or b is None:
        return (a is None) - (b is None)
    left, right = _figure(a), _figure(b)
    order = (left > right) - (left < right)
    return -order if descending else order
