"""What has become of runs, step by step, and why one did or did not happen for a record. Readers see what they may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables import listening, models
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from ...tables.schema import log
from .. import preview
from . import catching, checking, definition, eyes, messages, names, runs, sampling
from .definition import Automation
from .models import automations, run_steps
from .models import runs as runs_table
from .runs import State

if TYPE_CHECKING:
    from ...tables.transaction import Tx

_columns = runs_table.c
_TELLING_NOTHING = frozenset({"branch", "sent"})  #: parts of outputs that hold nothing of any record
FAILED_WITHIN = timedelta(days=7)  #: what the list counts as failed of late


def listed(tx: Tx) -> dict[str, Any]:
    """Every automation of the workspace for those who build, and what may be wrong between them."""
    log.admit(tx)
    found = definition.all_of(tx)
    active = [each for each in found if each.active]
    failed, last = _failed(tx), _last(tx)
    return {
        "automations": [
            {**described(tx, each), "failed": failed.get(each.key, 0), "last_run": last.get(each.key)} for each in found
        ],
        "warnings": [
            {"code": messages.CYCLE.code, "keys": keys, "message": _cycle(tx, keys)}
            for keys in checking.cycles(tx, active)
        ],
        "import_paths": sampling.of_imports(),
    }


def _failed(tx: Tx) -> dict[str, int]:
    """How many runs of the last days ended badly, by automation."""
    since = tx.ctx.now - FAILED_WITHIN
    statement = sa.select(_columns.automation, sa.func.count()).where(
        _columns.created_at >= since, _columns.state.in_((State.FAILED, State.STOPPED))
    )
    found = tx.connection.execute(statement.group_by(_columns.automation))
    return {row.automation: row[1] for row in found}


def _last(tx: Tx) -> dict[str, dict[str, Any]]:
    """The latest run of each automation: its id, state and instant."""
    latest = sa.select(sa.func.max(_columns.id)).group_by(_columns.automation)
    found = tx.connection.execute(
        sa.select(_columns.automation, _columns.id, _columns.state, _columns.created_at).where(_columns.id.in_(latest))
    )
    return {row.automation: {"id": row.id, "state": row.state, "at": row.created_at.isoformat()} for row in found}


def _cycle(tx: Tx, keys: list[str]) -> str:
    return messages.CYCLE.text(tx.ctx.locale, {"keys": " → ".join(keys)})


def described(tx: Tx, automation: Automation) -> dict[str, Any]:
    owner = None if automation.owner is None else tx.members.get(automation.owner)
    document = checking.restated(tx, automation.document)
    original = None if automation.original is None else checking.restated(tx, automation.original)
    return {
        "key": automation.key,
        "label": automation.label["en" if tx.ctx.locale.startswith("en") else "zh-CN"],
        "table": automation.table,
        "definition": dict(document),
        "version": automation.version,
        "enabled": automation.enabled,
        "shadow": automation.shadow,
        "demo": automation.demo,
        "paused": automation.paused,
        "owner": None if owner is None else {"id": owner.id, "label": owner.name},
        "template": automation.original is not None,
        "changed": original is not None and _changed(automation, original, document),
    }


def _changed(automation: Automation, original: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether resetting it would change anything: what it does, or its switches."""
    switched = (automation.active, automation.shadow) != (original.get("enabled", True), False)
    return switched or dict(original) != dict(document)


def one(tx: Tx, key: str) -> dict[str, Any]:
    log.admit(tx)
    found = definition.find(tx, key)
    if found is None:
        raise refuse(messages.NO_SUCH)
    involved = [
        keys for keys in checking.cycles(tx, [each for each in definition.all_of(tx) if each.active]) if key in keys
    ]
    original = None if found.original is None else dict(checking.restated(tx, found.original))
    return {**described(tx, found), "original": original, "cycles": involved}


