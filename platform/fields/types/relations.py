"""Multiple relation: rows of another table, kept as pairs in a link table; or, with `via`, the rows that point here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...formulas.values import FormulaError
from .. import messages
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import LINKS
from ..options import CONDITION, FIELD, TABLE, UNFIT, settings
from ..pointing import id_of, ids_of
from ..spec import FieldSpec, named

_MOST_EQUAL = 100  # ids that a set can be compared with


class PointersType(FieldType):
    """`tuple[int, …]`, ids in ascending order, each once; stored as pairs, so it has no column."""

    kind = "list"
    storage = "links"
    operators = LINKS

    _empty = ()

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return ()

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return ids_of(raw)

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return ()

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        """From the far ids of the pairs, in any order."""
        return tuple(sorted(stored))

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return [{"id": id} for id in value or ()]

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return ", ".join(map(str, value or ()))

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """For `=` and `!=` exactly these ids, for the others one of them."""
        if op not in ("=", "!="):
            return id_of(raw)
        ids = ids_of(raw)
        if not ids:
            raise InvalidValue(messages.EMPTY)
        if len(ids) > _MOST_EQUAL:
            raise InvalidValue(messages.TOO_MANY, limit=_MOST_EQUAL)
        return ids

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return None

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        if value is None or isinstance(value, FormulaError):
            return value or ()
        return tuple(sorted({value} if isinstance(value, int) else set(value)))


class RelationsType(PointersType):
    """Rows of `table`; options as of a single relation."""

    name = "relations"
    label = named("多条关联", "Relations")
    options_schema = settings(
        "table",
        table=TABLE,
        via={**FIELD, "type": ["integer", "null"], "default": None},
        filter={**CONDITION, "default": None},
        unfit=UNFIT,
    )


class InverseRelationsType(RelationsType):
    """The rows whose single relation `via` points at this row: read, never written, stored only over there."""

    computed = True
    storage = "none"
