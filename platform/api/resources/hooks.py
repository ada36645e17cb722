"""Requests from the outside to automations: the address that builders make, and the door behind it, open to all."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...automations.flows import incoming, messages, sampling
from ...automations.flows.calling import DEPTH
from ...core.context import SYSTEM, Context, Source
from ...core.errors import Refusal, refuse
from ...core.ids import digest
from ..answers import nothing
from ..body import parse_json
from ..calls import Call, WorkspaceCall
from ..envelopes import Envelope, Flag
from ..idempotency import BAD_KEY, HEADER, once
from ..messages import WRONG_CONTENT_TYPE
from ..params import Param
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INSTANT, MAYBE_STRING, array, nullable, obj, ref

hooks = Resource("Incoming requests")
_ADDRESS = "/api/v1/workspaces/{ws}/automations/{key}/incoming"


class NewAddress(Envelope):
    signed = Flag(load_default=False)


@hooks.get(
    _ADDRESS,
    permission=Permission.WORKSPACE,
    answer=obj(address=nullable(obj(made_at=INSTANT, signed=BOOLEAN))),
    summary="Whether an automation has an address for incoming requests (builders)",
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        found = incoming.address_of(tx, call.path["key"])
    return {"address": None if found is None else {"made_at": found.made_at, "signed": found.signed}}


@hooks.post(
    _ADDRESS,
    permission=Permission.WORKSPACE,
    body=NewAddress(),
    status=201,
    answer=obj(path=MAYBE_STRING, secret=MAYBE_STRING),
    summary="Make an address for incoming requests, in place of an earlier one; shown this once (its owner, administrators)",
)
def make(call: WorkspaceCall) -> dict[str, Any]:
    key, signed = call.path["key"], call.body["signed"]
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            token = incoming.open_address(tx, key, signed=signed)
            place = call.workspace.key
            secret = incoming.secret_of(call.services.settings, place, incoming.behind(tx, token)) if signed else None
            return {"path": f"/api/v1/hooks/{place}/{token}", "secret": secret}

        return once(call, tx, work, kept=lambda _answer: {"path": None, "secret": None})


@hooks.delete(
    _ADDRESS, permission=Permission.WORKSPACE, status=204, summary="Revoke the address of an automation (builders)"
)
def revoke(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        incoming.close_address(tx, call.path["key"])
    return nothing()


@hooks.get(
    "/api/v1/workspaces/{ws}/automations/{key}/sample",
    permission=Permission.WORKSPACE,
    answer=obj(at=nullable(INSTANT), body=ANYTHING, paths=array(ref("BodyPath"))),
    refuses=(messages.NOTHING_BROUGHT,),
    summary="What last came to the address of an automation, and the paths that conditions and values may name (builders)",
)
def sample(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return sampling.sample(tx, call.path["key"])


@hooks.post(
    "/api/v1/hooks/{ws}/{token}",
    permission=Permission.PUBLIC,
    status=202,
    headers=(
        Param(HEADER, "The same for every attempt at one request: it is received once", max_length=incoming.MOST_KEY),
        Param("X-Gezi-Timestamp", "Unix seconds; where the address asks for a signature", max_length=12),
        Param(DEPTH, "How many automations have led to this request; from eight on nothing follows", max_length=4),
        Param("X-Gezi-Signature", "`sha256=` and the HMAC of `timestamp.body` in hexadecimal", max_length=80),
    ),
    answer=obj(received=BOOLEAN),
    summary="Send JSON (at most 256 KiB) to an automation; it is written down, and what follows comes later",
)
def receive(call: Call) -> dict[str, Any]:
    token, request = call.path["token"], call.request
    call.services.incoming.take(digest(token))
    try:
        workspace = call.services.workspaces.open(call.path["ws"])
    except Refusal:
        raise refuse(messages.NO_ADDRESS) from None
    depth = incoming.depth_of(call.request.headers.get(DEPTH))
    ctx = Context(SYSTEM, Source.API, call.now, timezone=workspace.timezone, locale=call.locale, depth=depth)
    with workspace.read(ctx) as tx:
        address = incoming.behind(tx, token)
    if request.mimetype != "application/json":
        raise refuse(WRONG_CONTENT_TYPE, expected="application/json")
    request.max_content_length = incoming.MOST_BYTES
    raw = request.get_data(cache=False)
    if address.signed:
        stamp, given = (request.headers.get(name) for name in ("X-Gezi-Timestamp", "X-Gezi-Signature"))
        secret = incoming.secret_of(call.services.settings, workspace.key, address)
        incoming.check_signature(secret, stamp, given, raw, call.now)
    key = request.headers.get(HEADER)
    if key is not None and not (1 <= len(key) <= incoming.MOST_KEY and key.isascii() and key.isprintable()):
        raise refuse(BAD_KEY, most=incoming.MOST_KEY)
    body = parse_json(raw)
    with workspace.write(ctx) as tx:
        received = incoming.receive(tx, address, body, key)
    if not received:
        raise refuse(messages.NOT_ACTIVE)
    return {"received": True}
