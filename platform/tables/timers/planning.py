"""Changing the rules of a timer: first a plan that shows what it would do, then its confirmation (S6, S7, H12).

The token is bound to the changes, to the rules as they are and to what was shown: when any of it is another one by the time of
the confirmation, the plan is stale. What was confirmed is written into a log that is only added to.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Refusal, refuse
from ...permissions.actions import Action
from .. import models, records
from ..changes.cells import freeze
from ..computed.recompute import Recompute
from ..configlog.writing import note
from ..queries import reading
from ..queries.selection import visible_ids
from ..records import RowUpdate
from ..storage import Row
from ..system import CREATED_AT, RECORD_ID, VERSION
from ..writing import attempts
from .definition import Timer
from .messages import STALE_PLAN
from .reckoning import Reckoned, floors_of, reckon
from .settling import BATCH, keep_floors, write

if TYPE_CHECKING:
    from ..transaction import Tx

MODES = ("grace", "all", "keep")
GRACE = 3  #: days that nobody loses a record earlier than, unless said otherwise
NAMED = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A new rule (no id), another state of one, or its end (no values)."""

    id: int | None
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the changes would do."""

    token: str
    records: int  #: whose due day moves
    overdue: int  #: that would fall due at the next sweep
    names: tuple[Mapping[str, Any], ...]  #: the first of these: id, label, due day before and after
    rules: tuple[Mapping[str, Any], ...]  #: each rule before and after

    def counts(self) -> dict[str, int]:
        return {"records": self.records, "overdue": self.overdue}


def plan(tx: Tx, timer: Timer, changes: Sequence[Change], *, mode: str, grace: int) -> Plan:
    """What the changes would do; nothing is kept. Raises what is wrong with them."""
    found: list[Plan] = []

    def attempt() -> None:
        before = _reckoned(tx, timer)
        rules = _apply(tx, timer, changes)
        found.append(_shown(tx, timer, before, _after(tx, timer, before, mode, grace), rules, changes, mode, grace))

    if problems := attempts.problems_of(tx, attempt):
        raise Refusal(problems)
    return found[0]


def confirm(
    tx: Tx,
    timer: Timer,
    changes: Sequence[Change],
    token: str,
    *,
    mode: str,
    grace: int,
    reason: str | None = None,
) -> Plan:
    """Do what was planned, and write down why. Raises CONFLICT when the token is not that of this plan as it would be now."""
    again = plan(tx, timer, changes, mode=mode, grace=grace)
    if not hmac.compare_digest(again.token.encode(), token.encode(errors="replace")):
        raise refuse(STALE_PLAN)
    before = _reckoned(tx, timer)
    applied = _applied(tx, timer, changes)
    floors = _floors(tx, timer, before, mode, grace)
    if floors:
        keep_floors(tx, timer, floors)
    recompute = Recompute(tx)
    ids = sorted(before)
    for start in range(0, len(ids), BATCH):
        write(tx, timer, ids[start : start + BATCH], recompute)
    recompute.run()
    tx.connection.execute(
        sa.insert(models.timer_log).values(
            at=tx.ctx.now,
            member=tx.ctx.actor.member,
            timer=timer.key,
            table_id=timer.table,
            mode=mode,
            grace=grace if mode == "grace" else None,
            rules=[dict(each) for each in again.rules],
            preview=again.counts(),
            reason=(reason or "").strip() or None,
        )
    )
    was, now = ({str(id_): rule[when] for id_, rule in applied} for when in ("before", "after"))
    note(tx, "recycling", timer.table, timer.key, was, now)
    return again


def log_of(tx: Tx, timer: Timer, *, limit: int = 100) -> list[dict[str, Any]]:
    """Every confirmed change of the rules, the latest first (S7)."""
    c = models.timer_log.c
    query = sa.select(models.timer_log).where(c.timer == timer.key, c.table_id == timer.table)
    return [
        {
            "id": row.id,
            "at": row.at,
            "by": reading.member(tx, row.member),
            "mode": row.mode,
            "grace": row.grace,
            "rules": row.rules,
            "preview": row.preview,
            "reason": row.reason,
        }
        for row in tx.connection.execute(query.order_by(c.id.desc()).limit(limit))
    ]


# -- inside ----------------------------------------------------------------------------------------------------------


@contextmanager
def _planned(tx: Tx) -> Generator[None]:
    tx.planned = True
    try:
        yield
    finally:
        tx.planned = False


def _apply(tx: Tx, timer: Timer, changes: Sequence[Change]) -> tuple[Mapping[str, Any], ...]:
    """Write the rules with the rights of the caller; each before and after, a new one without an id."""
    return tuple(rule for _, rule in _applied(tx, timer, changes))


def _applied(tx: Tx, timer: Timer, changes: Sequence[Change]) -> list[tuple[int, Mapping[str, Any]]]:
    table = tx.catalogue.by_id[timer.rules]
    ids = [change.id for change in changes if change.id is not None]
    before = tx.catalogue.storage.rows(tx.connection, table, ids)
    known: list[int] = []
    with _planned(tx):
        for change in changes:
            if change.id is None:
                known += records.create(tx, table.key, [dict(change.values or {})], answer=False).ids
            elif change.values is None:
                records.delete(tx, table.key, [change.id])
                known.append(change.id)
            else:
                records.update(tx, table.key, [RowUpdate(change.id, change.values)], answer=False)
                known.append(change.id)
    after = tx.catalogue.storage.rows(tx.connection, table, known)
    return [
        (
            id_,
            {
                "id": change.id,
                "before": state(tx, timer, before.get(id_)),
                "after": state(tx, timer, after.get(id_)),
            },
        )
        for change, id_ in zip(changes, known, strict=True)
    ]


def state(tx: Tx, timer: Timer, row: Row | None) -> dict[str, Any] | None:
    """A rule as the logs keep it: what is filled in, by the keys of the rules' table."""
    if row is None:
        return None
    table = tx.catalogue.by_id[timer.rules]
    return {spec.key: freeze(row.get(spec.id)) for spec in table.inputs if row.get(spec.id) not in (None, ())}


