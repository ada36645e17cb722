"""Charts: rows of an aggregation in the order people expect, with the empty months and stages between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..fields.registry import TYPES, value_spec
from ..fields.spec import FieldSpec
from ..fields.types.number import NumberType
from ..tables.catalogue import TableSpec
from ..tables.queries import aggregate
from ..tables.queries.aggregate import MOST_GROUPS, Aggregation
from ..tables.transaction import Tx
from . import periods

Card = Mapping[str, Any]
MOST_SERIES = 12  #: of a chart that is grouped twice
_COUNTING = frozenset({"count", "distinct"})
_WORDS = {
    "count": ("数量", "Count"),
    "avg": ("平均{label}", "Average {label}"),
    "min": ("最小{label}", "Least {label}"),
    "max": ("最大{label}", "Greatest {label}"),
    "distinct": ("{label}数", "Different {label}"),
}


def asked(card: Card, view: str | None, **changes: Any) -> Aggregation:
    """The aggregation behind a card."""
    given: dict[str, Any] = {
        "group_by": card.get("group_by", ()),
        "measures": card["measures"],
        "filter": card.get("filter"),
        "view": view,
        "sort": card.get("sort"),
    }
    return Aggregation(**{**given, **changes})


def name_of(measure: Mapping[str, str]) -> str:
    """What `tables.queries.aggregate` calls a measure in its answer."""
    return measure["op"] if "field" not in measure else f"{measure['op']}_{measure['field']}"


def beside(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """`{"errors": n}` where values are errors and count in none of the figures; of several measures the one with the most."""
    totals: dict[str, int] = {}
    for row in rows:
        for name, count in row.get("errors", {}).items():
            totals[name] = totals.get(name, 0) + count
    return {"errors": max(totals.values())} if totals else {}


def text_of(value: Any) -> str | None:
    return None if value is None else str(value)


def format_of(table: TableSpec, measures: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """How the numbers of a card are to be shown: as the first measure that does not merely count."""
    for measure in measures:
        if measure["op"] not in _COUNTING:
            spec = value_spec(table.by_key[measure["field"]])
            type_ = TYPES[spec.type]
            return {"type": spec.type, "scale": type_.scale(spec) if isinstance(type_, NumberType) else None}
    return {"type": "number", "scale": 0}


def chart(tx: Tx, table: TableSpec, card: Card, view: str | None) -> dict[str, Any]:
    """`{rows: [{key, label, values}], series: [{key, label}]}`, and `errors` where values were left out."""
    groups: Sequence[Any] = card["group_by"]
    if len(groups) > 1:
        return _crossed(tx, table, card, view)
    measures = card["measures"]
    names = [name_of(measure) for measure in measures]
    found = aggregate.aggregate(tx, table.key, asked(card, view, limit=MOST_GROUPS))
    rows = [
        {
            "key": _key(row, groups[0]),
            "label": _label(row, groups[0]),
            "values": [text_of(row["values"][name]) for name in names],
        }
        for row in found
    ]
    empty = [_nothing(table, measure) for measure in measures]
    rows = _completed(tx, table, card, rows, empty)
    series = [
        {"key": name, "label": measure_label(tx, table, measure)} for name, measure in zip(names, measures, strict=True)
    ]
    return {"rows": rows[: card.get("limit", MOST_GROUPS)], "series": series, **beside(found)}


def measure_label(tx: Tx, table: TableSpec, measure: Mapping[str, str]) -> str:
    label = table.by_key[measure["field"]].text(tx.ctx.locale) if "field" in measure else ""
    if measure["op"] == "sum":
        return label
    return _WORDS[measure["op"]][1 if tx.ctx.locale.startswith("en") else 0].format(label=label)


def _crossed(tx: Tx, table: TableSpec, card: Card, view: str | None) -> dict[str, Any]:
    """Grouped twice: the second group gives the series, the first measure the values."""
    first, second = card["group_by"]
    measure = card["measures"][0]
    name = name_of(measure)
    found = aggregate.aggregate(tx, table.key, asked(card, view, sort=None, limit=MOST_GROUPS))
    series: dict[str | None, str] = {}
    cells: dict[str | None, dict[str | None, str | None]] = {}
    labels: dict[str | None, str] = {}
    for row in found:
        key, other = _key(row, first), _key(row, second)
        labels.setdefault(key, _label(row, first))
        series.setdefault(other, _label(row, second))
        cells.setdefault(key, {})[other] = text_of(row["values"][name])
    columns = _in_order(table, second, list(series))[:MOST_SERIES]
    nothing = _nothing(table, measure)
    rows = [
        {"key": key, "label": labels[key], "values": [values.get(column, nothing) for column in columns]}
        for key, values in cells.items()
    ]
    rows = _completed(tx, table, card, rows, [nothing] * len(columns))
    return {
        "rows": rows[: card.get("limit", MOST_GROUPS)],
        "series": [{"key": key or "", "label": series[key]} for key in columns],
        **beside(found),
    }


def _completed(
    tx: Tx, table: TableSpec, card: Card, rows: list[dict[str, Any]], empty: list[str | None]
) -> list[dict[str, Any]]:
    """Rows in their order, with those that nothing belongs to between them."""
    group = card["group_by"][0]
    if isinstance(group, Mapping) and group.get("bucket"):
        return _on_axis(tx, card, group, rows, empty)
    if card.get("sort"):
        return rows
    spec = value_spec(table.by_key[group if isinstance(group, str) else group["field"]])
    if spec.type not in ("option", "state"):
        return rows
    by_key = {row["key"]: row for row in rows}
    wanted = _stages(card, spec) if card["type"] == "funnel" else frozenset[str]()
    found: list[dict[str, Any]] = []
    for choice in spec.choices:
        if choice.key in by_key:
            found.append(by_key.pop(choice.key))
        elif choice.key in wanted:
            found.append({"key": choice.key, "label": choice.text(tx.ctx.locale), "values": list(empty)})
    return found + list(by_key.values())


def _on_axis(
    tx: Tx, card: Card, group: Mapping[str, str], rows: list[dict[str, Any]], empty: list[str | None]
) -> list[dict[str, Any]]:
    size = group["bucket"]
    by_key = {row["key"]: row for row in rows if row["key"] is not None}
    rest = [row for row in rows if row["key"] is None]
    span = periods.axis(card.get("filter"), group["field"], tx.ctx.today)
    if span is None and by_key:
        span = periods.first_day(min(by_key), size), periods.first_day(max(by_key), size)
    names = periods.buckets(*span, size) if span is not None else []
    for name in names:
        by_key.setdefault(name, {"key": name, "label": name, "values": list(empty)})
    return [by_key[name] for name in sorted(by_key)] + rest


def _stages(card: Card, spec: FieldSpec) -> frozenset[str]:
    """The choices that the card's condition lets through: a funnel shows them even when nothing is in them."""
    allowed = {choice.key for choice in spec.choices if not choice.archived}
    filter: Any = card.get("filter") or {}
    for part in filter.get("and", [filter]):
        if part.get("field") != spec.key:
            if spec.key in str(part):
                return frozenset()
            continue
        value = part.get("value")
        keys = set(value) if isinstance(value, list) else {value}
        match part.get("op"):
            case "=" | "in":
                allowed &= keys
            case "!=" | "not_in":
                allowed -= keys
            case _:
                return frozenset()
    return frozenset(allowed)


def _in_order(table: TableSpec, group: Any, keys: list[str | None]) -> list[str | None]:
    spec = value_spec(table.by_key[group if isinstance(group, str) else group["field"]])
    places = {choice.key: place for place, choice in enumerate(spec.choices)}
    if places:
        return sorted(keys, key=lambda key: places.get(key or "", len(places)))
    return sorted(keys, key=lambda key: (key is None, key or ""))


def _field(group: Any) -> str:
    return group if isinstance(group, str) else group["field"]


def _key(row: Mapping[str, Any], group: Any) -> str | None:
    value = row["group"][_field(group)]
    return text_of(value["id"] if isinstance(value, Mapping) else value)


def _label(row: Mapping[str, Any], group: Any) -> str:
    return row["labels"][_field(group)] or ""


def _nothing(table: TableSpec, measure: Mapping[str, str]) -> str | None:
    """What a measure is of no rows at all (C6)."""
    if measure["op"] in _COUNTING:
        return "0"
    if measure["op"] != "sum":
        return None
    spec = value_spec(table.by_key[measure["field"]])
    return str(TYPES[spec.type].dump(Decimal(0), spec))
