"""Work that outlasts its request: how far it is, what came of it, and stopping it."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file

from ..answers import nothing
from ..calls import WorkspaceCall
from ..files import as_download
from ..routes import Permission, Resource
from ..shapes import ref

jobs = Resource("Jobs")
_JOB = "/api/v1/workspaces/{ws}/jobs/{job}"


@jobs.get(_JOB, permission=Permission.WORKSPACE, by_scope=True, answer=ref("JobAnswer"), summary="A job of one's own")
def show(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"job": call.services.jobs.find(tx, call.path["job"]).dump()}


@jobs.delete(_JOB, permission=Permission.WORKSPACE, by_scope=True, status=204, summary="Ask a job to stop")
def cancel(call: WorkspaceCall) -> Response:
    call.services.jobs.cancel(call.workspace, call.ctx, call.path["job"])
    return nothing()


@jobs.get(
    f"{_JOB}/errors",
    permission=Permission.WORKSPACE,
    by_scope=True,
    media="text/csv",
    answer={"type": "string", "format": "binary"},
    summary="The refused rows of a finished import with the reasons, to be mended and imported again",
)
def errors(call: WorkspaceCall) -> Response:
    from ...exchange.imports import errors_file  # noqa: PLC0415 - reading sheets is seldom needed

    with call.workspace.read(call.ctx) as tx:
        path = errors_file(call.services.jobs, tx, call.path["job"])
    response = send_file(path, mimetype="text/csv", conditional=False, etag=False, max_age=None)
    return as_download(response, "errors.csv")
