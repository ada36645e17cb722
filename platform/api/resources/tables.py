"""The schema of a workspace as the caller may see it."""

from __future__ import annotations

from typing import Any

from ...tables import description
from ..calls import WorkspaceCall
from ..describing import completed
from ..routes import Permission, Resource
from ..shapes import array, obj, ref

tables = Resource("Tables")


@tables.get(
    "/api/v1/workspaces/{ws}/tables",
    permission=Permission.WORKSPACE,
    by_scope=True,
    answer=obj(tables=array(ref("Table"))),
    summary="Tables with their fields, views, layout and what the caller may do",
)
def list_tables(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"tables": completed(call, tx, description.describe(tx))}
