"""Rights on fields: what is said for everybody, what a group says for itself, and their union."""

from __future__ import annotations

import pytest

from gezi.core.context import Actor
from gezi.fields.conditions import Test as Cell
from gezi.fields.conditions import Variable
from gezi.permissions.actions import Action
from gezi.permissions.grants import FieldGrant, Grant, StandingRule
from gezi.permissions.policy import Policy
from gezi.permissions.roles import RoleGroup
from gezi.permissions.ruling import Rulebook

TABLE = 1
CONFIRMED, SALARY, OWNER, PHONE = 10, 20, 30, 40
FINANCE, SALES, SUPPORT, IDLE, BARRED, ADMIN = (
    RoleGroup(id, key, {}, id, admin=key == "admin")
    for id, key in enumerate(("finance", "sales", "support", "idle", "barred", "admin"), 1)
)


def said(role: RoleGroup | None, field: int, read: bool, edit: bool, give: bool) -> FieldGrant:
    return FieldGrant(None if role is None else role.id, TABLE, field, read, edit, give)


BOOK = Rulebook.of(
    [
        *(Grant(role.id, TABLE, action) for role in (FINANCE, SALES, SUPPORT) for action in (Action.VIEW, Action.EDIT)),
        Grant(BARRED.id, TABLE, None),
        Grant(None, TABLE, Action.VIEW),
    ],
    [
        said(None, CONFIRMED, True, False, False),
        said(FINANCE, CONFIRMED, True, True, True),
        said(SALES, SALARY, False, False, False),
        said(SALES, OWNER, True, False, True),
        said(SUPPORT, PHONE, False, False, False),
        said(BARRED, SALARY, True, True, True),
        said(IDLE, PHONE, True, False, False),
    ],
    [StandingRule("creator", {}, TABLE, Action.VIEW, Cell((-1,), "=", Variable("@me")))],
)


@pytest.mark.parametrize(
    ("roles", "hidden", "frozen", "withheld"),
    [
        ([ADMIN], set(), set(), set()),
        ([FINANCE], set(), set(), set()),
        ([SALES], {SALARY}, {CONFIRMED, SALARY, OWNER}, {CONFIRMED, SALARY}),
        ([SUPPORT], {PHONE}, {CONFIRMED, PHONE}, {CONFIRMED, PHONE}),
        ([SALES, SUPPORT], set(), {CONFIRMED}, {CONFIRMED}),
        ([SALES, FINANCE], set(), set(), set()),
        # a group that grants nothing here does not lift a limit by its silence, only by its word
        ([SALES, IDLE], {SALARY}, {CONFIRMED, SALARY, OWNER}, {CONFIRMED, SALARY}),
        ([SUPPORT, IDLE], set(), {CONFIRMED, PHONE}, {CONFIRMED, PHONE}),
        # a group to which the table is closed has no say at all
        ([SALES, BARRED], {SALARY}, {CONFIRMED, SALARY, OWNER}, {CONFIRMED, SALARY}),
        # rights that come from standing rules alone
        ([IDLE], set(), {CONFIRMED, PHONE}, {CONFIRMED, PHONE}),
        # a newcomer is held by what is said for everybody
        ([], set(), {CONFIRMED}, {CONFIRMED}),
    ],
)
def test_the_most_generous_word_counts_among_the_groups_that_grant_the_table(
    roles: list[RoleGroup], hidden: set[int], frozen: set[int], withheld: set[int]
) -> None:
    scope = Policy((), {1: tuple(roles)}, BOOK).scope(Actor(1), TABLE)
    assert (scope.hidden, scope.frozen, scope.withheld) == (hidden, frozen, withheld)


def test_a_field_may_be_given_at_creation_and_closed_to_edits_after() -> None:
    scope = Policy((), {1: (SALES,)}, BOOK).scope(Actor(1), TABLE)
    assert scope.may_read(OWNER)
    assert scope.may_set(OWNER, Action.CREATE)
    assert scope.may_set(OWNER, Action.IMPORT)
    assert not scope.may_set(OWNER, Action.EDIT)
    assert not scope.may_read(SALARY)
    assert not scope.may_set(SALARY, Action.CREATE)


def test_limited_fields_count_as_used() -> None:
    assert Policy(book=BOOK).used_fields == {CONFIRMED, SALARY, OWNER, PHONE, -1}
