"""Records of a table: list, read, create, change, delete. What the values mean and who may do what is decided below."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from ...automations import buttons
from ...permissions.actions import Action
from ...tables import records as service
from ...tables.queries import query
from ...tables.records import RowUpdate, Written
from ...tables.rules import locks
from ...tables.writing.incoming import visible_ids
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Rows, row_id
from ..idempotency import once
from ..params import Document, Flag, Keys, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

records = Resource("Records")
ROWS = "/api/v1/workspaces/{ws}/tables/{table}/records"

SELECTING = (
    Document("filter", "A condition, as JSON"),
    Param("sort", "Field keys, `-` before one that descends: `-total,name`"),
    Param("view", "Key of a view whose filter and sort apply"),
    Param("q", "Words to search for in every readable text", max_length=200),
)
LISTING = (
    *SELECTING,
    Keys("fields", "Field keys, separated by commas"),
    Whole("limit", "Records in a page", default=100, low=1, high=query.MOST),
    Param("cursor", "`next` of the page before", max_length=20_000),
    Whole("offset", "Records to skip, in place of a cursor", default=0, low=0, high=query.FARTHEST),
    Flag("count", "Whether to count all records that match", default=False),
)


class NewRecord(Envelope):
    values = fields.Dict(required=True)


class NewRecords(Envelope):
    records = Rows(fields.Nested(NewRecord), required=True)


class ChangedRecord(Envelope):
    id = row_id()
    version = fields.Integer(strict=True, validate=validate.Range(min=1, max=2**63 - 1))
    values = fields.Dict(required=True)


class ChangedRecords(Envelope):
    records = Rows(fields.Nested(ChangedRecord), required=True)


class RecordIds(Envelope):
    ids = Rows(row_id(), required=True)


@records.get(ROWS, permission=Permission.WORKSPACE, query=LISTING, answer=ref("Page"), summary="A page of records")
def list_records(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        page = query.list_records(tx, call.path["table"], query.Query(**call.query))
    answer: dict[str, Any] = {"records": [record.dump() for record in page.records], "next": page.next}
    if page.count is not None:
        answer["count"] = page.count
    return answer


@records.get(
    f"{ROWS}/{{id}}",
    permission=Permission.WORKSPACE,
    answer=ref("RecordWithRights"),
    summary="One record with its sub-tables, whether the caller may change it, which locks hold, and what can be done",
)
def get_record(call: WorkspaceCall) -> dict[str, Any]:
    record_id = call.id()
    with call.workspace.read(call.ctx) as tx:
        record = query.get_record(tx, call.path["table"], record_id)
        table = tx.table(call.path["table"])
        held = locks.of(tx, table, [record_id])[record_id]
        allowed = {
            "edit": bool(visible_ids(tx, table, [record_id], Action.EDIT))
            and not any(lock.fields is None for lock in held),
            "delete": bool(visible_ids(tx, table, [record_id], Action.DELETE))
            and not any(lock.delete for lock in held),
        }
        offered = buttons.offered(tx, table, record_id)
    return {**record.dump(), "allowed": allowed, "locks": [asdict(lock) for lock in held], "actions": offered}


@records.post(
    ROWS,
    permission=Permission.WORKSPACE,
    body=NewRecords(),
    status=201,
    answer=ref("Written"),
    summary="Create up to 1,000 records in one transaction",
)
def create(call: WorkspaceCall) -> dict[str, Any]:
    rows = [row["values"] for row in call.body["records"]]
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: _dump(service.create(tx, call.path["table"], rows), call.ctx.locale))


@records.patch(
    ROWS,
    permission=Permission.WORKSPACE,
    body=ChangedRecords(),
    answer=ref("Written"),
    summary="Change up to 1,000 records; with `version`, only those that nobody has changed since",
)
def change(call: WorkspaceCall) -> dict[str, Any]:
    rows = [RowUpdate(row["id"], row["values"], row.get("version")) for row in call.body["records"]]
    with call.workspace.write(call.ctx) as tx:
        return _dump(service.update(tx, call.path["table"], rows), call.ctx.locale)


@records.delete(
    ROWS,
    permission=Permission.WORKSPACE,
    body=RecordIds(),
    answer=ref("Deleted"),
    summary="Delete up to 1,000 records with what they own",
)
def delete(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        written = service.delete(tx, call.path["table"], call.body["ids"])
    return {"deleted": list(written.ids), "batch": written.batch}


def _dump(written: Written, locale: str) -> dict[str, Any]:
    return {
        "records": [record.dump() for record in written.records],
        "batch": written.batch,
        "touched": [{"table": table, **record.dump()} for table, record in written.touched],
        "warnings": [problem.dump(locale) for problem in written.warnings],
    }
