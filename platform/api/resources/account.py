"""The account behind the caller: its name, language and password."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields

from ...accounts import people
from ...accounts.audit import Act
from ..answers import nothing
from ..calls import AccountCall
from ..envelopes import Envelope, text
from ..routes import Permission, Resource
from ..shapes import ref
from ..witness import witness_of

account = Resource("Account")


class Profile(Envelope):
    name = text(required=False)
    locale = text(required=False, most=20)


class NewPassword(Envelope):
    current = fields.String(required=True)
    new = fields.String(required=True)


def _csrf(call: AccountCall) -> str | None:
    return call.caller.session.csrf if call.caller.session is not None else None


@account.get(
    "/api/v1/me",
    permission=Permission.SIGNED_IN,
    answer=ref("Session"),
    summary="The account behind the caller, and the CSRF token of its session",
)
def show(call: AccountCall) -> dict[str, Any]:
    caller = call.caller
    return {
        "account": {"account": caller.account, "name": caller.name, "locale": caller.locale},
        "csrf": _csrf(call),
    }


@account.patch(
    "/api/v1/me",
    permission=Permission.PERSON,
    body=Profile(),
    answer=ref("Session"),
    summary="Change one's name or language",
)
def change(call: AccountCall) -> dict[str, Any]:
    with call.services.control.write() as control:
        changed = people.change(control, call.caller.account_id, **call.body)
    call.services.identities.forget()
    return {
        "account": {"account": changed.account, "name": changed.name, "locale": changed.locale},
        "csrf": _csrf(call),
    }


@account.post(
    "/api/v1/me/password",
    permission=Permission.PERSON,
    body=NewPassword(),
    status=204,
    summary="Change one's password; every other session ends",
)
def change_password(call: AccountCall) -> Response:
    session = call.caller.session
    with call.services.control.write() as control:
        people.change_password(
            control,
            call.caller.account_id,
            call.body["current"],
            call.body["new"],
            keep_session=session.id if session is not None else None,
        )
        caller = call.caller
        witness_of(call).note(control, Act.PASSWORD_CHANGED, account_id=caller.account_id, account=caller.account)
    call.services.identities.forget()
    return nothing()
