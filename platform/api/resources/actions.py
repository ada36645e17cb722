"""Buttons of a record, pressed. What they do is data of the workspace; who may, and when, is decided below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from ...automations import buttons, pressing, rehearsing
from ...automations.messages import NO_SUCH_BUTTON, OVERTAKEN
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Rows, row_id
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, nullable, obj, ref
from ..trials import tried

actions = Resource("Actions")
BUTTON = "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/actions/{button}"


class Press(Envelope):
    inputs = fields.Dict(load_default=dict)


class PressOne(Press):
    use = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True, allow_none=True), load_default=dict)


class PressConfirmed(PressOne):
    token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class PressAll(Press):
    ids = Rows(row_id(), required=True)


class PressAllConfirmed(PressAll):
    token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


_RESULTS = array(
    obj(
        id=INTEGER,
        ok=BOOLEAN,
        errors=array(obj(row=nullable(INTEGER), field=MAYBE_STRING, code=STRING, message=STRING)),
    )
)
ALL = "/api/v1/workspaces/{ws}/tables/{table}/actions/{button}"


@actions.post(
    BUTTON,
    permission=Permission.WORKSPACE,
    body=PressConfirmed(),
    refuses=(OVERTAKEN,),
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
            body = call.body
            asked = call.path["table"], record, call.path["button"], body["inputs"], body["use"]
            if body["token"] is not None:
                rehearsing.check(tx, *asked, body["token"])
            done = buttons.press(tx, *asked)
            return {
                "record": None if done.record is None else done.record.dump(),
                "created": [{"table": table, "id": id_} for table, id_ in done.created],
                "touched": [{"table": table, **each.dump()} for table, each in done.touched],
                "batch": done.batch,
                "message": done.message,
            }

        return once(call, tx, work)


@actions.post(
    f"{BUTTON}/preview",
    permission=Permission.WORKSPACE,
    body=PressOne(),
    harmless=True,
    answer=obj(impact=ref("Impact"), changes=array(ref("TrialChange")), token=STRING),
    summary="What pressing would make, change and delete, and a token that the press is confirmed with",
)
def foresee(call: WorkspaceCall) -> dict[str, Any]:
    record, body = call.id(), call.body

    def work(tx: Tx) -> dict[str, Any]:
        return asdict(
            rehearsing.rehearse(tx, call.path["table"], record, call.path["button"], body["inputs"], body["use"])
        )

    return tried(call, work)


@actions.post(
    ALL,
    permission=Permission.WORKSPACE,
    body=PressAllConfirmed(),
    answer=obj(results=_RESULTS, done=INTEGER, failed=INTEGER, batch=MAYBE_STRING, message=MAYBE_STRING),
    refuses=(NO_SUCH_BUTTON, OVERTAKEN),
    summary="Press a button on several records: each succeeds or fails by itself, all of it one batch",
)
def press_all(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            body = call.body
            asked = call.path["table"], body["ids"], call.path["button"], body["inputs"]
            token = body["token"]
            done = pressing.press_all(tx, *asked) if token is None else rehearsing.press_all(tx, *asked, token)
            return {
                "results": _results(tx, done.results),
                "done": done.done,
                "failed": len(done.results) - done.done,
                "batch": done.batch,
                "message": done.message,
            }

        return once(call, tx, work)


@actions.post(
    f"{ALL}/preview",
    permission=Permission.WORKSPACE,
    body=PressAll(),
    harmless=True,
    answer=obj(
        results=_RESULTS,
        rest=array(INTEGER),
        impact=ref("Impact"),
        fields=array(
            obj(
                table=STRING,
                field=STRING,
                records=INTEGER,
                sum=nullable(obj(before=STRING, after=STRING)),
                moves=array(obj(before=ANYTHING, after=ANYTHING, records=INTEGER)),
                others=INTEGER,
            )
        ),
        complete=BOOLEAN,
        token=STRING,
    ),
    refuses=(NO_SUCH_BUTTON,),
    summary="What pressing it on several records would come to, and a token that the press is confirmed with",
)
def foresee_all(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body

    def work(tx: Tx) -> dict[str, Any]:
        found = rehearsing.rehearse_all(tx, call.path["table"], body["ids"], call.path["button"], body["inputs"])
        return {
            "results": _results(tx, found.results),
            "rest": found.rest,
            "impact": found.impact,
            "fields": found.fields,
            "complete": found.complete,
            "token": found.token,
        }

    return tried(call, work)


def _results(tx: Tx, results: Sequence[pressing.Each]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.record,
            "ok": not each.problems,
            "errors": [problem.dump(tx.ctx.locale) for problem in each.problems],
        }
        for each in results
    ]