def log_of(
    tx: Tx,
    *,
    automation: str | None,
    table: str | None,
    record: int | None,
    state: str | None,
    before: int | None,
    limit: int,
) -> dict[str, Any]:
    """Runs, the latest first. Builders see all; of a record that they may view, everybody sees the runs."""
    statement = sa.select(runs_table).order_by(_columns.id.desc()).limit(limit + 1)
    if table is not None and record is not None:
        spec = tx.table(table)
        if not visible_ids(tx, spec, [record], Action.VIEW):
            raise refuse(NO_SUCH_RECORD)
        statement = statement.where(_columns.table_id == spec.id, _columns.record == record)
    else:
        log.admit(tx)
        if table is not None:
            statement = statement.where(_columns.table_id == tx.table(table).id)
    if automation is not None:
        statement = statement.where(_columns.automation == automation)
    if state is not None:
        statement = statement.where(_columns.state == state)
    if before is not None:
        statement = statement.where(_columns.id < before)
    rows = tx.connection.execute(statement).all()
    return {
        "runs": _listed(tx, rows[:limit]),
        "next": rows[limit - 1].id if len(rows) > limit else None,
    }


def run(tx: Tx, run_id: int) -> dict[str, Any]:
    """One run with its steps, for those who build. What steps read and wrote is shown to those who may see the record it was
    about."""
    log.admit(tx)
    row = runs.load(tx, run_id)
    if row is None:
        raise refuse(messages.NO_SUCH_RUN)
    table = tx.catalogue.by_id.get(row.table_id)
    scope = None if table is None else tx.scope(table)
    visible = table is not None and scope is not None and Action.VIEW in scope.actions
    if visible and table is not None and row.record:
        visible = bool(visible_ids(tx, table, [row.record], Action.VIEW)) or not tx.catalogue.storage.rows(
            tx.connection, table, [row.record]
        )
    steps = tx.connection.execute(
        sa.select(run_steps).where(run_steps.c.run == run_id).order_by(run_steps.c.at, run_steps.c.path)
    ).all()
    outputs = [step.output if visible and may_read(tx, step.output) else None for step in steps]
    return {
        **_listed(tx, [row])[0],
        "evidence": row.evidence,
        "steps": [
            {
                "path": step.path,
                "kind": step.kind,
                "state": step.state,
                "input": step.input if visible else None,
                "output": output,
                "names": named,
                "batch": step.batch,
                "at": step.at.isoformat(),
            }
            for step, output, named in zip(steps, outputs, names.of(tx, outputs), strict=True)
        ],
    }


def retry(tx: Tx, run_id: int) -> dict[str, Any]:
    """Let a failed run go on at the step that failed, or one begin that was stopped. Raises CONFLICT for any other."""
    log.admit(tx)
    row = runs.load(tx, run_id)
    if row is None:
        raise refuse(messages.NO_SUCH_RUN)
    if row.state not in (State.FAILED, State.STOPPED):
        raise refuse(messages.NOT_FAILED)
    runs.set_state(tx, run_id, State.QUEUED, attempts=0)
    listening.post(tx, runs.TOPIC, f"{row.automation}:{row.table_id}:{row.record}", {"run": run_id})
    return run(tx, run_id)


def cancel(tx: Tx, run_id: int) -> dict[str, Any]:
    """End a run that waits; what it has done stays done. Raises CONFLICT for one that is over."""
    log.admit(tx)
    row = runs.load(tx, run_id)
    if row is None:
        raise refuse(messages.NO_SUCH_RUN)
    if row.state not in runs.OPEN:
        raise refuse(messages.NOT_OPEN)
    runs.set_state(tx, run_id, State.CANCELLED)
    return run(tx, run_id)


def why(tx: Tx, key: str, record: int) -> dict[str, Any]:
    """Why an automation has run for a record, or has not: reasons, each true or false, and its runs."""
    log.admit(tx)
    found = definition.find(tx, key)
    if found is None:
        raise refuse(messages.NO_SUCH)
    table = tx.table(found.table)
    if not visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    row = tx.catalogue.storage.rows(tx.connection, table, [record])[record]
    demo = not found.demo or bool(row.get(catching.DEMO))
    seen = bool(eyes.among(eyes.of(tx, found.actor(tx)), table, [row]))
    reasons = [
        _reason("enabled", found.enabled),
        _reason("not_paused", found.paused is None),
        _reason("owner_active", found.actor(tx) is not None),
        _reason("owner_sees", seen),
        _reason("demo_row", demo),
        _reason("condition_holds_now", seen and demo and bool(catching.wanted(tx, found, table, [row]))),
        _reason("changed_since_switched_on", _changed_since(tx, found, table.id, record)),
    ]
    log_ = log_of(tx, automation=key, table=found.table, record=record, state=None, before=None, limit=20)
    return {"reasons": reasons, **log_}


