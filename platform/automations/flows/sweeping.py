"""Looking after schedules: what has become due since the last look is planned, once per rule, record and due instant.

A sweep as at T done twice leaves the same state (C8): the second finds every run planned and nothing left to take.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ...core.clock import Clock
from ...core.errors import Problem, Refusal
from ...tables.queries import query
from ...tables.queries.query import Query
from ...tables.system import RECORD_ID
from .. import recycling
from ..webhooks import deliveries
from . import catching, messages, notices, owning, runs, timing
from .definition import ON_TIME, Automation, all_of
from .models import automations
from .running import context
from .runs import Occasion

if TYPE_CHECKING:
    from ...tables.transaction import Tx
    from ...tables.workspaces import Workspace

log = logging.getLogger("gezi.automations")

LOOK_EVERY = timedelta(seconds=20)
KEPT = timedelta(days=90)  #: how long runs that are over can be read
DELIVERIES_KEPT = timedelta(days=30)  #: and deliveries of webhooks
_PAGE = 1_000


class Sweeper:
    """The work that the clock sets off; part of `api.background`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked: dict[str, datetime] = {}
        self._days: dict[str, date] = {}  #: on which day timers were looked at last
        self._reviewed: dict[str, int] = {}  #: the version of rights and structure by which owners were looked at last
        self._tidied: dict[str, date] = {}  #: on which day what is over was forgotten last

    def work(self, workspace: Workspace, now: datetime) -> bool:
        """Look at the schedules of a workspace now and then; whether something was planned."""
        last = self._looked.get(workspace.key)
        if last is not None and now - last < LOOK_EVERY:
            return False
        self._looked[workspace.key] = now
        with workspace.read(context(workspace, self._clock)) as tx:
            today = tx.ctx.today
        if self._tidied.get(workspace.key) != today:
            with workspace.write(context(workspace, self._clock)) as tx:
                if tidy(tx):
                    self._tidied[workspace.key] = today
        self._review(workspace)
        with workspace.read(context(workspace, self._clock)) as tx:
            timers = bool(tx.catalogue.timers.all) and (self._days.get(workspace.key) != today or recycling.overdue(tx))
            if not timers and not any(_may(tx, each, now) for each in all_of(tx) if each.active and each.on in ON_TIME):
                return False
        with workspace.write(context(workspace, self._clock)) as tx:
            planned = sweep(tx)
        self._days[workspace.key] = today
        if planned >= recycling.AT_ONCE:  # there may be more, which need not wait
            del self._looked[workspace.key]
        return planned > 0

    def _review(self, workspace: Workspace) -> None:
        """Pause what its owner may not read all of, once rights or structure have changed."""
        with workspace.read(context(workspace, self._clock)) as tx:
            version = tx.catalogue.version
            found = self._reviewed.get(workspace.key) != version and owning.review(tx)
        if found:
            with workspace.write(context(workspace, self._clock)) as tx:
                owning.pause(tx)
        self._reviewed[workspace.key] = version


def tidy(tx: Tx) -> bool:
    """Forget runs and deliveries that were over long ago, a part at a time; whether nothing is left to forget."""
    left = runs.prune(tx, KEPT) >= runs.MOST_PRUNED
    return not (deliveries.prune(tx, DELIVERIES_KEPT) >= deliveries.MOST_PRUNED or left)


def due(tx: Tx, automation: Automation, now: datetime) -> bool:
    """Whether an automation may have something to do."""
    looked = _looked(tx, automation) or now
    if automation.on == "schedule":
        return bool(timing.instants(automation.trigger, looked, now, tx.ctx.zone))
    return now - looked >= LOOK_EVERY or looked.astimezone(tx.ctx.zone).date() != now.astimezone(tx.ctx.zone).date()


def _may(tx: Tx, automation: Automation, now: datetime) -> bool:
    """The same; what cannot be said is looked at, where it is found out."""
    try:
        return due(tx, automation, now)
    except OperationalError:
        raise
    except Exception:
        return True


def sweep(tx: Tx) -> int:
    """Plan what has become due until now, and do what timers say; how much is new."""
    planned = recycling.sweep(tx)
    for automation in all_of(tx):
        if not automation.active or automation.on not in ON_TIME or automation.table not in tx.catalogue.tables:
            continue
        looked, now = _looked(tx, automation) or tx.ctx.now, tx.ctx.now
        if looked >= now:
            continue
        try:
            with tx.connection.begin_nested():
                planned += (
                    _scheduled(tx, automation, looked)
                    if automation.on == "schedule"
                    else _dated(tx, automation, looked)
                )
        except (Refusal, KeyError) as error:
            notices.trouble(tx, automation, Problem(messages.GONE, {"key": str(error)[:60]}))
        except OperationalError:
            raise
        except Exception:  # one must not hold up all the others
            log.exception("automation %s could not be looked at", automation.key)
            notices.trouble(tx, automation, Problem(messages.BROKE))
        tx.connection.execute(sa.update(automations).where(automations.c.key == automation.key).values(looked_at=now))
    return planned


def _scheduled(tx: Tx, automation: Automation, looked: datetime) -> int:
    table = tx.catalogue.tables[automation.table]
    planned = 0
    for instant in timing.instants(automation.trigger, looked, tx.ctx.now, tx.ctx.zone):
        occasion = Occasion(f"due:{instant.isoformat()}", {"on": "schedule", "due": instant.isoformat()})
        planned += runs.plan(tx, automation, table.id, [0], occasion)
    return planned


def _dated(tx: Tx, automation: Automation, looked: datetime) -> int:
    """Records whose date, so many days before or after, has come since the last look."""
    table, trigger = tx.catalogue.tables[automation.table], automation.trigger
    spec = table.by_key[trigger["field"]]
    first, last = timing.days_of(trigger, looked, tx.ctx.now, tx.ctx.zone)
    condition = {"field": spec.key, "op": "between", "value": [first.isoformat(), last.isoformat()]}
    planned, cursor = 0, None
    while True:
        page = query.list_records(tx, table.key, Query(filter=condition, fields=(), limit=_PAGE, cursor=cursor))
        rows = tx.catalogue.storage.rows(tx.connection, table, [record.id for record in page.records])
        by_due: dict[datetime, list[int]] = {}
        for row in catching.wanted(tx, automation, table, list(rows.values())):
            instant = timing.due_of(trigger, row[spec.id], tx.ctx.zone)
            if looked < instant <= tx.ctx.now:
                by_due.setdefault(instant, []).append(row[RECORD_ID.id])
        for instant, records in sorted(by_due.items()):
            occasion = Occasion(f"due:{instant.isoformat()}", {"on": "date", "due": instant.isoformat()})
            planned += runs.plan(tx, automation, table.id, records, occasion)
        cursor = page.next
        if cursor is None:
            return planned


def _looked(tx: Tx, automation: Automation) -> datetime | None:
    found: datetime | None = tx.connection.execute(
        sa.select(automations.c.looked_at).where(automations.c.key == automation.key)
    ).scalar_one()
    return found
