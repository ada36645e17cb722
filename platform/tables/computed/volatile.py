"""Formulas that change with the clock alone (TODAY): stored, and refreshed before the first read of a new local day (C9).

Whoever comes first on a new day refreshes them: the background work as a rule, a writer before what it writes, or a reader.
A reader waits for others who write only for a moment; where they take longer, it reads the day before, with everything that
is compared with today: what it is answered is what it would have been answered before midnight.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core import models as core_models
from ...core.context import SYSTEM, Context, Source
from ...core.database import Taken
from .recompute import Recompute

if TYPE_CHECKING:
    from ..transaction import Tx
    from ..workspaces import Workspace

PATIENCE = 1.0  #: seconds for which a reader waits for others who write, before it reads the day before
_LONG = 30.0  #: seconds
DAY = "volatile_day"  #: the property that says for which day the stored values hold


def refresh_if_due(workspace: Workspace, ctx: Context, patience: float | None = None) -> bool:
    """Bring volatile formulas up to `ctx.today`, and say whether they are; once per day and process this asks the database,
    otherwise nothing. Others who write are waited for, for no longer than `patience`, in seconds."""
    if workspace.fresh_day is not None and workspace.fresh_day >= ctx.today:
        return True
    with workspace.database.read() as connection:
        stored = _stored_day(connection)
    if stored is None or stored < ctx.today.isoformat():
        system = replace(ctx, actor=SYSTEM, source=Source.SYSTEM)
        try:
            # where no day is known, there is none to read
            with workspace.write(system, _LONG if stored is None or patience is None else patience) as tx:
                present = _stored_day(tx.connection)
                if present is None or present < ctx.today.isoformat():
                    refresh(tx)
        except Taken:
            return False
    workspace.fresh_day = ctx.today
    return True


def as_of(connection: sa.Connection, ctx: Context) -> Context:
    """The circumstances for which the stored values are right: the same, or those of the last moment of an earlier day."""
    stored = _stored_day(connection)
    if stored is None or stored >= ctx.today.isoformat():
        return ctx
    after = datetime.combine(date.fromisoformat(stored) + timedelta(days=1), time.min, ctx.zone)
    return replace(ctx, now=after.astimezone(UTC) - timedelta(microseconds=1))


def refresh(tx: Tx) -> None:
    """Compute every volatile formula anew for today and note the day."""
    graph = tx.catalogue.dependencies
    for table_id in sorted(graph.volatile):
        fields = [formula.field for formula in graph.formulas[table_id] if formula.volatile]
        Recompute(tx).whole_table(tx.catalogue.by_id[table_id], fields)
    key, value = core_models.properties.c.key, core_models.properties.c.value
    today = tx.ctx.today.isoformat()
    if _stored_day(tx.connection) is None:
        tx.connection.execute(sa.insert(core_models.properties).values(key=DAY, value=today))
    else:
        tx.connection.execute(sa.update(core_models.properties).where(key == DAY).values({value: today}))


def _stored_day(connection: sa.Connection) -> str | None:
    return connection.execute(
        sa.select(core_models.properties.c.value).where(core_models.properties.c.key == DAY)
    ).scalar_one_or_none()
