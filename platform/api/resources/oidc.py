"""Signing in with the provider of the operator's choice, and which of its logins belong to the caller's account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Response
from werkzeug.urls import iri_to_uri

from ...accounts import logins, messages, people
from ...accounts.audit import Act
from ...accounts.oidc.attempts import LASTS, Attempt, unsealed
from ...core.errors import Message, Refusal, refuse
from ..answers import json_answer, nothing
from ..arrivals import bind, refused, sign_in
from ..calls import AccountCall, Call
from ..cookies import is_secure, session_cookie
from ..envelopes import Envelope
from ..params import Param
from ..routes import Permission, Resource
from ..services import Services
from ..shapes import INSTANT, INTEGER, MAYBE_STRING, STRING, array, nullable, obj
from ..witness import witness_of

if TYPE_CHECKING:
    from ...accounts.oidc.provider import Provider

oidc = Resource("Signing in by a provider")
CALLBACK = "/api/v1/oidc/callback"
_SIGN_IN = "/sign-in"
_LINKED = "/"
_MOST_NEXT = 1_000
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")
_TOLD: dict[str, Message] = {
    found.code: found
    for found in (
        messages.OIDC_ASTRAY,
        messages.OIDC_REFUSED,
        messages.OIDC_UNREACHABLE,
        messages.OIDC_UNBELIEVABLE,
        messages.OIDC_NOT_INVITED,
        messages.OIDC_ACCOUNT_OFF,
        messages.LOGIN_TAKEN,
        messages.INVITATION_OVER,
        messages.NO_SUCH_INVITATION,
    )
}


class BindingLogin(Envelope):
    pass


@oidc.get(
    "/api/v1/sign-in",
    permission=Permission.PUBLIC,
    query=(Param("problem", "the code that a refused sign-in came back with", max_length=100),),
    answer=obj(provider=nullable(obj(label=STRING)), problem=MAYBE_STRING),
    summary="How people can sign in beside a password; and the sentence of a problem",
)
def ways(call: Call) -> dict[str, Any]:
    settings, told = call.services.settings.oidc, _TOLD.get(call.query.get("problem") or "")
    return {
        "provider": None if settings is None else {"label": settings.label},
        "problem": None if told is None else told.text(call.locale, {}),
    }


@oidc.get(
    "/api/v1/oidc/start",
    permission=Permission.PUBLIC,
    query=(
        Param("next", "where to go afterwards, an address inside the app", max_length=_MOST_NEXT),
        Param("invitation", "the token of the invitation that somebody new comes by", max_length=256),
    ),
    hidden=True,
    summary="Send the browser to the provider",
)
def start(call: Call) -> Response:
    attempt = Attempt.begin(call.now, inside(call.query.get("next")), invitation=call.query.get("invitation"))
    try:
        address = _address(call.services, attempt)
    except Refusal as refusal:
        return _sent_back(call, refusal)
    return _carry(call.services, _to(address), attempt)


@oidc.get(
    CALLBACK,
    permission=Permission.PUBLIC,
    hidden=True,
    anything=True,
    summary="Where the provider sends the browser back to",
)
def callback(call: Call) -> Response:
    args, services = call.request.args, call.services
    try:
        provider = _provider(services)
        attempt = unsealed(services.settings, call.request.cookies.get(_cookie(services)), args.get("state"), call.now)
    except Refusal as refusal:
        return _sent_back(call, refusal)
    try:
        provider.check_issuer(args.get("iss"))
        if args.get("error") is not None:
            raise refuse(messages.OIDC_REFUSED)
        person = provider.redeem(
            args.get("code") or "",
            redirect_uri=_redirect_uri(services),
            nonce=attempt.nonce(services.settings),
            verifier=attempt.verifier(services.settings),
        )
        if attempt.link is not None:
            bind(call, attempt, person)
            return _done(services, _to(attempt.next))
        arrived = sign_in(call, attempt, person)
    except Refusal as refusal:
        refused(call, refusal.problems[0].code)
        return _sent_back(call, refusal)
    response = _done(services, _to(arrived.next))
    session_cookie(services.settings).set(response, arrived.session.token)
    return response


@oidc.get(
    "/api/v1/me/logins",
    permission=Permission.PERSON,
    answer=obj(
        password=nullable({"type": "boolean"}),
        provider=nullable(obj(label=STRING)),
        logins=array(obj(id=INTEGER, issuer=STRING, email=STRING, created_at=INSTANT, last_used_at=nullable(INSTANT))),
    ),
    summary="Whether the account has a password, and the provider's logins that are bound to it",
)
def list_logins(call: AccountCall) -> dict[str, Any]:
    settings, mine = call.services.settings.oidc, call.caller.account_id
    with call.services.control.read() as control:
        found = logins.list(control, mine)
        password = people.has_password(control, mine)
    return {
        "password": password,
        "provider": None if settings is None else {"label": settings.label},
        "logins": [
            {
                "id": each.id,
                "issuer": each.issuer,
                "email": each.email,
                "created_at": each.created_at,
                "last_used_at": each.last_used_at,
            }
            for each in found
        ],
    }


@oidc.post(
    "/api/v1/me/logins",
    permission=Permission.PERSON,
    refuses=(messages.OIDC_OFF,),
    body=BindingLogin(),
    answer=obj(address=STRING),
    harmless=True,
    summary="Begin to bind a login of the provider to one's account: where to send the browser",
)
def begin_binding(call: AccountCall) -> Response:
    attempt = Attempt.begin(call.now, _LINKED, link=call.caller.account_id)
    return _carry(call.services, json_answer({"address": _address(call.services, attempt)}), attempt)


@oidc.delete(
    "/api/v1/me/logins/{id}", permission=Permission.PERSON, status=204, summary="Take a login away from one's account"
)
def unbind(call: AccountCall) -> Response:
    id_, caller = call.id(missing=messages.NO_SUCH_LOGIN), call.caller
    with call.services.control.write() as control:
        gone = logins.unlink(control, caller.account_id, id_)
        witness_of(call).note(
            control,
            Act.LOGIN_UNLINKED,
            account_id=caller.account_id,
            account=caller.account,
            issuer=gone.issuer,
            email=gone.email,
        )
    return nothing()


def inside(text: str | None) -> str:
    """An address of this app, or its front door: no other site's, in whatever spelling a browser reads as one."""
    fits = text and _INSIDE.fullmatch(text) and not text.startswith(("/api/", _SIGN_IN))
    return text if fits and text else "/"


