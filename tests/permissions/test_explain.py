"""Why somebody may or may not: sentences that name the groups, and what would change the answer."""

from __future__ import annotations

from gezi.core.context import SYSTEM, Actor
from gezi.fields.conditions import Condition, Variable
from gezi.fields.conditions import Test as Cell
from gezi.permissions.actions import Action
from gezi.permissions.explain import explain
from gezi.permissions.grants import Grant, StandingRule
from gezi.permissions.policy import Policy
from gezi.permissions.reasons import Explanation
from gezi.permissions.roles import RoleGroup
from gezi.permissions.ruling import Rulebook

OWN = Cell((10,), "=", Variable("@me"))
CREATED = Cell((-1,), "=", Variable("@me"))
ADMIN = RoleGroup(1, "admin", {"zh-CN": "管理员", "en": "Admins"}, 1, admin=True)
SALES = RoleGroup(2, "sales", {"zh-CN": "销售员", "en": "Sales"}, 2)
FINANCE = RoleGroup(3, "finance", {"zh-CN": "财务部", "en": "Finance"}, 3)
MARKETING = RoleGroup(4, "marketing", {"zh-CN": "市场部", "en": "Marketing"}, 4)
POLICY = Policy(
    (ADMIN, SALES, FINANCE, MARKETING),
    {1: (ADMIN,), 2: (SALES,), 3: (FINANCE,), 4: (MARKETING,), 5: ()},
    Rulebook.of(
        [
            Grant(SALES.id, 1, Action.VIEW, OWN),
            Grant(FINANCE.id, 1, Action.VIEW),
            Grant(FINANCE.id, 1, Action.EDIT),
            Grant(MARKETING.id, 1, None),
        ],
        [],
        [StandingRule("creator", {"zh-CN": "创建人可以查看", "en": "The creator may view"}, 1, Action.VIEW, CREATED)],
    ),
)


def reasons(explained: Explanation) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.role) for reason in explained.reasons]


def ask(member: int | None, action: Action = Action.VIEW, *, meets: Condition | None = None) -> Explanation:
    """Asked about a record that meets just this condition, or about the table."""
    matches = None if meets is None else (lambda condition: condition == meets)
    return explain(POLICY, Actor(member), 1, action, matches)


def test_a_grant_is_named_with_its_group() -> None:
    explained = ask(3)
    assert explained.allowed
    assert reasons(explained) == [("granted", "finance"), ("standing", None)]
    assert explained.reasons[0].text("zh-CN") == "角色组“财务部”可以查看所有记录"
    assert explained.reasons[0].text("en") == "The role group “Finance” may view every row"
    assert explained.hint is None


def test_one_record_is_explained_by_the_conditions_it_meets() -> None:
    mine = ask(2, meets=OWN)
    assert (mine.allowed, reasons(mine)) == (True, [("granted", "sales"), ("standing_elsewhere", None)])
    created = ask(2, meets=CREATED)
    assert (created.allowed, reasons(created)) == (True, [("rows_elsewhere", "sales"), ("standing", None)])
    foreign = ask(2, meets=Cell((99,), "empty"))
    assert (foreign.allowed, reasons(foreign)) == (False, [("rows_elsewhere", "sales"), ("standing_elsewhere", None)])
    assert foreign.reasons[0].zh == "角色组“销售员”可以查看部分记录，但不包括这条"
    assert foreign.reasons[1].en == "The rule “The creator may view” allows to view, but does not fit this record"


def test_a_missing_right_names_the_groups_that_have_it() -> None:
    explained = ask(2, Action.EDIT)
    assert not explained.allowed
    assert reasons(explained) == [("not_granted", None)]
    assert explained.reasons[0].zh == "所在角色组“销售员”没有编辑此表的权限"
    assert explained.hint is not None
    assert explained.hint.zh == "请管理员把本人加入以下角色组之一：“财务部”"


def test_a_closed_table_names_the_group_that_closes_it() -> None:
    explained = ask(4, meets=CREATED)
    assert not explained.allowed
    assert reasons(explained) == [("closed", "marketing")]
    assert explained.reasons[0].zh == "此表对角色组“市场部”关闭"
    assert explained.hint is not None
    assert explained.hint.code == "join"


def test_a_newcomer_and_a_stranger_are_told_what_is_missing() -> None:
    assert reasons(ask(5, Action.EDIT)) == [("no_group", None)]
    stranger = ask(None)
    assert (stranger.allowed, reasons(stranger)) == (False, [("stranger", None)])
    assert stranger.hint is not None
    assert stranger.hint.code == "add_member"


def test_administrators_and_the_engine_may_do_everything() -> None:
    assert reasons(ask(1, Action.DELETE)) == [("admin", "admin")]
    assert ask(1, Action.DELETE).allowed
    explained = explain(POLICY, SYSTEM, 1, Action.DELETE)
    assert (explained.allowed, reasons(explained)) == (True, [("system", None)])


def test_where_no_group_would_help_a_grant_is_asked_for() -> None:
    only = Policy((SALES,), {2: (SALES,)}, Rulebook.of([], [], []))
    explained = explain(only, Actor(2), 1, Action.VIEW)
    assert explained.hint is not None
    assert explained.hint.code == "grant"
