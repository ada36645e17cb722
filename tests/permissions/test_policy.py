"""What comes out when groups, nones, standing rules and newcomers meet: literal tables, decided in memory.

Table 1 is open to most, 2 is closed to the marketers, 3 is granted to nobody, 4 has only standing rules.
"""

from __future__ import annotations

import pytest

from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Kind, Refusal
from gezi.fields.conditions import ALWAYS, NEVER, And, Condition, Or, Variable
from gezi.fields.conditions import Test as Cell
from gezi.permissions.actions import Action
from gezi.permissions.grants import Grant, StandingRule
from gezi.permissions.policy import Policy
from gezi.permissions.roles import RoleGroup
from gezi.permissions.ruling import Rulebook
from gezi.permissions.scope import Scope, check_action

VIEW, CREATE, EDIT, DELETE = Action.VIEW, Action.CREATE, Action.EDIT, Action.DELETE
OWN = Cell((10,), "=", Variable("@me"))
PUBLIC = Cell((10,), "empty")
TEAM = Cell((11,), "in", Variable("@my_headed_departments"))
CREATED = Cell((-1,), "=", Variable("@me"))

ADMIN, BOSS, SALES, MANAGER, MARKETING, BUILDER = (
    RoleGroup(id, key, {"zh-CN": key}, id, admin=key == "admin", builder=key == "builder")
    for id, key in enumerate(("admin", "boss", "sales", "manager", "marketing", "builder"), 1)
)

GRANTS = [
    *(Grant(BOSS.id, table, action) for table in (1, 2) for action in Action),
    Grant(SALES.id, 1, VIEW, Or((OWN, PUBLIC))),
    Grant(SALES.id, 1, CREATE, OWN),
    Grant(SALES.id, 1, EDIT, OWN),
    Grant(SALES.id, 2, VIEW, OWN),
    Grant(MANAGER.id, 1, VIEW, TEAM),
    Grant(MANAGER.id, 1, EDIT, TEAM),
    Grant(MARKETING.id, 1, VIEW),
    Grant(MARKETING.id, 2, None),
    Grant(None, 1, VIEW, PUBLIC),
    Grant(None, 2, None),
]
STANDING = [StandingRule("creator", {"en": "The creator may view"}, table, VIEW, CREATED) for table in (1, 2, 4)]
PEOPLE = {
    1: (ADMIN,),
    2: (BOSS,),
    3: (SALES,),
    4: (SALES, MANAGER),
    5: (MARKETING,),
    6: (SALES, MARKETING),
    7: (),
    8: (BUILDER,),
    9: (MARKETING, BUILDER),
    10: (ADMIN, MARKETING),
}
POLICY = Policy((ADMIN, BOSS, SALES, MANAGER, MARKETING, BUILDER), PEOPLE, Rulebook.of(GRANTS, [], STANDING))


def scope(member: int | None, table: int) -> Scope:
    return POLICY.scope(Actor(member), table)


@pytest.mark.parametrize(
    ("who", "member", "table", "view", "edit"),
    [
        ("an administrator", 1, 1, ALWAYS, ALWAYS),
        ("an administrator on an ungranted table", 1, 3, ALWAYS, ALWAYS),
        ("an administrator in a closed-out group", 10, 2, ALWAYS, ALWAYS),
        ("the boss", 2, 1, ALWAYS, ALWAYS),
        ("the boss on an ungranted table", 2, 3, NEVER, NEVER),
        ("sales", 3, 1, Or((OWN, PUBLIC, CREATED)), OWN),
        ("sales", 3, 2, Or((OWN, CREATED)), NEVER),
        ("sales and manager", 4, 1, Or((OWN, PUBLIC, TEAM, CREATED)), Or((OWN, TEAM))),
        ("marketing", 5, 1, ALWAYS, NEVER),
        ("marketing: none, even as creator", 5, 2, NEVER, NEVER),
        ("sales opens what marketing closes", 6, 2, Or((OWN, CREATED)), NEVER),
        ("sales and marketing", 6, 1, ALWAYS, OWN),
        ("a newcomer", 7, 1, Or((PUBLIC, CREATED)), NEVER),
        ("a newcomer: none", 7, 2, NEVER, NEVER),
        ("a newcomer by standing rule", 7, 4, CREATED, NEVER),
        ("a group that is granted nothing", 8, 1, CREATED, NEVER),
        ("a silent group does not lift a none", 9, 2, NEVER, NEVER),
        ("an ungranted table", 3, 3, NEVER, NEVER),
        ("somebody who left or never was", 99, 1, NEVER, NEVER),
        ("nobody", None, 1, NEVER, NEVER),
    ],
)
def test_the_rows_of_everybody(who: str, member: int | None, table: int, view: Condition, edit: Condition) -> None:
    found = scope(member, table)
    assert (found.where(VIEW), found.where(EDIT)) == (view, edit), who
    assert (VIEW in found.actions, EDIT in found.actions) == (view != NEVER, edit != NEVER), who


def test_the_engine_itself_may_do_everything() -> None:
    assert POLICY.scope(SYSTEM, 3) == Scope.everything()
    assert Scope.everything().actions == frozenset(Action)
    assert all(Scope.everything().where(action) == ALWAYS for action in Action)


def test_a_table_without_any_right_does_not_exist_for_the_person() -> None:
    assert not scope(5, 2).visible
    assert scope(5, 1).visible
    assert not Scope.nothing().visible


def test_a_missing_right_is_refused_with_a_sentence_in_both_languages() -> None:
    check_action(scope(3, 1), EDIT)
    with pytest.raises(Refusal) as refused:
        check_action(scope(3, 1), DELETE)
    (problem,) = refused.value.problems
    assert problem.kind is Kind.FORBIDDEN
    assert problem.text("zh-CN") == "您没有在此表中删除数据的权限"
    assert problem.text("en") == "You have no right to delete data in this table"


def test_roles_are_those_of_active_members_in_order() -> None:
    assert [role.key for role in POLICY.roles_of(4)] == ["sales", "manager"]
    assert POLICY.roles_of(99) == ()
    assert POLICY.roles_of(None) == ()
    assert POLICY.members_of("sales") == {3, 4, 6}


@pytest.mark.parametrize(
    ("member", "admin", "builder"),
    [(1, True, True), (2, False, False), (7, False, False), (8, False, True), (None, False, False)],
)
def test_who_may_administer_and_who_may_build(member: int | None, admin: bool, builder: bool) -> None:
    assert POLICY.is_admin(Actor(member)) is admin
    assert POLICY.may_build(Actor(member)) is builder


def test_the_actor_cannot_claim_roles_by_naming_them() -> None:
    assert POLICY.scope(Actor(5, roles=frozenset({"admin", "boss"})), 2) == Scope.nothing()


def test_the_fields_that_rights_depend_on_are_known() -> None:
    assert POLICY.used_fields == {10, 11, -1}
    nested = And((Or((Cell((20, 21), "=", 1),)), Cell((22,), "empty")))
    assert Policy(book=Rulebook.of([Grant(1, 1, VIEW, nested)], [], [])).used_fields == {20, 21, 22}
