"""Approvals that wait for somebody who leaves: the fallback role is asked in their place at once (S88)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .. import definitions
from ..models import approval_tasks, approvals
from . import tasks
from .definition import read
from .rounds import OPEN

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def waiting(tx: Tx) -> dict[int, int]:
    """How many decisions are asked of each member, now or later in a sequence."""
    columns = approval_tasks.c
    query = (
        sa.select(columns.member, sa.func.count())
        .join(approvals, approvals.c.id == columns.approval)
        .where(columns.member.is_not(None), columns.state.in_((tasks.OPEN, tasks.WAITING)), approvals.c.state == OPEN)
        .group_by(columns.member)
    )
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def hand_over(tx: Tx, member: int) -> None:
    """Ask the fallback roles for what a member who has just left was asked, now or later in a sequence; they are told of it and
    may read the records. What the member has decided stays theirs."""
    columns = approval_tasks.c
    waiting = tx.connection.execute(
        sa.select(columns.id, approvals.c.definition, approvals.c.pinned, approvals.c.table_id, approvals.c.record)
        .join(approvals, approvals.c.id == columns.approval)
        .where(columns.member == member, columns.state.in_((tasks.OPEN, tasks.WAITING)), approvals.c.state == OPEN)
    ).all()
    present = {each.key: each for each in definitions.approvals_of(tx)}
    asked: dict[str, list[int]] = {}
    for row in waiting:
        definition = present.get(row.definition) if row.pinned is None else read(row.pinned)
        if definition is not None:
            asked.setdefault(definition.fallback, []).append(row.id)
    for fallback, ids in asked.items():
        values = {"member": None, "role": fallback, "reason": {"left": member, "fallback": fallback}}
        tx.connection.execute(sa.update(approval_tasks).where(columns.id.in_(ids)).values(values))
    for table, record in {(row.table_id, row.record) for row in waiting if row.table_id in tx.catalogue.by_id}:
        tasks.open_doors(tx, table, record)
