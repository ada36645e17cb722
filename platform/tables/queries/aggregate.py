"""Sums, counts and their like over the rows a caller may view, by group (E17, E22).

A formula that has no value (E3) counts in none of them; beside the figures it is told how many values were left out like that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...core.errors import refuse
from ...core.numbers import EXACT, rounded
from ...fields.days import BUCKETS, period
from ...fields.registry import COMPUTED, TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import sort_key
from ...permissions.actions import Action
from ..messages import BAD_AGGREGATE, BAD_LIMIT
from ..system import points_to_member, points_to_record
from . import query, reading, summing
from .query import Query
from .selection import Selection

if TYPE_CHECKING:
    from ..transaction import Tx

OPS = ("count", "sum", "avg", "min", "max", "distinct")
MOST_GROUPS = 1_000
MOST_PARTS = 8
MEAN_SCALE = 6  #: decimals of a mean


@dataclass(frozen=True, slots=True)
class Aggregation:
    """What is asked, in the words of the API."""

    group_by: Sequence[str | Mapping[str, str]] = ()
    measures: Sequence[Mapping[str, str]] = ({"op": "count"},)
    filter: Mapping[str, Any] | None = None
    view: str | None = None
    q: str | None = None
    limit: int = MOST_GROUPS
    sort: str | None = None  #: the name of a measure or `group`, `-` before it for descending
    right: Action = Action.VIEW  #: over the rows that the caller may export or print, of those that they may view


@dataclass(slots=True)
class _Part:
    """One thing that rows are grouped by."""

    key: str
    spec: FieldSpec
    bucket: str | None
    column: sa.ColumnElement[Any]
    texts: dict[int, str] = field(default_factory=dict)
    #: by value: of many groups the same few values stand in most
    shown: dict[Any, tuple[Any, Any]] = field(default_factory=dict)


def aggregate(tx: Tx, table_key: str, asked: Aggregation) -> list[dict[str, Any]]:
    """`[{group, labels, values}]`, with `errors` (measure → how many values were left out) where there are any: the first of
    them, up to the limit. Raises MALFORMED for what cannot be grouped or measured."""
    return first(tx, table_key, asked)[0]


def first(tx: Tx, table_key: str, asked: Aggregation) -> tuple[list[dict[str, Any]], int]:
    """The same, and how many groups stand behind the limit."""
    if not 1 <= asked.limit <= MOST_GROUPS:
        raise refuse(BAD_LIMIT, most=MOST_GROUPS)
    found, total = _answers(tx, table_key, asked, asked.limit)
    return found, total - len(found)


def groups(tx: Tx, table_key: str, asked: Aggregation) -> list[dict[str, Any]]:
    """The same without the limit, for what is made of all groups."""
    return _answers(tx, table_key, asked, None)[0]


def _answers(tx: Tx, table_key: str, asked: Aggregation, most: int | None) -> tuple[list[dict[str, Any]], int]:
    """The groups in order, as many as are wanted, and how many there are. All are read and put into order, since a limit
    before folding and sorting would give wrong figures; those that are left out are not made an answer of."""
    table = tx.table(table_key)
    if len(asked.group_by) > MOST_PARTS or not 1 <= len(asked.measures) <= 4 * MOST_PARTS:
        raise refuse(BAD_AGGREGATE, what="…")
    rows_of = Query(filter=asked.filter, view=asked.view, q=asked.q)
    if not asked.group_by and asked.right is Action.VIEW and all(_counts(item) for item in asked.measures):
        total = query.total(tx, table, rows_of)
        if total is not None:
            return [{"group": {}, "labels": {}, "values": {_name(item): total for item in asked.measures}}], 1
    selection, _ = query.select(tx, table, rows_of)
    if asked.right is not Action.VIEW:
        selection.where(tx.scope(table).where(asked.right))
    parts = [_part(selection, item) for item in asked.group_by]
    measures = [_measure(selection, item) for item in asked.measures]
    rows = summing.rows(selection, [part.column for part in parts], [c for each in measures for c in each.columns])
    folded = _rebucket(tx, parts, rows, measures) if any(part.bucket for part in parts) else [list(r) for r in rows]
    for place, part in enumerate(parts):
        part.texts = _texts(tx, part, {row[place] for row in folded})
    _sort(tx, parts, measures, folded, asked.sort)
    return [_answer(tx, parts, measures, row) for row in folded[:most]], len(folded)


def _part(selection: Selection, item: str | Mapping[str, str]) -> _Part:
    key, bucket = (item, None) if isinstance(item, str) else (item.get("field", ""), item.get("bucket"))
    tx = selection.tx
    (spec,) = query.chosen(tx, selection.table, [key])
    shown = value_spec(spec)
    dated = shown.type in ("date", "datetime")
    if bucket is not None and (bucket not in BUCKETS or not dated):
        raise refuse(BAD_AGGREGATE, at_field=key, what=str(bucket)[:40])
    if TYPES[shown.type].storage != "column" or shown.type in ("multi_option", "attachment", "long_text"):
        raise refuse(BAD_AGGREGATE, at_field=key, what=key)
    end, table = selection.joins.seen((spec.id,))
    column = tx.catalogue.storage.column(table, end)
    return _Part(key, shown, bucket or ("day" if shown.type == "datetime" else None), column)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, as it is worked out."""

    op: str
    name: str  #: in the answer
    figures: list[sa.ColumnElement[Any]]
    spec: FieldSpec | None  #: what the values look like
    errors: sa.ColumnElement[Any] | None = None  #: how many values are errors, where some may be

    @property
    def columns(self) -> list[sa.ColumnElement[Any]]:
        return self.figures if self.errors is None else [*self.figures, self.errors]


