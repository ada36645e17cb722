"""Scopes that reach few rows, by the indexes of their parts: owned by me, made by me, shared with me.

A scope is a union of such parts, and no database finds an `OR` over joins and pairs by indexes: it reads the whole table. So
the parts are asked one by one, each by its own index; where all of them together reach few rows, a list is made of these, and
where they reach many, the table is read in the list's order, in which a page is soon full.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import Condition
from ...fields.registry import TYPES, type_of
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand, expand_condition
from ..system import CREATED_BY, RECORD_ID
from .joins import Joins

if TYPE_CHECKING:
    from ..transaction import Tx

FEW = 5_000  #: rows; so many are put in order faster than a large table is read
_MOST_PARTS = 12
_FOUND = frozenset({"=", "in", "contains"})  #: what no empty value meets
_SINGLE = frozenset({"=", "in", "empty"})


def few(tx: Tx, table: TableSpec) -> tuple[int, ...] | None:
    """The rows of a table that the caller may view, if the scope consists of parts that indexes find and they are few."""
    scope = tx.scope(table).where(Action.VIEW)
    if not isinstance(scope, conditions.Or):
        return None
    condition = conditions.resolve(expand_condition(tx.catalogue, scope), tx.variables, tx.ctx.today, tx.ctx.zone)

    def make() -> sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]] | bool:
        parts = _split(condition)
        if not parts or not all(_indexed(tx, part) for part in parts):
            return False
        return sa.union_all(*(_ids(tx, table.id, part) for part in parts)).limit(FEW + 1)

    statement = tx.catalogue.storage.statements.get(("few", table.id, condition), make)
    if isinstance(statement, bool):
        return None
    found = tx.connection.execute(statement).scalars().all()
    return None if len(found) > FEW else tuple(sorted(set(found)))


def _ids(tx: Tx, table: int, part: Condition) -> sa.Select[*tuple[Any, ...]]:
    """The rows that meet one alternative. What is asked of a far row is answered there first, by the indexes of its table."""
    base = tx.catalogue.storage.table(table).alias()
    joins = Joins(tx.catalogue, table, base, listed=True)
    near: list[Condition] = []
    far: dict[int, list[Condition]] = {}
    for each in _flat(part):
        if isinstance(each, conditions.Test) and _is_far(tx, each):
            hop, *rest = expand(tx.catalogue, each.path)
            far.setdefault(hop, []).append(replace(each, path=tuple(rest)))
        else:
            near.append(each)
    where = [_checked(joins, each) if far else joins.where(each) for each in near]
    for hop, asked in far.items():
        relation = tx.catalogue.fields[hop]
        there = _ids(tx, relation.options["table"], conditions.And(tuple(asked)))
        where.append(base.c[relation.column].in_(there))
    return sa.select(base.c.id).select_from(joins.clause).where(*where)


def _checked(joins: Joins, test: Condition) -> sa.ColumnElement[bool]:
    """A test that no index answers, so that the database begins at the far rows and not at all those without an owner."""
    if isinstance(test, conditions.Test) and test.op == "empty":
        return sa.case((joins.where(test), 1), else_=0) == 1
    return joins.where(test)


def _is_far(tx: Tx, test: conditions.Test) -> bool:
    """Whether a test is about a row that a relation leads to, and fails where it leads to none."""
    path = expand(tx.catalogue, test.path)
    return len(path) > 1 and test.op in _FOUND and test.type != "checkbox"


def _split(condition: Condition) -> list[Condition]:
    """The alternatives of a condition, those inside of an `AND` included: each may be found by another index."""
    match condition:
        case conditions.Or(parts=parts):
            found = [each for part in parts for each in _split(part)]
        case conditions.And(parts=parts):
            inner = next((part for part in parts if isinstance(part, conditions.Or)), None)
            if inner is None:
                return [condition]
            others = tuple(part for part in parts if part is not inner)
            found = [each for part in inner.parts for each in _split(conditions.And((*others, *_flat(part))))]
        case _:
            return [condition]
    return found if len(found) <= _MOST_PARTS else [condition]


def _flat(part: Condition) -> tuple[Condition, ...]:
    return part.parts if isinstance(part, conditions.And) else (part,)


def _indexed(tx: Tx, part: Condition) -> bool:
    match part:
        case conditions.And(parts=parts):
            return any(_indexed(tx, each) for each in parts)
        case conditions.Test(path=path, op=op):
            hop, *rest = expand(tx.catalogue, path)
            if rest:
                return _is_far(tx, part) and _indexed(tx, replace(part, path=tuple(rest)))
            if hop in (CREATED_BY.id, RECORD_ID.id):
                return op in ("=", "in")
            spec = tx.catalogue.fields[hop]
            if type_of(spec).computed:
                return False
            if type_of(spec).storage == "links":
                return op == "contains"
            columns = TYPES[spec.type].columns(spec)
            return op in _SINGLE and bool(columns and columns[0].info.get("index"))
        case _:
            return False
