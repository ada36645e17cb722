"""Where the caller is signed in, and ending that."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...accounts import sessions as service
from ...accounts.audit import Act
from ...accounts.messages import NO_SUCH_SESSION
from ..answers import nothing
from ..calls import AccountCall
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INSTANT, INTEGER, STRING, array, obj
from ..witness import witness_of

sessions = Resource("Sessions")
_SESSIONS = "/api/v1/me/sessions"


@sessions.get(
    _SESSIONS,
    permission=Permission.PERSON,
    answer=obj(
        sessions=array(
            obj(
                id=INTEGER,
                current=BOOLEAN,
                created_at=INSTANT,
                last_seen_at=INSTANT,
                expires_at=INSTANT,
                user_agent=STRING,
            )
        )
    ),
    summary="One's sessions in force, the latest used first",
)
def list_sessions(call: AccountCall) -> dict[str, Any]:
    with call.services.control.read() as control:
        found = service.list(control, call.caller.account_id, call.now)
    return {
        "sessions": [
            {
                "id": each.id,
                "current": call.caller.session is not None and each.id == call.caller.session.id,
                "created_at": each.created_at,
                "last_seen_at": each.last_seen_at,
                "expires_at": each.expires_at,
                "user_agent": each.user_agent,
            }
            for each in found
        ]
    }


@sessions.delete(_SESSIONS, permission=Permission.PERSON, status=204, summary="End every session but this one")
def end_others(call: AccountCall) -> Response:
    keep = None if call.caller.session is None else call.caller.session.id
    with call.services.control.write() as control:
        service.close_all(control, call.caller.account_id, keep=keep)
        _note(call, control, others=True)
    call.services.identities.forget()
    return nothing()


@sessions.delete(f"{_SESSIONS}/{{id}}", permission=Permission.PERSON, status=204, summary="End one of one's sessions")
def end(call: AccountCall) -> Response:
    session = call.id(missing=NO_SUCH_SESSION)
    with call.services.control.write() as control:
        service.revoke(control, call.caller.account_id, session)
        _note(call, control, others=False)
    call.services.identities.forget()
    return nothing()


def _note(call: AccountCall, control: Any, *, others: bool) -> None:
    caller = call.caller
    witness_of(call).note(
        control, Act.SESSION_ENDED, account_id=caller.account_id, account=caller.account, others=others
    )