def _reckoned(tx: Tx, timer: Timer) -> dict[int, tuple[Row, Reckoned]]:
    table = tx.catalogue.by_id[timer.table]
    ids = tx.catalogue.storage.all_ids(tx.connection, table)
    found: dict[int, tuple[Row, Reckoned]] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = list(tx.catalogue.storage.rows(tx.connection, table, part).values())
        rows = [row for row in rows if row.get(timer.owner.id) is not None]
        for row, one in zip(rows, reckon(tx, timer, rows, floors_of(tx, timer, part)), strict=True):
            found[row[RECORD_ID.id]] = row, one
    return found


def _after(
    tx: Tx, timer: Timer, before: Mapping[int, tuple[Row, Reckoned]], mode: str, grace: int
) -> dict[int, Reckoned]:
    floors = {**floors_of(tx, timer, before), **_floors(tx, timer, before, mode, grace)}
    rows = [row for row, _ in before.values()]
    return dict(zip(before, reckon(tx, timer, rows, floors), strict=True))


def _floors(
    tx: Tx, timer: Timer, before: Mapping[int, tuple[Row, Reckoned]], mode: str, grace: int
) -> dict[int, tuple[date, Any]]:
    """The days before which records must not fall due by the new rules: none, some days from now, or the day they had."""
    limit = tx.ctx.today + timedelta(days=grace)
    rows = [row for row, _ in before.values()]
    plain = reckon(tx, timer, rows, {}) if mode != "all" else []
    found: dict[int, tuple[date, Any]] = {}
    for (id_, (_, old)), new in zip(before.items(), plain, strict=False):
        if new.due is None or new.start is None:
            continue
        floor = limit if mode == "grace" else old.due
        if floor is not None and new.due < floor and (old.due is None or old.due >= tx.ctx.today or mode == "keep"):
            found[id_] = floor, new.start
    return found


def _shown(
    tx: Tx,
    timer: Timer,
    before: Mapping[int, tuple[Row, Reckoned]],
    after: Mapping[int, Reckoned],
    rules: tuple[Mapping[str, Any], ...],
    changes: Sequence[Change],
    mode: str,
    grace: int,
) -> Plan:
    moved = {id_: (old.due, after[id_].due) for id_, (_, old) in before.items() if old.due != after[id_].due}
    overdue = [
        id_ for id_, one in after.items() if one.due is not None and one.paused is None and one.due < tx.ctx.today
    ]
    table = tx.catalogue.by_id[timer.table]
    told = visible_ids(tx, table, moved, Action.VIEW)  # all are counted (S7); whose day moves is told of those in sight
    first = sorted(told, key=lambda id_: (moved[id_][1] or date.max, id_))[:NAMED]
    labels = reading.labels(tx, table, set(first))
    names = tuple(
        {"id": id_, "label": labels.get(id_), "before": moved[id_][0], "after": moved[id_][1]} for id_ in first
    )
    seen = {
        "timer": [timer.table, timer.key, mode, grace],
        "changes": [[change.id, change.values] for change in changes],
        "rules": _versions(tx, timer),
        "shown": [sorted((id_, str(old), str(new)) for id_, (old, new) in moved.items()), sorted(overdue)],
        "member": tx.ctx.actor.member,
    }
    text = json.dumps(seen, sort_keys=True, default=str, ensure_ascii=False)
    token = hmac.new(tx.workspace.cursor_key, text.encode(), hashlib.sha256).hexdigest()
    return Plan(token, len(moved), len(overdue), names, rules)


def _versions(tx: Tx, timer: Timer) -> list[list[int]]:
    """The rules with their versions, those that this very transaction makes left out: they get other ids at each try."""
    table = tx.catalogue.by_id[timer.rules]
    rows = tx.catalogue.storage.rows(tx.connection, table, tx.catalogue.storage.all_ids(tx.connection, table))
    return [[id_, rows[id_][VERSION.id]] for id_ in sorted(rows) if rows[id_][CREATED_AT.id] != tx.ctx.now]
