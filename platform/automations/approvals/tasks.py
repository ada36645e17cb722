"""The tasks of an approval as they are stored: who is asked at which stage, in what order, and what they said.

A task waits while another one comes before it (`after`): the next in a sequence, or somebody who was added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Source
from ...tables import doors
from ..flows import notices
from ..models import approval_tasks, approvals
from .asking import Asked
from .definition import Mode

if TYPE_CHECKING:
    from ...tables.transaction import Tx

WAITING, OPEN, DONE, CANCELLED = "waiting", "open", "done", "cancelled"
ASKED, ADDED, COPIED = "asked", "added", "copied"
#: what members are told of a record, by what has become of it or of their part in it
TOLD: Mapping[str, Mapping[str, str]] = {
    ASKED: {"zh-CN": "等您审批", "en": "waits for your decision"},
    COPIED: {"zh-CN": "已提交审批，抄送给您", "en": "was submitted for approval, with a copy for you"},
    "approved": {"zh-CN": "的审批已通过", "en": "has been approved"},
    "rejected": {"zh-CN": "的审批被驳回", "en": "has been rejected"},
    "withdrawn": {"zh-CN": "的审批已被撤回", "en": "has been withdrawn from approval"},
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody is asked."""

    id: int
    stage: int
    attempt: int  #: counts how often the stage was begun anew because a later one sent it back
    kind: str
    state: str
    member: int | None
    role: str | None
    after: int | None
    decision: str | None
    comment: str | None
    decided_by: int | None
    decided_at: datetime | None
    given_by: int | None  #: who handed it on, or added this person


_COLUMNS = tuple(approval_tasks.c[name] for name in Task.__slots__)


def of(tx: Tx, approval: int) -> list[Task]:
    """All tasks of an approval, in the order they were made."""
    rows = tx.connection.execute(
        sa.select(*_COLUMNS).where(approval_tasks.c.approval == approval).order_by(approval_tasks.c.id)
    )
    return [Task(*row) for row in rows]


def current(all_: Iterable[Task], stage: int) -> list[Task]:
    """The tasks of a stage that count: those of its latest attempt, copies left out."""
    here = [task for task in all_ if task.stage == stage and task.kind != COPIED]
    latest = max((task.attempt for task in here), default=0)
    return [task for task in here if task.attempt == latest]


def begin(tx: Tx, approval: int, stage: int, asked: Sequence[Asked], mode: Mode, attempt: int) -> None:
    """Ask the people of a stage; in a sequence each waits for the one before."""
    before: int | None = None
    for each in asked:
        waits = mode is Mode.SEQUENCE and before is not None
        before = make(
            tx,
            approval,
            stage=stage,
            attempt=attempt,
            kind=ASKED,
            state=WAITING if waits else OPEN,
            after=before if waits else None,
            member=each.member,
            role=each.role,
            reason=dict(each.reason),
        )


def make(tx: Tx, approval: int, **values: Any) -> int:
    return tx.connection.execute(
        sa.insert(approval_tasks).values(approval=approval, **values).returning(approval_tasks.c.id)
    ).scalar_one()


def set_(tx: Tx, tasks: Iterable[Task], **values: Any) -> None:
    ids = [task.id for task in tasks]
    if ids:
        tx.connection.execute(sa.update(approval_tasks).where(approval_tasks.c.id.in_(ids)).values(**values))


def close(tx: Tx, all_: Iterable[Task]) -> None:
    """Nobody is asked any more."""
    set_(tx, [task for task in all_ if task.state in (OPEN, WAITING)], state=CANCELLED)


def finished(task: Task, among: Sequence[Task]) -> bool:
    """Whether a task was approved, and whoever was added after it has approved as well."""
    followers = [other for other in among if other.after == task.id and other.kind == ADDED]
    return task.decision == "approve" and all(finished(other, among) for other in followers)


def open_doors(tx: Tx, table: int, record: int) -> None:
    """Who is asked about a record may read it while they are, and afterwards what they decided on (S89); whoever is asked
    newly is notified, once for each task."""
    columns = approval_tasks.c
    rows = tx.connection.execute(
        sa.select(columns.id, columns.member, columns.role, columns.state, columns.decided_by, columns.kind)
        .join(approvals, approvals.c.id == columns.approval)
        .where(approvals.c.table_id == table, approvals.c.record == record)
    ).all()
    members: set[int] = set()
    for row in rows:
        if row.state == OPEN or row.kind == COPIED:
            asked = {row.member} if row.member is not None else tx.policy.members_of(row.role or "")
            members |= asked
            if row.state == OPEN:
                tell(tx, table, record, asked, f"task:{row.id}", ASKED)
        if row.decided_by is not None:
            members.add(row.decided_by)
    doors.keep(tx, table, record, members)


def tell(tx: Tx, table: int, record: int, members: Iterable[int], key: str, what: str) -> None:
    """Notify members other than the caller, by the record's number alone: what it is called they may not be allowed to read.

    `key` is of what each is told once; `what` is one of `TOLD`."""
    if tx.ctx.source is Source.TEMPLATE:
        return
    spec = tx.catalogue.by_id[table]
    text = {locale: f"{spec.text(locale)} #{record} {said}" for locale, said in TOLD[what].items()}
    others = set(members) - {tx.ctx.actor.member}
    notices.tell(tx, others, text, key, kind="approval", table=table, record=record)