def _changed_since(tx: Tx, automation: Automation, table: int, record: int) -> bool:

    since = tx.connection.execute(
        sa.select(automations.c.changed_at).where(automations.c.key == automation.key)
    ).scalar_one()
    statement = (
        sa.select(models.changes.c.id)
        .join(models.change_sets, models.change_sets.c.id == models.changes.c.change_set)
        .where(models.changes.c.table_id == table, models.changes.c.record == record, models.change_sets.c.at >= since)
        .limit(1)
    )
    return tx.connection.execute(statement).first() is not None


def _reason(name: str, holds: bool) -> dict[str, Any]:
    return {"name": name, "holds": holds}


def may_read(tx: Tx, output: Any) -> bool:
    """Whether the caller may read what a step came to: all the records that it names, with every field of their table. What
    names no table may be put together from any."""
    if not isinstance(output, Mapping):
        return True
    told = cast("Mapping[str, Any]", output)
    if set(told) <= _TELLING_NOTHING:
        return True
    table = tx.catalogue.tables.get(told.get("table", ""))
    if table is None:
        return preview.sees_all(tx)
    if preview.sees_all(tx, [table]):
        return True
    if Action.VIEW not in tx.scope(table).actions or tx.scope(table).hidden or tx.sight.blind(table):
        return False
    ids = set[int](told.get("records") or ())
    return told.get("count", 0) <= len(ids) and visible_ids(tx, table, ids, Action.VIEW) >= ids


def _listed(tx: Tx, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Runs with what their records are called for the caller now, and whether they were only tried."""
    titles = reading.titles(tx, ((row.table_id, row.record) for row in rows if row.record))
    steps = run_steps.c
    tried = sa.select(steps.run).where(steps.run.in_([row.id for row in rows]), steps.path == runs.SHADOW)
    shadows = set(tx.connection.execute(tried).scalars())
    return [
        {**_shown(tx, row), "label": titles.get((row.table_id, row.record)), "shadow": row.id in shadows}
        for row in rows
    ]


def _shown(tx: Tx, row: Any) -> dict[str, Any]:
    table = tx.catalogue.by_id.get(row.table_id)
    error = row.error
    return {
        "id": row.id,
        "automation": row.automation,
        "version": row.version,
        "table": None if table is None else table.key,
        "record": row.record or None,
        "state": row.state,
        "cause": row.cause,
        "depth": row.depth,
        "attempts": row.attempts,
        "error": None
        if error is None
        else {"code": error["code"], "message": error["en" if tx.ctx.locale.startswith("en") else "zh-CN"]},
        "created_at": row.created_at.isoformat(),
        "due": None if row.due is None else row.due.isoformat(),
        "finished_at": None if row.finished_at is None else row.finished_at.isoformat(),
    }


def behind(tx: Tx, causes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The runs among what led to changes (`run:<id>`), each with its automation: for those who may look at runs."""
    wanted = {int(cause[4:]): cause for cause in causes if cause.startswith("run:") and cause[4:].isdecimal()}
    if not wanted or not tx.policy.may_build(tx.ctx.actor):
        return {}
    columns = runs_table.c
    found = tx.connection.execute(sa.select(columns.id, columns.automation).where(columns.id.in_(wanted)))
    labels = {each.key: each.label for each in definition.all_of(tx)}
    locale = "en" if tx.ctx.locale.startswith("en") else "zh-CN"
    return {
        wanted[row.id]: {
            "id": row.id,
            "automation": row.automation,
            "label": labels.get(row.automation, {}).get(locale) or row.automation,
        }
        for row in found
    }