def _to(address: str) -> Response:
    """Another address, to be asked for by GET."""
    return Response(status=303, headers={"Location": iri_to_uri(address)})


def _provider(services: Services) -> Provider:
    if services.provider is None:
        raise refuse(messages.OIDC_OFF)
    return services.provider


def _address(services: Services, attempt: Attempt) -> str:
    return _provider(services).address(
        redirect_uri=_redirect_uri(services),
        state=attempt.state,
        nonce=attempt.nonce(services.settings),
        verifier=attempt.verifier(services.settings),
    )


def _redirect_uri(services: Services) -> str:
    """By the operator's setting alone: a Host header says nothing."""
    return f"{(services.settings.base_url or '').rstrip('/')}{CALLBACK}"


def _cookie(services: Services) -> str:
    return "__Host-gezi_oidc" if is_secure(services.settings) else "gezi_oidc"


def _carry(services: Services, response: Response, attempt: Attempt) -> Response:
    response.set_cookie(
        _cookie(services),
        attempt.sealed(services.settings),
        max_age=LASTS,
        path="/",
        secure=is_secure(services.settings),
        httponly=True,
        samesite="Lax",
    )
    return response


def _done(services: Services, response: Response) -> Response:
    """The attempt is over, whichever way."""
    response.delete_cookie(
        _cookie(services), path="/", secure=is_secure(services.settings), httponly=True, samesite="Lax"
    )
    return response


def _sent_back(call: Call, refusal: Refusal) -> Response:
    return _done(call.services, _to(f"{_SIGN_IN}?problem={refusal.problems[0].code}"))
