"""Buttons of a record, pressed. What they do is data of the workspace; who may, and when, is decided below."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...automations import buttons
from ..calls import WorkspaceCall
from ..envelopes import Envelope
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import INTEGER, MAYBE_STRING, STRING, array, nullable, obj, ref

actions = Resource("Actions")


class Press(Envelope):
    inputs = fields.Dict(load_default=dict)


@actions.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/actions/{button}",
    permission=Permission.WORKSPACE,
    body=Press(),
    answer=obj(
        record=nullable(ref("Record")),
        created=array(obj(table=STRING, id=INTEGER)),
        touched=array(ref("Touched")),
        batch=STRING,
        message=MAYBE_STRING,
    ),
    summary="Press a button of a record: one transaction, one batch",
)
def press(call: WorkspaceCall) -> dict[str, Any]:
    record = call.id()
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            done = buttons.press(tx, call.path["table"], record, call.path["button"], call.body["inputs"])
            return {
                "record": None if done.record is None else done.record.dump(),
                "created": [{"table": table, "id": id_} for table, id_ in done.created],
                "touched": [{"table": table, **each.dump()} for table, each in done.touched],
                "batch": done.batch,
                "message": done.message,
            }

        return once(call, tx, work)
