"""An edit of ten thousand rows with an automation on the table: bounded transactions, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gezi.api.background import Background
from gezi.automations.flows import models, saving
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.models import outbox
from gezi.tables import records
from gezi.tables.records import RowUpdate
from gezi.tables.workspaces import Workspace, Workspaces

FLOW = {
    "key": "edited",
    "label": {"zh-CN": "改名", "en": "Renamed"},
    "table": "customers",
    "trigger": {"on": "updated", "fields": ["name"]},
    "do": [{"set": {"owner": {"field": "name"}}}],
}
PART = 1_000


def edited(workspaces: Workspaces, workspace: Workspace, count: int) -> None:
    """Make so many rows, change them all, and let the automation do its work on each."""
    ctx = workspaces.context(SYSTEM, Source.API)
    ids: list[int] = []
    with workspace.write(ctx) as tx:
        saving.install(tx, [FLOW])
    for start in range(0, count, PART):
        with workspace.write(ctx) as tx:
            rows = [{"name": f"{number}"} for number in range(start, start + PART)]
            ids += records.create(tx, "customers", rows, answer=False).ids
    for start in range(0, count, PART):
        with workspace.write(ctx) as tx:
            changes = [RowUpdate(id_, {"name": f"改 {id_}"}) for id_ in ids[start : start + PART]]
            records.update(tx, "customers", changes, answer=False)
    assert isinstance(workspaces.clock, FixedClock)
    background = Background.of(workspaces)
    background.run()
    workspaces.clock.advance(timedelta(hours=1))
    background.run()  # nothing is left for later
    with workspace.read(ctx) as tx:
        states = tx.connection.execute(
            sa.select(models.runs.c.state, sa.func.count()).group_by(models.runs.c.state)
        ).all()
        assert [tuple(each) for each in states] == [("done", count)]
        steps = tx.connection.execute(sa.select(sa.func.count()).select_from(models.run_steps)).scalar_one()
        assert steps == count
        left = tx.connection.execute(sa.select(sa.func.count()).where(outbox.c.done_at.is_(None))).scalar_one()
        assert left == 0
        table = tx.catalogue.table("customers")
        name, owner = table.by_key["name"].id, table.by_key["owner"].id
        stored = tx.catalogue.storage.rows(tx.connection, table, ids)
        assert all(stored[id_][owner] == stored[id_][name] == f"改 {id_}" for id_ in ids)


@pytest.mark.proof
def test_ten_thousand_rows_are_edited_and_the_automation_has_done_its_work_on_each(
    workspaces: Workspaces, workspace: Workspace
) -> None:
    edited(workspaces, workspace, 10_000)
