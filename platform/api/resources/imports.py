"""Importing a sheet: the file comes in, a job does the work; and the empty workbook to fill in."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...tables.transaction import Tx
from .. import renamed
from ..calls import WorkspaceCall
from ..files import send_made
from ..idempotency import once, uploaded
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, STRING, enum, ref
from ..standing import standing
from ..uploads import read_upload

imports = Resource("Imports")
_FIELDS = ("mode", "key", "mapping", "match", "dry_run", "all_or_nothing", "clear_blank", "public")


@imports.post(
    "/api/v1/workspaces/{ws}/tables/{table}/imports",
    permission=Permission.WORKSPACE,
    upload={
        "file": {"type": "string", "format": "binary"},
        "mode": enum("create", "update", "upsert"),
        "key": {**STRING, "description": "Field by which records are found again (update, upsert)"},
        "mapping": {**STRING, "description": "JSON: column header → field key; '' leaves the column out"},
        "match": {**STRING, "description": "JSON: column header of a relation → field of its target"},
        "dry_run": BOOLEAN,
        "all_or_nothing": BOOLEAN,
        "clear_blank": BOOLEAN,
        "public": {**BOOLEAN, "description": "New records that name no owner have none (S93)"},
    },
    status=202,
    answer=ref("JobAnswer"),
    summary="Import an .xlsx or .csv file; the answer is the job that does it",
)
def start(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange import imports as service  # noqa: PLC0415 - reading sheets is seldom needed
    from ...exchange.sheets.limits import FILE_BYTES  # noqa: PLC0415 - the same

    given = read_upload(call.request, most=FILE_BYTES, known=_FIELDS)
    uploaded(call, given)
    options = service.read_options(given.fields)
    with call.workspace.read(call.ctx) as tx:
        renamed.importing(tx, call.path["table"], (options.key, *options.mapping.values()))
    jobs = call.services.jobs
    path = service.receive(call.services.settings, given.file)

    def planned(tx: Tx, job: str) -> None:
        once(call, tx, lambda: {"job": jobs.find(tx, job).dump()})

    job = service.start(jobs, call.workspace, call.ctx, call.path["table"], path, options, planned, standing(call))
    with call.workspace.read(call.ctx) as tx:
        return {"job": jobs.find(tx, job).dump()}


@imports.get(
    "/api/v1/workspaces/{ws}/tables/{table}/import-template",
    permission=Permission.WORKSPACE,
    media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    answer={"type": "string", "format": "binary"},
    summary="An empty workbook with the table's headers, to fill in",
)
def template(call: WorkspaceCall) -> Response:
    from ...exchange import imports as service  # noqa: PLC0415 - writing workbooks is seldom needed

    with call.workspace.read(call.ctx) as tx:
        return send_made(service.template_workbook(tx, call.path["table"]))
