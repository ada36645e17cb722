"""Formulas that change with the clock alone (TODAY): stored, and refreshed before the first read of a new local day (C9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core import models as core_models
from ...core.context import SYSTEM, Context, Source
from .recompute import Recompute

if TYPE_CHECKING:
    from ..transaction import Tx
    from ..workspaces import Workspace

DAY = "volatile_day"  #: the property that says for which day the stored values hold


def refresh_if_due(workspace: Workspace, ctx: Context) -> None:
    """Bring volatile formulas up to `ctx.today`; once per day and process this asks the database, otherwise nothing."""
    if workspace.fresh_day is not None and workspace.fresh_day >= ctx.today:
        return
    with workspace.database.read() as connection:
        stored = _stored_day(connection)
    if stored is None or stored < ctx.today.isoformat():
        system = replace(ctx, actor=SYSTEM, source=Source.SYSTEM)
        with workspace.write(system) as tx:
            refresh(tx)
    workspace.fresh_day = ctx.today


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
