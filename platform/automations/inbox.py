"""Approvals as one person sees them: what waits for them, what they have started, what they have decided (S89)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..tables.queries import reading
from .approvals import OPEN
from .models import approval_tasks, approvals

if TYPE_CHECKING:
    from ..tables.transaction import Tx

BOXES = ("todo", "started", "done")
MOST = 200


def box(tx: Tx, name: str) -> list[dict[str, Any]]:
    """The approvals of one box, the newest first; records that are gone are left out.

    A record is named to who is asked about it, even where they could not see it otherwise.
    """
    me = tx.ctx.actor.member
    if me is None:
        return []
    mine = [role.key for role in tx.policy.roles_of(me)]
    asked = sa.or_(approval_tasks.c.member == me, approval_tasks.c.role.in_(mine))
    wanted = {
        "todo": sa.and_(
            approvals.c.state == OPEN, asked, sa.or_(approvals.c.submitter.is_(None), approvals.c.submitter != me)
        ),
        "started": approvals.c.submitter == me,
        "done": approvals.c.decided_by == me,
    }[name]
    rows = tx.connection.execute(
        sa.select(approvals, approval_tasks.c.member, approval_tasks.c.role)
        .join(approval_tasks, approval_tasks.c.approval == approvals.c.id)
        .where(wanted)
        .order_by(approvals.c.submitted_at.desc(), approvals.c.id.desc())
        .limit(MOST)
    ).all()
    labels = {
        table: reading.labels(
            tx, tx.catalogue.by_id[table], {row.record for row in rows if row.table_id == table}, raw=True
        )
        for table in {row.table_id for row in rows}
        if table in tx.catalogue.by_id
    }
    return [
        _shown(tx, row, labels[row.table_id][row.record]) for row in rows if row.record in labels.get(row.table_id, {})
    ]


def _shown(tx: Tx, row: Any, label: str) -> dict[str, Any]:
    table = tx.catalogue.by_id[row.table_id]
    role = next((group for group in tx.policy.groups if group.key == row.role), None)
    return {
        "id": row.id,
        "approval": row.definition,
        "table": table.key,
        "table_label": table.text(tx.ctx.locale),
        "record": {"id": row.record, "label": label},
        "round": row.round,
        "state": row.state,
        "submitter": _member(tx, row.submitter),
        "submitted_at": row.submitted_at.isoformat(),
        "approver": _member(tx, row.member),
        "role": None if role is None else {"key": role.key, "label": role.text(tx.ctx.locale)},
        "decided_by": _member(tx, row.decided_by),
        "decided_at": None if row.decided_at is None else row.decided_at.isoformat(),
        "comment": row.comment,
    }


def _member(tx: Tx, member: int | None) -> Any:
    return None if member is None else reading.member(tx, member)
