"""Pivots over the records a caller may see."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...reports import pivots
from .. import renamed
from ..calls import WorkspaceCall
from ..envelopes import Envelope
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
    body = dict(call.body)
    body["measures"] = [
        {("as" if key == "as_" else key): value for key, value in measure.items() if value is not None}
        for measure in body["measures"]
    ]
    with call.workspace.read(call.ctx) as tx:
        return pivots.pivot(tx, call.path["table"], pivots.Pivot(**renamed.grouping(tx, call.path["table"], body)))
