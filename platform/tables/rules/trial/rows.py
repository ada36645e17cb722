"""Rows that break a rule of single rows, stand where a step would not let them, or would be locked: one condition each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.errors import Problem
from ....fields.conditions import ALWAYS, And, Condition, Not, Or, Test
from ....fields.registry import type_of, value_spec
from ....fields.spec import FieldSpec
from ...queries.selection import restricted
from ..book import Lock, RowRule
from ..panel import Panel
from .found import MOST, Effect, Standing, Told, count, size

if TYPE_CHECKING:
    from ...catalogue import TableSpec
    from ...transaction import Tx


def breaking(tx: Tx, table: TableSpec, rule: RowRule) -> Standing:
    """Rows that do not meet the rule; of a step, rows in the states it leads to that do not have what it takes."""
    wrong: list[Condition] = [] if rule.must == ALWAYS else [Not(rule.must)]
    wrong += [test for spec in rule.required if (test := _empty(spec)) is not None]
    concerned = rule.when
    if rule.step is not None:
        state = rule.step.field
        concerned = And((concerned, Test((state.id,), "in", tuple(sorted(rule.step.after)), state.type)))
    effect = Effect.BREAKS if rule.step is None else Effect.STANDS
    if not wrong:
        return Standing(effect, table, size(tx, table), 0)
    condition = And((concerned, Or(tuple(wrong))))
    return Standing(effect, table, size(tx, table), _count(tx, table, condition), _told(tx, table, rule, condition))


def locking(tx: Tx, table: TableSpec, lock: Lock) -> Standing:
    """Rows that the lock holds for as they are stored."""
    ids = _first(tx, table, lock.when)
    told = [Told(id_, Problem(lock.message)) for id_ in ids]
    return Standing(Effect.LOCKS, table, size(tx, table), _count(tx, table, lock.when), told)


def _empty(spec: FieldSpec) -> Test | None:
    """Whether a field is empty; None for one that never is."""
    shown = value_spec(spec)
    return Test((spec.id,), "empty", None, shown.type) if "empty" in type_of(shown).operators else None


def _count(tx: Tx, table: TableSpec, condition: Condition) -> int:
    return count(tx, restricted(tx, table).where(condition))


def _first(tx: Tx, table: TableSpec, condition: Condition) -> list[int]:
    selection = restricted(tx, table).where(condition)
    return list(tx.connection.execute(selection.ids().order_by(selection.base.c.id).limit(MOST)).scalars())


def _told(tx: Tx, table: TableSpec, rule: RowRule, condition: Condition) -> list[Told]:
    stored = tx.catalogue.storage.rows(tx.connection, table, _first(tx, table, condition))
    ids = sorted(stored)
    found: dict[int, Told] = {}
    for verdict in Panel([rule]).ask(tx, [stored[id_] for id_ in ids], lambda _rule, _place: True):
        found.setdefault(verdict.place, Told(ids[verdict.place], verdict.problem))
    return [found[place] for place in sorted(found)]
