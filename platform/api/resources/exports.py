"""A table's rows as a file."""

from __future__ import annotations

from flask import Response

from ...tables.queries.query import Query
from .. import renamed, takings
from ..calls import WorkspaceCall
from ..files import send_made
from ..params import Keys, OneOf
from ..routes import Permission, Resource
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
