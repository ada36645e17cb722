"""Roll-up: one value made of many rows that relations lead to, with a condition on them; stored (E5)."""

from __future__ import annotations

from ..options import CONDITION, FIELD, RESULT, settings
from ..spec import named
from .computed import ComputedType
from .formula import SCOPE

AGGREGATES = ("sum", "count", "min", "max", "avg", "distinct", "first", "last")


class RollupType(ComputedType):
    """`path` leads from this table to the counted rows, relation by relation; `where` is over those rows; `by` is the field
    that `first` and `last` order them by. SUM and COUNT of no rows are 0, the others empty (C6). With `subtree`, whose
    path is the relation of a tree, the row itself and everything below it is counted (E29)."""

    name = "rollup"
    label = named("汇总", "Roll-up")
    options_schema = settings(
        "path",
        "aggregate",
        path={"type": "array", "items": FIELD, "minItems": 1, "maxItems": 5},
        aggregate={"enum": list(AGGREGATES)},
        field={**FIELD, "type": ["integer", "null"], "default": None},
        by={**FIELD, "type": ["integer", "null"], "default": None},
        where={**CONDITION, "default": None},
        subtree={"type": "boolean", "default": False},
        scope=SCOPE,
        result=RESULT,
    )
