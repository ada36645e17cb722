"""What rows must pass before they are written: what their type asks, locks, steps, row rules and uniqueness. Every problem
of every row is noted beside those of parsing (C10), so that a request is refused once, with everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.errors import Kind, Problem
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..computed.recompute import evaluate
from ..messages import NOT_UNIQUE, READ_ONLY_FIELD
from ..record_types import enforcing
from ..storage import Row
from ..system import CREATED_AT, CREATED_BY, UPDATED_AT, UPDATED_BY
from ..writing.incoming import UNBORN, Incoming
from . import duplicates, locks, steps, uniqueness
from .book import Duplicates, RowRule, TableRules, Unique

if TYPE_CHECKING:
    from ..transaction import Tx
    from .checks import Checks


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row] | None, checks: Checks) -> None:
    """Complain about what the rows break. `current` are the stored rows of an update, in the same order."""
    for timer in tx.catalogue.timers.by_table.get(table.id, ()):
        for spec in (timer.start, timer.due, timer.reason):
            _keep_share(tx, spec, rows)
    enforcing.check(tx, table, rows, current)
    rules = tx.catalogue.rules.get(table.id)
    if rules is None:
        return
    befores: Sequence[Row] = current if current is not None else [{}] * len(rows)
    present = [
        (row, before)
        for row, before in zip(rows, befores, strict=True)
        if not any(problem.kind is Kind.NOT_FOUND for problem in row.problems)
    ]
    if current is not None and rules.locks:
        locks.check_change(tx, table, rules.locks, *_apart(present), checks.judgements)
    if rules.owners:
        asked, stored = _apart(present)
        locks.check_owners(tx, rules.owners, asked, None if current is None else stored, checks.judgements)
    for spec in rules.shares:
        _keep_share(tx, spec, [row for row, _ in present])
    changed = [(row, before) for row, before in present if current is None or row.values]
    if changed and (rules.early or rules.steps or rules.unique or rules.duplicates):
        _ask(tx, table, rules, *_apart(changed), checks, creating=current is None)


def _ask(
    tx: Tx,
    table: TableSpec,
    rules: TableRules,
    rows: Sequence[Incoming],
    befores: Sequence[Row],
    checks: Checks,
    *,
    creating: bool,
) -> None:
    stamps = _stamps(tx, creating=creating)
    whole = [{**before, **stamps, **row.values} for row, before in zip(rows, befores, strict=True)]
    broken = [_broken(table, row) for row in rows]
    evaluate(tx, rules.formulas, whole)

    def applies(rule: RowRule, place: int) -> bool:
        unread = broken[place] & rule.inputs  # what it looks at could not be read
        return not unread and steps.taken(tx, rule, None if creating else befores[place], whole[place])

    def note(row: Incoming, problem: Problem, *, warn: bool) -> None:
        spec = table.by_key.get(problem.field or "")
        if spec is not None and not tx.scope(table).may_read(spec.id):
            problem = Problem(problem.message, problem.params, details=problem.details)
        if warn:
            checks.warnings.append(problem.at(row=row.index))
        else:
            row.complain(problem)

    for verdict in rules.panel.ask(tx, whole, applies):
        note(rows[verdict.place], verdict.problem, warn=verdict.rule.warn)
    for rule in rules.steps:
        for row, before, after in zip(rows, befores, whole, strict=True):
            for problem in steps.problems(tx, rule, None if creating else before, after):
                note(row, problem, warn=False)
    for rule in (*rules.unique, *rules.duplicates):
        asked = [
            place
            for place, row in enumerate(rows)
            if not broken[place] & rule.reads and (creating or rule.reads & row.values.keys())
        ]
        compared = [rows[place] for place in asked], [whole[place] for place in asked]
        if isinstance(rule, Unique):
            found = uniqueness.broken(tx, table, rule, *compared)
        else:
            found = duplicates.found(tx, table, rule, *compared)
        for row, problem in found:
            if isinstance(rule, Duplicates) and not rule.warn and len(rule.fields) == 1:
                _say_once(row, rule.fields[0])
            note(row, problem, warn=rule.warn)


def _say_once(row: Incoming, spec: FieldSpec) -> None:
    """That the value is taken need not be said where the rule says by what."""
    row.problems[:] = [
        problem for problem in row.problems if problem.message is not NOT_UNIQUE or problem.field != spec.key
    ]


def _keep_share(tx: Tx, spec: FieldSpec, rows: Sequence[Incoming]) -> None:
    """What a rule fills is not written by hand; what puts rows back as they were leaves it to be worked out again."""
    for row in rows:
        if row.values.get(spec.id) is not None and spec.id not in row.trusted:
            if tx.ctx.source in steps.FREE:
                del row.values[spec.id]
            else:
                row.complain(Problem(READ_ONLY_FIELD, {"label": spec.text(tx.ctx.locale)}, spec.key))


def _stamps(tx: Tx, *, creating: bool) -> Row:
    """Who and when, as the write will note it."""
    made = {CREATED_BY.id: tx.ctx.actor.member, CREATED_AT.id: tx.ctx.now} if creating else {}
    return {**made, UPDATED_BY.id: tx.ctx.actor.member, UPDATED_AT.id: tx.ctx.now}


def _broken(table: TableSpec, row: Incoming) -> frozenset[int]:
    """The fields of a row that could not be read, or lead to a parent that is refused itself."""
    relations = (spec.id for spec in table.stored if spec.id in row.trusted and spec.type == "relation")
    unborn = {id_ for id_ in relations if row.values.get(id_) == UNBORN}
    if not row.problems and not unborn:
        return frozenset()
    named = (table.by_key.get(problem.field or "") for problem in row.problems if problem.message is not NOT_UNIQUE)
    return frozenset(spec.id for spec in named if spec is not None) | unborn


def _apart(pairs: Sequence[tuple[Incoming, Row]]) -> tuple[list[Incoming], list[Row]]:
    return [row for row, _ in pairs], [before for _, before in pairs]
