"""Pivots over the records a caller may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...reports import pivots
from ...tables.transaction import Tx
from .. import renamed, takings
from ..calls import WorkspaceCall
from ..envelopes import Envelope
from ..files import send_made, send_page
from ..routes import Permission, Resource
from ..shapes import ref
from .aggregate import Group, Measure

pivot = Resource("Pivot")


class PivotQuestion(Envelope):
    rows = fields.List(Group(), load_default=list, validate=validate.Length(max=pivots.MOST_ROW_GROUPS))
    columns = fields.List(Group(), load_default=list, validate=validate.Length(max=pivots.MOST_COLUMN_GROUPS))
    measures = fields.List(
        fields.Nested(Measure), load_default=lambda: [{"op": "count"}], validate=validate.Length(min=1, max=10)
    )
    filter = fields.Dict(allow_none=True, load_default=None)
    view = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))
    q = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))
    top_rows = fields.Integer(
        strict=True, allow_none=True, load_default=None, validate=validate.Range(min=1, max=1_000)
    )
    top_columns = fields.Integer(
        strict=True, allow_none=True, load_default=None, validate=validate.Range(min=1, max=100)
    )
    sort = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=200))


class PivotFile(PivotQuestion):
    format = fields.String(load_default="xlsx", validate=validate.OneOf(("xlsx", "csv")))
    title = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=60))


class PivotPage(PivotQuestion):
    title = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=60))
    orientation = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(("portrait", "landscape")))


@pivot.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/pivot",
    permission=Permission.WORKSPACE,
    body=PivotQuestion(),
    answer=ref("Pivot"),
    harmless=True,
    reads=True,
    summary="Measures over rows and columns with subtotals, the largest and the others, and the records behind each figure",
)
def table_of(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return pivots.pivot(tx, call.path["table"], _asked(tx, call.path["table"], call.body))


@pivot.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/pivot/export",
    permission=Permission.WORKSPACE,
    body=PivotFile(),
    media=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"),
    answer={"type": "string", "format": "binary"},
    harmless=True,
    reads=True,
    summary="A pivot as a file with titles and totals, over the records that the caller may export",
)
def download(call: WorkspaceCall) -> Response:
    from ...exchange import pivots as files  # noqa: PLC0415 - writing files is seldom needed

    body = dict(call.body)
    kind, title = body.pop("format"), body.pop("title")
    with call.workspace.read(call.ctx) as tx:
        asked = _asked(tx, call.path["table"], body)
        made = files.write(tx, call.path["table"], asked, kind, title)
    takings.exported(call, made.name, made.rows)
    return send_made(made)


@pivot.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/pivot/print",
    permission=Permission.WORKSPACE,
    body=PivotPage(),
    media=("text/html",),
    answer={"type": "string"},
    harmless=True,
    reads=True,
    summary="A pivot as a page to print, over the records that the caller may print",
)
def page(call: WorkspaceCall) -> Response:
    from ...exchange.printing import pivot as pages  # noqa: PLC0415 - pages are seldom made

    body = dict(call.body)
    title, orientation = body.pop("title"), body.pop("orientation")
    with call.workspace.read(call.ctx) as tx:
        asked = _asked(tx, call.path["table"], body)
        made = pages.pivot(tx, call.path["table"], asked, title, orientation)
    takings.printed(call, made.name, made.rows)
    return send_page(made)


def _asked(tx: Tx, table: str, body: Mapping[str, Any]) -> pivots.Pivot:
    found = dict(body)
    found["measures"] = [
        {("as" if key == "as_" else key): value for key, value in measure.items() if value is not None}
        for measure in found["measures"]
    ]
    return pivots.Pivot(**renamed.grouping(tx, table, found))
