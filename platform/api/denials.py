"""Refused permissions in the audit log: who asked for what they may not. Once an hour for each route: asking costs little."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from ..accounts.audit import Act
from ..core.errors import Kind, Refusal
from .calls import WorkspaceCall
from .routes import Route
from .witness import witness_of

NOTED = timedelta(hours=1)  #: the same refusal of the same account is written down once in this time
MOST = 4_096  #: refusals remembered
log = logging.getLogger("gezi.api")


def note(call: WorkspaceCall, route: Route, refusal: Refusal) -> None:
    """Write down that a permission was refused (403); other refusals say nothing of rights. It never fails a request."""
    if refusal.kind is not Kind.FORBIDDEN:
        return
    services, caller, now = call.services, call.caller, call.now
    place = (caller.account_id, call.workspace.key, route.endpoint)
    last = services.denied.get(place)
    if last is not None and now - last < NOTED:
        return
    if len(services.denied) >= MOST:
        services.denied.clear()
    services.denied[place] = now
    try:
        with services.control.write() as control:
            witness_of(call).note(
                control,
                Act.REFUSED,
                account_id=caller.account_id,
                account=caller.account,
                workspace=call.workspace.key,
                route=route.endpoint,
                codes=sorted({problem.code for problem in refusal.problems}),
            )
    except SQLAlchemyError:
        log.exception("a refusal could not be written down")
