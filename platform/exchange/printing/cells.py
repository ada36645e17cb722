"""Values on paper: numbers with their decimals and separators, moments in the workspace's zone, everything else as exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from ...fields.registry import TYPES, value_spec
from ...fields.scalars import text_of
from ...fields.spec import FieldSpec
from ...fields.types.number import NumberType
from .. import presenting

MASKED = "••••"  #: stands where the person who prints may not read the value on this row (S12); on screens too
_ON_ONE_LINE = frozenset({"date", "datetime", "autonumber", "phone"})


def printer(spec: FieldSpec, locale: str, zone: tzinfo) -> Callable[[Any], str]:
    """How values of a field, as `tables.queries` dumps them, are written; nothing for an empty one."""
    present = presenting.presenter(spec, locale, zone)
    shown = value_spec(spec)

    def written(value: Any) -> str:
        found = present(value)
        if found is None:
            return ""
        if isinstance(found, Decimal):
            return number(found, shown)
        if isinstance(found, datetime):
            return f"{found:%Y-%m-%d %H:%M}"
        return found if isinstance(found, str) else text_of(found)

    return written


def number(value: Decimal, spec: FieldSpec) -> str:
    """A number as the screen shows it: its field's decimals and separators; per cents have as many decimals as there are."""
    shown = value_spec(spec)
    if shown.type == "percent":
        return f"{value:,f}%"
    comma = "," if shown.options.get("thousands", True) else ""
    type_ = TYPES[shown.type]
    scale = type_.scale(shown) if isinstance(type_, NumberType) else None
    return f"{value:{comma}f}" if scale is None else f"{value:{comma}.{scale}f}"


def css(spec: FieldSpec) -> str | None:
    """The class of a field's column: numbers stand on the right, and neither they nor moments are broken."""
    if presenting.is_numeric(spec):
        return "n"
    return "l" if value_spec(spec).type in _ON_ONE_LINE else None
