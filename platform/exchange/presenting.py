"""Values of records as cells of a sheet: what a person reads, which an import takes back (text, number, date)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, cast

from ..core.numbers import EXACT
from ..fields.choosing import find, label_of
from ..fields.registry import TYPES, value_spec
from ..fields.spec import FieldSpec
from ..fields.types.number import NumberType

Shown = None | str | Decimal | date | datetime  #: a datetime is naive, in the workspace's zone
Present = Callable[[Any], Shown]

_NUMERIC = frozenset({"number", "money", "percent"})


def presenter(spec: FieldSpec, locale: str, zone: tzinfo) -> Present:
    """How values of a field, as `tables.queries` dumps them, are put into a cell. Several values are joined by a mark that
    none of them contains where there is one."""
    shown = value_spec(spec)
    match shown.type:
        case "number" | "money" | "percent":
            plain: Present = Decimal
        case "date":
            plain = date.fromisoformat
        case "datetime":
            plain = lambda value: _local(value, zone)  # noqa: E731 - one line per kind reads better
        case "option" | "state":
            plain = lambda value: _option(value, shown, locale)  # noqa: E731
        case "multi_option":
            plain = lambda value: _joined([_option(key, shown, locale) for key in value], locale)  # noqa: E731
        case "checkbox":
            plain = lambda value: TYPES["checkbox"].to_text(value, shown, locale)  # noqa: E731
        case "member" | "relation":
            plain = lambda value: str(value["label"])  # noqa: E731
        case "members" | "relations":
            plain = lambda value: _joined([str(one["label"]) for one in value], locale)  # noqa: E731
        case "attachment":
            plain = lambda value: _joined([str(one["name"]) for one in value], locale)  # noqa: E731
        case _:
            plain = str

    def present(value: Any) -> Shown:
        if value is None or value in ("", []):
            return None
        if isinstance(value, Mapping) and "error" in value:
            return f"#{value['error']}"
        return plain(cast(Any, value))

    return present


def number_format(spec: FieldSpec) -> str | None:
    """How a spreadsheet shows cells of a field: decimals, per cents, dates; None for text."""
    shown = value_spec(spec)
    type_ = TYPES[shown.type]
    if isinstance(type_, NumberType):
        scale = type_.scale(shown)
        if shown.type == "percent":
            return "0" + ("." + "#" * scale if scale else "") + "%"
        digits = "#,##0" if shown.options.get("thousands", True) else "0"
        if shown.type == "money":
            return digits + ("." + "0" * scale if scale else "")
        return digits + ("." + "#" * scale if scale else "")
    return {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}.get(shown.type)


def is_numeric(spec: FieldSpec) -> bool:
    return value_spec(spec).type in _NUMERIC


def is_percent(spec: FieldSpec) -> bool:
    return value_spec(spec).type == "percent"


def fraction(percent: Decimal) -> Decimal:
    """85 as a spreadsheet keeps it under a per cent format: 0.85."""
    return percent.scaleb(-2, context=EXACT)


def _local(value: str, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).replace(tzinfo=None)


def _option(key: str, spec: FieldSpec, locale: str) -> str:
    choice = find(key, spec)
    return label_of(spec, choice.id, locale) if choice is not None else key


def _joined(items: list[str], locale: str) -> str:
    english = locale.startswith("en")
    marks = ("; ", "\n") if english else ("；", "、", "\n")
    mark = next((one for one in marks if not any(one.strip(" ") in item for item in items)), "\n")
    return mark.join(items)
