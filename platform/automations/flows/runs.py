"""Runs: planned once per automation, occasion and record, and what has become of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ...core.errors import Message, Problem
from ...tables import listening
from . import messages, notices
from .definition import Automation
from .models import automations, run_steps, runs

if TYPE_CHECKING:
    from ...tables.transaction import Tx

TOPIC = "run"
SHADOW = "shadow"  #: path and kind of the one step of a run that was only tried
MOST_DEEP = 8  #: automations that may have led to one another
MOST_PER_HOUR = 50_000  #: runs of one automation; whoever needs more is paused and asked
MOST_PRUNED = 1_000
_PART = 200


class State(StrEnum):
    QUEUED = "queued"
    WAITING = "waiting"  #: for a time, or for the next attempt
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"  #: never begun: too deep, or its automation may not act


OPEN = (State.QUEUED, State.WAITING)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why runs are planned: unique for what happened, so that whatever is told twice plans nothing twice."""

    key: str
    evidence: Mapping[str, Any]
    cause: str | None = None
    depth: int = 0
    due: datetime | None = None


def plan(tx: Tx, automation: Automation, table_id: int, records: Iterable[int], occasion: Occasion) -> int:
    """Plan a run for each record; how many are new. What is too deep or too often is written down as stopped, and the owner
    of the automation is told: from there it can be taken up by hand."""
    wanted = list(records)
    if not wanted:
        return 0
    stopped = _stopped(tx, automation, len(wanted), occasion.depth)
    rows = [
        {
            "automation": automation.key,
            "version": automation.version,
            "occasion": occasion.key,
            "table_id": table_id,
            "record": record,
            "state": State.QUEUED if stopped is None else State.STOPPED,
            "evidence": dict(occasion.evidence),
            "cause": occasion.cause,
            "depth": occasion.depth,
            "error": None if stopped is None else kept([stopped]),
            "created_at": tx.ctx.now,
            "finished_at": None if stopped is None else tx.ctx.now,
        }
        for record in wanted
    ]
    insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert
    new = 0
    for start in range(0, len(rows), _PART):
        statement = insert(runs).values(rows[start : start + _PART]).on_conflict_do_nothing()
        for id_, record in tx.connection.execute(statement.returning(runs.c.id, runs.c.record)).all():
            new += 1
            if stopped is None:
                key = f"{automation.key}:{table_id}:{record}" if record else ""
                listening.post(tx, TOPIC, key, {"run": id_}, due=occasion.due)
    if stopped is not None and new:
        notices.trouble(tx, automation, stopped)
    return new


def load(tx: Tx, run: int) -> Any:
    """The row of a run, or None."""
    return tx.connection.execute(sa.select(runs).where(runs.c.id == run)).one_or_none()


def set_state(tx: Tx, run: int, state: State, *, error: Mapping[str, Any] | None = None, **more: Any) -> None:
    finished = None if state in OPEN else tx.ctx.now
    tx.connection.execute(
        sa.update(runs).where(runs.c.id == run).values(state=state, error=error, finished_at=finished, **more)
    )


def pause(tx: Tx, automation: Automation, message: Message) -> None:
    """Switch an automation off until somebody looks at it, and tell those who can."""
    columns = automations.c
    moved = tx.connection.execute(
        sa.update(automations)
        .where(columns.key == automation.key, columns.paused.is_(None))
        .values(paused=message.code)
    )
    if moved.rowcount:
        notices.trouble(tx, automation, Problem(message))


def prune(tx: Tx, kept: timedelta) -> int:
    """Forget runs that ended so long ago, with their steps; how many."""
    until = tx.ctx.now - kept
    old = sa.select(runs.c.id).where(runs.c.created_at < until, runs.c.finished_at < until).limit(MOST_PRUNED)
    ids = tx.connection.execute(old).scalars().all()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        tx.connection.execute(sa.delete(run_steps).where(run_steps.c.run.in_(part)))
        tx.connection.execute(sa.delete(runs).where(runs.c.id.in_(part)))
    return len(ids)


def told(message: Message, **params: object) -> dict[str, Any]:
    """A sentence as a run keeps it."""
    return kept([Problem(message, params)])


def kept(problems: Iterable[Problem]) -> dict[str, Any]:
    """Several as one: the first code, all sentences."""
    found = list(problems)
    return {
        "code": found[0].code,
        "zh-CN": "；".join(each.text("zh-CN") for each in found[:10]),
        "en": "; ".join(each.text("en") for each in found[:10]),
    }


def _stopped(tx: Tx, automation: Automation, more: int, depth: int) -> Problem | None:
    """Why so many more runs may not begin; one that runs too often is paused."""
    if depth >= MOST_DEEP:
        return Problem(messages.TOO_DEEP, {"most": MOST_DEEP})
    if not _too_many(tx, automation, more):
        return None
    pause(tx, automation, messages.TOO_OFTEN)
    return Problem(messages.TOO_OFTEN)


def _too_many(tx: Tx, automation: Automation, more: int) -> bool:
    since = tx.ctx.now - timedelta(hours=1)
    columns = runs.c
    count = tx.connection.execute(
        sa.select(sa.func.count()).where(columns.created_at > since, columns.automation == automation.key)
    ).scalar_one()
    return count + more > MOST_PER_HOUR
