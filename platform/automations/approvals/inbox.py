"""Approvals as one person sees them: what waits for them, what they started, decided, or are told of (S89)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from .. import definitions
from ..definitions import said
from ..messages import NO_SUCH_APPROVAL
from ..models import approval_tasks, approvals
from . import rounds, tasks
from .rounds import OPEN
from .tasks import Task

if TYPE_CHECKING:
    from ...tables.catalogue import FieldSpec
    from ...tables.transaction import Tx

BOXES = ("todo", "started", "done", "copied")
MOST = 200
ABOUT = 3  #: fields that say what a record is about


def describe(tx: Tx, table: TableSpec) -> list[dict[str, Any]]:
    """The approvals of a table for its schema: the state they move, and what may be asked to be changed afterwards."""
    return [
        {
            "key": each.key,
            "label": said(each.label, tx.ctx.locale),
            "state": each.state,
            "approved": each.outcomes["approve"],
            "change": [key for key in each.changeable if key in table.by_key and each.enabled],
        }
        for each in definitions.approvals_of(tx)
        if each.table == table.key
    ]


def box(tx: Tx, name: str) -> list[dict[str, Any]]:
    """The approvals of one box, the newest first; records that are gone are left out.

    A record is named to who is asked about it, even where they could not see it otherwise.
    """
    if tx.ctx.actor.member is None:
        return []
    rows = tx.connection.execute(
        sa.select(approvals)
        .where(_wanted(tx, name))
        .order_by(approvals.c.submitted_at.desc(), approvals.c.id.desc())
        .limit(MOST)
    ).all()
    return _shown(tx, rows)


def counts(tx: Tx) -> dict[str, int]:
    """How many approvals wait for the caller."""
    if tx.ctx.actor.member is None:
        return {"todo": 0}
    found = tx.connection.execute(sa.select(sa.func.count()).select_from(approvals).where(_wanted(tx, "todo")))
    return {"todo": found.scalar_one()}


def of_record(tx: Tx, table: TableSpec, record: int) -> list[dict[str, Any]]:
    """All rounds of a record with their stages and what was said, the latest first; the caller may view the record."""
    rows = tx.connection.execute(
        sa.select(approvals)
        .where(approvals.c.table_id == table.id, approvals.c.record == record)
        .order_by(approvals.c.id.desc())
        .limit(MOST)
    ).all()
    return [{**each, **_detail(tx, row)} for row, each in zip(rows, _shown(tx, rows), strict=False)]


def one(tx: Tx, id_: int) -> dict[str, Any]:
    """One approval with its stages. Raises NOT_FOUND unless the caller may view its record."""
    row = found(tx, id_)
    shown = _shown(tx, [row])
    if not shown:
        raise refuse(NO_SUCH_APPROVAL)
    return {**shown[0], **_detail(tx, row)}


def found(tx: Tx, id_: int) -> Any:
    """The stored approval. Raises NOT_FOUND unless the caller may view its record, or waits for its outcome."""
    row = tx.connection.execute(sa.select(approvals).where(approvals.c.id == id_)).first()
    table = None if row is None else tx.catalogue.by_id.get(row.table_id)
    if row is None or table is None:
        raise refuse(NO_SUCH_APPROVAL)
    if Action.VIEW not in tx.scope(table).actions or not visible_ids(tx, table, [row.record], Action.VIEW):
        raise refuse(NO_SUCH_APPROVAL)
    return row


# -- inside ----------------------------------------------------------------------------------------------------------


def _wanted(tx: Tx, name: str) -> sa.ColumnElement[bool]:
    me = tx.ctx.actor.member
    mine = [role.key for role in tx.policy.held_by(tx.ctx.actor)]
    columns = approval_tasks.c

    def some(*which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.exists(sa.select(sa.literal(1)).where(columns.approval == approvals.c.id, *which))

    match name:
        case "todo":
            asked = sa.or_(columns.member == me, columns.role.in_(mine))
            others = sa.or_(approvals.c.submitter.is_(None), approvals.c.submitter != me)
            return sa.and_(approvals.c.state == OPEN, others, some(columns.state == tasks.OPEN, asked))
        case "started":
            return approvals.c.submitter == me
        case "done":
            return some(columns.decided_by == me)
        case _:
            return some(columns.kind == tasks.COPIED, columns.member == me)


def _shown(tx: Tx, rows: Sequence[Any]) -> list[dict[str, Any]]:
    labels = {
        table: reading.labels(
            tx, tx.catalogue.by_id[table], {row.record for row in rows if row.table_id == table}, raw=True
        )
        for table in {row.table_id for row in rows}
        if table in tx.catalogue.by_id
    }
    known = {each.key: each for each in definitions.approvals_of(tx)}
    states = {each.state for each in known.values()}
    about = {
        table: _about(tx, tx.catalogue.by_id[table], list(found), states) for table, found in labels.items() if found
    }
    asked = _asked(tx, [row.id for row in rows if row.state == OPEN])
    return [
        {
            **_one(tx, row, labels[row.table_id][row.record], known, asked.get(row.id, [])),
            "about": about[row.table_id].get(row.record, {}),
        }
        for row in rows
        if row.record in labels.get(row.table_id, {})
    ]


def _about(tx: Tx, table: TableSpec, ids: Sequence[int], states: Container[str]) -> dict[int, dict[str, Any]]:
    """What records are about, by number: the first fields of their header that the caller may read, beside the name and the
    state that an approval moves. Records that the caller may not view any more say nothing."""
    scope, name = tx.scope(table), None if table.primary is None else table.primary.key
    header = [
        table.by_key[key] for key in (table.settings.get("layout") or {}).get("header", ()) if key in table.by_key
    ]
    telling = [
        spec for spec in header
        if spec.key != name and spec.key not in states and spec.type != "subtable" and scope.may_read(spec.id)
    ]  # fmt: skip
    if not telling or Action.VIEW not in scope.actions:
        return {}
    return {record.id: dict(record.values) for record in reading.by_ids(tx, table, ids, telling[:ABOUT])}


def _asked(tx: Tx, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Who is asked now, by approval."""
    columns = approval_tasks.c
    open_: dict[int, list[Any]] = {}
    if ids:
        statement = sa.select(columns.approval, columns.member, columns.role).where(
            columns.approval.in_(ids), columns.state == tasks.OPEN
        )
        for row in tx.connection.execute(statement.order_by(columns.id)):
            open_.setdefault(row.approval, []).append(row)
    return open_


