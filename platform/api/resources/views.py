"""Saving views: one's own, and for builders the shared ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...automations import limits
from ...automations.messages import HOLDS_TOO_MANY
from ...tables import records
from ...tables.messages import MAY_NOT_EDIT, NO_SUCH_RECORD
from ...tables.records import RowUpdate
from ...tables.views import arranging, saving
from ...tables.views.definition import PARTS
from ...tables.views.messages import NO_VIEW, SORTED
from ...tables.views.saving import ViewChange
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, row_id, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import ref
from .records import dump_written

views = Resource("Views")
_VIEWS = "/api/v1/workspaces/{ws}/tables/{table}/views"


class ViewBody(Envelope):
    label = text(required=False, most=200)
    type = text(required=False, most=40)
    fields_ = fields.List(text(), data_key="fields", validate=validate.Length(max=1_000))
    filter = fields.Dict(keys=fields.String(), allow_none=True)
    sort = fields.String(allow_none=True, validate=validate.Length(max=1_000))
    settings = fields.Dict(keys=fields.String())
    widths = fields.Dict(keys=fields.String())
    shared = Flag()
    locked = Flag()
    position = fields.Integer(strict=True, validate=validate.Range(min=0, max=10_000))


class NewView(ViewBody):
    copy = text(required=False, most=200)


class ViewMove(Envelope):
    record = row_id()
    after = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=2**63 - 1))
    before = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=2**63 - 1))
    version = fields.Integer(strict=True, validate=validate.Range(min=1, max=2**63 - 1))
    values = fields.Dict()


@views.post(
    _VIEWS,
    permission=Permission.WORKSPACE,
    body=NewView(),
    status=201,
    answer=ref("View"),
    summary="Save a view: one's own, or a shared one; with `copy`, like another view in what is not given",
)
def create(call: WorkspaceCall) -> dict[str, Any]:
    table = call.path["table"]
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            made = saving.add(tx, table, _change(call.body), call.body.get("copy"))
            return saving.described(tx, tx.table(table), made)

        return once(call, tx, work)


@views.patch(
    _VIEWS + "/{view}",
    permission=Permission.WORKSPACE,
    body=ViewBody(),
    answer=ref("View"),
    summary="Change, rename, share, lock or move a view",
)
def change(call: WorkspaceCall) -> dict[str, Any]:
    table = call.path["table"]
    with call.workspace.write(call.ctx) as tx:
        changed = saving.change(tx, table, call.path["view"], _change(call.body))
        return saving.described(tx, tx.table(table), changed)


@views.delete(_VIEWS + "/{view}", permission=Permission.WORKSPACE, status=204, summary="Delete a view")
def delete(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        saving.remove(tx, call.path["table"], call.path["view"])
    return nothing()


@views.post(
    _VIEWS + "/{view}/moves",
    permission=Permission.WORKSPACE,
    body=ViewMove(),
    answer=ref("Written"),
    refuses=(NO_SUCH_RECORD, NO_VIEW, MAY_NOT_EDIT, SORTED, HOLDS_TOO_MANY),
    summary="Put a record behind another one in a view's own order (or before one), with values that change with it",
)
def move(call: WorkspaceCall) -> dict[str, Any]:
    table, body = call.path["table"], call.body
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            view = arranging.arrangeable(tx, tx.table(table), call.path["view"])
            update = RowUpdate(body["record"], body.get("values") or {}, body.get("version"))
            written = records.update(tx, table, [update])
            limits.check_given(tx, tx.table(table), [body["record"]])
            arranging.move(tx, tx.table(table), view, body["record"], body.get("after"), body.get("before"))
            batch = tx.ctx.batch if tx.change_set is not None else None
            return dump_written(replace(written, batch=batch), call.ctx.locale)

        return once(call, tx, work)


def _change(body: dict[str, Any]) -> ViewChange:
    parts = {name: body[key] for name in PARTS if (key := "fields_" if name == "fields" else name) in body}
    rest = {name: body[name] for name in ("label", "type", "shared", "locked", "position") if name in body}
    return ViewChange(parts=parts, **rest)
