"""FROM clauses that grow by the relations a query follows, and conditions compiled over them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import Condition
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ..catalogue import Catalogue
from ..computed.dependencies import expand
from ..storage import SYSTEM_COLUMNS

Path = tuple[int, ...]


class Joins:
    """The tables of one SELECT: the base, and one alias per path of single relations followed from it.

    Every join is an outer join on a primary key, so it never changes which rows of the base are found.
    """

    def __init__(self, catalogue: Catalogue, table_id: int, base: sa.FromClause | None = None) -> None:
        self._catalogue = catalogue
        self._storage = catalogue.storage
        self.base: sa.FromClause = self._storage.table(table_id) if base is None else base
        self.clause: sa.FromClause = self.base
        self._aliases: dict[Path, sa.FromClause] = {(): self.base}

    def at(self, path: Path) -> sa.FromClause:
        """The table reached by following `path` (stored single relations) from the base row."""
        found = self._aliases.get(path)
        if found is None:
            relation = self._catalogue.fields[path[-1]]
            before = self.at(path[:-1])
            target = self._storage.alias(relation.options["table"], path)
            self.clause = self.clause.outerjoin(target, target.c.id == self._storage.column(before, relation))
            found = self._aliases[path] = target
        return found

    def column(self, path: Path) -> sa.ColumnElement[Any]:
        """The main column of the field at the end of a path; look-ups are followed."""
        full = expand(self._catalogue, path)
        return self._storage.column(self.at(full[:-1]), self._catalogue.fields[full[-1]])

    def columns(self, path: Path) -> tuple[FieldSpec, sa.FromClause]:
        """The stored field at the end of a path and the table it is read from."""
        full = expand(self._catalogue, path)
        return self._catalogue.fields[full[-1]], self.at(full[:-1])

    def where(self, condition: Condition) -> sa.ColumnElement[bool]:
        """A resolved condition as SQL. The same operators test it in memory (`conditions.holds`)."""
        match condition:
            case conditions.And(parts=parts):
                return sa.and_(sa.true(), *(self.where(part) for part in parts))
            case conditions.Or(parts=parts):
                return sa.or_(sa.false(), *(self.where(part) for part in parts))
            case conditions.Not(part=part):
                return sa.not_(self.where(part))
            case conditions.Test(path=path, op=op, value=value):
                return self._test(path, op, value)

    def _test(self, path: Path, op: str, value: object) -> sa.ColumnElement[bool]:
        spec, table = self.columns(path)
        operator = TYPES[value_spec(spec).type].operators[op]
        return operator.sql(self._operand(spec, table), value)

    def _operand(self, spec: FieldSpec, table: sa.FromClause) -> Any:
        """What an operator is applied to: the field's columns, or its pairs where it has many targets."""
        if spec.id in SYSTEM_COLUMNS:
            return (self._storage.column(table, spec),)
        if TYPES[spec.type].storage == "column":
            return tuple(table.c[column.name] for column in TYPES[spec.type].columns(spec))
        if TYPES[spec.type].storage == "links" and not spec.options.get("via"):
            links = self._storage.links(spec.id)
            return Pairs(links, links.c.source == table.c.id, links.c.target)
        relation = self._catalogue.fields[spec.options["field" if spec.type == "subtable" else "via"]]
        far = self._storage.table(relation.table).alias()
        return Pairs(far, far.c[relation.column] == table.c.id, far.c.id)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The far ends of a field with many targets, as `EXISTS` (`fields.operators.Links`)."""

    table: sa.FromClause
    belongs: sa.ColumnElement[bool]  #: ties a pair to the row of the outer query
    target: sa.ColumnElement[Any]

    def exists(self) -> sa.ColumnElement[bool]:
        return self._some(sa.true())

    def any(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        return self._some(self.target.in_(list(ids)))

    def other(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        return self._some(self.target.not_in(list(ids)))

    def _some(self, clause: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.exists(
            sa.select(sa.literal(1)).select_from(self.table).where(self.belongs, clause).correlate_except(self.table)
        )