def _one(tx: Tx, row: Any, label: str, known: Mapping[str, Any], asked: Sequence[Any]) -> dict[str, Any]:
    table, locale = tx.catalogue.by_id[row.table_id], tx.ctx.locale
    definition = known.get(row.definition)
    first = asked[0] if asked else None
    stage = row.plan[row.stage] if row.plan else None
    return {
        "id": row.id,
        "approval": row.definition,
        "label": row.definition if definition is None else said(definition.label, locale),
        "table": table.key,
        "table_label": table.text(locale),
        "record": {"id": row.record, "label": label},
        "round": row.round,
        "state": row.state,
        "stage": None if stage is None else said(stage["label"], locale),
        "submitter": _member(tx, row.submitter),
        "submitted_at": row.submitted_at.isoformat(),
        "approver": None if first is None else _member(tx, first.member),
        "role": None if first is None else _role(tx, first.role),
        "asked": [{"member": _member(tx, each.member), "role": _role(tx, each.role)} for each in asked],
        "decided_by": _member(tx, row.decided_by),
        "decided_at": None if row.decided_at is None else row.decided_at.isoformat(),
        "comment": row.comment,
        "note": row.note,
        "change": row.proposal is not None,
    }


def _detail(tx: Tx, row: Any) -> dict[str, Any]:
    """The stages with their tasks, what the caller may do, and the difference that an approved record asks for."""
    table = tx.catalogue.by_id[row.table_id]
    all_ = tasks.of(tx, row.id)
    return {
        "stages": [_stage(tx, place, plan, row, all_) for place, plan in enumerate(row.plan or ())],
        "copied": [_member(tx, task.member) for task in all_ if task.kind == tasks.COPIED],
        "allowed": _allowed(tx, row, all_),
        "changes": [
            {
                "field": spec.key,
                "label": spec.text(tx.ctx.locale),
                "before": _readable(tx, spec, cell["before"]),
                "after": _readable(tx, spec, cell["after"]),
            }
            for cell in (row.proposal or {}).get("cells", ())
            if (spec := table.by_key.get(cell["field"])) is not None and tx.scope(table).may_read(spec.id)
        ],
    }


