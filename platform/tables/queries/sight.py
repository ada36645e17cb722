"""What the caller may read of each row and cell, as conditions over raw values; `Joins.seen` puts them around columns.

A cell is seen where every row on the way to it is within the caller's scope and every field on it is readable there. Whatever
is not seen is empty, in answers as in filters, sorts and sums: a mask that only answers obeyed could be asked around (S12).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ...fields import conditions
from ...fields.conditions import ALWAYS, NEVER, And, Condition, Not, Or, Test
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..computed.dependencies import expand, expand_condition
from ..kinds import leads_to_many

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

Path = tuple[int, ...]
VIEWER = "viewer"  #: scope of a computed field that shows no more than the viewer may read themselves (H9)
_USUAL = {"lookup": VIEWER, "formula": "system", "rollup": "system"}


class Sight:
    """The caller's view of a workspace, for the length of a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._rows: dict[int, Condition] = {}
        self._cells: dict[int, Condition] = {}
        self._guards: dict[tuple[int, Path], Condition] = {}

    def rows(self, table_id: int) -> Condition:
        """The rows of a table that the caller may view, resolved."""
        found = self._rows.get(table_id)
        if found is None:
            table = self._tx.catalogue.by_id[table_id]
            found = self._rows[table_id] = self._plain(self._tx.scope(table).where(Action.VIEW))
        return found

    def cell(self, spec: FieldSpec) -> Condition:
        """The rows on which a field is readable, as the rights on the field itself say."""
        found = self._cells.get(spec.id) if spec.id > 0 else ALWAYS
        if found is None:
            scope = self._tx.scope(self._tx.catalogue.by_id[spec.table])
            found = self._cells[spec.id] = self._plain(scope.readable(spec.id))
        return found

    def guard(self, table: int, path: Path) -> Condition:
        """When the end of a path from a row of `table` is seen: ALWAYS where nothing stands against it."""
        found = self._guards.get((table, path))
        if found is None:
            found = self._guards[table, path] = _all(self._steps(table, path))
        return found

    def blind(self, table: TableSpec) -> list[FieldSpec]:
        """The fields of a table that are readable on some rows only, in themselves or in what they are computed from."""
        return [spec for spec in table.fields if self.guard(table.id, (spec.id,)) not in (ALWAYS, NEVER)]

    def _steps(self, table: int, path: Path) -> Iterator[Condition]:
        fields = self._tx.catalogue.fields
        before: Path = ()
        for place, field_id in enumerate(path):
            spec = fields[field_id]
            yield _behind(self.cell(spec), before)
            for condition in self._sources(spec):
                yield _behind(condition, before)
            if place + 1 < len(path) and leads_to_many(spec):
                far = value_spec(spec).options["table"]
                whole = self.rows(far) == ALWAYS and self.guard(far, path[place + 1 :]) == ALWAYS
                yield ALWAYS if whole else NEVER  # a list is seen by whoever sees all of it
                return
            if place + 1 < len(path):
                before = (*before, *expand(self._tx.catalogue, (field_id,)))
                yield _behind(self.rows(value_spec(spec).options["table"]), before)

    def _sources(self, spec: FieldSpec) -> Iterator[Condition]:
        """What a computed field of the viewer's scope asks of its sources."""
        if spec.type not in _USUAL or spec.options.get("scope", _USUAL[spec.type]) != VIEWER:
            return
        catalogue = self._tx.catalogue
        if spec.type == "lookup":
            yield self.guard(spec.table, (spec.options["relation"], spec.options["field"]))
        elif spec.type == "formula":
            for path in catalogue.dependencies.by_field[spec.id].paths:
                yield self.guard(spec.table, path)
        else:
            yield self._whole(spec)

    def _whole(self, spec: FieldSpec) -> Condition:
        """A roll-up is seen by whoever sees all rows on its way and everything that it reads of them."""
        rollup = self._tx.catalogue.dependencies.rollups[spec.id]
        read = [*conditions.paths(rollup.where), *([] if rollup.source is None else [rollup.source])]
        asked = [self.rows(relation.table) for relation in rollup.path]
        asked += [self.guard(relation.table, (relation.id,)) for relation in rollup.path]
        asked += [self.guard(rollup.far, path) for path in read]
        return ALWAYS if all(condition == ALWAYS for condition in asked) else NEVER

    def _plain(self, condition: Condition) -> Condition:
        tx = self._tx
        return conditions.resolve(expand_condition(tx.catalogue, condition), tx.variables, tx.ctx.today, tx.ctx.zone)


def _behind(condition: Condition, path: Path) -> Condition:
    """The condition asked of the row at the end of `path`."""
    if not path:
        return condition
    match condition:
        case Test(path=own):
            return replace(condition, path=(*path, *own))
        case And(parts):
            return And(tuple(_behind(part, path) for part in parts))
        case Or(parts):
            return Or(tuple(_behind(part, path) for part in parts))
        case Not(part):
            return Not(_behind(part, path))


def _all(parts: Iterable[Condition]) -> Condition:
    found = tuple(dict.fromkeys(part for part in parts if part != ALWAYS))
    if NEVER in found:
        return NEVER
    return found[0] if len(found) == 1 else And(found)
