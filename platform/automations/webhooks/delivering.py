"""The two consumers of webhooks: one plans deliveries after changes, the other makes them, again and again where it must."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ...core import outbox
from ...core.clock import Clock
from ...core.context import Actor
from ...core.ids import new_token
from ...core.outbox import Claim, Event
from ...fields import conditions
from ...fields.conditions import ALWAYS
from ...permissions.actions import Action
from ...tables import listening
from ...tables.changes import history
from ...tables.queries import reading
from ...tables.queries.selection import meeting, visible_ids
from ...tables.system import RECORD_ID
from ...tables.workspaces import Workspaces
from ..flows import runs
from ..flows.calling import Answer, Caller, CallFailed, Delivery
from ..flows.catching import pairs_of
from ..flows.running import context
from . import deliveries, subscriptions
from .messages import FAILING, NO_OWNER
from .subscriptions import Webhook

if TYPE_CHECKING:
    from ...tables.transaction import Tx

KINDS: Mapping[str, str] = {history.CREATE: "created", history.UPDATE: "updated", history.DELETE: "deleted"}
MOST_ATTEMPTS = 6  #: of a delivery
MOST_FAILURES = 10  #: deliveries in a row that come to nothing, until a webhook is paused


class HookPlanner:
    """Plans deliveries in the transaction that settles the event of a change."""

    name = "webhooks"
    topics = frozenset({listening.RECORDS})

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces, self._clock = workspaces, clock

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        workspace = self._workspaces.open(place)
        with workspace.write(context(workspace, self._clock)) as tx:
            for claim in claims:
                if claim.once(tx.connection, tx.ctx.now):
                    _plan(tx, claim.event)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        """The event stays in the outbox with its error."""


class HookSender:
    """Makes deliveries: what is sent is worked out under the owner's rights, once, and is the same at every try."""

    name = "webhook deliveries"
    topics = frozenset({deliveries.TOPIC})

    def __init__(self, workspaces: Workspaces, clock: Clock, caller: Caller) -> None:
        self._workspaces, self._clock, self._caller = workspaces, clock, caller

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        workspace = self._workspaces.open(place)
        held: set[str] = set()  # of which a delivery is tried again later: those behind it wait, and are given back
        for claim in claims:
            if claim.event.key in held:
                continue
            id_ = int(str(claim.event.payload["delivery"]))
            with workspace.write(context(workspace, self._clock)) as tx:
                request = _request(tx, place, id_, int(str(claim.event.payload.get("depth") or 0)))
                if request is None:
                    claim.once(tx.connection, tx.ctx.now)
                    continue
                claim.renew(tx.connection, tx.ctx.now)
            answer = self._call(request)
            with workspace.write(context(workspace, self._clock)) as tx:
                if not _answered(tx, claim, id_, answer):
                    held.add(claim.event.key)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        workspace = self._workspaces.open(place)
        with workspace.write(context(workspace, self._clock)) as tx:
            deliveries.put(tx, int(str(event.payload["delivery"])), state="failed")

    def _call(self, request: Delivery) -> Answer | CallFailed:
        try:
            return self._caller.post(request)
        except CallFailed as failed:
            return failed


def _plan(tx: Tx, event: Event) -> None:
    table = tx.catalogue.by_id.get(int(str(event.payload["table"])))
    kind, change_set = str(event.payload["kind"]), int(str(event.payload["change_set"]))
    hooks = [each for each in subscriptions.all_of(tx) if each.active and table is not None and each.table == table.id]
    hooks = [each for each in hooks if KINDS[kind] in each.events]
    if not hooks or table is None:
        return
    pairs = pairs_of(tx, table, change_set, kind)
    for hook in hooks:
        about = None if hook.fields is None else set(hook.fields)
        wanted = [
            (row[RECORD_ID.id], sorted(moved))
            for _, row, moved in pairs
            if kind != history.UPDATE or about is None or about & moved
        ]
        deliveries.plan(tx, hook, KINDS[kind], wanted, change_set, depth=int(str(event.payload.get("depth") or 0)))


