"""Rounds of approval: submitting, deciding, withdrawing (S88, E15).

The state of the record moves through the write path; locks that hold meanwhile are the table's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Source
from ...core.errors import refuse
from ...tables import listening, records
from ...tables.catalogue import TableSpec
from ...tables.records import RowUpdate
from ...tables.storage import Row
from ...tables.system import CREATED_BY
from .. import definitions
from ..acting import acting
from ..messages import APPROVAL_OFF, FIELD_NOT_OPEN, NO_EARLIER_STAGE, NOT_OPEN, NOT_THE_APPROVER, WAITS_ALREADY
from ..models import approvals
from . import asking, tasks
from .asking import Asked
from .definition import Approval, Mode, read
from .tasks import Task

if TYPE_CHECKING:
    from ...tables.transaction import Tx

OPEN = "open"
STATES: Mapping[str, str] = {"approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}
Plan = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """An approval that waits for a decision; without an id for a record that came into its state on another way."""

    id: int | None
    submitter: int | None
    stage: int  #: place in `plan`
    plan: Plan  #: the stages as they were when it was submitted, with whom each asks
    asked: tuple[tuple[int | None, str | None], ...]  #: who is asked now: members, or role groups
    fallback: str  #: role group that stood in when it was submitted
    proposal: Mapping[str, Any] | None = None  #: what an approved record asks to have changed


def submit(tx: Tx, definition: Approval, record: int) -> None:
    """Begin the next round. Raises CONFLICT where nobody could decide, the state forbids it, it waits already, or it is off."""
    if not definition.enabled:
        raise refuse(APPROVAL_OFF, label=definitions.said(definition.label, tx.ctx.locale))
    if _stored(tx, definition, tx.catalogue.table(definition.table), record) is not None:
        raise refuse(WAITS_ALREADY)
    move(tx, definition, record, "submit")
    begin(tx, definition, record, tx.ctx.actor.member)
    _announce(tx, definition, record, "submitted")


def decide(
    tx: Tx,
    definition: Approval,
    record: int,
    outcome: str,
    comment: str | None,
    *,
    to: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Approve, reject, or return to an earlier stage (`to`, else the one before).

    `values` are fields that the stage leaves open to who decides. Raises CONFLICT when it is over, FORBIDDEN for anybody who
    is not asked. The fallback role and administrators may stand in for everybody who is asked at the stage.
    """
    standing = standing_of(tx, definition, record)
    if standing is None:
        raise refuse(NOT_OPEN)
    if not may_decide(tx, standing):
        raise refuse(NOT_THE_APPROVER)
    if standing.id is None:
        begin(tx, definition, record, standing.submitter)
        standing = open_standing(tx, definition, record)
    if values:
        _fill(tx, definition, record, standing, values)
    assert standing.id is not None
    here = tasks.current(tasks.of(tx, standing.id), standing.stage)
    mine = task_of(tx, here)
    target = None if outcome != "return" else _earlier(standing, to)
    said = {
        "decision": outcome,
        "comment": comment or None,
        "decided_by": tx.ctx.actor.member,
        "decided_at": tx.ctx.now,
    }
    answered = [mine] if mine is not None else [task for task in here if task.state == tasks.OPEN][:1]
    tasks.set_(tx, answered, state=tasks.DONE, **said)
    if outcome == "approve":
        _go_on(tx, definition, record, standing, answered, stands_in=mine is None, comment=comment)
    else:
        tasks.close(tx, here_after(tx, standing))
        if target is None:
            finish(tx, definition, record, standing, outcome, comment)
        else:
            _enter(tx, standing, target)
    tasks.open_doors(tx, tx.catalogue.table(definition.table).id, record)


def withdraw(tx: Tx, definition: Approval, record: int) -> None:
    """Take a record back before the decision. Raises CONFLICT when it is over."""
    standing = standing_of(tx, definition, record)
    if standing is None:
        raise refuse(NOT_OPEN)
    if standing.id is None:
        begin(tx, definition, record, standing.submitter)
        standing = open_standing(tx, definition, record)
    tasks.close(tx, here_after(tx, standing))
    finish(tx, definition, record, standing, "withdraw", None)
    tasks.open_doors(tx, tx.catalogue.table(definition.table).id, record)


def adopt(tx: Tx) -> int:
    """Open approvals for records that stand in their pending state without one (a template's demo rows); how many."""
    begun = 0
    for definition in definitions.approvals_of(tx):
        table = tx.catalogue.table(definition.table)
        rows = tx.catalogue.storage.rows(tx.connection, table, tx.catalogue.storage.all_ids(tx.connection, table))
        for record, row in rows.items():
            if _pending(definition, table, row) and _stored(tx, definition, table, record) is None:
                begin(tx, definition, record, _submitter(definition, table, row))
                begun += 1
    return begun


