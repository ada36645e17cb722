"""Approvals: who decides is found out when a record is submitted and kept from then on (S88, E15).

The state of the record moves through the write path; locks that hold meanwhile are the table's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.context import Source
from ..core.errors import refuse
from ..tables import records
from ..tables.catalogue import TableSpec
from ..tables.records import RowUpdate
from ..tables.storage import Row
from ..tables.system import CREATED_BY
from . import definitions, expressions
from .acting import acting
from .definitions import Approval
from .messages import NOBODY_TO_DECIDE, NOT_OPEN, NOT_THE_APPROVER
from .models import approval_tasks, approvals

if TYPE_CHECKING:
    from ..tables.transaction import Tx

OPEN, DONE, CANCELLED = "open", "done", "cancelled"
STATES: Mapping[str, str] = {"approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is asked: a head, or where there is none a whole role group."""

    member: int | None
    role: str | None
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """An approval that waits for a decision; without an id for a record that came into its state on another way."""

    id: int | None
    submitter: int | None
    member: int | None
    role: str | None


def submit(tx: Tx, definition: Approval, record: int) -> None:
    """Begin the next round. Raises CONFLICT where nobody could decide, or the state does not allow it."""
    table = tx.catalogue.table(definition.table)
    _move(tx, definition, record, "submit")
    row = _row(tx, table, record)
    _open(tx, definition, table, row, record, tx.ctx.actor.member)


def decide(tx: Tx, definition: Approval, record: int, outcome: str, comment: str | None) -> None:
    """Approve or reject. Raises CONFLICT when it is over, FORBIDDEN for anybody who is not asked."""
    standing = standing_of(tx, definition, record)
    if standing is None:
        raise refuse(NOT_OPEN)
    if not may_decide(tx, definition, standing):
        raise refuse(NOT_THE_APPROVER)
    _close(tx, definition, record, standing, outcome, comment)


def withdraw(tx: Tx, definition: Approval, record: int) -> None:
    """Take a record back before the decision. Raises CONFLICT when it is over."""
    standing = standing_of(tx, definition, record)
    if standing is None:
        raise refuse(NOT_OPEN)
    _close(tx, definition, record, standing, "withdraw", None)


def adopt(tx: Tx) -> int:
    """Open approvals for records that stand in their pending state without one (a template's demo rows); how many."""
    begun = 0
    for definition in definitions.approvals_of(tx):
        table = tx.catalogue.table(definition.table)
        rows = tx.catalogue.storage.rows(tx.connection, table, tx.catalogue.storage.all_ids(tx.connection, table))
        for record, row in rows.items():
            found = _pending(definition, table, row) and _stored(tx, definition, table, record) is None
            if found:
                _open(tx, definition, table, row, record, _submitter(definition, table, row))
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
    resolved = resolve(tx, definition, table, row, submitter)
    return Standing(None, submitter, resolved.member, resolved.role)


def may_decide(tx: Tx, definition: Approval, standing: Standing) -> bool:
    """Whether the caller may decide: who is asked, the fallback role, administrators; never who submitted it."""
    me, policy = tx.ctx.actor.member, tx.policy
    if tx.ctx.actor.system:
        return True
    if me is None or me == standing.submitter:
        return False
    if me == standing.member or policy.is_admin(tx.ctx.actor):
        return True
    mine = {role.key for role in policy.roles_of(me)}
    return bool(mine & {definition.fallback, standing.role})


def may_withdraw(tx: Tx, definition: Approval, standing: Standing) -> bool:
    """Who submitted it, the fallback role, administrators."""
    me = tx.ctx.actor.member
    if me is not None and me == standing.submitter:
        return True
    return tx.policy.is_admin(tx.ctx.actor) or me in tx.policy.members_of(definition.fallback)


def resolve(tx: Tx, definition: Approval, table: TableSpec, row: Row, submitter: int | None) -> Resolved:
    """The head of the department, else of the next one up, never who submitted it; else the fallback role.

    Raises CONFLICT where not even there anybody is left: nothing is approved by itself.
    """
    found = expressions.at(tx, table, row, definition.department)
    department = found["id"] if isinstance(found, Mapping) else None
    passed: list[int] = []
    for head in tx.organisation.heads_upwards(department):
        if head != submitter and _active(tx, head):
            return Resolved(head, None, {"department": department, "head": head, "passed": passed})
        passed.append(head)
    reason = {"department": department, "fallback": definition.fallback, "passed": passed}
    admins = {member for member, held in tx.policy.members.items() if any(role.admin for role in held)}
    if not (tx.policy.members_of(definition.fallback) | admins) - {submitter}:
        raise refuse(NOBODY_TO_DECIDE)
    return Resolved(None, definition.fallback, reason)


# -- inside ----------------------------------------------------------------------------------------------------------


def _open(tx: Tx, definition: Approval, table: TableSpec, row: Row, record: int, submitter: int | None) -> int:
    resolved = resolve(tx, definition, table, row, submitter)
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
            reason=dict(resolved.reason),
        )
        .returning(columns.id)
    ).scalar_one()
    tx.connection.execute(
        sa.insert(approval_tasks).values(approval=id_, member=resolved.member, role=resolved.role, state=OPEN)
    )
    return id_


def _close(tx: Tx, definition: Approval, record: int, standing: Standing, outcome: str, comment: str | None) -> None:
    table = tx.catalogue.table(definition.table)
    id_ = standing.id
    if id_ is None:
        id_ = _open(tx, definition, table, _row(tx, table, record), record, standing.submitter)
    tx.connection.execute(
        sa.update(approvals)
        .where(approvals.c.id == id_)
        .values(state=STATES[outcome], decided_by=tx.ctx.actor.member, decided_at=tx.ctx.now, comment=comment or None)
    )
    tx.connection.execute(
        sa.update(approval_tasks)
        .where(approval_tasks.c.approval == id_)
        .values(state=CANCELLED if outcome == "withdraw" else DONE)
    )
    _move(tx, definition, record, outcome)


def _move(tx: Tx, definition: Approval, record: int, outcome: str) -> None:
    values = {definition.state: definition.outcomes[outcome]}
    with acting(tx, Source.APPROVAL, definition.table, definition.lifts, system=True):
        records.update(tx, definition.table, [RowUpdate(record, values)], answer=False)


def _stored(tx: Tx, definition: Approval, table: TableSpec, record: int) -> Standing | None:
    statement = (
        sa.select(approvals.c.id, approvals.c.submitter, approval_tasks.c.member, approval_tasks.c.role)
        .join(approval_tasks, approval_tasks.c.approval == approvals.c.id)
        .where(*_of(definition, table, record), approvals.c.state == OPEN)
    )
    found = tx.connection.execute(statement).first()
    return None if found is None else Standing(*found)


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


def _active(tx: Tx, member: int) -> bool:
    found = tx.members.get(member)
    return found is not None and found.active