def _measure(selection: Selection, item: Mapping[str, str]) -> Measure:
    op, key = item.get("op", ""), item.get("field")
    if op not in OPS or (key is None and op != "count"):
        raise refuse(BAD_AGGREGATE, what=str(op)[:40])
    name = _name(item)
    if key is None:
        return Measure(op, name, [sa.func.count()], None)
    tx = selection.tx
    (spec,) = query.chosen(tx, selection.table, [key])
    shown = value_spec(spec)
    if TYPES[shown.type].storage != "column":
        raise refuse(BAD_AGGREGATE, at_field=key, what=f"{op}({key})")
    end, table = selection.joins.seen((spec.id,))
    column = tx.catalogue.storage.column(table, end)
    numeric = shown.type in ("number", "money", "percent")
    if (op in ("sum", "avg") and not numeric) or (
        op in ("min", "max") and not (numeric or shown.type in ("date", "datetime"))
    ):
        raise refuse(BAD_AGGREGATE, at_field=key, what=f"{op}({key})")
    match op:
        case "count":
            found: list[sa.ColumnElement[Any]] = [sa.func.count(column)]
        case "distinct":
            found = [sa.func.count(column.distinct())]
        case "avg":
            found = [sa.func.sum(column, type_=column.type), sa.func.count(column)]
        case "sum":
            found = [sa.func.sum(column, type_=column.type)]
        case "min":
            found = [sa.func.min(column, type_=column.type)]
        case _:
            found = [sa.func.max(column, type_=column.type)]
    failing = sa.func.count(table.c[f"{end.column}_e"]) if end.type in COMPUTED else None
    return Measure(op, name, found, shown, failing)


def _counts(item: Mapping[str, str]) -> bool:
    """Whether it is how many rows there are."""
    return item.get("op") == "count" and item.get("field") is None


def _name(item: Mapping[str, str]) -> str:
    op, key = item.get("op", ""), item.get("field")
    return item.get("as") or (op if key is None else f"{op}_{key}")


def _rebucket(tx: Tx, parts: Sequence[_Part], rows: Sequence[Any], measures: Sequence[Measure]) -> list[list[Any]]:
    """Fold days into months and their like, in the workspace's zone; exact, since sums are added and means are not."""
    folded: dict[tuple[Any, ...], list[Any]] = {}
    width = len(parts)
    for row in rows:
        key = tuple(_bucket(tx, part, value) for part, value in zip(parts, row, strict=False))
        present = folded.get(key)
        folded[key] = list(row[width:]) if present is None else _combined(present, row[width:], measures)
    return [[*key, *values] for key, values in folded.items()]


def _combined(left: list[Any], right: Sequence[Any], measures: Sequence[Measure]) -> list[Any]:
    result: list[Any] = []
    place = 0
    for measure in measures:
        if measure.op == "distinct":
            raise refuse(BAD_AGGREGATE, what="distinct")
        for column in measure.columns:
            op = "sum" if column is measure.errors else measure.op
            a, b = left[place], right[place]
            place += 1
            if a is None or b is None:
                result.append(b if a is None else a)
            elif op in ("min", "max"):
                result.append(min(a, b) if op == "min" else max(a, b))
            else:
                result.append(EXACT.add(a, b) if isinstance(a, Decimal) else a + b)
    return result


