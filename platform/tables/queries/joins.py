"""FROM clauses that grow by the relations a query follows, and conditions compiled over them.

Columns are read in two ways: raw, for the engine and for scopes, or as the caller sees them (`seen`): empty where a mask or a
row out of sight stands before the value.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...fields.operators import one_of
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ..catalogue import Catalogue
from ..computed.dependencies import expand
from ..storage import SYSTEM_COLUMNS, Columns

if TYPE_CHECKING:
    from .sight import Sight

Path = tuple[int, ...]


class Joins:
    """The tables of one SELECT: the base, and one alias per path of single relations followed from it.

    Every join is an outer join on a primary key, so it never changes which rows of the base are found.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        table_id: int,
        base: sa.FromClause | None = None,
        sight: Sight | None = None,
        *,
        listed: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._storage = catalogue.storage
        self._table = table_id
        self._sight = sight
        self._listed = listed  #: whether pairs are read from their far end, where few rows are expected
        self._inner = base is not None  #: part of a statement that may use the shared aliases itself
        self.base: sa.FromClause = self._storage.table(table_id) if base is None else base
        self.clause: sa.FromClause = self.base
        self._aliases: dict[Path, sa.FromClause] = {(): self.base}
        self._guards: dict[Condition, sa.ColumnElement[bool]] = {}  #: fields are often masked alike

    def at(self, path: Path) -> sa.FromClause:
        """The table reached by following `path` (stored single relations) from the base row."""
        found = self._aliases.get(path)
        if found is None:
            relation = self._catalogue.fields[path[-1]]
            before = self.at(path[:-1])
            target_id = relation.options["table"]
            target = self._storage.table(target_id).alias() if self._inner else self._storage.alias(target_id, path)
            self.clause = self.clause.outerjoin(target, target.c.id == self._storage.column(before, relation))
            found = self._aliases[path] = target
        return found

    @property
    def tables(self) -> tuple[sa.FromClause, ...]:
        """The base and everything joined to it so far."""
        return tuple(self._aliases.values())

    def column(self, path: Path) -> sa.ColumnElement[Any]:
        """The main column of the field at the end of a path; look-ups are followed."""
        full = expand(self._catalogue, path)
        return self._storage.column(self.at(full[:-1]), self._catalogue.fields[full[-1]])

    def columns(self, path: Path) -> tuple[FieldSpec, sa.FromClause]:
        """The stored field at the end of a path and the table it is read from."""
        full = expand(self._catalogue, path)
        return self._catalogue.fields[full[-1]], self.at(full[:-1])

    def seen(self, path: Path) -> tuple[FieldSpec, Columns]:
        """The same as the caller may read it. `path` names look-ups themselves, for they may be readable where what they look
        up is not."""
        spec, table = self.columns(path)
        guard = self._guard(path)
        return spec, table if guard is None else Masked(table, guard)

    def unseen(self, field: int) -> sa.ColumnElement[bool] | None:
        """Whether a field of the base row is masked there, in itself or in what it shows of other rows; None where it never is.
        A look-up through a relation that is seen to be empty hides nothing."""
        guard = self._guard((field,))
        if guard is None:
            return None
        spec = self._catalogue.fields[field]
        plain = [(guard, sa.false())]
        if spec.type == "lookup":
            way = (spec.options["relation"],)
            near = [one for one in (self._own(spec), self._guard(way)) if one is not None]
            plain.append((sa.and_(self.column(way).is_(None), *near), sa.false()))
        return sa.case(*plain, else_=sa.true())

    def where(self, condition: Condition, *, seen: bool = False) -> sa.ColumnElement[bool]:
        """A resolved condition as SQL, over raw values or over those that are `seen`. The same operators test it in memory
        (`conditions.holds`)."""
        match condition:
            case conditions.And(parts=parts):
                return sa.and_(sa.true(), *(self.where(part, seen=seen) for part in parts))
            case conditions.Or(parts=parts):
                return sa.or_(sa.false(), *(self.where(part, seen=seen) for part in parts))
            case conditions.Not(part=part):
                return sa.not_(self.where(part, seen=seen))
            case conditions.Test(path=path, op=op, value=value):
                spec, table = self.columns(path)
                operator = TYPES[value_spec(spec).type].operators[op]
                return operator.sql(self._operand(spec, table, self._guard(path) if seen else None, seen), value)

    def _guard(self, path: Path) -> sa.ColumnElement[bool] | None:
        """When the end of a path is seen; None for always."""
        if self._sight is None:
            return None
        return self._met(self._sight.guard(self._table, path))

    def _own(self, spec: FieldSpec) -> sa.ColumnElement[bool] | None:
        """When a field of the base row is seen as far as the rights on itself say; None for always."""
        return None if self._sight is None else self._met(self._sight.cell(spec))

    def _met(self, condition: Condition) -> sa.ColumnElement[bool] | None:
        if condition == ALWAYS:
            return None
        found = self._guards.get(condition)
        if found is None:
            found = self._guards[condition] = self.where(condition)
        return found

    def _operand(self, spec: FieldSpec, table: sa.FromClause, guard: sa.ColumnElement[bool] | None, seen: bool) -> Any:
        """What an operator is applied to: the field's columns, or its pairs where it has many targets."""
        source: Columns = table if guard is None else Masked(table, guard)
        if spec.id in SYSTEM_COLUMNS:
            return (self._storage.column(source, spec),)
        if TYPES[spec.type].storage == "column":
            return tuple(source.c[column.name] for column in TYPES[spec.type].columns(spec))
        if TYPES[spec.type].storage == "links" and not spec.options.get("via"):
            links = self._storage.links(spec.id)
            near = (table.c.id, links.c.source) if self._listed else None
            return Pairs(links, (links,), links.c.source == table.c.id, links.c.target, guard, near)
        relation = self._catalogue.fields[spec.options["field" if spec.type == "subtable" else "via"]]
        far = self._storage.table(relation.table).alias()
        belongs = far.c[relation.column] == table.c.id
        if not seen or self._sight is None:
            return Pairs(far, (far,), belongs, far.c.id, guard)
        inner = Joins(self._catalogue, relation.table, far)
        asked = self._sight.rows(relation.table), self._sight.guard(relation.table, (relation.id,))
        visible = [inner.where(condition) for condition in asked if condition != ALWAYS]
        return Pairs(inner.clause, inner.tables, sa.and_(belongs, *visible), far.c.id, guard)


