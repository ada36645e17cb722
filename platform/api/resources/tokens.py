"""The caller's own tokens for programs."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...accounts import tokens as service
from ...accounts.audit import Act
from ...accounts.messages import NO_SUCH_TOKEN, NO_SUCH_WORKSPACE
from ...tables.messages import NO_SUCH_TABLE
from .. import limits
from ..answers import nothing
from ..calls import AccountCall
from ..envelopes import Envelope, Flag, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import INTEGER, MAYBE_STRING, array, obj, ref
from ..witness import witness_of

tokens = Resource("Tokens")


class NewToken(Envelope):
    name = text()
    workspace = text()
    reads = Flag()
    tables = fields.List(text(most=60), validate=validate.Length(min=1, max=200))


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
                "reads": token.limits is not None and token.limits.reads,
                "tables": limits.keys_of(call.services, token),
            }
            for token in found
        ]
    }


@tokens.post(
    "/api/v1/me/tokens",
    permission=Permission.PERSON,
    body=NewToken(),
    status=201,
    refuses=(NO_SUCH_WORKSPACE, NO_SUCH_TABLE),
    answer=obj(id=INTEGER, token=MAYBE_STRING),
    summary="Make a token for one workspace, limited to reading or to some tables; its secret is shown this once",
)
def create(call: AccountCall) -> dict[str, Any]:
    account, body = call.caller.account_id, call.body
    keys = body.get("tables")
    tables = None if keys is None else limits.ids_of(call.services, account, body["workspace"], keys)
    with call.services.control.write() as control:

        def work() -> dict[str, Any]:
            name, key, reads = body["name"], body["workspace"], bool(body.get("reads"))
            created = service.create(control, account, key, name, call.now, reads=reads, tables=tables)
            _note(call, control, Act.TOKEN_MADE, name=name, workspace=key, reads=reads, tables=keys)
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