def _readable(tx: Tx, spec: FieldSpec, value: Any) -> Any:
    """A value of a difference; of the rows of a sub-table only the fields that the caller may read."""
    if spec.type != "subtable":
        return value
    child = tx.catalogue.by_id[spec.options["table"]]
    hidden = {each.key for each in child.fields if not tx.scope(child).may_read(each.id)}
    return [{**row, "values": {k: v for k, v in row["values"].items() if k not in hidden}} for row in value]


def _stage(tx: Tx, place: int, plan: Mapping[str, Any], row: Any, all_: Iterable[Task]) -> dict[str, Any]:
    here = [task for task in all_ if task.stage == place and task.kind != tasks.COPIED]
    if not plan["asked"]:
        state = "skipped"
    elif row.state == OPEN:
        state = "done" if place < row.stage else "open" if place == row.stage else "waiting"
    else:
        state = "done" if here else "not_reached"
    return {
        "key": plan["key"],
        "label": said(plan["label"], tx.ctx.locale),
        "mode": plan["mode"],
        "state": state,
        "fields": plan["fields"],
        "tasks": [_task(tx, task) for task in here]
        or [{**_nobody, "member": _member(tx, a["member"]), "role": _role(tx, a["role"])} for a in plan["asked"]],
    }


_nobody: Mapping[str, Any] = {
    "id": None, "attempt": 0, "kind": tasks.ASKED, "state": tasks.WAITING, "decision": None, "comment": None,
    "decided_by": None, "decided_at": None, "given_by": None,
}  # fmt: skip


def _task(tx: Tx, task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "attempt": task.attempt,
        "kind": task.kind,
        "state": task.state,
        "member": _member(tx, task.member),
        "role": _role(tx, task.role),
        "decision": task.decision,
        "comment": task.comment,
        "decided_by": _member(tx, task.decided_by),
        "decided_at": None if task.decided_at is None else task.decided_at.isoformat(),
        "given_by": _member(tx, task.given_by),
    }


def _allowed(tx: Tx, row: Any, all_: Sequence[Task]) -> dict[str, bool]:
    """What the caller may do with it now: decide, send back, hand on, add somebody, withdraw."""
    definition = next((each for each in definitions.approvals_of(tx) if each.key == row.definition), None)
    standing = None
    if definition is not None and row.state == OPEN:
        standing = rounds.standing_of(tx, definition, row.record)
    if definition is None or standing is None:
        return dict.fromkeys(("decide", "return", "delegate", "add", "withdraw"), False)
    decides = rounds.may_decide(tx, standing)
    mine = rounds.task_of(tx, tasks.current(all_, standing.stage)) is not None and decides
    earlier = any(standing.plan[place]["asked"] for place in range(standing.stage))
    return {
        "decide": decides,
        "return": decides and earlier,
        "delegate": mine or (decides and tx.policy.is_admin(tx.ctx.actor)),
        "add": mine,
        "withdraw": rounds.may_withdraw(tx, standing),
    }


def _role(tx: Tx, key: str | None) -> dict[str, str] | None:
    role = next((group for group in tx.policy.groups if group.key == key), None)
    return None if role is None else {"key": role.key, "label": role.text(tx.ctx.locale)}


def _member(tx: Tx, member: int | None) -> Any:
    return None if member is None else reading.member(tx, member)