def _bucket(tx: Tx, part: _Part, value: Any) -> Any:
    if part.bucket is None or value is None:
        return value
    return period(value.astimezone(tx.ctx.zone).date() if isinstance(value, datetime) else value, part.bucket)


def _texts(tx: Tx, part: _Part, values: set[Any]) -> dict[int, str]:
    wanted = {value for value in values if value is not None}
    if points_to_record(part.spec):
        return reading.labels(tx, tx.catalogue.by_id[part.spec.options["table"]], wanted)
    if points_to_member(part.spec):
        return {value: reading.member(tx, value)["label"] for value in wanted}  # type: ignore[index]
    return {}


def _shown(tx: Tx, part: _Part, value: Any) -> tuple[Any, Any]:
    """What stands in the answer for a value of a group, and what it is called."""
    if value is None or part.bucket is not None:
        return value, value
    if part.texts or points_to_record(part.spec) or points_to_member(part.spec):
        label = part.texts.get(value, f"#{value}")
        return {"id": value, "label": label}, label
    type_ = TYPES[part.spec.type]
    return type_.dump(value, part.spec), type_.to_text(value, part.spec, tx.ctx.locale, tx.ctx.zone)


def _named(tx: Tx, part: _Part, value: Any) -> tuple[Any, Any]:
    """What `_shown` says of a value, worked out once."""
    if value not in part.shown:
        part.shown[value] = _shown(tx, part, value)
    return part.shown[value]


def _answer(tx: Tx, parts: Sequence[_Part], measures: Sequence[Measure], row: Sequence[Any]) -> dict[str, Any]:
    group: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    for part, value in zip(parts, row, strict=False):
        group[part.key], labels[part.key] = _named(tx, part, value)
    values: dict[str, Any] = {}
    errors: dict[str, int] = {}
    for measure, cells in _cells(parts, measures, row):
        values[measure.name] = _value(measure.op, cells, measure.spec)
        if measure.errors is not None and cells[-1]:
            errors[measure.name] = cells[-1]
    return {"group": group, "labels": labels, "values": values} | ({"errors": errors} if errors else {})


def _cells(
    parts: Sequence[_Part], measures: Sequence[Measure], row: Sequence[Any]
) -> Iterator[tuple[Measure, Sequence[Any]]]:
    """Of a row, what belongs to each measure."""
    place = len(parts)
    for measure in measures:
        yield measure, row[place : place + len(measure.columns)]
        place += len(measure.columns)


def _value(op: str, cells: Sequence[Any], spec: FieldSpec | None) -> Any:
    if op in ("count", "distinct") or spec is None:
        return cells[0]
    if cells[0] is None:
        return TYPES[spec.type].dump(Decimal(0), spec) if op == "sum" else None
    if op == "avg":
        return format(rounded(EXACT.divide(cells[0], Decimal(cells[1])), MEAN_SCALE), "f")
    return TYPES[spec.type].dump(cells[0], spec)


def _sort(tx: Tx, parts: Sequence[_Part], measures: Sequence[Measure], rows: list[list[Any]], sort: str | None) -> None:
    """By a measure or by the names of the groups; what is equal in that comes by name, then by what the name stands for,
    so that the order is the same on every database."""
    name = (sort or "group").lstrip("-")
    known: list[dict[Any, tuple[str, bytes]]] = [{} for _ in parts]  # of many groups the same few values stand in most

    def key(at: int, value: Any) -> tuple[str, bytes]:
        keys = known[at]
        if value not in keys:
            group, label = _named(tx, parts[at], value)
            keys[value] = sort_key(str(label or "")), orjson.dumps(group)
        return keys[value]

    def named(row: Sequence[Any]) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
        pairs = [key(at, value) for at, value in enumerate(row[: len(parts)])]
        return tuple(label for label, _ in pairs), tuple(group for _, group in pairs)

    rows.sort(key=named, reverse=name == "group" and sort == "-group")
    if name != "group":

        def figure(row: Sequence[Any]) -> tuple[int, Decimal | str]:
            told = (_value(one.op, cells, one.spec) for one, cells in _cells(parts, measures, row) if one.name == name)
            return _figure(next(told, None))

        rows.sort(key=figure, reverse=(sort or "").startswith("-"))


def _figure(value: Any) -> tuple[int, Decimal | str]:
    """What a measure is ordered by: numbers, of which an empty one counts as 0, and days."""
    try:
        return 0, Decimal(0) if value is None else Decimal(str(value))
    except ArithmeticError:
        return 1, str(value)
