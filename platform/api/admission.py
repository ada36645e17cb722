"""Lets an account into a workspace: its member there first, the access in the control database last (design 4)."""

from __future__ import annotations

from collections.abc import Iterable

from ..accounts import members
from ..accounts import workspaces as register
from ..accounts.members import Member
from ..accounts.people import Account
from ..core.context import SYSTEM, Source
from ..core.errors import Problem, Refusal
from ..permissions import roles
from ..permissions.messages import NO_SUCH_ROLE
from ..permissions.roles import RoleGroup
from ..tables.transaction import Tx
from .services import Services

ADMINISTRATORS = "admin"  #: the group made where a workspace has none that may administer it
_LABEL = {"zh-CN": "管理员", "en": "Administrators"}


def admit(
    services: Services, key: str, account: Account, role_keys: Iterable[str] = (), *, administrator: bool = False
) -> Member:
    """Make `account` a member of the workspace in these role groups; one who is a member already gets the groups added."""
    workspace = services.workspaces.open(key)
    with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM, account.locale)) as tx:
        groups = [roles.find(tx.connection, role) for role in role_keys]
        if None in groups:
            raise Refusal([Problem(NO_SUCH_ROLE, field="role") for group in groups if group is None])
        if administrator:
            groups.append(administrators(tx))
        member = _member(tx, account)
        for group in groups:
            if group is not None:
                roles.put_in(tx.connection, group.id, member.id)
        tx.reload()
    with services.control.write() as control:
        register.admit(control, key, account.id)
    services.identities.forget()
    return member


def administrators(tx: Tx) -> RoleGroup:
    """The first group that may administer the workspace; one is made where there is none."""
    found = next((role for role in roles.all(tx.connection) if role.admin), None)
    return found or roles.add(tx.connection, ADMINISTRATORS, _LABEL, admin=True, protected=True)


def _member(tx: Tx, account: Account) -> Member:
    found = members.of_account(tx.connection, account.id)
    if found is None:
        return members.add(tx.connection, account.name, account.id, now=tx.ctx.now)
    return found if found.active else members.come_back(tx.connection, found.id)
