"""The configuration log: what was changed in the configuration, by whom, when, why, and taking it back (E23)."""

from __future__ import annotations

from typing import Any

from ...core.errors import Problem, Refusal
from ...tables.configlog import entries, listing, reverting
from ...tables.configlog.entries import Steering
from ...tables.configlog.listing import Wanted
from ...tables.configlog.messages import NO_ENTRY
from ...tables.schema.log import admit
from .. import messages
from ..calls import WorkspaceCall
from ..configuring import subjects
from ..envelopes import Envelope, Flag, text
from ..idempotency import once
from ..params import Moment, OneOf, Param, Whole
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, STRINGS, array, nullable, obj, ref

config_log = Resource("Configuration log")
_ALL = "/api/v1/workspaces/{ws}/config-log"
_ONE = f"{_ALL}/{{id}}"
_KINDS = subjects()

_ENTRY = {
    "id": INTEGER,
    "at": INSTANT,
    "by": nullable(ref("Reference")),
    "source": STRING,
    "kind": STRING,
    "kind_label": STRING,
    "verb": STRING,
    "label": STRING,
    "table": MAYBE_STRING,
    "field": MAYBE_STRING,
    "object": MAYBE_STRING,
    "reason": MAYBE_STRING,
    "changes": array(obj(path=STRING, label=STRING, before=MAYBE_STRING, after=MAYBE_STRING)),
    "more": INTEGER,
    "revertible": BOOLEAN,
    "reverts": nullable(INTEGER),
    "reverted_by": nullable(INTEGER),
}


class Revert(Envelope):
    confirm = Flag()
    unlock = Flag()
    reason = text(required=False, most=500)


@config_log.get(
    _ALL,
    permission=Permission.WORKSPACE,
    query=(
        OneOf("kind", "Only this kind of object", words=tuple(_KINDS)),
        Param("table", "Only what belongs to this table", max_length=60),
        Param("field", "Only this field of the table", max_length=60),
        Param("object", "Only the object with this key", max_length=200),
        Whole("by", "Only changes by this member", low=1),
        Moment("since", "Only from this instant on"),
        Moment("until", "Only before this instant"),
        Whole("limit", "Entries in a page", default=50, low=1, high=200),
        Whole("cursor", "`next` of the page before", low=1),
    ),
    answer=obj(entries=array(obj(**_ENTRY)), next=nullable(INTEGER), kinds=array(obj(key=STRING, label=STRING))),
    summary="Changes of the configuration, latest first (builders)",
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    asked = call.query
    if asked["field"] is not None and asked["table"] is None:
        raise Refusal([Problem(messages.MISSING_PARAMETER, {"key": "table"}, "table")])
    wanted = Wanted(
        kind=asked["kind"],
        table=asked["table"],
        field=asked["field"],
        about=asked["object"],
        member=asked["by"],
        since=asked["since"],
        until=asked["until"],
        before=asked["cursor"],
        limit=asked["limit"],
    )
    with call.workspace.read(call.ctx) as tx:
        found, rest = listing.page(tx, _KINDS, wanted)
        return {"entries": found, "next": rest, "kinds": listing.kinds(tx, _KINDS)}


@config_log.get(
    _ONE,
    permission=Permission.WORKSPACE,
    answer=obj(**_ENTRY, conflicts=STRINGS),
    summary="One change, with what stands against taking it back",
)
def show_one(call: WorkspaceCall) -> dict[str, Any]:
    id_ = call.id(missing=NO_ENTRY)
    with call.workspace.read(call.ctx) as tx:
        admit(tx)
        told = listing.one(tx, _KINDS, entries.find(tx, id_))
        if not told["revertible"]:
            return {**told, "conflicts": []}
        try:
            return {**told, "conflicts": reverting.conflicts(tx, _KINDS, id_)}
        except Refusal as refusal:
            return {**told, "conflicts": [problem.text(tx.ctx.locale) for problem in refusal.problems]}


@config_log.post(
    f"{_ONE}/revert",
    permission=Permission.WORKSPACE,
    body=Revert(),
    answer=obj(entries=array(obj(**_ENTRY))),
    summary="Take a change back, unless something else has been said since (409 names it); answers the new entries",
)
def revert(call: WorkspaceCall) -> dict[str, Any]:
    id_, body = call.id(missing=NO_ENTRY), call.body
    steering = Steering(body.get("confirm", False), body.get("unlock", False), body.get("reason"))
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            reverting.revert(tx, _KINDS, id_, steering)
            return {"entries": listing.reverting(tx, _KINDS, id_)}

        return once(call, tx, work)