def _request(tx: Tx, place: str, id_: int, depth: int) -> Delivery | None:
    """What is to be sent; None where nothing is, which the delivery says."""
    row = deliveries.load(tx, id_)
    hook = None if row is None else subscriptions.find(tx, row.webhook)
    if row is None or hook is None or row.state not in deliveries.OPEN:
        return None
    if not hook.active and row.event != "test":
        deliveries.put(tx, id_, state="skipped")
        return None
    actor = hook.actor(tx)
    if actor is None:
        deliveries.put(tx, id_, state="skipped")
        subscriptions.pause(tx, hook, NO_OWNER)
        return None
    body = row.body or _body(tx, hook, actor, row)
    if body is None:
        deliveries.put(tx, id_, state="skipped")
        return None
    deliveries.put(tx, id_, body=body)
    return Delivery(place, f"webhook:{hook.id}", f"webhook:{id_}", hook.url, body.encode(), depth)


def _body(tx: Tx, hook: Webhook, actor: Actor, row: Any) -> str | None:
    """The payload as the owner may see the record now; None for a record that is out of their scope or does not meet the
    condition. A deleted record cannot be looked at any more: it is told of, by its number alone, where the owner may view
    every row."""
    table = tx.catalogue.by_id[hook.table]
    told: dict[str, Any] = {"id": row.id, "event": row.event, "table": table.key, "record": row.record or None}
    told["at"] = row.created_at.isoformat()
    if row.event == "test":
        return json.dumps(told, ensure_ascii=False)
    with tx.unit(replace(tx.ctx, actor=actor, batch=new_token())):
        scope = tx.scope(table)
        if row.event == "deleted":
            every = scope.where(Action.VIEW) == ALWAYS and hook.condition is None
            return json.dumps(told, ensure_ascii=False) if every else None
        if not visible_ids(tx, table, [row.record], Action.VIEW):
            return None
        if hook.condition is not None and not meeting(tx, table, conditions.load(hook.condition), [row.record]):
            return None
        (record,) = reading.by_ids(tx, table, [row.record])
        fields = {spec.id: spec.key for spec in table.all_fields if scope.may_read(spec.id)}
        if hook.fields is not None:
            fields = {id_: key for id_, key in fields.items() if id_ in hook.fields}
        told["version"] = record.version
        told["values"] = {key: record.values[key] for key in fields.values() if key in record.values}
        if row.event == "updated":
            told["changed"] = [fields[id_] for id_ in row.changed if id_ in fields]
            if not told["changed"]:
                return None  # what moved is not for the owner to see, and so is that anything did
    return json.dumps(told, ensure_ascii=False)


def _answered(tx: Tx, claim: Claim, id_: int, answer: Answer | CallFailed) -> bool:
    """Write down what came of a delivery; whether that is all, or it is tried again later."""
    row = deliveries.load(tx, id_)
    hook = None if row is None else subscriptions.find(tx, row.webhook)
    if row is None or hook is None:
        claim.once(tx.connection, tx.ctx.now)
        return True
    failed = isinstance(answer, CallFailed)
    came = runs.kept([answer.problem]) if failed else {"status": answer.status}
    tries = [*row.tries, {"at": tx.ctx.now.isoformat(), **came}]
    attempts = row.attempts + 1
    if not failed and answer.fine:
        claim.once(tx.connection, tx.ctx.now)
        deliveries.put(tx, id_, state="done", attempts=attempts, tries=tries)
        subscriptions.went(tx, hook, well=True)
        return True
    final = answer.permanent if failed else answer.final
    if not final and attempts < MOST_ATTEMPTS:
        usual = timedelta(seconds=5 * 4**row.attempts)
        until = tx.ctx.now + max(usual, usual if failed else answer.wait or usual)
        claim.renew(tx.connection, tx.ctx.now)
        deliveries.put(tx, id_, state="waiting", attempts=attempts, tries=tries)
        outbox.postpone(tx.connection, claim, until)
        claim.taken = True
        return False
    claim.once(tx.connection, tx.ctx.now)
    deliveries.put(tx, id_, state="failed", attempts=attempts, tries=tries)
    if subscriptions.went(tx, hook, well=False) >= MOST_FAILURES and hook.active:
        subscriptions.pause(tx, hook, FAILING, count=MOST_FAILURES)
    return True
