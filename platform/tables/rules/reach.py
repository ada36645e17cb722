"""How far a rule reaches: which fields of the row itself it hangs on, and whether only the end of a write can answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...fields.conditions import Path
from ...fields.registry import type_of
from ...fields.spec import FieldSpec
from ..computed.dependencies import Formula
from .book import RowRule

if TYPE_CHECKING:
    from ..catalogue import Catalogue


class Reach:
    """What lies behind the paths of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, path: Path) -> tuple[frozenset[int], bool]:
        """The row's own inputs behind a path, and whether it ends in something that the write itself still moves."""
        fields = self._catalogue.fields
        first = fields[path[0]]
        inputs, late = frozenset({first.id}), False
        if first.type == "formula":
            behind = [self.of(each) for each in self._catalogue.dependencies.by_field[first.id].paths]
            inputs = frozenset[int]().union(*(found for found, _ in behind))
            late = any(found for _, found in behind)
        elif first.id > 0:
            late = type_of(first).computed or type_of(first).storage == "none"
        return inputs, late or any(_settles_late(fields[id_]) for id_ in path[1:])

    def formulas(self, table_id: int, rules: Iterable[RowRule]) -> Iterator[Formula]:
        """The formulas that these rules read, directly or through others, in an order in which they can be computed."""
        formulas = self._catalogue.dependencies.formulas.get(table_id, ())
        wanted = {path[0] for rule in rules for path in rule.paths}
        for formula in reversed(formulas):
            if formula.field.id in wanted:
                wanted.update(path[0] for path in formula.paths)
        return (formula for formula in formulas if formula.field.id in wanted)


def _settles_late(far: FieldSpec) -> bool:
    """Whether a field of a row pointed to may still move while a write is under way."""
    return far.type in ("formula", "rollup") or (far.id > 0 and type_of(far).storage == "none")
