"""Setting another password by a link that an administrator hands out."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...accounts import people
from ...accounts import resets as service
from ...accounts import workspaces as register
from ...accounts.audit import Act
from ...accounts.messages import NO_ACCOUNT, NO_SUCH_MEMBER, NOT_YOURS_TO_RESET
from ...core.context import SYSTEM, Source
from ...core.errors import refuse
from ...tables.rights.messages import MAY_NOT_ADMINISTER
from ..answers import nothing
from ..calls import Call, WorkspaceCall
from ..envelopes import Envelope, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import INSTANT, MAYBE_STRING, STRING, obj
from ..witness import witness_of

resets = Resource("Password resets")
_LINK = "/api/v1/password-resets/{token}"


class Asking(Envelope):
    pass


class FreshPassword(Envelope):
    password = text(most=4_096)


@resets.post(
    "/api/v1/workspaces/{ws}/members/{id}/password-reset",
    permission=Permission.WORKSPACE,
    body=Asking(),
    status=201,
    answer=obj(token=MAYBE_STRING, path=MAYBE_STRING, expires_at=INSTANT),
    summary="A link by which a member sets another password, valid for 30 minutes, shown this once (administrators)",
)
def make(call: WorkspaceCall) -> dict[str, Any]:
    id_ = call.id(missing=NO_SUCH_MEMBER)
    with call.workspace.write(call.ctx) as tx:
        if not tx.policy.is_admin(tx.ctx.actor):
            raise refuse(MAY_NOT_ADMINISTER)
        member = tx.members.get(id_)
        if member is None:
            raise refuse(NO_SUCH_MEMBER)
        if member.account is None:
            raise refuse(NO_ACCOUNT)
        account_id = member.account
        _check_reach(call, account_id)

        def work() -> dict[str, Any]:
            with call.services.control.write() as control:
                account = people.get(control, account_id)
                made = service.make(control, account_id, call.now, by=call.caller.account_id)
                witness_of(call).note(
                    control,
                    Act.RESET_MADE,
                    account_id=account_id,
                    account=account.account,
                    workspace=call.workspace.key,
                )
            return {"token": made.token, "path": f"/reset/{made.token}", "expires_at": made.expires_at}

        return once(call, tx, work, kept=lambda answer: {**answer, "token": None, "path": None})


@resets.get(
    _LINK, permission=Permission.PUBLIC, answer=obj(account=STRING, name=STRING), summary="Whose password a link sets"
)
def show(call: Call) -> dict[str, Any]:
    with call.services.control.read() as control:
        account = service.find(control, call.path["token"], call.now)
    return {"account": account.account, "name": account.name}


@resets.post(
    _LINK,
    permission=Permission.PUBLIC,
    body=FreshPassword(),
    status=204,
    summary="Set another password; every session of the account ends",
)
def use(call: Call) -> Response:
    with call.services.control.write() as control:
        account = service.use(control, call.path["token"], call.body["password"], call.now)
        witness_of(call).note(control, Act.PASSWORD_RESET, account_id=account.id, account=account.account)
    call.services.identities.forget()
    return nothing()


def _check_reach(call: WorkspaceCall, account_id: int) -> None:
    """An administrator of one workspace must not come into another one through somebody's account."""
    services = call.services
    with services.control.read() as control:
        others = [entry.key for entry in register.list_for(control, account_id) if entry.key != call.workspace.key]
        mine = {entry.key for entry in register.list_for(control, call.caller.account_id)}
    for key in others:
        if key not in mine or not _administers(call, key):
            raise refuse(NOT_YOURS_TO_RESET)


def _administers(call: WorkspaceCall, key: str) -> bool:
    workspace = call.services.workspaces.open(key)
    with workspace.read(call.services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        me = next((each for each in tx.members.values() if each.account == call.caller.account_id), None)
        return me is not None and any(role.admin for role in tx.policy.roles_of(me.id))
