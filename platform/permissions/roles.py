"""Role groups and who is in them. Whoever calls these has checked that the caller may (administrators only)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ..accounts.members import MemberState
from ..accounts.messages import NO_SUCH_MEMBER
from ..accounts.models import members
from ..accounts.names import plain_name
from ..core.errors import Problem, Refusal, refuse
from .messages import (
    BAD_ROLE_DESCRIPTION,
    BAD_ROLE_KEY,
    BAD_ROLE_LABEL,
    LAST_ADMIN,
    NO_SUCH_ROLE,
    ROLE_PROTECTED,
    ROLE_TAKEN,
)
from .models import role_groups, role_members

MOST_KEY = 40
MOST_LABEL = 100
MOST_DESCRIPTION = 500
_KEY = re.compile(rf"[a-z][a-z0-9_]{{0,{MOST_KEY - 1}}}")


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """A named set of rights. `admin` may do everything; `builder` may change structure, always through a plan."""

    id: int
    key: str
    label: Mapping[str, str]
    position: int = 0
    admin: bool = False
    builder: bool = False
    protected: bool = False
    description: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self, locale: str = "zh-CN") -> str:
        """The label in a language, falling back to the other one and then to the key."""
        return self.label.get(locale) or self.label.get("zh-CN") or self.label.get("en") or self.key


def add(
    connection: sa.Connection,
    key: str,
    label: Mapping[str, str],
    *,
    description: Mapping[str, str] | None = None,
    admin: bool = False,
    builder: bool = False,
    protected: bool = False,
) -> RoleGroup:
    """A new role group, last in order, that grants nothing yet."""
    problems = _check_label(label) + _check_description(description or {})
    if not _KEY.fullmatch(key):
        problems.insert(0, Problem(BAD_ROLE_KEY, {"most": MOST_KEY}, "key"))
    elif find(connection, key) is not None:
        problems.insert(0, Problem(ROLE_TAKEN, {"key": key}, "key"))
    if problems:
        raise Refusal(problems)
    position = connection.execute(sa.select(sa.func.coalesce(sa.func.max(role_groups.c.position), 0) + 1)).scalar_one()
    values = {
        "key": key,
        "label": dict(label),
        "description": dict(description or {}),
        "position": position,
        "admin": admin,
        "builder": builder,
        "protected": protected,
    }
    id = connection.execute(sa.insert(role_groups).values(values).returning(role_groups.c.id)).scalar_one()
    return get(connection, id)


def all(connection: sa.Connection) -> tuple[RoleGroup, ...]:  # noqa: A001 - read as `roles.all`
    """Every role group, in order."""
    rows = connection.execute(sa.select(role_groups).order_by(role_groups.c.position, role_groups.c.id))
    return tuple(_group(row) for row in rows)


def find(connection: sa.Connection, key: str) -> RoleGroup | None:
    if not _KEY.fullmatch(key):
        return None
    row = connection.execute(sa.select(role_groups).where(role_groups.c.key == key)).one_or_none()
    return None if row is None else _group(row)


def get(connection: sa.Connection, role: int) -> RoleGroup:
    """The role group with this id; refuses when there is none."""
    row = connection.execute(sa.select(role_groups).where(role_groups.c.id == role)).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_ROLE)
    return _group(row)


def change(
    connection: sa.Connection,
    role: int,
    *,
    label: Mapping[str, str] | None = None,
    description: Mapping[str, str] | None = None,
    position: int | None = None,
) -> RoleGroup:
    """Another name, description or place; what a group may do is changed by `grants`."""
    group = get(connection, role)
    problems = ([] if label is None else _check_label(label)) + _check_description(description or {})
    if problems:
        raise Refusal(problems)
    values = {
        "label": dict(group.label if label is None else label),
        "description": dict(group.description if description is None else description),
        "position": group.position if position is None else position,
    }
    connection.execute(sa.update(role_groups).where(role_groups.c.id == role).values(values))
    return get(connection, role)


def remove(connection: sa.Connection, role: int) -> None:
    """Delete a group with its grants. Its members fall back to their other groups, or to the newcomer's rights."""
    if get(connection, role).protected:
        raise refuse(ROLE_PROTECTED)
    was_run = has_admin(connection)
    connection.execute(sa.delete(role_groups).where(role_groups.c.id == role))
    _check_still_run(connection, was_run)


def members_of(connection: sa.Connection, role: int) -> tuple[int, ...]:
    """The ids of the members in a group."""
    query = sa.select(role_members.c.member).where(role_members.c.role == role).order_by(role_members.c.member)
    return tuple(connection.execute(query).scalars())


def put_in(connection: sa.Connection, role: int, member: int) -> None:
    """Put a member into a group; nothing happens when they are in it."""
    get(connection, role)
    _check_members(connection, [member])
    if member not in members_of(connection, role):
        connection.execute(sa.insert(role_members).values(role=role, member=member))


def take_out(connection: sa.Connection, role: int, member: int) -> None:
    """Take a member out of a group; the last administrator stays in."""
    was_run = has_admin(connection)
    mine = (role_members.c.role == role) & (role_members.c.member == member)
    connection.execute(sa.delete(role_members).where(mine))
    _check_still_run(connection, was_run)


def assign(connection: sa.Connection, member: int, roles: Iterable[int]) -> None:
    """Put a member into exactly these groups (none: a newcomer again, or one who leaves)."""
    wanted = sorted(set(roles))
    _check_members(connection, [member])
    for role in wanted:
        get(connection, role)
    was_run = has_admin(connection)
    connection.execute(sa.delete(role_members).where(role_members.c.member == member))
    if wanted:
        connection.execute(sa.insert(role_members), [{"role": role, "member": member} for role in wanted])
    _check_still_run(connection, was_run)


def has_admin(connection: sa.Connection) -> bool:
    """Whether an active member is in a group of administrators."""
    query = (
        sa.select(sa.literal(1))
        .select_from(role_members.join(role_groups).join(members, members.c.id == role_members.c.member))
        .where(role_groups.c.admin, members.c.state == MemberState.ACTIVE.value)
    )
    return connection.execute(query).first() is not None


def _check_still_run(connection: sa.Connection, was_run: bool) -> None:
    if was_run and not has_admin(connection):
        raise refuse(LAST_ADMIN)


def _check_members(connection: sa.Connection, ids: Iterable[int]) -> None:
    for id in ids:
        if connection.execute(sa.select(members.c.id).where(members.c.id == id)).first() is None:
            raise refuse(NO_SUCH_MEMBER)


def _check_label(label: Mapping[str, str]) -> list[Problem]:
    fine = label and None not in {plain_name(text, MOST_LABEL) for text in label.values()}
    return [] if fine else [Problem(BAD_ROLE_LABEL, {"most": MOST_LABEL}, "label")]


def _check_description(description: Mapping[str, str]) -> list[Problem]:
    fine = None not in {plain_name(text, MOST_DESCRIPTION) for text in description.values() if text}
    return [] if fine else [Problem(BAD_ROLE_DESCRIPTION, {"most": MOST_DESCRIPTION}, "description")]


def _group(row: sa.Row[Any]) -> RoleGroup:
    return RoleGroup(
        row.id,
        row.key,
        row.label,
        row.position,
        bool(row.admin),
        bool(row.builder),
        bool(row.protected),
        row.description,
    )
