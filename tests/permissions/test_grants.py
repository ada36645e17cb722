"""Grants as they are stored, and the policy that is loaded from them."""

from __future__ import annotations

import pytest

from gezi.accounts import members
from gezi.core.clock import FixedClock
from gezi.core.context import Actor
from gezi.core.database import Database
from gezi.fields.conditions import ALWAYS, NEVER, And, Not, Or, Variable
from gezi.fields.conditions import Test as Cell
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.permissions.policy import Policy

OWN = Cell((10,), "=", Variable("@me"))
PUBLIC = And((Cell((10,), "empty"), Not(Cell((12, 13), "in", Variable("@my_department")))))
CREATED = Cell((-1,), "=", Variable("@me"))


class Office:
    """One group, and one member in it."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database = database
        with database.write() as connection:
            self.sales = roles.add(connection, "sales", {"zh-CN": "销售员"}).id
            self.member = members.add(connection, "Ada", now=clock.now()).id
            self.newcomer = members.add(connection, "Bob", now=clock.now()).id
            roles.put_in(connection, self.sales, self.member)

    def policy(self) -> Policy:
        with self.database.read() as connection:
            return Policy.load(connection)


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    return Office(database, clock)


def test_conditions_come_back_as_they_were_stored(office: Office) -> None:
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.VIEW], Or((OWN, PUBLIC)))
        grants.allow(connection, office.sales, 1, [Action.CREATE])
        grants.allow(connection, None, 1, [Action.VIEW], PUBLIC)
        grants.let_stand(connection, 1, "creator", {"zh-CN": "创建人可以查看"}, [Action.VIEW], CREATED)
    policy = office.policy()
    mine, theirs = policy.scope(Actor(office.member), 1), policy.scope(Actor(office.newcomer), 1)
    assert mine.rows == {Action.VIEW: Or((OWN, PUBLIC, CREATED)), Action.CREATE: ALWAYS}
    assert theirs.rows == {Action.VIEW: Or((PUBLIC, CREATED))}
    assert policy.used_fields == {10, 12, 13, -1}


def test_a_later_grant_of_an_action_replaces_the_earlier_one(office: Office) -> None:
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.VIEW, Action.EDIT])
        grants.allow(connection, office.sales, 1, [Action.EDIT, Action.EDIT], OWN)
        grants.allow(connection, office.sales, 2, [Action.VIEW])
        grants.allow(connection, office.sales, 1, [])
    assert office.policy().scope(Actor(office.member), 1).rows == {Action.VIEW: ALWAYS, Action.EDIT: OWN}


def test_none_and_grants_of_a_group_exclude_each_other(office: Office) -> None:
    with office.database.write() as connection:
        grants.let_stand(connection, 1, "creator", {}, [Action.VIEW], CREATED)
        grants.allow(connection, office.sales, 1, [Action.VIEW])
        grants.close(connection, office.sales, 1)
    assert not office.policy().scope(Actor(office.member), 1).visible
    assert office.policy().scope(Actor(office.newcomer), 1).where(Action.VIEW) == CREATED
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.EDIT])
    assert office.policy().scope(Actor(office.member), 1).rows == {Action.VIEW: CREATED, Action.EDIT: ALWAYS}


def test_what_is_withdrawn_is_no_longer_said(office: Office) -> None:
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.VIEW, Action.EDIT])
        grants.withdraw(connection, office.sales, 1, [Action.EDIT])
        assert [grant.action for grant in grants.all(connection)] == [Action.VIEW]
        grants.close(connection, office.sales, 1)
        grants.withdraw(connection, office.sales, 1, [Action.VIEW])
        assert [grant.closes for grant in grants.all(connection)] == [True]
        grants.withdraw(connection, office.sales, 1)
        assert grants.all(connection) == ()


def test_field_rights_are_said_once_per_group_and_field(office: Office) -> None:
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.VIEW])
        grants.limit_field(connection, None, 1, 20, edit=False)
        grants.limit_field(connection, office.sales, 1, 21, read=False)
        grants.limit_field(connection, office.sales, 1, 22, edit=False, give=True)
        grants.limit_field(connection, office.sales, 1, 20, edit=False)
        grants.limit_field(connection, office.sales, 1, 20)
    scope = office.policy().scope(Actor(office.member), 1)
    assert (scope.hidden, scope.frozen, scope.withheld) == ({21}, {21, 22}, {21})
    with office.database.write() as connection:
        grants.free_field(connection, office.sales, 1, 20)
        grants.forget_field(connection, 21)
    scope = office.policy().scope(Actor(office.member), 1)
    assert (scope.hidden, scope.frozen, scope.withheld) == (set(), {20, 22}, {20})


def test_a_standing_rule_is_replaced_and_taken_back_by_its_key(office: Office) -> None:
    with office.database.write() as connection:
        grants.let_stand(connection, 1, "creator", {}, [Action.VIEW, Action.EDIT], CREATED)
        grants.let_stand(connection, 1, "creator", {}, [Action.VIEW], OWN)
        grants.let_stand(connection, 1, "owner", {}, [Action.EDIT], OWN)
    assert office.policy().scope(Actor(office.member), 1).rows == {Action.VIEW: OWN, Action.EDIT: OWN}
    with office.database.write() as connection:
        grants.let_fall(connection, 1, "creator")
    assert office.policy().scope(Actor(office.member), 1).where(Action.VIEW) == NEVER


def test_a_group_that_goes_takes_its_grants_along(office: Office) -> None:
    with office.database.write() as connection:
        grants.allow(connection, office.sales, 1, [Action.VIEW])
        grants.limit_field(connection, office.sales, 1, 10, edit=False)
        roles.remove(connection, office.sales)
        assert grants.all(connection) == ()
        assert grants.all_on_fields(connection) == ()
