"""Automations for those who build: definitions, trials, runs. What they do is data; the engine is in `automations.flows`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...automations.flows import calling, definition, messages, runs, saving, telling, trying
from ...automations.flows.definition import Automation
from ...core.errors import refuse
from ...tables.schema import log
from ...tables.transaction import Tx
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, row_id, text
from ..idempotency import once
from ..params import OneOf, Param, Whole
from ..routes import Permission, Resource
from ..shapes import (
    ANYTHING,
    BOOLEAN,
    INSTANT,
    INTEGER,
    MAYBE_STRING,
    STRING,
    STRINGS,
    array,
    enum,
    mapping,
    nullable,
    obj,
    ref,
)
from ..trials import tried

automations = Resource("Automations")
_ALL = "/api/v1/workspaces/{ws}/automations"
_ONE = _ALL + "/{key}"
_RUN = "/api/v1/workspaces/{ws}/runs/{id}"
_STATE = enum(*runs.State)
_AUTOMATION = {
    "key": STRING,
    "label": STRING,
    "table": STRING,
    "definition": mapping(ANYTHING),
    "version": INTEGER,
    "enabled": BOOLEAN,
    "shadow": BOOLEAN,
    "demo": BOOLEAN,
    "paused": MAYBE_STRING,
    "owner": nullable(ref("Reference")),
    "template": BOOLEAN,
    "changed": BOOLEAN,
}
_IN_FULL = obj(**_AUTOMATION, original=nullable(mapping(ANYTHING)), cycles=array(STRINGS))
_LAST = obj(id=INTEGER, state=_STATE, at=INSTANT)
_RUN_PARTS = {
    "id": INTEGER,
    "automation": STRING,
    "version": INTEGER,
    "table": MAYBE_STRING,
    "record": nullable(INTEGER),
    "label": MAYBE_STRING,
    "state": _STATE,
    "cause": MAYBE_STRING,
    "depth": INTEGER,
    "attempts": INTEGER,
    "shadow": BOOLEAN,
    "error": nullable(obj(code=STRING, message=STRING)),
    "created_at": INSTANT,
    "due": nullable(INSTANT),
    "finished_at": nullable(INSTANT),
}
_NAMES = mapping(mapping(STRING))  #: of records, by their number, by table
_STEP = obj(
    path=STRING,
    kind=STRING,
    state=STRING,
    input=ANYTHING,
    output=ANYTHING,
    names=_NAMES,
    batch=MAYBE_STRING,
    at=INSTANT,
)
_RUN_IN_FULL = obj(**_RUN_PARTS, evidence=mapping(ANYTHING), steps=array(_STEP))
_RUNS = array(obj(**_RUN_PARTS))
_PAIR = {"type": "array", "prefixItems": [ref("Value"), ref("Value")], "minItems": 2, "maxItems": 2}
_TRIED = {
    "changes": array(obj(table=STRING, record=INTEGER, label=MAYBE_STRING, kind=STRING, cells=mapping(_PAIR))),
    "sent": array(
        obj(
            {"members": array(INTEGER), "text": mapping(STRING), "url": STRING, "body": ANYTHING},
            kind=enum("notify", "webhook"),
        )
    ),
    "steps": array(obj(path=STRING, kind=STRING, state=STRING, output=ANYTHING, names=_NAMES)),
    "refused": nullable(mapping(STRING)),
}


class NewAutomation(Envelope):
    definition = fields.Dict(keys=fields.String(), required=True)


class AutomationReason(Envelope):
    confirm = Flag(load_default=False)
    reason = text(required=False, most=1_000)


class AutomationChange(AutomationReason):
    definition = fields.Dict(keys=fields.String())
    enabled = Flag()
    shadow = Flag()


class AutomationTrial(Envelope):
    record = row_id()
    definition = fields.Dict(keys=fields.String())


class AutomationReplay(Envelope):
    days = fields.Integer(load_default=7, strict=True, validate=validate.Range(min=1, max=trying.MOST_DAYS))
    definition = fields.Dict(keys=fields.String())


@automations.get(
    _ALL,
    permission=Permission.WORKSPACE,
    answer=obj(
        automations=array(obj(**_AUTOMATION, failed=INTEGER, last_run=nullable(_LAST))),
        warnings=array(obj(code=STRING, keys=STRINGS, message=STRING)),
        import_paths=array(ref("BodyPath")),
    ),
    summary="Every automation, and chains of them that may set each other off",
)
def list_all(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.listed(tx)


@automations.post(
    _ALL,
    permission=Permission.WORKSPACE,
    body=NewAutomation(),
    status=201,
    answer=_IN_FULL,
    summary="Make an automation from a definition in the template's form; its maker is its owner",
)
def create(call: WorkspaceCall) -> dict[str, Any]:
    def work(tx: Tx) -> dict[str, Any]:
        return telling.one(tx, saving.add(tx, call.body["definition"]).key)

    return _written(call, work)


@automations.get(
    _ONE,
    permission=Permission.WORKSPACE,
    answer=_IN_FULL,
    summary="One automation",
)
def get(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.one(tx, call.path["key"])


@automations.patch(
    _ONE,
    permission=Permission.WORKSPACE,
    body=AutomationChange(),
    answer=_IN_FULL,
    summary="Change or switch an automation; one that a template brought asks for `confirm` and a `reason`",
)
def change(call: WorkspaceCall) -> dict[str, Any]:
    given = dict(call.body)
    with call.workspace.write(call.ctx) as tx:
        saving.change(tx, call.path["key"], document=given.pop("definition", None), **given)
        return telling.one(tx, call.path["key"])


@automations.delete(
    _ONE,
    permission=Permission.WORKSPACE,
    body=AutomationReason(),
    status=204,
    summary="Delete an automation; its runs can still be read",
)
def delete(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        saving.remove(tx, call.path["key"], **call.body)
    return nothing()


@automations.post(
    _ONE + "/reset",
    permission=Permission.WORKSPACE,
    body=AutomationReason(),
    answer=_IN_FULL,
    summary="Take an automation back to what its template has",
)
def reset(call: WorkspaceCall) -> dict[str, Any]:
    def work(tx: Tx) -> dict[str, Any]:
        saving.reset(tx, call.path["key"], reason=call.body.get("reason"))
        return telling.one(tx, call.path["key"])

    return _written(call, work)


@automations.post(
    _ONE + "/try",
    permission=Permission.WORKSPACE,
    body=AutomationTrial(),
    harmless=True,
    answer=obj(matches=BOOLEAN, **_TRIED),
    summary="What it would do to a record, send, or be refused; nothing stays. With `definition`, as that would",
)
def dry_run(call: WorkspaceCall) -> dict[str, Any]:
    return _tried(call, lambda tx, automation: trying.dry_run(tx, automation, call.body["record"]))


@automations.post(
    _ONE + "/replay",
    permission=Permission.WORKSPACE,
    body=AutomationReplay(),
    harmless=True,
    answer=obj(matched=INTEGER, runs=array(obj(record=INTEGER, label=MAYBE_STRING, at=INSTANT, **_TRIED))),
    summary="What of the last days would have set it off, and what it would do now; nothing stays",
)
def replay(call: WorkspaceCall) -> dict[str, Any]:
    return _tried(call, lambda tx, automation: trying.replay(tx, automation, call.body["days"]))


@automations.post(
    _ONE + "/secret",
    permission=Permission.WORKSPACE,
    harmless=True,
    answer=obj(secret=STRING),
    summary="What the receiver of its requests checks their signatures with; for its owner and administrators",
)
def secret(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        automation = definition.find(tx, call.path["key"])
        if automation is None:
            raise refuse(messages.NO_SUCH)
        definition.check_keeper(tx, automation)
    return {"secret": calling.secret_of(call.services.settings, call.workspace.key, automation.key)}


@automations.get(
    _ONE + "/why",
    permission=Permission.WORKSPACE,
    query=(Whole("record", "Id of a record", low=1, high=2**63 - 1, default=1),),
    answer=obj(reasons=array(obj(name=STRING, holds=BOOLEAN)), runs=_RUNS, next=nullable(INTEGER)),
    summary="Why it has run for a record, or has not",
)
def why(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.why(tx, call.path["key"], call.query["record"])


@automations.get(
    "/api/v1/workspaces/{ws}/runs",
    permission=Permission.WORKSPACE,
    query=(
        Param("automation", "Key of an automation", max_length=60),
        Param("table", "Key of a table", max_length=60),
        Whole("record", "Id of a record of that table", low=1, high=2**63 - 1, default=None),
        OneOf(
            "state", "Only runs in this state", words=("queued", "waiting", "done", "failed", "cancelled", "stopped")
        ),
        Whole("before", "`next` of the page before", low=1, high=2**63 - 1, default=None),
        Whole("limit", "Runs in a page", default=50, low=1, high=200),
    ),
    answer=obj(runs=_RUNS, next=nullable(INTEGER)),
    summary="Runs, the latest first: all for those who build, those of a record for everybody who may see it",
)
def list_runs(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.log_of(tx, **call.query)


@automations.get(_RUN, permission=Permission.WORKSPACE, answer=_RUN_IN_FULL, summary="A run with its steps")
def get_run(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.run(tx, call.id(missing=messages.NO_SUCH_RUN))


@automations.post(
    _RUN + "/retry", permission=Permission.WORKSPACE, answer=_RUN_IN_FULL, summary="Go on at the step that failed"
)
def retry(call: WorkspaceCall) -> dict[str, Any]:
    return _written(call, lambda tx: telling.retry(tx, call.id(missing=messages.NO_SUCH_RUN)))


@automations.post(
    _RUN + "/cancel", permission=Permission.WORKSPACE, answer=_RUN_IN_FULL, summary="End a run that waits"
)
def cancel(call: WorkspaceCall) -> dict[str, Any]:
    return _written(call, lambda tx: telling.cancel(tx, call.id(missing=messages.NO_SUCH_RUN)))


def _written(call: WorkspaceCall, work: Callable[[Tx], dict[str, Any]]) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: work(tx))


def _tried(call: WorkspaceCall, work: Callable[[Tx, Automation], dict[str, Any]]) -> dict[str, Any]:
    def attempt(tx: Tx) -> dict[str, Any]:
        log.admit(tx)
        key = call.path["key"]
        if "definition" in call.body:
            _drafted(tx, key, call.body["definition"])
        automation = definition.find(tx, key)
        if automation is None:
            raise refuse(messages.NO_SUCH)
        return work(tx, automation)

    return tried(call, attempt)


def _drafted(tx: Tx, key: str, document: dict[str, Any]) -> None:
    """A definition as if it had been saved."""
    if definition.find(tx, key) is None:
        saving.add(tx, {**document, "key": key})
    else:
        saving.change(tx, key, document=document, confirm=True, reason="–")
