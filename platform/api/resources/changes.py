"""Live updates: ids and versions of what is new, as a stream (SSE) or asked for from time to time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from ...core.context import Actor
from ...core.errors import Refusal, refuse
from ...tables.bell import LOOK_EVERY
from ...tables.changes import live
from ...tables.changes.live import News
from ...tables.messages import BAD_CURSOR
from ..calls import WorkspaceCall
from ..gate import Gate
from ..params import Whole
from ..routes import Permission, Resource
from ..shapes import ref
from ..streams import LOOK, Look, events

changes = Resource("Changes")
STREAM = "text/event-stream"


@changes.get(
    "/api/v1/workspaces/{ws}/changes",
    permission=Permission.WORKSPACE,
    by_scope=True,
    query=(Whole("since", "`last` of the answer before; without it, only `last` is answered"),),
    answer=ref("News"),
    summary="What is new since then; with `Accept: text/event-stream` a stream of it",
)
def since(call: WorkspaceCall) -> dict[str, Any] | Response:
    if call.request.accept_mimetypes.best_match(["application/json", STREAM]) == STREAM:
        return _stream(call, _resumed(call))
    return _news(call, call.ctx.actor, call.query["since"]).dump()


def _resumed(call: WorkspaceCall) -> int | None:
    """Where to go on: what the browser says it had last, else what the address says."""
    given = call.request.headers.get("Last-Event-ID")
    if not given:
        return call.query["since"]
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise refuse(BAD_CURSOR)
    return int(given)


def _stream(call: WorkspaceCall, after: int | None) -> Response:
    bell, gate = call.workspace.bell, Gate(call.services)
    place = call.services.streams.enter(call.caller.account_id, bell)
    try:
        first = _news(call, call.ctx.actor, after)
    except BaseException:
        place.leave()
        raise

    structure = first.structure

    def look(last: int) -> Look | None:
        nonlocal structure
        try:
            workspace, actor = gate.standing(call.request, call.path["ws"])
        except Refusal:
            return None
        if workspace is not call.workspace:  # restored meanwhile
            return None
        if bell.look(workspace.database) <= last and bell.structure <= structure:
            return Look(last)
        workspace.doubt()  # what changed may lie in a table that another process has just made
        news = _news(call, actor, last)
        moved, structure = news.structure != structure, news.structure
        return _look(news, moved=moved)

    beginning = _look(first)
    if beginning.document is None:
        beginning = Look(first.last, first.dump(), "ready")
    every = LOOK_EVERY if call.workspace.database.dialect == "postgresql" else LOOK
    response = Response(events(place, beginning, look, every, call.request.environ), content_type=STREAM)
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(place.leave)
    return response


def _look(news: News, *, moved: bool = False) -> Look:
    if news.resync:
        return Look(news.last, news.dump(), "resync")
    return Look(news.last, news.dump() if news.events or moved else None)


def _news(call: WorkspaceCall, actor: Actor, after: int | None) -> News:
    ctx = replace(call.ctx, actor=actor, now=call.services.clock.now())
    with call.workspace.read(ctx) as tx:
        return live.since(tx, after)
