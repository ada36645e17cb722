"""Records of a table: list, create, change, delete. What the values mean and who may do what is decided below."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...automations import limits
from ...automations.messages import HOLDS_TOO_MANY, TOO_MANY_CHOSEN
from ...tables import records as service
from ...tables.queries import query
from ...tables.records import RowUpdate, Written
from .. import etags, renamed
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Rows, row_id
from ..idempotency import once
from ..params import IF_MATCH, Document, Flag, Keys, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

records = Resource("Records")
ROWS = "/api/v1/workspaces/{ws}/tables/{table}/records"

SELECTING = (
    Document("filter", "A condition, as JSON"),
    Param("sort", "Field keys, `-` before one that descends: `-total,name`"),
    Param("view", "Key of a view whose filter and sort apply"),
    Param("order", "Key of a view: without `sort`, its records as people have arranged them there"),
    Param("q", "Words to search for in every readable text", max_length=200),
)
LISTING = (
    *SELECTING,
    Keys("fields", "Field keys, separated by commas"),
    Whole("limit", "Records in a page", default=100, low=1, high=query.MOST),
    Param("cursor", "`next` of the page before", max_length=20_000),
    Whole("offset", "Records to skip, in place of a cursor", default=0, low=0, high=query.FARTHEST),
    Param(
        "colors",
        "Key of a view: its first rule that holds gives each record its `color`, and single cells theirs in `colors`",
    ),
    Flag("count", "Whether to count all records that match", default=False),
    renamed.ALIASES,
)


class NewRecord(Envelope):
    values = fields.Dict(required=True)


def _is_new(row: Any) -> bool:
    return type(row) is dict and len(row) == 1 and type(row.get("values")) is dict


class NewRecords(Envelope):
    records = Rows(fields.Nested(NewRecord), required=True, plain=_is_new)


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
    asked = dict(call.query)
    former = asked.pop("aliases")
    with call.workspace.read(call.ctx) as tx:
        page = query.list_records(
            tx, call.path["table"], query.Query(**renamed.selecting(tx, call.path["table"], asked))
        )
        told = [record.dump() for record in page.records]
        if former:
            told = renamed.beside(tx, call.path["table"], told)
    answer: dict[str, Any] = {"records": told, "next": page.next}
    if page.count is not None:
        answer["count"] = page.count
    return answer


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
        return once(call, tx, lambda: dump_written(service.create(tx, call.path["table"], rows), call.ctx.locale))


@records.patch(
    ROWS,
    permission=Permission.WORKSPACE,
    headers=(IF_MATCH,),
    body=ChangedRecords(),
    answer=ref("Written"),
    refuses=(HOLDS_TOO_MANY, TOO_MANY_CHOSEN),
    summary="Change up to 1,000 records; what others changed after the `version` given is not overwritten",
)
def change(call: WorkspaceCall) -> dict[str, Any]:
    rows = [RowUpdate(row["id"], row["values"], row.get("version")) for row in call.body["records"]]
    with call.workspace.write(call.ctx) as tx:
        etags.guard(call.request, tx, call.path["table"], [row.id for row in rows])
        written = service.update(tx, call.path["table"], rows)
        limits.check_given(tx, tx.table(call.path["table"]), [row.id for row in rows])
        return dump_written(written, call.ctx.locale)


@records.delete(
    ROWS,
    permission=Permission.WORKSPACE,
    headers=(IF_MATCH,),
    body=RecordIds(),
    answer=ref("Deleted"),
    summary="Delete up to 1,000 records with what they own",
)
def delete(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        etags.guard(call.request, tx, call.path["table"], call.body["ids"])
        written = service.delete(tx, call.path["table"], call.body["ids"])
    return {"deleted": list(written.ids), "batch": written.batch}


def dump_written(written: Written, locale: str) -> dict[str, Any]:
    """The answer to a write: its rows, other rows that moved with them, and warnings."""
    return {
        "records": [record.dump() for record in written.records],
        "batch": written.batch,
        "touched": [{"table": table, **record.dump()} for table, record in written.touched],
        "warnings": [problem.dump(locale) for problem in written.warnings],
    }
