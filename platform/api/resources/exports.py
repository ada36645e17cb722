"""A table's rows as a file, and how many of them a file or a page would take."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...permissions.actions import Action
from ...tables.queries.query import Query
from .. import renamed, takings
from ..calls import WorkspaceCall
from ..files import send_made
from ..params import Keys, OneOf
from ..routes import Permission, Resource
from ..shapes import ref
from .records import SELECTING

exports = Resource("Exports")


@exports.get(
    "/api/v1/workspaces/{ws}/tables/{table}/export",
    permission=Permission.WORKSPACE,
    query=(
        OneOf("format", "Sort of file", default="xlsx", words=("xlsx", "csv")),
        *SELECTING,
        Keys("fields", "Field keys, separated by commas"),
    ),
    media=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"),
    answer={"type": "string", "format": "binary"},
    summary="The rows of a list as a file, as far as the caller may export them",
)
def download(call: WorkspaceCall) -> Response:
    from ...exchange import exports as service  # noqa: PLC0415 - writing files is seldom needed

    asked = dict(call.query)
    kind = asked.pop("format")
    with call.workspace.read(call.ctx) as tx:
        found = Query(**renamed.selecting(tx, call.path["table"], asked))
        made = service.write(tx, call.path["table"], found, kind)
    takings.exported(call, made.name, made.rows)
    return send_made(made)


@exports.get(
    "/api/v1/workspaces/{ws}/tables/{table}/extent",
    permission=Permission.WORKSPACE,
    query=(
        OneOf("action", "What is to be done with the rows", default="export", words=("export", "print")),
        *SELECTING,
        Keys("fields", "Field keys, separated by commas"),
    ),
    answer=ref("Extent"),
    summary="How many rows of a list an export or a print would take, how many stay behind and why, and what is masked",
)
def extent(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange import exports as service  # noqa: PLC0415 - files are seldom made
    from ...exchange import extent as measuring  # noqa: PLC0415 - files are seldom made

    asked = dict(call.query)
    action = Action(asked.pop("action"))
    with call.workspace.read(call.ctx) as tx:
        key = call.path["table"]
        found = Query(**renamed.selecting(tx, key, asked))
        fields = service.columns(tx, tx.table(key), found)
        return measuring.measure(tx, key, found, fields, action).dump(tx.ctx.locale)
