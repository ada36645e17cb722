"""Joining a workspace by an invitation, whichever way the person signed in."""

from __future__ import annotations

import sqlalchemy as sa

from ..accounts import workspaces as register
from ..accounts.audit import Act
from ..accounts.invitations import Invitation
from ..accounts.messages import NO_SUCH_INVITATION
from ..accounts.people import Account
from ..core.context import SYSTEM, Source
from ..core.errors import refuse
from .admission import admit
from .calls import Call
from .services import Services
from .witness import witness_of


def let_in(services: Services, invitation: Invitation, account: Account) -> None:
    """The member and the access, after the invitation is used up; who fell between the two accepts once more."""
    with services.control.read() as control:
        if register.find(control, invitation.workspace) is None:
            raise refuse(NO_SUCH_INVITATION)
    workspace = services.workspaces.open(invitation.workspace)
    with workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        known = {group.key for group in tx.policy.groups}
    admit(services, invitation.workspace, account, [key for key in invitation.roles if key in known])


def note_joined(call: Call, control: sa.Connection, invitation: Invitation, account: Account) -> None:
    """Write down who joined, in the transaction that used the invitation up."""
    witness_of(call).note(
        control,
        Act.JOINED,
        account_id=account.id,
        account=account.account,
        workspace=invitation.workspace,
        invitation=invitation.id,
        roles=list(invitation.roles),
    )
