"""How the rights of one set of role groups on one table come together: the one place that decides, for scopes and explanations.

Groups are a union. A group's explicit *none* closes the table, standing rules included, unless another group of the same
person grants something there (S66, S94). Rights on fields are a union too, independent of rows: among groups that grant
something on the table, the most generous word on a field counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from ..fields.conditions import ALWAYS, NEVER, Condition, Or
from .actions import Action
from .grants import FieldGrant, Grant, StandingRule
from .roles import RoleGroup
from .scope import Scope


class Outcome(Enum):
    """What a ruling comes down to before rows are looked at."""

    SYSTEM = "system"  #: the engine itself: everything
    ADMIN = "admin"  #: a group of administrators: everything
    STRANGER = "stranger"  #: not an active member: nothing
    CLOSED = "closed"  #: an explicit none, and no other group opens the table: nothing
    SHARES = "shares"  #: the union of `shares`, which may be empty


@dataclass(frozen=True, slots=True)
class Share:
    """One contribution to the union: a group's grant, a newcomer's (`role` None), or a standing rule."""

    action: Action
    rows: Condition
    role: RoleGroup | None = None
    standing: StandingRule | None = None

    @property
    def extends(self) -> bool:
        """Whether it can hold for any row at all; what holds for none contributes nothing."""
        return union((self.rows,)) != NEVER


@dataclass(frozen=True)
class Ruling:
    """Everything that bears on what a person may do with a table, and what follows from it."""

    outcome: Outcome
    roles: tuple[RoleGroup, ...] = ()  #: the administrators' group, or the groups that close, or all groups heard
    shares: tuple[Share, ...] = ()
    hidden: frozenset[int] = frozenset()
    frozen: frozenset[int] = frozenset()
    withheld: frozenset[int] = frozenset()
    masked: Mapping[int, Condition] = field(default_factory=dict[int, Condition])
    bounded: Mapping[int, Condition] = field(default_factory=dict[int, Condition])

    @cached_property
    def scope(self) -> Scope:
        if self.outcome in (Outcome.SYSTEM, Outcome.ADMIN):
            return Scope.everything()
        rows = {action: union(share.rows for share in self.shares if share.action is action) for action in Action}
        granted = {action: condition for action, condition in rows.items() if condition != NEVER}
        if not granted:
            return Scope.nothing()
        return Scope(
            frozenset(granted),
            MappingProxyType(granted),
            self.hidden,
            self.frozen,
            self.withheld,
            self.masked,
            self.bounded,
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The grants of a workspace, sorted by the role and table that a ruling asks for."""

    tables: Mapping[tuple[int | None, int], tuple[Grant, ...]] = field(default_factory=dict)
    fields: Mapping[tuple[int | None, int], Mapping[int, FieldGrant]] = field(default_factory=dict)
    standing: Mapping[int, tuple[StandingRule, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Grant], fields: Iterable[FieldGrant], standing: Iterable[StandingRule]) -> Rulebook:
        by_table: dict[tuple[int | None, int], tuple[Grant, ...]] = {}
        for grant in tables:
            place = grant.role, grant.table
            by_table[place] = (*by_table.get(place, ()), grant)
        by_field: dict[tuple[int | None, int], dict[int, FieldGrant]] = {}
        for limit in fields:
            by_field.setdefault((limit.role, limit.table), {})[limit.field] = limit
        by_rule: dict[int, tuple[StandingRule, ...]] = {}
        for rule in standing:
            by_rule[rule.table] = (*by_rule.get(rule.table, ()), rule)
        return cls(by_table, by_field, by_rule)

    def rule(self, roles: tuple[RoleGroup, ...], table: int) -> Ruling:
        """The ruling for a member of exactly these groups; of none, for a newcomer."""
        admin = tuple(role for role in roles if role.admin)
        if admin:
            return Ruling(Outcome.ADMIN, admin[:1])
        voices: tuple[RoleGroup | None, ...] = roles or (None,)
        closing = [voice for voice in voices if self._closes(voice, table)]
        opening = [voice for voice in voices if self._opens(voice, table)]
        if closing and not opening:
            return Ruling(Outcome.CLOSED, tuple(voice for voice in closing if voice is not None))
        granted = [
            Share(grant.action, grant.rows, role=voice)
            for voice in opening
            for grant in self._of(voice, table)
            if grant.action is not None
        ]
        standing = [Share(rule.action, rule.rows, standing=rule) for rule in self.standing.get(table, ())]
        others = [voice for voice in voices if voice not in closing and voice not in opening]
        limits = {field: self._words(field, opening, others, table) for field in self._limited(voices, table)}
        reading = {field: union(word.read_rows for word in words if word.read) for field, words in limits.items()}
        editing = {field: union(word.editable for word in words if word.edit) for field, words in limits.items()}
        return Ruling(
            Outcome.SHARES,
            roles,
            (*granted, *standing),
            hidden=frozenset(field for field, rows in reading.items() if rows == NEVER),
            frozen=frozenset(field for field, rows in editing.items() if rows == NEVER),
            withheld=frozenset(field for field, words in limits.items() if not any(word.give for word in words)),
            masked={field: rows for field, rows in reading.items() if rows not in (ALWAYS, NEVER)},
            bounded={field: rows for field, rows in editing.items() if rows not in (ALWAYS, NEVER)},
        )

    def _of(self, voice: RoleGroup | None, table: int) -> tuple[Grant, ...]:
        return self.tables.get((_id(voice), table), ())

    def _closes(self, voice: RoleGroup | None, table: int) -> bool:
        return any(grant.closes for grant in self._of(voice, table))

    def _opens(self, voice: RoleGroup | None, table: int) -> bool:
        grants = self._of(voice, table)
        return bool(grants) and not self._closes(voice, table)

    def _limited(self, voices: Iterable[RoleGroup | None], table: int) -> frozenset[int]:
        return frozenset(field for id in {None, *map(_id, voices)} for field in self.fields.get((id, table), ()))

    def _words(
        self, field: int, opening: Iterable[RoleGroup | None], others: Iterable[RoleGroup | None], table: int
    ) -> list[FieldGrant]:
        """What is said of a field to a person; one good word is enough.

        A group that grants something on the table always speaks: where it says nothing of the field itself, what holds for
        everybody. Another group is heard only where it names the field: its silence must not lift a limit of the first.
        """
        free = FieldGrant(None, table, field, read=True, edit=True, give=True)
        usual = self.fields.get((None, table), {}).get(field, free)
        words = [self.fields.get((_id(voice), table), {}).get(field, usual) for voice in opening]
        for voice in others:
            said = self.fields.get((_id(voice), table), {}).get(field)
            words += [] if said is None else [said]
        return words or [usual]


def union(parts: Iterable[Condition]) -> Condition:
    """The rows of any of the conditions, in the plainest form: every row as ALWAYS, none as NEVER."""
    flat: dict[Condition, None] = {}
    for part in parts:
        for each in part.parts if isinstance(part, Or) else (part,):
            flat[each] = None
    if ALWAYS in flat:
        return ALWAYS
    if len(flat) == 1:
        return next(iter(flat))
    return Or(tuple(flat)) if flat else NEVER


def _id(voice: RoleGroup | None) -> int | None:
    return None if voice is None else voice.id
