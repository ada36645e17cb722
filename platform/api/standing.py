"""Whether somebody may go on with what outlasts the request by which they began it (attacks: revocation)."""

from __future__ import annotations

from collections.abc import Callable

from ..accounts import people, tokens
from ..accounts import workspaces as register
from ..accounts.people import AccountState
from ..core.context import SYSTEM, Source
from .calls import WorkspaceCall


def standing(call: WorkspaceCall) -> Callable[[], bool]:
    """Says whether the account of `call` is still active and admitted to the workspace, its member has not left, and the token
    by which it came is still in force. A session may end: who signs out lets their import go on. The answer is at most two
    seconds old, and new at once when this process revokes something."""
    services, caller, key = call.services, call.caller, call.path["ws"]
    token = caller.token.id if caller.token is not None else None

    def find() -> bool | None:
        with services.control.read() as control:
            if token is not None:
                found = tokens.stands(control, token)
            else:
                active = people.get(control, caller.account_id).state is AccountState.ACTIVE
                found = active and register.may_enter(control, key, caller.account_id)
        return (found and is_member()) or None

    def is_member() -> bool:
        with call.workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            member = tx.members.get(call.ctx.actor.member or 0)
            return member is not None and member.active

    remembered = ("standing", caller.credential if token is not None else caller.account_id, key)
    return lambda: services.identities.remember(remembered, find) is not None
