"""What every field type offers. A type is stateless and registered once; what is configured is a `FieldSpec`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ..core.errors import Message, Problem
from ..formulas.values import FormulaError
from . import messages
from .operators import Operator
from .options import Reference, references_of, remapped, settings
from .spec import FieldSpec
from .text import blank

Value = Any  #: a value in memory; which one, each type says
Storage = Literal["column", "links", "none"]

_NONE: Mapping[str, Operator] = MappingProxyType({})
_SHOWN = 60  #: characters of a wrong value that a message repeats


class InvalidValue(Exception):
    """A raw value that a type does not take, and why. `value` is what it would have stood for, where that is known:
    an archived option is no new choice, but a row that already has it may be sent back unchanged."""

    def __init__(self, message: Message, /, *, meant: Value = None, **params: object) -> None:
        super().__init__(message.code)
        self.message = message
        self.params = {name: _shown(param) for name, param in params.items()}
        self.meant = meant

    def problem(self, field: str | None = None, row: int | None = None) -> Problem:
        return Problem(self.message, self.params, field, row)


def _shown(param: object) -> object:
    """A parameter fit for a sentence: a long text is cut, and what is neither text nor number is left out."""
    if isinstance(param, str):
        text = param.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return param if isinstance(param, int) else "…"


def is_empty(value: Value) -> bool:
    """Whether a value counts as empty: None, no items, or a computed value in error."""
    if value:  # asked of every value that is written; a Decimal is compared with another type very slowly
        return isinstance(value, FormulaError)
    return value is None or value == () or value == ""


def zone_or_default(zone: tzinfo | None) -> tzinfo:
    """The workspace's zone; where none is given, the one workspaces have unless they say otherwise (reliability 4.12)."""
    return zone or ZoneInfo("Asia/Shanghai")


class FieldType:
    """The behaviour of one type. Subclasses override `_read` and what differs from a plain value in one column.

    Three laws, kept by `tests/fields/test_contract.py`: `parse(dump(v)) == v`; `parse(to_text(v)) == v` unless `lossy`;
    `load(bind(v)) == v`. Every operator's `sql` agrees with its `test`.
    """

    name: ClassVar[str]
    label: ClassVar[Mapping[str, str]]
    kind: ClassVar[str]  #: name of the formula kind of a value (`registry.kind_of` gives the whole kind)
    computed: ClassVar[bool] = False  #: whether the engine alone writes it; use `registry.type_of(spec)` to ask
    storage: ClassVar[Storage] = "column"
    options_schema: ClassVar[Mapping[str, Any]] = settings()
    operators: ClassVar[Mapping[str, Operator]] = _NONE

    _lossy: ClassVar[bool] = False  # whether a text does not lead back to the value
    _empty: ClassVar[Value] = None

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        """The physical columns, the main one first and named `spec.column`; none where nothing is stored in the row.

        `column.info["index"]` marks those worth an index, `column.info["unique"]` the one a unique field compares by.
        """
        raise NotImplementedError

    def parse(self, raw: object, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """The value that JSON, a text or a sheet's cell stands for; None and blank are empty. Raises `InvalidValue`.

        `zone` is the workspace's: what has no zone of its own is in it.
        """
        if raw is None or (isinstance(raw, str) and blank(raw)):
            return self._empty
        return self._read(raw, spec, zone)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        """`parse` of something that is not blank."""
        raise NotImplementedError

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        """What to write into `columns`, in their order."""
        return (None if is_empty(value) else value,)

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        """The value back from its `columns`."""
        return stored[0]

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        """The JSON form of the API. Relations and members give `{"id"}`: labels are added by who may read them."""
        return value

    def shown(self, column: sa.ColumnElement[Any], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        """The main column read straight as what `dump` makes of its value; None where that takes Python."""
        return None

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        """The value as other programs read it: copy, CSV, search; '' when empty."""
        return "" if value is None else str(value)

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """One typed operand of a comparison. Where `op` takes several (`in`, `between`), this reads each of them."""
        value = self.parse(raw, spec, zone)
        if is_empty(value):
            raise InvalidValue(messages.EMPTY)
        return value

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        """What to order by, given this field's `columns`; None where there is no order. Empties are the caller's."""
        return columns[0]

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        """The value as formulas know it: 85 % is 0.85, an option its key. An error stays one."""
        return value

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        """The value that a formula's result becomes in this field: rounded to its scale, or an error when it cannot."""
        return value

    def references(self, options: Mapping[str, Any]) -> frozenset[Reference]:
        """The tables, fields, choices and rows that the options of a field of this type name."""
        return references_of(self.options_schema, options)

    def remap(self, options: Mapping[str, Any], refs: Mapping[Reference, Hashable]) -> dict[str, Any]:
        """The options with what `refs` lists exchanged (ids by ids, or by portable keys and back); the rest stays."""
        return remapped(self.options_schema, options, refs)