def standing_of(tx: Tx, definition: Approval, record: int) -> Standing | None:
    """The approval of a record that waits for a decision, if one does."""
    table = tx.catalogue.table(definition.table)
    row = _row(tx, table, record)
    if not _pending(definition, table, row):
        return None
    found = _stored(tx, definition, table, record)
    if found is not None:
        return found
    submitter = _submitter(definition, table, row)
    planned = asking.plan(tx, definition, table, row, submitter)
    stage = next(place for place, each in enumerate(planned) if each.asked)
    asked = tuple((each.member, each.role) for each in planned[stage].asked)
    return Standing(None, submitter, stage, [each.dump() for each in planned], asked, definition.fallback)


def open_standing(tx: Tx, definition: Approval, record: int) -> Standing:
    """The stored approval of a record that waits. Raises CONFLICT where none does."""
    found = _stored(tx, definition, tx.catalogue.table(definition.table), record)
    if found is None:
        raise refuse(NOT_OPEN)
    return found


def may_decide(tx: Tx, standing: Standing) -> bool:
    """Whether the caller may decide: who is asked, the fallback role, administrators; never who submitted it."""
    me, policy = tx.ctx.actor.member, tx.policy
    if tx.ctx.actor.system:
        return True
    if me is None or me == standing.submitter:
        return False
    mine = {role.key for role in policy.held_by(tx.ctx.actor)}
    if any(me == member or role in mine for member, role in standing.asked):
        return True
    return policy.is_admin(tx.ctx.actor) or standing.fallback in mine


def may_withdraw(tx: Tx, standing: Standing) -> bool:
    """Who submitted it, the fallback role, administrators."""
    me = tx.ctx.actor.member
    if me is not None and me == standing.submitter:
        return True
    mine = {role.key for role in tx.policy.held_by(tx.ctx.actor)}
    return tx.policy.is_admin(tx.ctx.actor) or standing.fallback in mine


def task_of(tx: Tx, here: Iterable[Task]) -> Task | None:
    """The open task of the caller: their own, else one of a role group they are in."""
    me = tx.ctx.actor.member
    mine = {role.key for role in tx.policy.held_by(tx.ctx.actor)}
    open_ = [task for task in here if task.state == tasks.OPEN]
    own = (task for task in open_ if task.member is not None and task.member == me)
    return next(own, next((task for task in open_ if task.role in mine), None))


def begin(
    tx: Tx,
    definition: Approval,
    record: int,
    submitter: int | None,
    *,
    proposal: Mapping[str, Any] | None = None,
    note: str | None = None,
) -> None:
    """Open a round for a record that stands in its pending state: plan every stage, ask the first that applies."""
    table = tx.catalogue.table(definition.table)
    row = _row(tx, table, record)
    planned = asking.plan(tx, definition, table, row, submitter)
    stage = next(place for place, each in enumerate(planned) if each.asked)
    columns = approvals.c
    last = tx.connection.execute(
        sa.select(sa.func.max(columns.round)).where(*_of(definition, table, record))
    ).scalar_one()
    id_: int = tx.connection.execute(
        sa.insert(approvals)
        .values(
            definition=definition.key,
            table_id=table.id,
            record=record,
            round=(last or 0) + 1,
            state=OPEN,
            submitter=submitter,
            submitted_at=tx.ctx.now,
            reason=dict(planned[stage].asked[0].reason),
            plan=[each.dump() for each in planned],
            pinned=dict(definition.document),
            stage=stage,
            proposal=None if proposal is None else dict(proposal),
            note=note,
        )
        .returning(columns.id)
    ).scalar_one()
    tasks.begin(tx, id_, stage, planned[stage].asked, planned[stage].stage.mode, 0)
    copied = sorted(asking.copied(tx, definition, table, row, submitter))
    for member in copied:
        tasks.make(tx, id_, kind=tasks.COPIED, state=tasks.DONE, member=member)
    if copied:
        tasks.tell(tx, table.id, record, copied, f"approval:{id_}:copy", tasks.COPIED)
    tasks.open_doors(tx, table.id, record)


def move(tx: Tx, definition: Approval, record: int, outcome: str, values: Mapping[str, Any] | None = None) -> None:
    """Bring the record into the state of an outcome."""
    written = {**(values or {}), definition.state: definition.outcomes[outcome]}
    with acting(tx, Source.APPROVAL, definition.table, definition.lifts, system=True):
        records.update(tx, definition.table, [RowUpdate(record, written)], answer=False)


def finish(tx: Tx, definition: Approval, record: int, standing: Standing, outcome: str, comment: str | None) -> None:
    """Write the outcome down and move the record; what an approved record asked to have changed is done, or stays as it was."""
    tx.connection.execute(
        sa.update(approvals)
        .where(approvals.c.id == standing.id)
        .values(state=STATES[outcome], decided_by=tx.ctx.actor.member, decided_at=tx.ctx.now, comment=comment or None)
    )
    if standing.proposal is None:
        move(tx, definition, record, outcome)
    else:
        move(tx, definition, record, "approve", standing.proposal["values"] if outcome == "approve" else None)
    if standing.id is not None and standing.submitter is not None:
        table = tx.catalogue.table(definition.table)
        tasks.tell(tx, table.id, record, [standing.submitter], f"approval:{standing.id}", STATES[outcome])
    _announce(tx, definition, record, STATES[outcome])


