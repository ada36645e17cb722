"""Role groups and their members, stored: keys, order, and the administrator who cannot lock everybody out."""

from __future__ import annotations

import pytest

from gezi.accounts import members
from gezi.core.clock import FixedClock
from gezi.core.context import Actor
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal
from gezi.permissions import roles
from gezi.permissions.policy import Policy


def test_groups_keep_their_order_and_their_words(database: Database) -> None:
    with database.write() as connection:
        first = roles.add(connection, "sales", {"zh-CN": "销售员", "en": "Sales"}, description={"en": "Sell"})
        second = roles.add(connection, "admin", {"zh-CN": "管理员"}, admin=True, protected=True)
        assert roles.all(connection) == (first, second)
        assert (first.text(), first.text("en"), second.text("en")) == ("销售员", "Sales", "管理员")
        changed = roles.change(connection, first.id, label={"zh-CN": "销售"}, position=9)
        assert (changed.text("en"), changed.description) == ("销售", {"en": "Sell"})
        assert [group.key for group in roles.all(connection)] == ["admin", "sales"]
        assert roles.find(connection, "absent") is None


def test_unfit_groups_are_refused_with_every_reason(database: Database) -> None:
    with database.write() as connection:
        roles.add(connection, "sales", {"zh-CN": "销售员"})
        for key, label, description, codes in (
            ("Sales", {}, {}, ["role.bad_key", "role.bad_label"]),
            ("sales", {"zh-CN": "再来"}, {}, ["role.taken"]),
            ("x" * 41, {"zh-CN": " "}, {"en": "x" * 501}, ["role.bad_key", "role.bad_label", "role.bad_description"]),
            ("a\x00", {"zh-CN": "x" * 101}, {"en": ""}, ["role.bad_key", "role.bad_label"]),
            ("fine", {"zh-CN": "a\x00"}, {"en": "\ud800"}, ["role.bad_label", "role.bad_description"]),
        ):
            with pytest.raises(Refusal) as refused:
                roles.add(connection, key, label, description=description)
            assert [problem.code for problem in refused.value.problems] == codes
        assert roles.find(connection, "a\x00") is None


def test_the_last_administrator_stays(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        admin = roles.add(connection, "admin", {"en": "Admins"}, admin=True)
        sales = roles.add(connection, "sales", {"en": "Sales"})
        ada, bob = (members.add(connection, name, now=clock.now()).id for name in ("Ada", "Bob"))
        roles.put_in(connection, admin.id, ada)
        roles.put_in(connection, admin.id, ada)
        roles.put_in(connection, sales.id, bob)
    for attempt in (
        lambda connection: roles.take_out(connection, admin.id, ada),
        lambda connection: roles.assign(connection, ada, [sales.id]),
        lambda connection: roles.remove(connection, admin.id),
    ):
        with pytest.raises(Refusal) as refused, database.write() as connection:
            attempt(connection)
        assert refused.value.problems[0].code == "role.last_admin"
        assert refused.value.kind is Kind.CONFLICT
    with database.write() as connection:
        roles.put_in(connection, admin.id, bob)
        roles.assign(connection, ada, [sales.id])
        assert (roles.members_of(connection, admin.id), roles.members_of(connection, sales.id)) == ((bob,), (ada, bob))
        members.leave(connection, bob)
        assert not roles.has_admin(connection)
        roles.take_out(connection, admin.id, bob)  # there is no administrator left to protect


def test_a_group_that_goes_leaves_its_members_behind(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        sales = roles.add(connection, "sales", {"en": "Sales"})
        fixed = roles.add(connection, "fixed", {"en": "Fixed"}, protected=True)
        ada = members.add(connection, "Ada", now=clock.now()).id
        roles.assign(connection, ada, [sales.id, fixed.id])
        roles.remove(connection, sales.id)
        with pytest.raises(Refusal) as refused:
            roles.remove(connection, fixed.id)
        assert refused.value.problems[0].code == "role.protected"
        assert [role.key for role in Policy.load(connection).roles_of(ada)] == ["fixed"]


def test_members_and_groups_must_be_there(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        sales = roles.add(connection, "sales", {"en": "Sales"})
        ada = members.add(connection, "Ada", now=clock.now()).id
        for attempt in (
            lambda: roles.put_in(connection, 999, ada),
            lambda: roles.put_in(connection, sales.id, 999),
            lambda: roles.assign(connection, ada, [999]),
            lambda: roles.get(connection, 999),
        ):
            with pytest.raises(Refusal) as refused:
                attempt()
            assert refused.value.kind is Kind.NOT_FOUND


def test_who_left_has_no_rights_and_no_roles(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        admin = roles.add(connection, "admin", {"en": "Admins"}, admin=True)
        ada, bob = (members.add(connection, name, now=clock.now()).id for name in ("Ada", "Bob"))
        for member in (ada, bob):
            roles.put_in(connection, admin.id, member)
        members.leave(connection, bob)
        policy = Policy.load(connection)
    assert policy.is_admin(Actor(ada))
    assert not policy.is_admin(Actor(bob))
    assert policy.roles_of(bob) == ()
    assert not policy.scope(Actor(bob), 1).visible
    assert policy.members_of("admin") == {ada}
