"""Rows that agree in fields in which no two may, counted and paired by the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ....core.errors import Problem
from ....fields.conditions import ALWAYS
from ...queries.joins import Joins
from ...queries.selection import restricted
from .. import duplicates, predicates
from ..book import Duplicates, Unique
from ..uniqueness import column_of
from .found import MOST, Effect, Standing, Told, count, first_visible, in_sight, size

if TYPE_CHECKING:
    from ...catalogue import TableSpec
    from ...transaction import Tx

LOOKED = 2_000  #: rows that a duplicate check is tried on


def colliding(tx: Tx, table: TableSpec, rule: Unique) -> Standing:
    """All rows that agree with another one."""
    ranked = _ranked(tx, table, rule)
    several = ranked.c.alike > 1
    selection = restricted(tx, table)
    selection.restrictions.append(selection.base.c.id.in_(sa.select(ranked.c.id).where(several)))
    number = count(tx, selection)
    told = _told(tx, table, rule, ranked, several) if number else []
    return Standing(Effect.BREAKS, table, size(tx, table), number, told)


def doubled(tx: Tx, table: TableSpec, rule: Duplicates) -> Standing:
    """Rows that would be told of another one, of the `LOOKED` latest. They stay as they are, and nobody who changes something
    else of them is told."""
    physical = tx.catalogue.storage.table(table.id)
    latest = tx.connection.execute(sa.select(physical.c.id).order_by(physical.c.id.desc()).limit(LOOKED))
    several = duplicates.standing(tx, table, rule, sorted(latest.scalars()))
    told = [
        Told(
            id_,
            Problem(rule.message, {"label": _fields(tx, rule), "found": "…"}, rule.fields[0].key),
            tuple((table.id, other) for other in several[id_])[:MOST],
        )
        for id_ in first_visible(tx, table, several)
    ]
    return Standing(Effect.BREAKS, table, size(tx, table), in_sight(tx, table, several), told)


def _fields(tx: Tx, rule: Duplicates | Unique) -> str:
    return "、".join(spec.text(tx.ctx.locale) for spec in rule.fields)


def _ranked(tx: Tx, table: TableSpec, rule: Unique) -> sa.Subquery:
    """The rows that the rule is about: what is compared, how many agree with each, and its place among them."""
    base = tx.catalogue.storage.table(table.id).alias("compared")
    joins = Joins(tx.catalogue, table.id, base)
    columns = [base.c[column_of(spec)[1]] for spec in rule.fields]
    when = joins.where(predicates.resolved(tx, rule.when)) if rule.when != ALWAYS else sa.true()
    filled = [column.is_not(None) for column in columns]
    filled += [column != "" for column in columns if isinstance(column.type, (sa.Text, sa.String))]
    return (
        sa.select(
            base.c.id,
            *(column.label(f"form{place}") for place, column in enumerate(columns)),
            sa.func.count().over(partition_by=columns).label("alike"),
            sa.func.row_number().over(partition_by=columns, order_by=base.c.id).label("place"),
        )
        .select_from(joins.clause)
        .where(when, *filled)
        .subquery("ranked")
    )


def _told(tx: Tx, table: TableSpec, rule: Unique, ranked: sa.Subquery, several: sa.ColumnElement[bool]) -> list[Told]:
    forms = [ranked.c[f"form{place}"] for place in range(len(rule.fields))]
    selection = restricted(tx, table)
    ids = selection.select(selection.base.c.id).where(selection.base.c.id.in_(sa.select(ranked.c.id).where(several)))
    first = list(tx.connection.execute(ids.order_by(selection.base.c.id).limit(MOST)).scalars())
    mine = {
        row[0]: tuple(row)[1:]
        for row in tx.connection.execute(sa.select(ranked.c.id, *forms).where(ranked.c.id.in_(first)))
    }
    near = [column.in_({key[place] for key in mine.values()}) for place, column in enumerate(forms)]
    others = sa.select(ranked.c.id, *forms).where(several, ranked.c.place <= MOST + 1, *near).order_by(ranked.c.id)
    groups: dict[tuple[Any, ...], list[int]] = {}
    for id_, *form in tx.connection.execute(others):
        groups.setdefault(tuple(form), []).append(id_)
    words = {"label": _fields(tx, rule)}
    problem = Problem(rule.message, words, rule.fields[-1].key)
    return [
        Told(id_, problem, tuple((table.id, other) for other in groups.get(mine[id_], ()) if other != id_)[:MOST])
        for id_ in sorted(mine)
    ]