def here_after(tx: Tx, standing: Standing) -> list[Task]:
    """The tasks of the stage that is asked now, as they are stored at this moment."""
    assert standing.id is not None
    return tasks.current(tasks.of(tx, standing.id), standing.stage)


def _announce(tx: Tx, definition: Approval, record: int, outcome: str) -> None:
    """Tell automations what has become of a submission."""
    listening.announce(tx, "approval", definition.key, {"records": [record], "outcome": outcome})


# -- inside ----------------------------------------------------------------------------------------------------------


def _go_on(
    tx: Tx,
    definition: Approval,
    record: int,
    standing: Standing,
    answered: Iterable[Task],
    *,
    stands_in: bool,
    comment: str | None,
) -> None:
    """After an approval: who waited for it is asked, and where the stage is over the next one begins."""
    here = here_after(tx, standing)
    answers = {task.id for task in answered}
    tasks.set_(tx, [t for t in here if t.after in answers and t.state == tasks.WAITING], state=tasks.OPEN)
    here = here_after(tx, standing)
    base = [tasks.finished(task, here) for task in here if task.kind == tasks.ASKED]
    mode = Mode(standing.plan[standing.stage]["mode"])
    if not stands_in and not (any(base) if mode is Mode.ANY else all(base)):
        return
    tasks.close(tx, here)
    following = (place for place in range(standing.stage + 1, len(standing.plan)) if standing.plan[place]["asked"])
    stage = next(following, None)
    if stage is None:
        finish(tx, definition, record, standing, "approve", comment)
    else:
        _enter(tx, standing, stage)


def _enter(tx: Tx, standing: Standing, stage: int) -> None:
    """Ask the people of a stage as they were planned; who has left meanwhile is stood in for by the fallback role."""
    assert standing.id is not None
    plan = standing.plan[stage]
    asked = [
        Asked(each["member"], each["role"], each["reason"])
        if each["member"] is None or asking.active(tx, each["member"])
        else Asked(None, standing.fallback, {"left": each["member"], "fallback": standing.fallback})
        for each in plan["asked"]
    ]
    before = [task.attempt for task in tasks.of(tx, standing.id) if task.stage == stage and task.kind != tasks.COPIED]
    tasks.begin(tx, standing.id, stage, asked, Mode(plan["mode"]), max(before, default=-1) + 1)
    tx.connection.execute(sa.update(approvals).where(approvals.c.id == standing.id).values(stage=stage))


def _earlier(standing: Standing, to: str | None) -> int:
    earlier = [place for place in range(standing.stage) if standing.plan[place]["asked"]]
    fitting = [place for place in earlier if to is None or standing.plan[place]["key"] == to]
    if not fitting:
        raise refuse(NO_EARLIER_STAGE)
    return fitting[-1]


def _fill(tx: Tx, definition: Approval, record: int, standing: Standing, values: Mapping[str, Any]) -> None:
    """Fields that the stage leaves open to who decides."""
    closed = [key for key in values if key not in standing.plan[standing.stage]["fields"]]
    if closed:
        raise refuse(FIELD_NOT_OPEN, at_field=closed[0][:60], field=closed[0][:60])
    with acting(tx, Source.APPROVAL, definition.table, definition.lifts, system=True):
        records.update(tx, definition.table, [RowUpdate(record, values)], answer=False)


def _stored(tx: Tx, definition: Approval, table: TableSpec, record: int) -> Standing | None:
    c = approvals.c
    found = tx.connection.execute(
        sa.select(c.id, c.submitter, c.stage, c.plan, c.pinned, c.proposal).where(
            *_of(definition, table, record), c.state == OPEN
        )
    ).first()
    if found is None:
        return None
    open_ = [task for task in tasks.of(tx, found.id) if task.state == tasks.OPEN]
    asked = tuple((task.member, task.role) for task in open_)
    kept = definition if found.pinned is None else read(found.pinned)
    return Standing(found.id, found.submitter, found.stage, found.plan or (), asked, kept.fallback, found.proposal)


def _of(definition: Approval, table: TableSpec, record: int) -> Iterable[sa.ColumnElement[bool]]:
    columns = approvals.c
    return (columns.definition == definition.key, columns.table_id == table.id, columns.record == record)


def _pending(definition: Approval, table: TableSpec, row: Row) -> bool:
    state = table.by_key[definition.state]
    pending = next((choice.id for choice in state.choices if choice.key == definition.outcomes["submit"]), None)
    return pending is not None and row.get(state.id) == pending


def _submitter(definition: Approval, table: TableSpec, row: Row) -> int | None:
    field = None if definition.submitter is None else table.by_key.get(definition.submitter)
    named = None if field is None else row.get(field.id)
    return named if named is not None else row.get(CREATED_BY.id)


def _row(tx: Tx, table: TableSpec, record: int) -> Row:
    return tx.catalogue.storage.rows(tx.connection, table, [record])[record]
