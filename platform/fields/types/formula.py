"""Formula: computed from the same row (and what single relations lead to), stored, right when the write returns."""

from __future__ import annotations

from ..options import FORMULA, RESULT, settings
from ..spec import named
from .computed import ComputedType

#: over which rows a computed value counts: all of them, or those the viewer may see (H9)
SCOPE = {"enum": ["system", "viewer"], "default": "system"}


class FormulaType(ComputedType):
    """`formula` is in its stored form, with fields by id."""

    name = "formula"
    label = named("公式", "Formula")
    options_schema = settings("formula", formula=FORMULA, scope=SCOPE, result=RESULT)
