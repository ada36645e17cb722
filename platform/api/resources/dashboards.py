"""Dashboards: which there are for the caller, and one of them with the data of its cards."""

from __future__ import annotations

from typing import Any

from ...reports import dashboards as reports
from ..calls import WorkspaceCall
from ..routes import Permission, Resource
from ..shapes import ref

dashboards = Resource("Dashboards")
_ALL = "/api/v1/workspaces/{ws}/dashboards"


@dashboards.get(
    _ALL, permission=Permission.WORKSPACE, answer=ref("DashboardList"), summary="The dashboards one may see"
)
def index(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"dashboards": reports.list(tx)}


@dashboards.get(
    _ALL + "/{dashboard}", permission=Permission.WORKSPACE, answer=ref("Dashboard"), summary="A dashboard with its data"
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return reports.data(tx, call.path["dashboard"])
