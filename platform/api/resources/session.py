"""Signing in and out."""

from __future__ import annotations

from flask import Response

from ...accounts import sessions
from ...accounts.audit import Act
from ...accounts.messages import BAD_CREDENTIALS
from ...accounts.signin import sign_in
from ..answers import json_answer, nothing
from ..calls import AccountCall, Call
from ..cookies import session_cookie
from ..envelopes import Envelope, text
from ..origins import sender_of
from ..routes import Permission, Resource
from ..shapes import ref
from ..witness import witness_of

session = Resource("Session")


class Credentials(Envelope):
    account = text(most=200)
    password = text(most=4_096)


@session.post(
    "/api/v1/session",
    permission=Permission.PUBLIC,
    body=Credentials(),
    answer=ref("Session"),
    refuses=(BAD_CREDENTIALS,),
    summary="Sign in with an account and its password; sets the session cookie",
)
def open_session(call: Call) -> Response:
    cookie = session_cookie(call.services.settings)
    signed_in = sign_in(
        call.services.control,
        call.services.throttle,
        call.body["account"],
        call.body["password"],
        address=sender_of(call.request, call.services.settings),
        now=call.now,
        user_agent=call.request.headers.get("User-Agent", "")[:500],
        former=call.request.cookies.get(cookie.name),
    )
    call.services.identities.forget()
    account = signed_in.account
    response = json_answer(
        {
            "account": {"account": account.account, "name": account.name, "locale": account.locale},
            "csrf": signed_in.session.csrf,
        }
    )
    cookie.set(response, signed_in.session.token)
    return response


@session.delete("/api/v1/session", permission=Permission.PERSON, status=204, summary="Sign out")
def close_session(call: AccountCall) -> Response:
    cookie = session_cookie(call.services.settings)
    with call.services.control.write() as control:
        sessions.close(control, call.request.cookies.get(cookie.name))
        caller = call.caller
        witness_of(call).note(control, Act.SIGNED_OUT, account_id=caller.account_id, account=caller.account)
    call.services.identities.forget()
    response = nothing()
    cookie.remove(response)
    return response
