"""Trying a button or an approval on a record as somebody would meet it: what stands against it and why, what it would write,
whom it would ask. Everything happens in a savepoint that is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...accounts.messages import NO_SUCH_MEMBER
from ...core.context import Actor
from ...core.errors import Problem, Refusal, refuse
from ...core.ids import new_token
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from ...tables.storage import Row
from .. import asking as inputs_
from .. import buttons, definitions, limits, preview, standing
from ..approvals import asking, rounds
from ..approvals.definition import Approval
from ..definitions import Button, said
from ..models import approvals
from .messages import AS_OTHERS, CHECKS
from .reasons import why

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def button(
    tx: Tx, table: TableSpec, key: str, record: int, given: Mapping[str, Any], member: int | None
) -> dict[str, Any]:
    """What pressing would come to for a member (None: the caller). Raises NOT_FOUND for a record that the caller does not see,
    FORBIDDEN where somebody but an administrator tries as another."""
    found = next(each for each in definitions.buttons_of(tx, table) if each.key == key)
    row = _row(tx, table, record)
    actor = _actor(tx, member)
    told: dict[str, Any] = {"member": reading.member(tx, actor.member)}
    with _undone(tx, actor) as caller:
        checks = list(_checks(tx, table, found, row, record, given))
        against = [problem for _, problems in checks for problem in problems]
        told["offered"] = not any(problems for name, problems in checks if name not in ("inputs", "limits"))
        told["checks"] = [_check(tx, name, problems) for name, problems in checks]
        last, message = preview.latest(tx), None
        try:
            if against:
                raise Refusal(against)
            message = buttons.press(tx, table.key, record, key, given).message
        except Refusal as refusal:
            against = list(refusal.problems)
        with caller():
            written = preview.written(tx, last)
        told["refused"] = _problems(tx, against) or None
        told["message"] = message
    return {**told, "impact": preview.impact(tx, written), "changes": preview.changes(tx, written)}


def approval(tx: Tx, key: str, record: int, member: int | None) -> dict[str, Any]:
    """Whom a submission by a member (None: the caller) would ask at each stage and why, and whether it would be refused. Raises
    like `button`."""
    definition = definitions.approval(tx, key)
    table = tx.table(definition.table)
    row = _row(tx, table, record)
    actor = _actor(tx, member)
    told: dict[str, Any] = {"submitter": reading.member(tx, actor.member), "stages": [], "copied": []}
    told["open"] = _open(tx, definition, table, record)
    with _undone(tx, actor):
        refused: Sequence[Problem] = ()
        try:
            planned = asking.plan(tx, definition, table, row, actor.member)
            told["stages"] = [_stage(tx, each) for each in planned]
            copied = asking.copied(tx, definition, table, row, actor.member)
            told["copied"] = [reading.member(tx, each) for each in sorted(copied)]
            rounds.submit(tx, definition, record)
        except Refusal as refusal:
            refused = refusal.problems
        told["refused"] = _problems(tx, refused) or None
    return told


# -- inside ----------------------------------------------------------------------------------------------------------


def _row(tx: Tx, table: TableSpec, record: int) -> Row:
    if not visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    return tx.catalogue.storage.rows(tx.connection, table, [record])[record]


def _actor(tx: Tx, member: int | None) -> Actor:
    if member is None or member == tx.ctx.actor.member:
        return tx.ctx.actor
    if not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(AS_OTHERS, at_field="member")
    found = tx.members.get(member)
    if found is None or not found.active:
        raise refuse(NO_SUCH_MEMBER, at_field="member")
    return Actor(found.id, found.name)


@contextmanager
def _undone(tx: Tx, actor: Actor) -> Generator[Callable[[], Any]]:
    """Within the block everything is done by `actor` and undone afterwards; what it yields makes the caller one again."""
    caller = tx.ctx

    @contextmanager
    def as_caller() -> Generator[None]:
        before = tx.ctx
        tx.ctx = caller
        try:
            yield
        finally:
            tx.ctx = before

    with preview.undone(tx, replace(tx.ctx, actor=actor, batch=new_token())):
        yield as_caller


def _checks(
    tx: Tx, table: TableSpec, found: Button, row: Row, record: int, given: Mapping[str, Any]
) -> Iterator[tuple[str, list[Problem]]]:
    """Every question, each with what stands against it, in the order in which they decide."""
    seen = bool(visible_ids(tx, table, [record], Action.VIEW)) or standing.asked_to_decide(tx, found, record)
    yield "visible", [] if seen else [Problem(NO_SUCH_RECORD)]
    for name, problem in standing.asked(tx, table, found, row, record):
        yield name, [] if problem is None else [problem]
    if found.inputs or given:
        try:
            inputs_.check(tx, found.inputs, given)
        except Refusal as refusal:
            yield "inputs", list(refusal.problems)
        else:
            yield "inputs", []
    if found.limits is not None:
        limit = limits.objection(tx, table, found, row, given)
        yield "limits", [] if limit is None else [limit]


def _check(tx: Tx, name: str, problems: Sequence[Problem]) -> dict[str, Any]:
    label = CHECKS[name][tx.ctx.locale.startswith("en")]
    return {"name": name, "label": label, "holds": not problems, "errors": _problems(tx, problems)}


def _problems(tx: Tx, problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [each.dump(tx.ctx.locale) for each in problems]


def _open(tx: Tx, definition: Approval, table: TableSpec, record: int) -> dict[str, int] | None:
    """The round that waits for a decision on the record already."""
    columns = approvals.c
    found = tx.connection.execute(
        sa.select(columns.id, columns.round).where(
            columns.definition == definition.key,
            columns.table_id == table.id,
            columns.record == record,
            columns.state == rounds.OPEN,
        )
    ).first()
    return None if found is None else {"id": found.id, "round": found.round}


def _stage(tx: Tx, planned: asking.Planned) -> dict[str, Any]:
    stage = planned.stage
    return {
        "key": stage.key,
        "label": dict(stage.label),
        "mode": stage.mode.value,
        "applies": bool(planned.asked),
        "fields": list(stage.fields),
        "asked": [
            {
                "member": reading.member(tx, each.member),
                "role": _role(tx, each.role),
                "reason": why(tx, each.reason),
                "fallback": "fallback" in each.reason,
            }
            for each in planned.asked
        ],
    }


def _role(tx: Tx, key: str | None) -> dict[str, Any] | None:
    group = next((group for group in tx.policy.groups if group.key == key), None)
    if key is None:
        return None
    members = [reading.member(tx, each) for each in sorted(tx.policy.members_of(key))]
    return {"key": key, "label": key if group is None else said(group.label, tx.ctx.locale), "members": members}
