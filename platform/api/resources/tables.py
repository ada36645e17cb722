"""The schema of a workspace as the caller may see it."""

from __future__ import annotations

from typing import Any

from ...automations import buttons
from ...automations.approvals import inbox
from ...tables import description
from ..calls import WorkspaceCall
from ..restructuring import underway
from ..routes import Permission, Resource
from ..shapes import array, obj, ref

tables = Resource("Tables")


@tables.get(
    "/api/v1/workspaces/{ws}/tables",
    permission=Permission.WORKSPACE,
    answer=obj(tables=array(ref("Table"))),
    summary="Tables with their fields, views, layout and what the caller may do",
)
def list_tables(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        described = description.describe(tx)
        recomputing = underway(call, tx)
        for table in described:
            spec = tx.catalogue.tables[table["key"]]
            table["buttons"] = buttons.describe(tx, spec)
            table["recomputing"] = recomputing.get(table["key"], [])
            table["approvals"] = inbox.describe(tx, spec)
        return {"tables": described}
