"""The permissions of a workspace, loaded once and immutable: asked for the scope of a person on a table.

It decides by the member's id alone; whoever changes members, groups or grants has a new one loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ..accounts import members
from ..core.context import Actor
from ..fields.conditions import ALWAYS, Condition, paths
from . import grants, objects, roles
from .models import role_members
from .objects import Said, Thing
from .roles import RoleGroup
from .ruling import Outcome, Rulebook, Ruling
from .scope import Scope


@dataclass(frozen=True)
class Policy:
    """Who is in which group, and what the groups are granted."""

    groups: tuple[RoleGroup, ...] = ()
    members: Mapping[int, tuple[RoleGroup, ...]] = field(
        default_factory=dict[int, tuple[RoleGroup, ...]]
    )  #: active ones
    book: Rulebook = field(default_factory=Rulebook)
    things: Said = field(default_factory=dict[Any, Any])  #: what is said of buttons, views and dashboards
    _rulings: dict[tuple[tuple[int, ...], int], Ruling] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def load(cls, connection: sa.Connection) -> Policy:
        """What is stored: seven small queries."""
        groups = roles.all(connection)
        by_id = {group.id: group for group in groups}
        held: dict[int, set[int]] = {member.id: set() for member in members.all(connection) if member.active}
        for role, member in connection.execute(sa.select(role_members.c.role, role_members.c.member)):
            if member in held:
                held[member].add(role)
        book = Rulebook.of(grants.all(connection), grants.all_on_fields(connection), grants.all_standing(connection))
        things = objects.by_place(objects.all(connection))
        return cls(groups, {member: _in_order(by_id, ids) for member, ids in held.items()}, book, things)

    def roles_of(self, member: int | None) -> tuple[RoleGroup, ...]:
        """The groups of an active member, in order; of anybody else, none."""
        return () if member is None else self.members.get(member, ())

    def held_by(self, actor: Actor) -> tuple[RoleGroup, ...]:
        """The groups that count for an actor: those they hold, or those assumed instead."""
        if actor.assumed is None:
            return self.roles_of(actor.member)
        return tuple(group for group in self.groups if group.key in actor.assumed)

    def members_of(self, role: str) -> frozenset[int]:
        """The active members of the group with this key."""
        return frozenset(member for member, held in self.members.items() if any(each.key == role for each in held))

    def is_admin(self, actor: Actor) -> bool:
        """Whether the actor may do everything. Who calls by a credential for single tables may not, whoever they are."""
        return actor.system or (not _narrow(actor) and any(role.admin for role in self.held_by(actor)))

    def may_build(self, actor: Actor) -> bool:
        """Whether the person may change structure, automations and rules (through a plan that is confirmed and logged)."""
        builds = any(role.admin or role.builder for role in self.held_by(actor))
        return actor.system or (builds and not _narrow(actor))

    def rule(self, actor: Actor, table: int) -> Ruling:
        """Everything that bears on what the actor may do with a table; `scope` and `explain` both come from it."""
        if actor.system:
            return _SYSTEM
        if actor.member is None or actor.member not in self.members:
            return _STRANGER
        if actor.limits is not None and actor.limits.tables is not None and table not in actor.limits.tables:
            return _STRANGER
        held = self.held_by(actor)
        key = tuple(role.id for role in held), table
        ruling = self._rulings.get(key)
        if ruling is None:
            ruling = self._rulings[key] = self.book.rule(held, table)
        return ruling

    def scope(self, actor: Actor, table: int) -> Scope:
        """What the actor may do with a table. What nothing grants is denied."""
        found = self.rule(actor, table).scope
        return found.reading() if actor.limits is not None and actor.limits.reads else found

    def may_use(
        self,
        actor: Actor,
        kind: Thing,
        table: int | None,
        key: str,
        usual: Callable[[RoleGroup | None], bool] = lambda _: True,
    ) -> Condition:
        """The records on which the actor may use a button, view or dashboard; NEVER for not at all (S67). `usual` is what
        holds for a group of which nothing is said."""
        if self.is_admin(actor):
            return ALWAYS
        return objects.rows(self.things, self.held_by(actor) or (None,), (kind, table, key), usual)

    @property
    def used_fields(self) -> frozenset[int]:
        """The fields, system ones (below zero) included, that a condition or a limit refers to: they are protected (S102)."""
        conditions = [grant.rows for held in self.book.tables.values() for grant in held]
        conditions += [rule.rows for held in self.book.standing.values() for rule in held]
        limits = [limit for said in self.book.fields.values() for limit in said.values()]
        conditions += [rows for limit in limits for rows in (limit.read_rows, limit.edit_rows)]
        conditions += [right.rows for said in self.things.values() for right in said.values()]
        limited = {limit.field for limit in limits}
        return frozenset(limited.union(*(path for condition in conditions for path in paths(condition))))


def _narrow(actor: Actor) -> bool:
    return actor.limits is not None and actor.limits.tables is not None


_SYSTEM = Ruling(Outcome.SYSTEM)
_STRANGER = Ruling(Outcome.STRANGER)


def _in_order(by_id: Mapping[int, RoleGroup], ids: Iterable[int]) -> tuple[RoleGroup, ...]:
    return tuple(sorted((by_id[id] for id in ids), key=lambda role: (role.position, role.id)))
