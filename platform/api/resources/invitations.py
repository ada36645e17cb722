"""Invitations: administrators make a link, one person joins by it, with a new account or the one they have."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...accounts import invitations as service
from ...accounts import people, sessions
from ...accounts.audit import Act
from ...accounts.invitations import Invitation
from ...accounts.messages import NO_SUCH_INVITATION
from ...core.errors import Problem, Refusal, refuse
from ...permissions import roles
from ...permissions.messages import NO_SUCH_ROLE
from ...tables.rights.messages import MAY_NOT_ADMINISTER
from ...tables.transaction import Tx
from ..answers import json_answer, nothing
from ..calls import AccountCall, Call, WorkspaceCall
from ..cookies import session_cookie
from ..envelopes import Envelope, text
from ..idempotency import once
from ..joining import let_in, note_joined
from ..routes import Permission, Resource
from ..shapes import INSTANT, INTEGER, MAYBE_STRING, STRING, STRINGS, array, enum, nullable, obj, ref
from ..witness import witness_of

invitations = Resource("Invitations")
_OF_WORKSPACE = "/api/v1/workspaces/{ws}/invitations"
_LINK = "/api/v1/invitations/{token}"


class NewInvitation(Envelope):
    name = text(most=400)
    roles = fields.List(text(most=40), load_default=list, validate=validate.Length(max=50))
    days = fields.Integer(
        strict=True, load_default=service.LASTS.days, validate=validate.Range(min=1, max=service.MOST_DAYS)
    )


class Joining(Envelope):
    account = text(most=600)
    name = text(most=400)
    password = text(most=4_096)
    locale = text(required=False, most=20)


class Accepting(Envelope):
    pass


@invitations.get(
    _OF_WORKSPACE,
    permission=Permission.WORKSPACE,
    answer=obj(
        invitations=array(
            obj(
                id=INTEGER,
                name=STRING,
                roles=STRINGS,
                invited_by=STRING,
                created_at=INSTANT,
                expires_at=INSTANT,
                state=enum("open", "used", "revoked", "expired"),
                used_at=nullable(INSTANT),
            )
        )
    ),
    summary="The invitations into the workspace, the latest first (administrators)",
)
def list_invitations(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        _check_admin(tx)
    with call.services.control.read() as control:
        found = service.list_of(control, call.workspace.key)
    return {
        "invitations": [
            {
                "id": each.id,
                "name": each.name,
                "roles": list(each.roles),
                "invited_by": each.invited_by,
                "created_at": each.created_at,
                "expires_at": each.expires_at,
                "state": _state(each, call),
                "used_at": each.used_at,
            }
            for each in found
        ]
    }


@invitations.post(
    _OF_WORKSPACE,
    permission=Permission.WORKSPACE,
    body=NewInvitation(),
    status=201,
    answer=obj(id=INTEGER, token=MAYBE_STRING, path=MAYBE_STRING, expires_at=INSTANT),
    summary="Invite one person into role groups; the link is shown this once (administrators)",
)
def invite(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body
    with call.workspace.write(call.ctx) as tx:
        _check_admin(tx)
        unknown = [key for key in body["roles"] if roles.find(tx.connection, key) is None]
        if unknown:
            raise Refusal([Problem(NO_SUCH_ROLE, {"key": key}, "roles") for key in unknown])

        def work() -> dict[str, Any]:
            with call.services.control.write() as control:
                made = service.make(
                    control,
                    call.workspace.key,
                    body["name"],
                    body["roles"],
                    call.caller.account_id,
                    days=body["days"],
                    now=call.now,
                )
                witness_of(call).note(
                    control, Act.INVITED, workspace=call.workspace.key, name=body["name"], roles=body["roles"]
                )
            return {
                "id": made.id,
                "token": made.token,
                "path": f"/join/{made.token}",
                "expires_at": made.expires_at,
            }

        return once(call, tx, work, kept=lambda answer: {**answer, "token": None, "path": None})


@invitations.delete(
    f"{_OF_WORKSPACE}/{{id}}", permission=Permission.WORKSPACE, status=204, summary="Take an invitation back"
)
def revoke(call: WorkspaceCall) -> Response:
    id_ = call.id(missing=NO_SUCH_INVITATION)
    with call.workspace.read(call.ctx) as tx:
        _check_admin(tx)
    with call.services.control.write() as control:
        gone = service.revoke(control, call.workspace.key, id_, call.now)
        witness_of(call).note(control, Act.INVITATION_REVOKED, workspace=call.workspace.key, name=gone.name)
    return nothing()


@invitations.get(
    _LINK,
    permission=Permission.PUBLIC,
    answer=obj(workspace=STRING, name=STRING, invited_by=STRING, expires_at=INSTANT),
    summary="What an invitation invites to",
)
def show(call: Call) -> dict[str, Any]:
    with call.services.control.read() as control:
        found = service.find(control, call.path["token"], call.now)
    return {
        "workspace": found.workspace_name,
        "name": found.name,
        "invited_by": found.invited_by,
        "expires_at": found.expires_at,
    }


@invitations.post(
    _LINK,
    permission=Permission.PUBLIC,
    body=Joining(),
    status=201,
    answer=ref("Session"),
    summary="Join with a new account; signs in",
)
def join(call: Call) -> Response:
    body, services = call.body, call.services
    with services.control.read() as control:
        invitation = service.find(control, call.path["token"], call.now)
    with services.control.write() as control:
        account = people.create(
            control, body["account"], body["name"], body["password"], body.get("locale", call.locale), now=call.now
        )
        service.take(control, invitation, account.id, call.now)
        note_joined(call, control, invitation, account)
        opened = sessions.open(control, account.id, call.now, call.request.headers.get("User-Agent", "")[:500])
    let_in(services, invitation, account)
    response = json_answer(
        {
            "account": {"account": account.account, "name": account.name, "locale": account.locale},
            "csrf": opened.csrf,
        },
        201,
    )
    session_cookie(services.settings).set(response, opened.token)
    return response


@invitations.post(
    f"{_LINK}/accept",
    permission=Permission.PERSON,
    body=Accepting(),
    answer=obj(workspace=STRING),
    summary="Join with the account one is signed in with",
)
def accept(call: AccountCall) -> dict[str, Any]:
    mine = call.caller.account_id
    with call.services.control.write() as control:
        invitation = service.find(control, call.path["token"], call.now, account_id=mine)
        account = people.get(control, mine)
        service.take(control, invitation, mine, call.now)
        note_joined(call, control, invitation, account)
    let_in(call.services, invitation, account)
    return {"workspace": invitation.workspace}


def _check_admin(tx: Tx) -> None:
    if not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(MAY_NOT_ADMINISTER)


def _state(each: Invitation, call: Call) -> str:
    if each.used_at is not None:
        return "used"
    if each.revoked_at is not None:
        return "revoked"
    return "open" if each.open(call.now) else "expired"
