"""The members as administrators see them: account, role groups and departments; leaving, and coming back (S76)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...accounts import members
from ...accounts.members import MemberState
from ...accounts.messages import NO_SUCH_MEMBER
from ...core.errors import refuse
from ...permissions import roles
from ...permissions.messages import LAST_ADMIN
from .. import organisation
from ..queries import reading
from ..schema import log
from .changing import WHOLE, admit
from .groups import admit_reader

if TYPE_CHECKING:
    from ..transaction import Tx


def listing(tx: Tx) -> list[dict[str, Any]]:
    """Everybody by id, those who left included, with the groups they are in and their departments, the main one first."""
    admit_reader(tx)
    held: dict[int, list[dict[str, str]]] = {}
    for group in tx.policy.groups:
        for member in roles.members_of(tx.connection, group.id):
            held.setdefault(member, []).append({"key": group.key, "label": group.text(tx.ctx.locale)})
    belongs = {id_: tx.organisation.departments_of(id_) for id_ in tx.members}
    named = tx.catalogue.configs.get(organisation.CONFIG)
    places = {place for ids in belongs.values() for place in ids}
    labels: dict[int, str] = {}
    if named is not None and places:
        labels = reading.labels(tx, tx.catalogue.table(named["departments"]["table"]), places, raw=True)
    return [
        {
            "id": id_,
            "name": member.name,
            "state": member.state.value,
            "bound": member.account is not None,
            "roles": held.get(id_, []),
            "departments": [{"id": place, "label": labels.get(place, f"#{place}")} for place in belongs[id_]],
        }
        for id_, member in sorted(tx.members.items())
    ]


def set_state(tx: Tx, member: int, state: MemberState) -> None:
    """Let a member leave or come back: who left may do nothing from the next request on, and keeps the role groups for
    the day they come back. Raises `Refusal`; the last administrator stays (409)."""
    admit(tx)
    found = tx.members.get(member)
    if found is None:
        raise refuse(NO_SUCH_MEMBER)
    if found.state is state:
        return
    change = members.leave if state is MemberState.LEFT else members.come_back
    change(tx.connection, member)
    if not roles.has_admin(tx.connection):
        raise refuse(LAST_ADMIN)
    told = {"member": member, "name": found.name}
    log.write(
        tx,
        "member.state",
        WHOLE,
        about=str(member),
        before=told | {"state": found.state.value},
        after=told | {"state": state.value},
    )
    tx.reload()
