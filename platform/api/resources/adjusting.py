"""Buttons and approvals for those who build: as they are defined, changed, tried out (E14, E15, S99)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...accounts.messages import NO_SUCH_MEMBER
from ...automations.adjusting import saving, telling, trying
from ...automations.adjusting.kinds import APPROVAL, BUTTON, Kind
from ...automations.adjusting.messages import (
    AS_OTHERS,
    IN_USE,
    KEY_FIXED,
    NO_ORIGINAL,
    NO_SUCH_DEFINITION,
    NOT_IN_ORDER,
    OPEN_ROUNDS,
    STALE,
    TAKEN,
)
from ...automations.adjusting.saving import Wanted
from ...automations.messages import NO_SUCH_BUTTON
from ...exchange.template.trial import check_whole as check
from ...tables.messages import NO_SUCH_RECORD
from ...tables.schema import log
from ...tables.transaction import Tx
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, row_id, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INTEGER, MAYBE_STRING, STRING, STRINGS, array, mapping, nullable, obj, ref
from ..trials import tried

adjusting = Resource("Definitions of actions")
_ALL = "/api/v1/workspaces/{ws}/actions"
_BUTTON = _ALL + "/buttons/{table}/{key}"
_APPROVAL = _ALL + "/approvals/{key}"
_LABEL = mapping(STRING)
_ACTION = {
    "key": STRING,
    "table": STRING,
    "label": _LABEL,
    "enabled": BOOLEAN,
    "version": INTEGER,
    "template": BOOLEAN,
    "changed": BOOLEAN,
    "definition": mapping(ANYTHING),
    "original": nullable(mapping(ANYTHING)),
    "open": INTEGER,
}
_IN_FULL = obj(**_ACTION, used_by=array(obj(kind=STRING, table=STRING, key=STRING, label=STRING)))
_PROBLEMS = array(obj(row=nullable(INTEGER), field=MAYBE_STRING, code=STRING, message=STRING))
_MEMBER = nullable(ref("Reference"))
_ASKED = obj(
    member=_MEMBER,
    role=nullable(obj(key=STRING, label=STRING, members=array(ref("Reference")))),
    reason=STRING,
    fallback=BOOLEAN,
)
MOST_KEYS = 200


class ActionReason(Envelope):
    version = fields.Integer(strict=True)
    reason = text(required=False)


class ActionSwitch(ActionReason):
    enabled = Flag(required=True)


class NewAction(Envelope):
    definition = fields.Dict(keys=fields.String(), required=True)
    reason = text(required=False)


class ActionChange(ActionReason):
    definition = fields.Dict(keys=fields.String(), required=True)


class ActionOrder(Envelope):
    keys = fields.List(fields.String(), required=True, validate=validate.Length(max=MOST_KEYS))
    reason = text(required=False)


class ApprovalTrial(Envelope):
    record = row_id()
    member = fields.Integer(strict=True, validate=validate.Range(min=1, max=2**63 - 1))
    definition = fields.Dict(keys=fields.String())


class ButtonTrial(ApprovalTrial):
    inputs = fields.Dict(load_default=dict)


@adjusting.get(
    _ALL,
    permission=Permission.WORKSPACE,
    answer=obj(
        buttons=array(obj(**_ACTION)),
        approvals=array(obj(**_ACTION)),
        removed=array(obj(kind=STRING, table=STRING, key=STRING, label=_LABEL)),
    ),
    summary="Buttons and approvals as they are defined, for those who build",
)
def listed(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return telling.listed(tx)


@adjusting.put(
    _ALL + "/order/{table}",
    permission=Permission.WORKSPACE,
    body=ActionOrder(),
    answer=obj(keys=STRINGS),
    refuses=(NOT_IN_ORDER,),
    summary="Put the buttons of a table into another order",
)
def order(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        saving.order(tx, call.path["table"], call.body["keys"], Wanted(reason=call.body.get("reason")))
    return {"keys": call.body["keys"]}


def _name(call: WorkspaceCall, kind: Kind) -> str:
    return f"{call.path['table']}.{call.path['key']}" if kind is BUTTON else call.path["key"]


def _wanted(call: WorkspaceCall) -> Wanted:
    return Wanted(call.body.get("version"), call.body.get("reason"))


def _get(kind: Kind) -> Callable[[WorkspaceCall], dict[str, Any]]:
    def get(call: WorkspaceCall) -> dict[str, Any]:
        with call.workspace.read(call.ctx) as tx:
            return telling.one(tx, kind, _name(call, kind))

    return get


def _post(kind: Kind) -> Callable[[WorkspaceCall], dict[str, Any]]:
    def create(call: WorkspaceCall) -> dict[str, Any]:
        def work(tx: Tx) -> dict[str, Any]:
            return telling.one(tx, kind, saving.add(tx, kind, call.body["definition"], check, _wanted(call)))

        with call.workspace.write(call.ctx) as tx:
            return once(call, tx, lambda: work(tx))

    return create


def _put(kind: Kind) -> Callable[[WorkspaceCall], dict[str, Any]]:
    def replace(call: WorkspaceCall) -> dict[str, Any]:
        name = _name(call, kind)
        with call.workspace.write(call.ctx) as tx:
            saving.replace(tx, kind, name, call.body["definition"], check, _wanted(call))
            return telling.one(tx, kind, name)

    return replace


def _patch(kind: Kind) -> Callable[[WorkspaceCall], dict[str, Any]]:
    def switch(call: WorkspaceCall) -> dict[str, Any]:
        name = _name(call, kind)
        with call.workspace.write(call.ctx) as tx:
            saving.switch(tx, kind, name, _wanted(call), enabled=call.body["enabled"])
            return telling.one(tx, kind, name)

    return switch


def _delete(kind: Kind) -> Callable[[WorkspaceCall], Response]:
    def remove(call: WorkspaceCall) -> Response:
        with call.workspace.write(call.ctx) as tx:
            saving.remove(tx, kind, _name(call, kind), _wanted(call))
        return nothing()

    return remove


def _reset(kind: Kind) -> Callable[[WorkspaceCall], dict[str, Any]]:
    def reset(call: WorkspaceCall) -> dict[str, Any]:
        def work(tx: Tx) -> dict[str, Any]:
            saving.reset(tx, kind, _name(call, kind), check, _wanted(call))
            return telling.one(tx, kind, _name(call, kind))

        with call.workspace.write(call.ctx) as tx:
            return once(call, tx, lambda: work(tx))

    return reset


def _tried(call: WorkspaceCall, kind: Kind, work: Callable[[Tx], dict[str, Any]]) -> dict[str, Any]:
    """A trial of a definition as it is kept, or as if the one that was sent had been saved."""

    def attempt(tx: Tx) -> dict[str, Any]:
        log.admit(tx)
        name = _name(call, kind)
        if "definition" in call.body:
            _drafted(tx, kind, name, call)
        kind.find(tx, name)
        return work(tx)

    return tried(call, attempt)


def _drafted(tx: Tx, kind: Kind, name: str, call: WorkspaceCall) -> None:
    document: Mapping[str, Any] = {**call.body["definition"], **_place(call, kind)}
    if name in kind.all_of(tx):
        saving.replace(tx, kind, name, document, check, Wanted())
    else:
        saving.add(tx, kind, document, check, Wanted())


def _place(call: WorkspaceCall, kind: Kind) -> dict[str, str]:
    return {part: call.path[part] for part in (("table", "key") if kind is BUTTON else ("key",))}


def _try_button(call: WorkspaceCall) -> dict[str, Any]:
    def work(tx: Tx) -> dict[str, Any]:
        body, table = call.body, tx.table(call.path["table"])
        return trying.button(tx, table, call.path["key"], body["record"], body["inputs"], body.get("member"))

    return _tried(call, BUTTON, work)


def _try_approval(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body
    return _tried(call, APPROVAL, lambda tx: trying.approval(tx, call.path["key"], body["record"], body.get("member")))


def _declare() -> None:
    """The routes of both kinds."""
    inside = Permission.WORKSPACE
    for kind, one, missing, called in (
        (BUTTON, _BUTTON, NO_SUCH_BUTTON, "a button"),
        (APPROVAL, _APPROVAL, NO_SUCH_DEFINITION, "an approval"),
    ):
        all_ = f"{_ALL}/{kind.stored}"
        adjusting.post(
            all_, permission=inside, body=NewAction(), status=201, answer=_IN_FULL, refuses=(TAKEN,),
            summary=f"Make {called} from a definition in the template's form",
        )(_post(kind))  # fmt: skip
        adjusting.get(one, permission=inside, answer=_IN_FULL, refuses=(missing,), summary=f"How {called} is defined")(
            _get(kind)
        )
        adjusting.put(
            one, permission=inside, body=ActionChange(), answer=_IN_FULL,
            refuses=(missing, STALE, KEY_FIXED, OPEN_ROUNDS), summary=f"Put another definition in the place of {called}",
        )(_put(kind))  # fmt: skip
        adjusting.patch(
            one, permission=inside, body=ActionSwitch(), answer=_IN_FULL, refuses=(missing, STALE),
            summary=f"Switch {called} on or off",
        )(_patch(kind))  # fmt: skip
        adjusting.delete(
            one, permission=inside, body=ActionReason(), status=204, refuses=(missing, STALE, IN_USE, OPEN_ROUNDS),
            summary=f"Delete {called}",
        )(_delete(kind))  # fmt: skip
        adjusting.post(
            one + "/reset", permission=inside, body=ActionReason(), answer=_IN_FULL,
            refuses=(missing, STALE, NO_ORIGINAL, OPEN_ROUNDS),
            summary=f"Take {called} back to what its template brought, or make it again",
        )(_reset(kind))  # fmt: skip
    trial = {"permission": inside, "harmless": True}
    adjusting.post(
        _BUTTON + "/try", **trial, body=ButtonTrial(),
        refuses=(NO_SUCH_BUTTON, NO_SUCH_RECORD, NO_SUCH_MEMBER, AS_OTHERS),
        answer=obj(
            member=_MEMBER,
            offered=BOOLEAN,
            checks=array(obj(name=STRING, label=STRING, holds=BOOLEAN, errors=_PROBLEMS)),
            impact=ref("Impact"),
            changes=array(ref("TrialChange")),
            refused=nullable(_PROBLEMS),
            message=MAYBE_STRING,
        ),
        summary="What a button would come to on a record, for oneself or a member; nothing stays",
    )(_try_button)  # fmt: skip
    adjusting.post(
        _APPROVAL + "/try", **trial, body=ApprovalTrial(),
        refuses=(NO_SUCH_DEFINITION, NO_SUCH_RECORD, NO_SUCH_MEMBER, AS_OTHERS),
        answer=obj(
            submitter=_MEMBER,
            stages=array(
                obj(key=STRING, label=_LABEL, mode=STRING, applies=BOOLEAN, fields=STRINGS, asked=array(_ASKED))
            ),
            copied=array(ref("Reference")),
            open=nullable(obj(id=INTEGER, round=INTEGER)),
            refused=nullable(_PROBLEMS),
        ),
        summary="Whom an approval would ask about a record at each stage, and why; nothing is submitted",
    )(_try_approval)  # fmt: skip


_declare()
