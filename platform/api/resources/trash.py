"""The trash: deleted records that the caller could see, and bringing them back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables.changes import trash as service
from ...tables.messages import BAD_CURSOR
from ...tables.queries import reading
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, Rows, row_id, text
from ..idempotency import once
from ..params import ID, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref
from .batches import dump_undone

trash = Resource("Trash")
_TRASH = "/api/v1/workspaces/{ws}/trash"


class Item(Envelope):
    table = text(most=100)
    id = row_id()


class Items(Envelope):
    items = Rows(fields.Nested(Item), required=True, validate=validate.Length(min=1))
    with_needed = Flag(load_default=False)


@trash.get(
    _TRASH,
    permission=Permission.WORKSPACE,
    query=(
        Param("table", "Key of a table; without it, all that the caller may view", max_length=100),
        Param("q", "Words that the record's label contains", max_length=200),
        Whole("limit", "Records in a page", default=50, low=1, high=200),
        Param("cursor", "`next` of the page before", max_length=20),
    ),
    answer=ref("Trash"),
    summary="Deleted records, latest first",
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    cursor, key = call.query["cursor"], call.query["table"]
    if cursor is not None and not ID.match(cursor):
        raise refuse(BAD_CURSOR)
    with call.workspace.read(call.ctx) as tx:
        tables = [tx.table(key)] if key else [*tx.catalogue.tables.values()]
        page = service.find(
            tx,
            [table for table in tables if Action.VIEW in tx.scope(table).actions],
            q=call.query["q"],
            limit=call.query["limit"],
            before=int(cursor) if cursor else None,
        )
        return {
            "items": [
                {
                    "table": one.table.key,
                    "id": one.record,
                    "label": one.label,
                    "deleted_at": one.at,
                    "deleted_by": reading.member(tx, one.member),
                    "batch": one.batch,
                    "restorable": one.restorable,
                }
                for one in page.items
            ],
            "next": str(page.next) if page.next is not None else None,
        }


@trash.post(
    f"{_TRASH}/restore",
    permission=Permission.WORKSPACE,
    body=Items(),
    answer=ref("Undone"),
    summary="Bring deleted records back, all or none, with what they owned and with references to them",
)
def restore(call: WorkspaceCall) -> dict[str, Any]:
    items = [(item["table"], item["id"]) for item in call.body["items"]]
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: dump_undone(tx, service.restore(tx, items, with_needed=call.body["with_needed"])))
