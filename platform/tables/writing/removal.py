"""Deleting rows: what they own goes with them, what merely points to them is emptied, what needs them refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..changes import history
from ..computed.recompute import Recompute, evaluate
from ..messages import IN_USE, MAY_NOT_DELETE, NO_SUCH_RECORD, held_by
from ..queries.selection import visible_ids
from ..rules import locks
from ..storage import Row
from ..system import UPDATED_AT, UPDATED_BY, VERSION
from ..timers import guarding
from . import trees

if TYPE_CHECKING:
    from ..transaction import Tx


def remove(tx: Tx, table: TableSpec, ids: Sequence[int], recompute: Recompute) -> None:
    """Delete rows, or refuse with everything that stands in the way, each at the row of the request that it is about (C10)."""
    wanted = list(dict.fromkeys(ids))
    visible = visible_ids(tx, table, wanted, Action.VIEW)
    deletable = visible_ids(tx, table, visible, Action.DELETE)
    problems = [
        Problem(NO_SUCH_RECORD if id_ not in visible else MAY_NOT_DELETE, row=place)
        for place, id_ in enumerate(wanted)
        if id_ not in deletable
    ]
    if problems:
        raise Refusal(problems)
    _take_away(tx, table, {id_: place for place, id_ in enumerate(wanted)}, recompute, problems, owned=False)
    if problems:
        raise Refusal(problems)


def _take_away(
    tx: Tx,
    table: TableSpec,
    places: Mapping[int, int],
    recompute: Recompute,
    problems: list[Problem],
    *,
    owned: bool,
) -> None:
    """Delete rows, each with its place in the request, and note what refuses it: the caller's transaction ends then.
    What is `owned` goes because its owner goes, which needs no right of its own."""
    guarding.guard(tx, table.id, rightless=owned)
    leaving = set(places)
    problems += _locked(tx, table, places, recompute, owned=owned)
    for relation in tx.catalogue.incoming.get(table.id, ()):
        pointing = tx.catalogue.storage.sources(tx.connection, relation, leaving)
        found = {
            row: places[id_] for id_ in sorted(pointing, key=places.__getitem__, reverse=True) for row in pointing[id_]
        }
        if relation.table == table.id:
            found = {id_: place for id_, place in found.items() if id_ not in leaving}
        if not found:
            continue
        rows = dict(sorted(found.items()))
        other = tx.catalogue.by_id[relation.table]
        on_delete = relation.options.get("on_delete")
        is_tree = other.settings.get("tree") == relation.id
        if is_tree and not owned:
            problems += trees.check_removal(tx, other, relation, rows)
        if other.parent_id == relation.id or is_tree or on_delete == "cascade":
            _take_away(tx, other, rows, recompute, problems, owned=True)
        elif relation.required or on_delete == "restrict":
            words = {"count": len(rows), "table": other.text(tx.ctx.locale)}
            problems.append(Problem(IN_USE, words, row=min(rows.values())))
        else:
            problems += _let_go(tx, other, relation, rows, leaving, recompute)
    if problems:
        return
    wanted = list(places)
    before = tx.catalogue.storage.rows(tx.connection, table, wanted)
    tx.catalogue.storage.delete(tx.connection, table, wanted)
    before = {id_: before[id_] for id_ in wanted if id_ in before}  # in the order asked for, whatever the database's
    history.record(tx, table, history.DELETE, [(row, None) for row in before.values()])
    recompute.changed(table, [(row, None) for row in before.values()])


def _locked(tx: Tx, table: TableSpec, places: Mapping[int, int], recompute: Recompute, *, owned: bool) -> list[Problem]:
    rules = tx.catalogue.rules.get(table.id)
    if rules is None or not (rules.locks or rules.owners):
        return []
    stored = tx.catalogue.storage.rows(tx.connection, table, list(places))
    found = locks.check_removal(tx, table, stored, recompute.checks.judgements, owned=owned)
    return [problem.at(row=places[id_]) for id_, problem in found]


def _let_go(
    tx: Tx,
    table: TableSpec,
    relation: FieldSpec,
    places: Mapping[int, int],
    leaving: set[int],
    recompute: Recompute,
) -> list[Problem]:
    """Empty a relation to rows that leave; the rows themselves stay, and their history says what happened. Answers what
    keeps one from being let go."""
    stored = tx.catalogue.storage.rows(tx.connection, table, list(places))
    name = table.text(tx.ctx.locale)
    held = [
        Problem(held_by(lock), {"count": len(rows), "table": name}, row=min(places[id_] for id_ in rows))
        for rows, lock in locks.check_letting_go(tx, table, relation.id, stored, recompute.checks.judgements)
    ]
    if held:
        return held
    moved: list[tuple[Row, Row]] = []
    for before in stored.values():
        after = dict(before)
        if TYPES[relation.type].storage == "links":
            after[relation.id] = tuple(id_ for id_ in before[relation.id] if id_ not in leaving)
        else:
            after[relation.id] = None
        after[VERSION.id] = before[VERSION.id] + 1
        after[UPDATED_BY.id], after[UPDATED_AT.id] = tx.ctx.actor.member, tx.ctx.now
        if is_empty(before[relation.id]) != is_empty(after[relation.id]) or before[relation.id] != after[relation.id]:
            moved.append((before, after))
    rewrite(tx, table, relation, moved, recompute)
    return []


def rewrite(
    tx: Tx, table: TableSpec, relation: FieldSpec, moved: Sequence[tuple[Row, Row]], recompute: Recompute
) -> None:
    """Write a relation of rows anew as rows that it names go or come back: with history, without asking for rights."""
    formulas = recompute.following(table, {relation.id})
    evaluate(tx, formulas, [after for _, after in moved])
    changed = {relation.id, *(formula.field.id for formula in formulas)}
    fields = [spec for spec in (*table.stored, *table.linked) if spec.id in changed]
    tx.catalogue.storage.update(tx.connection, table, [after for _, after in moved], fields, stamp=True)
    history.record(tx, table, history.UPDATE, moved)
    recompute.changed(table, moved)
