"""Role groups and who is in them, as administrators keep them; every change stands in the configuration log (S66, S69)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...accounts.messages import NO_SUCH_MEMBER
from ...core.errors import Problem, Refusal, refuse
from ...permissions import deleted, roles
from ...permissions.messages import NO_SUCH_ROLE
from ..rules import told
from ..schema import log
from .changing import EVERYONE, WHOLE, admit
from .messages import GROUP_NEEDS, MAY_NOT_LOOK, RESERVED_KEY, ROLE_IN_USE, TAKEN_SINCE

if TYPE_CHECKING:
    from ...permissions.roles import RoleGroup
    from ..transaction import Tx

KEPT = "kept"  #: in the log's entry of a deleted group: its rows, for the way back
MOST_NAMED = 8  #: rules that are named where a group is in use


def admit_reader(tx: Tx) -> None:
    """Raises a FORBIDDEN refusal unless the caller builds or administers."""
    if not tx.policy.may_build(tx.ctx.actor):
        raise refuse(MAY_NOT_LOOK)


def find(tx: Tx, key: str) -> RoleGroup:
    """Raises NOT_FOUND."""
    found = next((group for group in tx.policy.groups if group.key == key), None)
    if found is None:
        raise refuse(NO_SUCH_ROLE)
    return found


def described(tx: Tx, group: RoleGroup) -> dict[str, Any]:
    held = roles.members_of(tx.connection, group.id)
    return {
        "key": group.key,
        "label": group.text(tx.ctx.locale),
        "labels": dict(group.label),
        "description": group.description.get(tx.ctx.locale) or group.description.get("zh-CN"),
        "descriptions": dict(group.description),
        "admin": group.admin,
        "builder": group.builder,
        "protected": group.protected,
        "position": group.position,
        "members": [{"id": id_, "label": tx.members[id_].name} for id_ in held if id_ in tx.members],
    }


def add(tx: Tx, key: str, label: Mapping[str, str], **flags: Any) -> RoleGroup:
    """A new role group. Raises `Refusal`."""
    admit(tx)
    if key == EVERYONE:
        raise refuse(RESERVED_KEY, at_field="key", key=key)
    made = roles.add(tx.connection, key, label, **flags)
    tx.reload()
    log.write(tx, "role.create", WHOLE, about=key, after=described(tx, made))
    return made


def change(tx: Tx, key: str, **parts: Any) -> RoleGroup:
    """Another label, description or place of a role group."""
    admit(tx)
    group = find(tx, key)
    before = described(tx, group)
    changed = roles.change(tx.connection, group.id, **parts)
    tx.reload()
    log.write(tx, "role.change", WHOLE, about=key, before=before, after=described(tx, changed))
    return changed


def remove(tx: Tx, key: str) -> None:
    """Delete a role group with everything it is granted. Raises `Refusal`: protected, the last administrators, or named by
    rules of tables."""
    admit(tx)
    group = find(tx, key)
    if named := told.with_role(tx, group.id):
        separator = ", " if tx.ctx.locale.startswith("en") else "、"
        raise refuse(ROLE_IN_USE, label=group.label.get(tx.ctx.locale, key), uses=separator.join(named[:MOST_NAMED]))
    before = described(tx, group) | {KEPT: deleted.keep(tx.connection, group.id)}
    roles.remove(tx.connection, group.id)
    tx.reload()
    log.write(tx, "role.delete", WHOLE, about=key, before=before)


def in_the_way(tx: Tx, before: Mapping[str, Any]) -> list[Problem]:
    """What stands against putting a deleted group back: another one under its key, or a condition over a field that has gone
    since (fields that a group's conditions look at cannot go while it is there)."""
    found: list[Problem] = []
    if any(group.key == before["key"] for group in tx.policy.groups):
        found.append(Problem(TAKEN_SINCE, {"key": before["key"]}))
    known, catalogue = tx.catalogue.fields, tx.catalogue
    lost = {table for table, field in deleted.looked_at(before[KEPT]) if field > 0 and field not in known}
    for table in (place for place in catalogue.by_id if place in lost):
        found.append(Problem(GROUP_NEEDS, {"table": catalogue.by_id[table].text(tx.ctx.locale)}))
    return found


def put_back(tx: Tx, before: Mapping[str, Any]) -> RoleGroup:
    """A deleted group again, with its members and everything it was granted. Raises `Refusal` for what is in the way."""
    admit(tx)
    if problems := in_the_way(tx, before):
        raise Refusal(problems)
    role = deleted.put_back(tx.connection, before[KEPT], frozenset(tx.members))
    tx.reload()
    group = roles.get(tx.connection, role)
    log.write(tx, "role.restore", WHOLE, about=group.key, after=described(tx, group))
    return group


def move(tx: Tx, key: str, add: Iterable[int] = (), remove: Iterable[int] = ()) -> None:
    """Put members into a group and take others out."""
    admit(tx)
    group = find(tx, key)
    before = {"role": key, "members": [*roles.members_of(tx.connection, group.id)]}
    for member in add:
        roles.put_in(tx.connection, group.id, member)
    for member in remove:
        roles.take_out(tx.connection, group.id, member)
    _log(tx, "role.members", before, {"role": key, "members": [*roles.members_of(tx.connection, group.id)]})


def held(tx: Tx, member: int) -> list[str]:
    """The keys of a member's groups, those of one who left included."""
    if member not in tx.members:
        raise refuse(NO_SUCH_MEMBER)
    return [group.key for group in tx.policy.groups if member in roles.members_of(tx.connection, group.id)]


def assign(tx: Tx, member: int, keys: Iterable[str]) -> None:
    """Put a member into exactly these groups. Raises `Refusal`; the last administrator stays one."""
    admit(tx)
    before = {"member": member, "roles": held(tx, member)}
    roles.assign(tx.connection, member, [find(tx, key).id for key in keys])
    _log(tx, "member.roles", before, {"member": member, "roles": held(tx, member)})


def _log(tx: Tx, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if before != after:
        log.write(tx, action, WHOLE, about=str(before.get("role") or before["member"]), before=before, after=after)
        tx.reload()
