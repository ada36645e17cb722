"""Refused permissions in the audit log: who asked for what they may not. Once an hour
for each route and credential: asking costs little."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from flask import Request
from sqlalchemy.exc import SQLAlchemyError

from ..accounts.audit import Act, Witness
from ..core.errors import Kind, Refusal
from .identities import Caller
from .origins import sender_of
from .routes import Route
from .services import Services

NOTED = timedelta(hours=1)  #: the same refusal of the same session or token is written down once in this time
MOST = 4_096  #: refusals remembered
log = logging.getLogger("gezi.api")


def note(
    services: Services, request: Request, caller: Caller, workspace: str, now: datetime, route: Route, refusal: Refusal
) -> None:
    """Write down that a permission was refused (403), by the gate or behind it; other refusals say nothing of rights. It never
    fails a request. Where a token was used, its prefix says which."""
    if refusal.kind is not Kind.FORBIDDEN:
        return
    place = (caller.credential, workspace, route.endpoint)
    last = services.denied.get(place)
    if last is not None and now - last < NOTED:
        return
    if len(services.denied) >= MOST:
        services.denied.clear()
    services.denied[place] = now
    try:
        with services.control.write() as control:
            Witness(now, sender_of(request, services.settings), caller.account_id).note(
                control,
                Act.REFUSED,
                account_id=caller.account_id,
                account=caller.account,
                workspace=workspace,
                route=route.endpoint,
                codes=sorted({problem.code for problem in refusal.problems}),
                **({} if caller.token is None else {"token": caller.token.prefix}),
            )
    except SQLAlchemyError:
        log.exception("a refusal could not be written down")