class Masked:
    """A table whose columns are empty where `guard` does not hold; its ids are not hidden, for the row itself is seen."""

    def __init__(self, table: sa.FromClause, guard: sa.ColumnElement[bool]) -> None:
        self.c = _Cells(table, guard)


class _Cells:
    def __init__(self, table: sa.FromClause, guard: sa.ColumnElement[bool]) -> None:
        self._table, self._guard = table, guard
        self.id = table.c.id

    def __getitem__(self, name: str) -> sa.ColumnElement[Any]:
        return sa.case((self._guard, self._table.c[name]))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The far ends of a field with many targets, as `EXISTS` (`fields.operators.Links`)."""

    clause: sa.FromClause
    tables: tuple[sa.FromClause, ...]  #: those of `clause`, which are not the outer query's
    belongs: sa.ColumnElement[bool]  #: ties a pair to the row of the outer query
    target: sa.ColumnElement[Any]
    guard: sa.ColumnElement[bool] | None = None  #: where it does not hold there are no pairs to be seen
    near: tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]] | None = (
        None  #: the row, and its end of a pair, if listed
    )

    def exists(self) -> sa.ColumnElement[bool]:
        return self._some(sa.true())

    def any(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        if self.near is not None:
            row, end = self.near
            found = row.in_(sa.select(end).where(one_of(self.target, ids)))
            return found if self.guard is None else sa.and_(self.guard, found)
        return self._some(one_of(self.target, ids))

    def other(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        return self._some(~one_of(self.target, ids))

    def _some(self, clause: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        inner = sa.select(sa.literal(1)).select_from(self.clause).where(self.belongs, clause)
        found = sa.exists(inner.correlate_except(*self.tables))
        return found if self.guard is None else sa.and_(self.guard, found)
