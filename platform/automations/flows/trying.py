"""Trying an automation without doing anything: the same steps in a transaction that is rolled back, and what they would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables import models
from ...tables.catalogue import TableSpec
from ...tables.changes import history
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries.selection import visible_ids
from ...tables.system import RECORD_ID
from .. import preview
from ..expressions import Scene
from . import catching, runs, telling
from .definition import ON_ROWS, Automation
from .models import run_steps
from .play import Play
from .taking import Failed, Waits, take

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MOST_REPLAYED = 100  #: runs of one replay
MOST_DAYS = 90
TRIAL = 0  #: the run whose steps a trial writes down until it is undone


class _Undo(Exception):
    """Ends the trial's savepoint."""


def dry_run(tx: Tx, automation: Automation, record: int) -> dict[str, Any]:
    """What a run for this record would change, send, or be refused. Raises NOT_FOUND for a record that the caller does not
    see. Nothing of it stays."""
    table = tx.table(automation.table)
    if record and not visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    row = tx.catalogue.storage.rows(tx.connection, table, [record]).get(record)
    matches = row is None or bool(catching.wanted(tx, automation, table, [row]))
    return {"matches": matches, **_tried(tx, automation, table, record)}


def replay(tx: Tx, automation: Automation, days: int) -> dict[str, Any]:
    """What the automation as it is now would have been set off by in the last days, and what it would do to those records as
    they are now."""
    table = tx.table(automation.table)
    if automation.on not in ON_ROWS:
        return {"matched": 0, "runs": []}
    kinds = [kind for kind in (history.CREATE, history.UPDATE, history.DELETE) if automation.on in catching.KINDS[kind]]
    sets, changes = models.change_sets, models.changes
    since = tx.ctx.now - timedelta(days=min(days, MOST_DAYS))
    found = tx.connection.execute(
        sa.select(changes.c.change_set, changes.c.kind, sets.c.at)
        .join(sets, sets.c.id == changes.c.change_set)
        .where(changes.c.table_id == table.id, changes.c.kind.in_(kinds), sets.c.at >= since)
        .distinct()
        .order_by(changes.c.change_set)
    ).all()
    matched, tried = 0, list[dict[str, Any]]()
    for change_set, kind, at in found:
        pairs = catching.pairs_of(tx, table, change_set, kind)
        for row in catching.changed(tx, automation, table, kind, pairs):
            matched += 1
            record = row[RECORD_ID.id]
            if len(tried) < MOST_REPLAYED and (kind == history.DELETE or visible_ids(tx, table, [record], Action.VIEW)):
                tried.append({"record": record, "at": at.isoformat(), **_tried(tx, automation, table, record)})
    return {"matched": matched, "runs": tried}


def shadowed(play: Play, table: TableSpec, record: int) -> dict[str, Any]:
    """What a planned run would do, with the definition and the inputs that it was planned with."""
    return _undone(replace(play, memo={}, trying=True), table, record)


def _tried(tx: Tx, automation: Automation, table: TableSpec, record: int) -> dict[str, Any]:
    actor = automation.actor(tx)
    if actor is None:
        return {"changes": [], "sent": [], "steps": [], "refused": runs.told(automation.barred(tx))}
    row = tx.catalogue.storage.rows(tx.connection, table, [record]).get(record)
    scene = Scene(tx, {}, origin=None if row is None else (table, row))
    return _undone(Play(tx, TRIAL, automation, automation.steps, actor, 1, scene, {}, trying=True), table, record)


def _undone(play: Play, table: TableSpec, record: int) -> dict[str, Any]:
    """Take the steps in a savepoint that is rolled back; what they would change and send, and what is refused."""
    tx = play.tx
    refused: Mapping[str, Any] | None = None
    changes: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    last = preview.latest(tx)
    kept = tx.posted, tx.latest
    try:
        with tx.unit(replace(tx.ctx)):
            try:
                take(play, table, record, play.steps)
            except Waits:
                pass
            except Failed as failed:
                refused = {"step": failed.path, **runs.kept(failed.problems)}
            changes, steps = preview.changes(tx, last), _steps(tx, play.run)
            raise _Undo
    except _Undo:
        tx.posted, tx.latest = kept
    return {"changes": changes, "sent": play.said, "steps": steps, "refused": refused}


def _steps(tx: Tx, run: int) -> list[dict[str, Any]]:
    """The steps that the trial has taken, and what came of each."""
    columns = run_steps.c
    statement = sa.select(columns.path, columns.kind, columns.state, columns.output).where(columns.run == run)
    rows = tx.connection.execute(statement.order_by(columns.at, columns.path).limit(preview.MOST_SHOWN)).all()
    return [
        {
            "path": row.path,
            "kind": row.kind,
            "state": row.state,
            "output": row.output if telling.may_read(tx, row.output) else None,
        }
        for row in rows
    ]
