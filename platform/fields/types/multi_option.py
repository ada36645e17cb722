"""Multiple options: a set of the field's choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...formulas.messages import NO_SUCH_OPTION
from ...formulas.values import FormulaError
from .. import messages
from ..choosing import choice_of, find, key_of, label_of
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import SET
from ..packing import PackedIds
from ..spec import FieldSpec, named

_SEPARATORS = tuple(re.compile(marks) for marks in ("[;；\n]", "、", "[,，]"))
_MOST = 1_000  # items of a list that is looked at


class MultiOptionType(FieldType):
    """`tuple[int, …]`, ids of choices in ascending order; shown in the order of the choices.

    A text is split at `;` `；` and line breaks, then at `、`, then at commas (S73); a part that is a label is split no further.
    """

    name = "multi_option"
    label = named("多选", "Options")
    kind = "list"
    operators = SET

    _empty = ()

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, PackedIds()),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return self._chosen(raw, spec, archived=False)

    def _chosen(self, raw: object, spec: FieldSpec, *, archived: bool) -> tuple[int, ...]:
        items = list(raw) if isinstance(raw, (list, tuple)) else self._split(raw, spec)
        if len(items) > _MOST:
            raise InvalidValue(messages.TOO_MANY, limit=_MOST)
        choices = [choice_of(item, spec, archived=True) for item in items if item not in (None, "")]
        ids = tuple(sorted({choice.id for choice in choices}))
        for choice in choices:
            if choice.archived and not archived:
                raise InvalidValue(messages.ARCHIVED_OPTION, meant=ids, value=choice.text())
        return ids

    def _split(self, raw: object, spec: FieldSpec) -> list[Any]:
        if not isinstance(raw, str):
            return [raw]
        pieces = [raw]
        for separators in _SEPARATORS:
            pieces = [
                part
                for piece in pieces
                for part in ([piece] if find(piece, spec) else separators.split(piece))
                if part.strip()
            ]
        return pieces

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        return tuple(stored[0] or ())

    def _ordered(self, value: Value, spec: FieldSpec) -> list[int]:
        places = {choice.id: place for place, choice in enumerate(spec.choices)}
        return sorted(value or (), key=lambda id: places.get(id, len(places)))

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return [key_of(spec, id) for id in self._ordered(value, spec)]

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        labels = [label_of(spec, id, locale) for id in self._ordered(value, spec)]
        mark = "; " if locale.startswith("en") or any("、" in label for label in labels) else "、"
        return mark.join(labels)

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """For `=` and `!=` a set, for the others one choice; archived ones too."""
        if op not in ("=", "!="):
            return choice_of("" if raw is None else raw, spec, archived=True).id
        chosen = self._chosen(raw, spec, archived=True)
        if not chosen:
            raise InvalidValue(messages.EMPTY)
        return chosen

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return None

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return value if isinstance(value, FormulaError) else tuple(self.dump(value, spec))

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        if value is None or isinstance(value, FormulaError):
            return value or ()
        choices = [find(key, spec) for key in ([value] if isinstance(value, str) else value)]
        if None in choices:
            return FormulaError(NO_SUCH_OPTION.code, NO_SUCH_OPTION)
        return tuple(sorted({choice.id for choice in choices if choice}))
