"""Switching an account off and on. Its members leave their workspaces, so that nothing waits for somebody who cannot come."""

from __future__ import annotations

from ..accounts import members, people
from ..accounts import workspaces as register
from ..accounts.members import Member, MemberState
from ..accounts.people import Account, AccountState
from ..automations.approvals import leaving
from ..core.context import SYSTEM, Source
from ..core.errors import refuse
from ..permissions.messages import LAST_ADMIN
from ..tables.rights import people as rights
from ..tables.transaction import Tx
from ..tables.workspaces import Workspace
from .services import Services


def switch_off(services: Services, account: Account) -> int:
    """End the account's sessions and let its tokens sleep; in every workspace it may enter its member leaves, and what waited
    for their approval goes to the fallback role. Returns the number of these workspaces. Raises `Refusal` (409), before
    anything is done, where it is the last administrator of one."""
    with services.control.read() as control:
        keys = [entry.key for entry in register.list_for(control, account.id)]
    places = [services.workspaces.open(key) for key in keys]
    for place in places:
        with place.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            if _is_last_admin(tx, members.of_account(tx.connection, account.id)):
                raise refuse(LAST_ADMIN)
    for place in places:
        _leave(services, place, account.id)
    with services.control.write() as control:
        people.set_state(control, account.id, AccountState.DISABLED)
    services.identities.forget()
    return len(places)


def switch_on(services: Services, account: Account) -> None:
    """Let the account sign in again. Where its members left, they come back when an administrator says so."""
    with services.control.write() as control:
        people.set_state(control, account.id, AccountState.ACTIVE)
    services.identities.forget()


def stand_down(services: Services, place: Workspace, account: int) -> None:
    """Of an account that has been switched off: its member leaves a workspace, unless they are the last administrator; then at
    least what waits for their approval goes to the fallback role."""
    with place.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        member = members.of_account(tx.connection, account)
        if member is None:
            return
        if not _is_last_admin(tx, member):
            rights.set_state(tx, member.id, MemberState.LEFT)
        leaving.hand_over(tx, member.id)


def _leave(services: Services, place: Workspace, account: int) -> None:
    with place.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        member = members.of_account(tx.connection, account)
        if member is not None and member.active:
            rights.set_state(tx, member.id, MemberState.LEFT)
            leaving.hand_over(tx, member.id)


def _is_last_admin(tx: Tx, member: Member | None) -> bool:
    admins = {id_ for id_, held in tx.policy.members.items() if any(role.admin for role in held)}
    return member is not None and admins == {member.id}
