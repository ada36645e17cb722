"""The caller's own tokens for programs."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...accounts import tokens as service
from ...accounts.audit import Act
from ...accounts.messages import NO_SUCH_TOKEN, NO_SUCH_WORKSPACE
from ..answers import nothing
from ..calls import AccountCall
from ..envelopes import Envelope, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import INTEGER, MAYBE_STRING, array, obj, ref
from ..witness import witness_of

tokens = Resource("Tokens")


class NewToken(Envelope):
    name = text()
    workspace = text()


@tokens.get(
    "/api/v1/me/tokens",
    permission=Permission.PERSON,
    answer=obj(tokens=array(ref("Token"))),
    summary="One's tokens, without their secrets",
)
def list_tokens(call: AccountCall) -> dict[str, Any]:
    with call.services.control.read() as control:
        found = service.list(control, call.caller.account_id)
    return {
        "tokens": [
            {
                "id": token.id,
                "name": token.name,
                "workspace": token.workspace,
                "prefix": token.prefix,
                "created_at": token.created_at,
                "last_used_at": token.last_used_at,
            }
            for token in found
        ]
    }


@tokens.post(
    "/api/v1/me/tokens",
    permission=Permission.PERSON,
    body=NewToken(),
    status=201,
    refuses=(NO_SUCH_WORKSPACE,),
    answer=obj(id=INTEGER, token=MAYBE_STRING),
    summary="Make a token for one workspace; its secret is shown this once",
)
def create(call: AccountCall) -> dict[str, Any]:
    with call.services.control.write() as control:

        def work() -> dict[str, Any]:
            body = call.body
            created = service.create(control, call.caller.account_id, body["workspace"], body["name"], call.now)
            _note(call, control, Act.TOKEN_MADE, name=body["name"], workspace=body["workspace"])
            return {"id": created.id, "token": created.secret}

        return once(call, control, work, kept=lambda answer: {**answer, "token": None})


@tokens.delete("/api/v1/me/tokens/{id}", permission=Permission.PERSON, status=204, summary="Revoke a token")
def revoke(call: AccountCall) -> Response:
    token_id = call.id(missing=NO_SUCH_TOKEN)
    with call.services.control.write() as control:
        service.revoke(control, call.caller.account_id, token_id, call.now)
        _note(call, control, Act.TOKEN_REVOKED, token=token_id)
    call.services.identities.forget()
    return nothing()


def _note(call: AccountCall, control: Any, act: Act, *, workspace: str | None = None, **details: Any) -> None:
    caller = call.caller
    witness_of(call).note(
        control, act, account_id=caller.account_id, account=caller.account, workspace=workspace, **details
    )
