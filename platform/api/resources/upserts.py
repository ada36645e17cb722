"""Create or change records by a key of the caller's own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...automations import limits
from ...automations.messages import HOLDS_TOO_MANY, TOO_MANY_CHOSEN
from ...tables import upserting
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Rows, text
from ..routes import Permission, Resource
from ..shapes import MAYBE_STRING, array, enum, obj, ref
from .records import ROWS, NewRecord

upserts = Resource("Records")
_MAYBE = {"type": ["integer", "null"]}


class Upsert(Envelope):
    key = text(most=200)
    records = Rows(fields.Nested(NewRecord), required=True)


@upserts.put(
    ROWS,
    permission=Permission.WORKSPACE,
    body=Upsert(),
    answer=obj(
        records=array(
            obj(outcome=enum("created", "updated", "unchanged"), id=_MAYBE, version=_MAYBE, values=ref("Values"))
        ),
        batch=MAYBE_STRING,
        touched=array(ref("Touched")),
        warnings=array(ref("ErrorItem")),
    ),
    refuses=(HOLDS_TOO_MANY, TOO_MANY_CHOSEN),
    summary="Create or change up to 1,000 records, found again by a unique field, in one transaction",
)
def put(call: WorkspaceCall) -> dict[str, Any]:
    rows = [row["values"] for row in call.body["records"]]
    with call.workspace.write(call.ctx) as tx:
        done = upserting.upsert(tx, call.path["table"], call.body["key"], rows)
        ids = [record.id for _, record in done.rows if record is not None]
        limits.check_given(tx, tx.table(call.path["table"]), ids)
    return {
        "records": [
            {"outcome": outcome, **({"id": None, "version": None, "values": {}} if record is None else record.dump())}
            for outcome, record in done.rows
        ],
        "batch": done.batch,
        "touched": [{"table": table, **record.dump()} for table, record in done.touched],
        "warnings": [warning.dump(call.ctx.locale) for warning in done.warnings],
    }
