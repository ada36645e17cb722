"""One record at its own address, with an entity tag: read, change and delete it under the conditions of RFC 9110."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...automations import buttons, limits
from ...automations.messages import HOLDS_TOO_MANY
from ...permissions.actions import Action
from ...tables import records as service
from ...tables.catalogue import TableSpec
from ...tables.queries import query
from ...tables.queries.reading import Record
from ...tables.queries.selection import visible_ids
from ...tables.records import RowUpdate
from ...tables.rights import adding, unlocking
from ...tables.rules import locks
from ...tables.transaction import Tx
from .. import etags, renamed
from ..calls import WorkspaceCall
from ..envelopes import Envelope
from ..params import IF_MATCH, IF_NONE_MATCH
from ..routes import Permission, Resource
from ..shapes import ref
from .records import ROWS, dump_written

record = Resource("Records")
ROW = f"{ROWS}/{{id}}"


class Change(Envelope):
    version = fields.Integer(strict=True, validate=validate.Range(min=1, max=2**63 - 1))
    values = fields.Dict(required=True)


@record.get(
    ROW,
    permission=Permission.WORKSPACE,
    headers=(IF_NONE_MATCH,),
    query=(renamed.ALIASES,),
    answer=ref("RecordWithRights"),
    summary="One record with its sub-tables, whether the caller may change it, which locks hold, and what can be done",
)
def show(call: WorkspaceCall) -> Response:
    record_id = call.id()
    with call.workspace.read(call.ctx) as tx:
        found, document = _shown(tx, call.path["table"], record_id)
        if call.query["aliases"]:
            (document,) = renamed.beside(tx, call.path["table"], [document])
    return etags.answer(call.request, found, document)


@record.patch(
    ROW,
    permission=Permission.WORKSPACE,
    headers=(IF_MATCH,),
    body=Change(),
    answer=ref("RecordWritten"),
    refuses=(HOLDS_TOO_MANY,),
    summary="Change one record; with If-Match, only if nobody has changed it since",
)
def change(call: WorkspaceCall) -> Response:
    table, record_id = call.path["table"], call.id()
    with call.workspace.write(call.ctx) as tx:
        etags.guard(call.request, tx, table, [record_id])
        row = RowUpdate(record_id, call.body["values"], call.body.get("version"))
        written = service.update(tx, table, [row])
        limits.check_given(tx, tx.table(table), [record_id])
        told = dump_written(written, call.ctx.locale)
        told.pop("records")
        found, document = _shown(tx, table, record_id)
    return etags.answer(call.request, found, document, **told)


@record.delete(
    ROW,
    permission=Permission.WORKSPACE,
    headers=(IF_MATCH,),
    answer=ref("Deleted"),
    summary="Delete one record with what it owns; with If-Match, only if nobody has changed it since",
)
def delete(call: WorkspaceCall) -> dict[str, Any]:
    record_id = call.id()
    with call.workspace.write(call.ctx) as tx:
        etags.guard(call.request, tx, call.path["table"], [record_id])
        written = service.delete(tx, call.path["table"], [record_id])
    return {"deleted": list(written.ids), "batch": written.batch}


def _shown(tx: Tx, table_key: str, record_id: int) -> tuple[Record, dict[str, Any]]:
    """A record as its address shows it."""
    found = query.get_record(tx, table_key, record_id)
    table = tx.table(table_key)
    held = locks.of(tx, table, [record_id])[record_id]
    allowed = {
        "edit": bool(visible_ids(tx, table, [record_id], Action.EDIT))
        and not any(lock.fields is None for lock in held),
        "delete": bool(visible_ids(tx, table, [record_id], Action.DELETE)) and not any(lock.delete for lock in held),
    }
    offered = buttons.offered(tx, table, record_id)
    told = [{**asdict(lock), "hint": _hint(tx, table, record_id, lock)} for lock in held]
    shown = {**found.dump(), "allowed": allowed, "locks": told, "actions": offered}
    return found, {**shown, "adds": adding.lists(tx, table, record_id)}


def _hint(tx: Tx, table: TableSpec, record_id: int, lock: locks.Held) -> str | None:
    """What ends a lock on the whole record; of some fields nothing is said."""
    if lock.fields is not None:
        return None
    return unlocking.way_out(tx, table, record_id, {lock.key}).text(tx.ctx.locale)
