"""Departments, heads and members as permissions see them: a projection that `tables` keeps in step with the template's tables.

The facts are stored, the tree is closed over when they are loaded; the result is immutable and cached by the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa

from ..core.context import Actor
from .models import department_members, departments


@dataclass(frozen=True, slots=True)
class Department:
    """One department; `head` is the id of a member."""

    id: int
    parent: int | None = None
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """A member belongs to a department; `main` marks the first of several."""

    member: int
    department: int
    main: bool = True


@dataclass(frozen=True)
class Organisation:
    """The tree of departments. A cycle of parents, which a user can make, never hangs a question."""

    departments: Mapping[int, Department] = field(default_factory=dict[int, Department])
    belongings: tuple[Belonging, ...] = ()

    @classmethod
    def of(cls, departments: Iterable[Department], belongings: Iterable[Belonging]) -> Organisation:
        mains: dict[tuple[int, int], bool] = {}
        for each in belongings:
            place = each.member, each.department
            mains[place] = each.main or mains.get(place, False)
        distinct = (Belonging(member, department, main) for (member, department), main in mains.items())
        ordered = sorted(distinct, key=lambda each: (each.member, not each.main, each.department))
        return cls({each.id: each for each in departments}, tuple(ordered))

    @classmethod
    def load(cls, connection: sa.Connection) -> Organisation:
        """What is stored: two queries."""
        rows = connection.execute(sa.select(departments.c.department, departments.c.parent, departments.c.head))
        people = connection.execute(
            sa.select(department_members.c.member, department_members.c.department, department_members.c.main)
        )
        return cls.of([Department(*row) for row in rows], [Belonging(*row) for row in people])

    def departments_of(self, member: int) -> tuple[int, ...]:
        """The departments a member belongs to, the main one first."""
        return self._departments_of.get(member, ())

    def headed_by(self, member: int) -> frozenset[int]:
        """The departments whose head the member is, without those below."""
        return self._headed.get(member, frozenset())

    def members_in(self, department: int) -> frozenset[int]:
        """Who belongs to a department, those below left out."""
        return self._members_in.get(department, frozenset())

    def with_below(self, roots: Iterable[int]) -> frozenset[int]:
        """The departments and everything below them."""
        found: set[int] = set()
        waiting = [*roots]
        while waiting:
            department = waiting.pop()
            if department not in found:
                found.add(department)
                waiting.extend(self._children.get(department, ()))
        return frozenset(found)

    def heads_upwards(self, department: int | None) -> tuple[int, ...]:
        """The heads from a department up to the top, nearest first, each once: who may decide, in turn."""
        heads: dict[int, None] = {}
        seen: set[int] = set()
        while department is not None and department not in seen:
            seen.add(department)
            here = self.departments.get(department)
            if here is None:
                break
            if here.head is not None:
                heads[here.head] = None
            department = here.parent
        return tuple(heads)

    def reports_of(self, member: int) -> frozenset[int]:
        """The members of the departments a member heads and of those below, without the member."""
        headed = self.with_below(self.headed_by(member))
        return frozenset(other for department in headed for other in self.members_in(department)) - {member}

    @cached_property
    def _children(self) -> Mapping[int, tuple[int, ...]]:
        children: defaultdict[int, list[int]] = defaultdict(list)
        for each in self.departments.values():
            if each.parent is not None:
                children[each.parent].append(each.id)
        return {parent: tuple(ids) for parent, ids in children.items()}

    @cached_property
    def _departments_of(self) -> Mapping[int, tuple[int, ...]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for each in self.belongings:
            found[each.member].append(each.department)
        return {member: tuple(ids) for member, ids in found.items()}

    @cached_property
    def _members_in(self) -> Mapping[int, frozenset[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for each in self.belongings:
            found[each.department].add(each.member)
        return {department: frozenset(ids) for department, ids in found.items()}

    @cached_property
    def _headed(self) -> Mapping[int, frozenset[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for each in self.departments.values():
            if each.head is not None:
                found[each.head].add(each.id)
        return {member: frozenset(ids) for member, ids in found.items()}


def variables(actor: Actor, organisation: Organisation) -> Mapping[str, object]:
    """What the `@` names in conditions stand for: the member's id, and tuples of department or member ids.

    A person without a department gets empty tuples, which match no row (S58). A head counts their departments as their own.
    """
    me = actor.member
    if me is None:
        return {"@me": None, **dict.fromkeys(_GROUPS, ())}
    headed = organisation.headed_by(me)
    own = headed.union(organisation.departments_of(me))
    return {
        "@me": me,
        "@my_department": _sorted(own),
        "@my_department_and_below": _sorted(organisation.with_below(own)),
        "@my_headed_departments": _sorted(organisation.with_below(headed)),
        "@my_reports": _sorted(organisation.reports_of(me)),
    }


_GROUPS = ("@my_department", "@my_department_and_below", "@my_headed_departments", "@my_reports")


def store(connection: sa.Connection, organisation: Organisation) -> bool:
    """Write the projection; returns whether anything differs from what was stored (then caches must go)."""
    if Organisation.load(connection) == organisation:
        return False
    connection.execute(sa.delete(department_members))
    connection.execute(sa.delete(departments))
    tree = [
        {"department": each.id, "parent": each.parent, "head": each.head} for each in organisation.departments.values()
    ]
    people = [
        {"member": each.member, "department": each.department, "main": each.main} for each in organisation.belongings
    ]
    if tree:
        connection.execute(sa.insert(departments), tree)
    if people:
        connection.execute(sa.insert(department_members), people)
    return True


def _sorted(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(ids))
