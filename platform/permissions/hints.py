"""The smallest change that would turn a refusal into leave, found by trying: a hint is what has been seen to help.

Each try is the same question asked of a policy in which the change has been made; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..core.context import Actor
from ..fields.conditions import Path
from . import mentions
from .actions import Action
from .grants import FieldGrant, Grant
from .policy import Policy
from .reasons import Reason
from .roles import RoleGroup

Asked = Callable[[Policy, Actor], bool]  #: whether the act would be allowed to this person under this policy
#: how a person is put into a field, in Chinese and English; None for a field in which nobody can be put
Placed = Callable[[Path], tuple[str, str] | None]
THEMSELVES = "本人", "the member"  #: whoever asks about themselves


def smallest(
    policy: Policy,
    actor: Actor,
    table: int,
    action: Action,
    allowed: Asked,
    field: tuple[int, str, str] | None = None,
    placed: Placed | None = None,
    who: tuple[str, str] = THEMSELVES,
) -> Reason | None:
    """What would help, the least first: that a field of the record names them (with `placed`); what an administrator could do:
    put the member into another group, else open more to a group of theirs, else make them an administrator. None where
    nothing of it would.

    `field` is the id of the field that is asked about, with its labels in Chinese and English. The hint's `role` is the group
    to join, or the one to grant to. `who` is what the member is called, in Chinese and English.
    """
    if actor.member is None or actor.member not in policy.members:
        return Reason(
            "add_member", "请管理员将此账号加为在职成员", "An administrator can make this account an active member"
        )
    held = policy.held_by(actor)
    if placed is not None:
        ways = [
            words
            for path in mentions.paths(policy, held, table, action)
            if (words := placed(path)) and allowed(mentions.named(policy, held, table, path), actor)
        ]
        if ways:
            return _placed(ways)
    others = [role for role in policy.groups if role not in held]
    able = [role for role in others if not role.admin and allowed(*_joined(policy, actor, role))]
    if able:
        return _join(able, who)
    for voice, granted, hint in _grants(policy, held, table, action, field):
        if allowed(granted, actor):
            return replace(hint, role=None if voice is None else voice.key)
    able = [role for role in others if role.admin and allowed(*_joined(policy, actor, role))]
    return _join(able, who) if able else None


def _joined(policy: Policy, actor: Actor, role: RoleGroup) -> tuple[Policy, Actor]:
    """The member in one group more."""
    if actor.assumed is not None:
        return policy, replace(actor, assumed=(*actor.assumed, role.key))
    assert actor.member is not None
    held = sorted((*policy.members[actor.member], role), key=lambda each: (each.position, each.id))
    return replace(policy, members={**policy.members, actor.member: tuple(held)}), actor


def _grants(
    policy: Policy,
    held: tuple[RoleGroup, ...],
    table: int,
    action: Action,
    field: tuple[int, str, str] | None,
) -> Iterator[tuple[RoleGroup | None, Policy, Reason]]:
    """One group of the member's after the other with more granted: the field, the action, both."""
    voices: tuple[RoleGroup | None, ...] = held or (None,)
    book = policy.book
    grant = Reason(
        "grant",
        f"请管理员授予所在角色组{action.zh}权限" if held else f"请管理员在默认权限中授予{action.zh}权限",
        f"An administrator can grant a role group to {action.en} here",
    )
    for voice in voices:
        place = None if voice is None else voice.id, table
        acts = (*(one for one in book.tables.get(place, ()) if not one.closes), Grant(place[0], table, action))
        tables = {**book.tables, place: acts}
        if field is None:
            yield voice, replace(policy, book=replace(book, tables=tables)), grant
            continue
        id_, zh, en = field
        free = FieldGrant(place[0], table, id_, read=True, edit=True, give=True)
        fields = {**book.fields, place: {**book.fields.get(place, {}), id_: free}}
        opening = Reason(
            "field_grant",
            f"请管理员在字段权限中放开“{zh}”",
            f"An administrator can open the field “{en}” in the rights on fields",
        )
        both = Reason("grant", f"{grant.zh}，并放开字段“{zh}”", f"{grant.en}, and open the field “{en}”")
        yield voice, replace(policy, book=replace(book, fields=fields)), opening
        yield voice, replace(policy, book=replace(book, tables=tables)), grant
        yield voice, replace(policy, book=replace(book, tables=tables, fields=fields)), both


def _placed(ways: list[tuple[str, str]]) -> Reason:
    zh, en = "，或".join(zh for zh, _ in ways), ", or ".join(en for _, en in ways)
    return Reason("assign", f"请可以修改的人{zh}", f"Somebody who may edit it can {en}")


def _join(able: list[RoleGroup], who: tuple[str, str]) -> Reason:
    names_zh = "、".join(f"“{role.text()}”" for role in able)
    names_en = ", ".join(f"“{role.text('en')}”" for role in able)
    return Reason(
        "join",
        f"请管理员把{who[0]}加入以下角色组之一：{names_zh}",
        f"An administrator can put {who[1]} into one of these role groups: {names_en}",
        able[0].key,
    )
