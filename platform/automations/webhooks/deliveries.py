"""Deliveries of webhooks: planned once for each webhook, change and record; the log of them; made again by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ...core.errors import refuse
from ...tables import listening
from ...tables.queries import reading
from .messages import NO_DELIVERY, UNDER_WAY
from .models import webhook_deliveries

if TYPE_CHECKING:
    from ...tables.transaction import Tx
    from .subscriptions import Webhook

TOPIC = "webhook"
OPEN = ("queued", "waiting")
MOST_PRUNED = 500
_columns = webhook_deliveries.c


def plan(
    tx: Tx,
    hook: Webhook,
    event: str,
    records: Iterable[tuple[int, list[int]]],
    change_set: int | None = None,
    *,
    depth: int = 0,
) -> list[int]:
    """Plan deliveries about records with the fields that moved; what is planned already is not planned again."""
    insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert
    made: list[int] = []
    for record, changed in records:
        row = {"webhook": hook.id, "event": event, "change_set": change_set, "record": record, "changed": changed}
        row |= {"state": "queued", "attempts": 0, "tries": [], "created_at": tx.ctx.now}
        id_ = tx.connection.execute(
            insert(webhook_deliveries).values(row).on_conflict_do_nothing().returning(_columns.id)
        ).scalar_one_or_none()
        if id_ is not None:
            made.append(id_)
            post(tx, hook.id, record, id_, depth=depth)
    return made


def post(tx: Tx, hook: int, record: int, delivery: int, *, depth: int = 0) -> None:
    """Hand a delivery to the queue: those of one webhook and record go in their order. `depth`: automations that led to it."""
    listening.post(tx, TOPIC, f"{hook}:{record}", {"delivery": delivery, "depth": depth})


def prune(tx: Tx, kept: timedelta) -> int:
    """Forget deliveries that ended so long ago, at most so many at once; how many."""
    until = tx.ctx.now - kept
    old = sa.select(_columns.id).where(_columns.created_at < until, _columns.finished_at < until).limit(MOST_PRUNED)
    ids = tx.connection.execute(old).scalars().all()
    if ids:
        tx.connection.execute(sa.delete(webhook_deliveries).where(_columns.id.in_(ids)))
    return len(ids)


def load(tx: Tx, id_: int) -> Any:
    return tx.connection.execute(sa.select(webhook_deliveries).where(_columns.id == id_)).one_or_none()


def put(tx: Tx, id_: int, **values: Any) -> None:
    if values.get("state") not in (None, *OPEN):
        values["finished_at"] = tx.ctx.now
    tx.connection.execute(sa.update(webhook_deliveries).where(_columns.id == id_).values(**values))


def listed(tx: Tx, hook: Webhook, *, limit: int, before: int | None) -> tuple[list[dict[str, Any]], int | None]:
    """The log of a webhook, latest first."""
    statement = sa.select(webhook_deliveries).where(_columns.webhook == hook.id)
    if before is not None:
        statement = statement.where(_columns.id < before)
    rows = tx.connection.execute(statement.order_by(_columns.id.desc()).limit(limit + 1)).all()
    titles = reading.titles(tx, ((hook.table, row.record) for row in rows[:limit]))
    found = [shown(tx, row, titles.get((hook.table, row.record))) for row in rows[:limit]]
    return found, rows[limit - 1].id if len(rows) > limit else None


def again(tx: Tx, hook: Webhook, id_: int) -> dict[str, Any]:
    """Deliver once more, with the same body and key. Raises NOT_FOUND, or CONFLICT while it is under way."""
    row = load(tx, id_)
    if row is None or row.webhook != hook.id:
        raise refuse(NO_DELIVERY)
    if row.state in OPEN:
        raise refuse(UNDER_WAY)
    put(tx, id_, state="queued", attempts=0, finished_at=None)
    post(tx, hook.id, row.record, id_)
    row = load(tx, id_)
    titles = reading.titles(tx, [(hook.table, row.record)])
    return shown(tx, row, titles.get((hook.table, row.record)))


def shown(tx: Tx, row: Any, label: str | None = None) -> dict[str, Any]:
    """A delivery as whoever looks after its webhook reads it: with the `label` of its record, as far as they see it, and why a
    try came to nothing as a sentence."""
    locale = "en" if tx.ctx.locale.startswith("en") else "zh-CN"
    return {
        "id": row.id,
        "event": row.event,
        "record": row.record or None,
        "label": label,
        "state": row.state,
        "attempts": row.attempts,
        "tries": [
            {name: value for name, value in each.items() if name in ("at", "status", "code")}
            | ({"message": each[locale]} if locale in each else {})
            for each in row.tries
        ],
        "created_at": row.created_at.isoformat(),
        "finished_at": None if row.finished_at is None else row.finished_at.isoformat(),
    }
