"""Look-up: a field of the row that a single relation points at, joined when it is read and never stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..fieldtype import Value
from ..options import FIELD, RESULT, settings
from ..spec import FieldSpec, named
from .computed import ComputedType, result_of
from .formula import SCOPE


class LookupType(ComputedType):
    """`relation` is a single relation of this table, `field` a field of the table it points at. Unless its
    `scope` is `system`, it is empty for whoever may not read what it points at (H9)."""

    name = "lookup"
    label = named("引用", "Look-up")
    storage = "none"
    options_schema = settings(
        "relation", "field", relation=FIELD, field=FIELD, scope={**SCOPE, "default": "viewer"}, result=RESULT
    )

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return ()

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return ()

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        """From the columns of the far field's type."""
        type_, result = result_of(spec)
        return type_.load(stored, result)
