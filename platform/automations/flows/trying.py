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
from ...tables.changes import deleted, history
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from ...tables.storage import Row
from ...tables.system import RECORD_ID
from .. import preview
from ..expressions import Scene
from . import catching, eyes, messages, names, runs, telling
from .definition import ON_ROWS, Automation
from .models import run_steps
from .play import Play
from .taking import Failed, Waits, take

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MOST_REPLAYED = 100  #: runs of one replay
MOST_DAYS = 90
TRIAL = 0  #: the run whose steps a trial writes down until it is undone


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
            record = row[RECORD_ID.id]
            if not _visible(tx, table, kind, row):
                continue
            matched += 1
            if len(tried) < MOST_REPLAYED:
                tried.append({"record": record, "at": at.isoformat(), **_tried(tx, automation, table, record)})
    titles = reading.labels(tx, table, {each["record"] for each in tried})
    return {"matched": matched, "runs": [{**each, "label": titles.get(each["record"])} for each in tried]}


def _visible(tx: Tx, table: TableSpec, kind: str, row: Row) -> bool:
    """Whether the caller may view a changed record: as it is now, or as it was when it was deleted."""
    if kind == history.DELETE:
        return deleted.covered(tx, table, [row], Action.VIEW)[0]
    return bool(visible_ids(tx, table, [row[RECORD_ID.id]], Action.VIEW))


def shadowed(play: Play, table: TableSpec, record: int) -> dict[str, Any]:
    """What a planned run would do, with the definition and the inputs that it was planned with."""
    return _undone(replace(play, memo={}, trying=True), table, record)


def _tried(tx: Tx, automation: Automation, table: TableSpec, record: int) -> dict[str, Any]:
    actor = automation.actor(tx)
    if actor is None:
        return {"changes": [], "sent": [], "steps": [], "refused": runs.told(automation.barred(tx))}
    row = tx.catalogue.storage.rows(tx.connection, table, [record]).get(record)
    looking = eyes.of(tx, actor)
    if row is not None and not eyes.among(looking, table, [row]):
        return {"changes": [], "sent": [], "steps": [], "refused": runs.told(messages.OUT_OF_SIGHT)}
    scene = Scene(tx, {}, origin=None if row is None else (table, row), eyes=looking)
    return _undone(Play(tx, TRIAL, automation, automation.steps, actor, 1, scene, {}, trying=True), table, record)


def _undone(play: Play, table: TableSpec, record: int) -> dict[str, Any]:
    """Take the steps in a savepoint that is rolled back; what they would change and send, and what is refused."""
    tx = play.tx
    refused: Mapping[str, Any] | None = None
    written = preview.NOTHING
    steps: list[dict[str, Any]] = []
    last = preview.latest(tx)
    with preview.undone(tx, replace(tx.ctx)):
        try:
            take(play, table, record, play.steps)
        except Waits:
            pass
        except Failed as failed:
            refused = {"step": failed.path, **runs.kept(failed.problems)}
        written, steps = preview.written(tx, last), _steps(tx, play.run)
    return {
        "changes": preview.changes(tx, written, named=play.run == TRIAL),
        "sent": _sent(play),
        "steps": steps,
        "refused": refused,
    }


def _sent(play: Play) -> list[Mapping[str, Any]]:
    """What would leave the house. It is put together from records by the rights of the automation's owner, so those who may not
    see all there is are told what is written in the definition only."""
    if preview.sees_all(play.tx):
        return [{name: part for name, part in said.items() if name != "written"} for said in play.said]
    return [
        {"kind": "notify", "members": [], "text": said["written"]}
        if said["kind"] == "notify"
        else {"kind": said["kind"], "url": said["url"], "body": None}
        for said in play.said
    ]


def _steps(tx: Tx, run: int) -> list[dict[str, Any]]:
    """The steps that the trial has taken, and what came of each."""
    columns = run_steps.c
    statement = sa.select(columns.path, columns.kind, columns.state, columns.output).where(columns.run == run)
    rows = tx.connection.execute(statement.order_by(columns.at, columns.path).limit(preview.MOST_SHOWN)).all()
    outputs = [row.output if _may_read(tx, row.output) else None for row in rows]
    return [
        {"path": row.path, "kind": row.kind, "state": row.state, "output": output, "names": named}
        for row, output, named in zip(rows, outputs, names.of(tx, outputs), strict=True)
    ]


def _may_read(tx: Tx, output: Any) -> bool:
    """Whether the caller may read what a step of a trial came to. The trial alone may have brought its records into their
    scope, so they have to see the whole table."""
    key = output.get("table") if isinstance(output, dict) else None
    table = tx.catalogue.tables.get(key) if key is not None else None
    return telling.may_read(tx, output) and (table is None or preview.sees_all(tx, [table]))
