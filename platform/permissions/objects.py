"""Rights to single things: buttons, views and dashboards (S67). Without a word of a role group their own default holds.

Whoever calls the services has checked that the caller may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from ..fields import conditions
from ..fields.conditions import ALWAYS, NEVER, Condition
from .models import object_rights
from .roles import RoleGroup
from .ruling import union


class Thing(StrEnum):
    """What a right may be said of."""

    BUTTON = "button"
    VIEW = "view"
    DASHBOARD = "dashboard"


@dataclass(frozen=True, slots=True)
class ObjectRight:
    """A role group may use a thing, or may not. `role` None: what holds for groups that say nothing of it."""

    role: int | None
    kind: Thing
    table: int | None  #: None for dashboards
    key: str
    allowed: bool
    rows: Condition = ALWAYS  #: of a button: the records on which it may be pressed


Place = tuple[Thing, int | None, str]
Said = Mapping[Place, Mapping[int | None, ObjectRight]]


def all(connection: sa.Connection) -> tuple[ObjectRight, ...]:  # noqa: A001 - read as `objects.all`
    c = object_rights.c
    query = sa.select(c.role, c.kind, c.table_id, c.key, c.allowed, c.rows).order_by(c.id)
    return tuple(
        ObjectRight(role, Thing(kind), table, key, bool(allowed), conditions.load(rows))
        for role, kind, table, key, allowed, rows in connection.execute(query)
    )


def by_place(rights: Iterable[ObjectRight]) -> Said:
    found: dict[Place, dict[int | None, ObjectRight]] = {}
    for right in rights:
        found.setdefault((right.kind, right.table, right.key), {})[right.role] = right
    return found


def say(connection: sa.Connection, right: ObjectRight) -> None:
    """Say what a role group may do with a thing, instead of what was said before."""
    unsay(connection, right.role, right.kind, right.table, right.key)
    values = {
        "role": right.role,
        "kind": right.kind.value,
        "table_id": right.table,
        "key": right.key,
        "allowed": right.allowed,
        "rows": None if right.rows == ALWAYS else conditions.dump(right.rows),
    }
    connection.execute(sa.insert(object_rights).values(values))


def unsay(connection: sa.Connection, role: int | None, kind: Thing, table: int | None, key: str) -> None:
    """Take back what was said."""
    c = object_rights.c
    here = [c.kind == kind.value, c.key == key]
    here.append(c.role.is_(None) if role is None else c.role == role)
    here.append(c.table_id.is_(None) if table is None else c.table_id == table)
    connection.execute(sa.delete(object_rights).where(*here))


def rows(
    said: Said, voices: Iterable[RoleGroup | None], place: Place, usual: Callable[[RoleGroup | None], bool]
) -> Condition:
    """The records on which somebody of these groups may use a thing: the union over the groups, NEVER for not at all.

    `usual` is the default of the thing for a group that says nothing while nothing is said for everybody.
    """
    here = said.get(place, {})
    parts: list[Condition] = []
    for voice in voices:
        word = here.get(None if voice is None else voice.id, here.get(None))
        if word is None:
            parts.append(ALWAYS if usual(voice) else NEVER)
        else:
            parts.append(word.rows if word.allowed else NEVER)
    return union(parts)
