"""Webhooks out: subscriptions to the changes of a table, what became of their deliveries, and trying them."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...automations.flows import calling
from ...automations.webhooks import deliveries, subscriptions
from ...automations.webhooks.messages import NO_DELIVERY, NO_SUCH
from ...automations.webhooks.subscriptions import EVENTS, Webhook
from ...tables.queries import reading
from ...tables.schema import log
from ...tables.transaction import Tx
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, text
from ..idempotency import once
from ..params import Whole
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, STRINGS, array, enum, nullable, obj, ref

webhooks = Resource("Webhooks")
_ALL = "/api/v1/workspaces/{ws}/webhooks"
_ONE = f"{_ALL}/{{id}}"
_WEBHOOK = {
    "id": INTEGER,
    "label": STRING,
    "table": STRING,
    "url": STRING,
    "events": array(enum(*EVENTS)),
    "fields": nullable(STRINGS),
    "condition": nullable(ref("Condition")),
    "enabled": BOOLEAN,
    "paused": MAYBE_STRING,
    "failures": INTEGER,
    "owner": nullable(ref("Reference")),
}
_DELIVERY = {
    "id": INTEGER,
    "event": enum(*EVENTS, "test"),
    "record": nullable(INTEGER),
    "label": nullable(STRING),
    "state": enum("queued", "waiting", "done", "failed", "skipped"),
    "attempts": INTEGER,
    "tries": array(obj({"status": INTEGER, "code": STRING, "message": STRING}, at=INSTANT)),
    "created_at": INSTANT,
    "finished_at": nullable(INSTANT),
}


class ChangedWebhook(Envelope):
    label = text(required=False, most=200)
    url = text(required=False, most=2_000)
    events = fields.List(fields.String(validate=validate.OneOf(EVENTS)), validate=validate.Length(min=1, max=3))
    fields_ = fields.List(text(most=60), data_key="fields", allow_none=True, validate=validate.Length(max=500))
    condition = fields.Dict(keys=fields.String(), allow_none=True)
    enabled = Flag()


class NewWebhook(ChangedWebhook):
    table = text(most=60)
    label = text(most=200)
    url = text(most=2_000)


@webhooks.get(
    _ALL,
    permission=Permission.WORKSPACE,
    answer=obj(webhooks=array(obj(**_WEBHOOK))),
    summary="One's own webhooks; everybody's for administrators",
)
def list_all(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        admin = tx.policy.is_admin(tx.ctx.actor)
        found = [hook for hook in subscriptions.all_of(tx) if admin or hook.owner == tx.ctx.actor.member]
        return {"webhooks": [_shown(tx, hook) for hook in found]}


@webhooks.post(
    _ALL,
    permission=Permission.WORKSPACE,
    body=NewWebhook(),
    status=201,
    answer=obj(**_WEBHOOK),
    summary="Subscribe an address to the changes of a table, under one's own rights",
)
def add(call: WorkspaceCall) -> dict[str, Any]:
    given = _given(call)
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: _shown(tx, subscriptions.add(tx, given.pop("table"), given)))


@webhooks.patch(
    _ONE,
    permission=Permission.WORKSPACE,
    body=ChangedWebhook(),
    answer=obj(**_WEBHOOK),
    summary="Change a webhook; `enabled: true` lets one that was paused go on",
)
def change(call: WorkspaceCall) -> dict[str, Any]:
    id_ = call.id(missing=NO_SUCH)
    with call.workspace.write(call.ctx) as tx:
        return _shown(tx, subscriptions.change(tx, id_, _given(call)))


@webhooks.delete(_ONE, permission=Permission.WORKSPACE, status=204, summary="Delete a webhook")
def remove(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        subscriptions.remove(tx, call.id(missing=NO_SUCH))
    return nothing()


@webhooks.post(
    f"{_ONE}/secret",
    permission=Permission.WORKSPACE,
    answer=obj(secret=STRING),
    harmless=True,  # but not for a token that only reads: who has a secret signs what they like
    summary="What the receiver checks signatures with",
)
def secret(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        hook = subscriptions.own(tx, call.id(missing=NO_SUCH))
    return {"secret": calling.secret_of(call.services.settings, call.workspace.key, f"webhook:{hook.id}")}


@webhooks.post(
    f"{_ONE}/test",
    permission=Permission.WORKSPACE,
    answer=obj(**_DELIVERY),
    summary="Send a delivery that says `test`; what becomes of it is in the log",
)
def test(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            hook = subscriptions.own(tx, call.id(missing=NO_SUCH))
            (made,) = deliveries.plan(tx, hook, "test", [(0, [])])
            return deliveries.shown(tx, deliveries.load(tx, made))

        return once(call, tx, work)


@webhooks.get(
    f"{_ONE}/deliveries",
    permission=Permission.WORKSPACE,
    query=(
        Whole("limit", "Deliveries in a page", default=50, low=1, high=200),
        Whole("cursor", "`next` of the page before", low=1),
    ),
    answer=obj(deliveries=array(obj(**_DELIVERY)), next=nullable(INTEGER)),
    summary="What became of a webhook's deliveries, latest first",
)
def list_deliveries(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        hook = subscriptions.own(tx, call.id(missing=NO_SUCH))
        found, rest = deliveries.listed(tx, hook, limit=call.query["limit"], before=call.query["cursor"])
        return {"deliveries": found, "next": rest}


@webhooks.post(
    f"{_ONE}/deliveries/{{delivery}}/retry",
    permission=Permission.WORKSPACE,
    answer=obj(**_DELIVERY),
    summary="Deliver once more, with the same body and key (409 while it is under way)",
)
def retry(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            hook = subscriptions.own(tx, call.id(missing=NO_SUCH))
            return deliveries.again(tx, hook, call.id("delivery", missing=NO_DELIVERY))

        return once(call, tx, work)


def _given(call: WorkspaceCall) -> dict[str, Any]:
    return {"fields" if name == "fields_" else name: value for name, value in call.body.items()}


def _shown(tx: Tx, hook: Webhook) -> dict[str, Any]:
    table = tx.catalogue.by_id.get(hook.table)
    return {
        "id": hook.id,
        "table": "" if table is None else table.key,
        "paused": hook.paused,
        "failures": hook.failures,
        "owner": reading.member(tx, hook.owner),
        **subscriptions.state(tx, hook),
    }
