"""Single relation: the id of one row of another table (or of the same one)."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ..fieldtype import FieldType, Value
from ..operators import EQUALITY
from ..options import CONDITION, TABLE, UNFIT, settings
from ..pointing import id_of
from ..spec import FieldSpec, named


class PointerType(FieldType):
    """`int`, an id; its text is the id as well, since a label needs the right to see the row."""

    kind = "record"
    operators = EQUALITY

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, sa.BigInteger(), info={"index": True}),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return id_of(raw)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else {"id": value}


class RelationType(PointerType):
    """A row of `table`. `filter` limits the candidates and is enforced on every write (E1), `unfit` says whether a change
    that leaves the value outside of it is refused or empties it; `on_delete` says what the far row's deletion does to
    this one."""

    name = "relation"
    label = named("关联", "Relation")
    options_schema = settings(
        "table",
        table=TABLE,
        filter={**CONDITION, "default": None},
        unfit=UNFIT,
        on_delete={"enum": ["clear", "restrict", "cascade"], "default": "clear"},
    )
