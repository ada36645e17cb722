"""Members of a workspace: bound to at most one account, kept on the list when they leave."""

from __future__ import annotations

import pytest

from gezi.accounts import members
from gezi.accounts.members import Member, MemberState
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal


def test_members_are_listed_with_their_accounts(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        ada = members.add(connection, " 爱达 ", 7, email=" ada@example.com ", now=clock.now())
        old = members.add(connection, "Former colleague", now=clock.now())
    with database.read() as connection:
        assert members.all(connection) == (ada, old)
        assert ada == Member(ada.id, "爱达", MemberState.ACTIVE, 7, "ada@example.com")
        assert members.of_account(connection, 7) == ada
        assert members.of_account(connection, 8) is None


def test_an_account_is_one_member_never_two(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        members.add(connection, "Ada", 7, now=clock.now())
        other = members.add(connection, "Bob", 8, now=clock.now())
        with pytest.raises(Refusal) as refused:
            members.add(connection, "Ada again", 7, now=clock.now())
        assert refused.value.kind is Kind.CONFLICT
        with pytest.raises(Refusal):
            members.bind(connection, other.id, 7)
        assert members.bind(connection, other.id, 9).account == 9
        assert members.bind(connection, other.id, None).account is None


def test_who_leaves_stays_on_the_list(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        ada = members.add(connection, "Ada", 7, now=clock.now())
        assert not members.leave(connection, ada.id).active
        assert [member.name for member in members.all(connection)] == ["Ada"]
        assert members.come_back(connection, ada.id).active


def test_changes_are_checked_whole(database: Database, clock: FixedClock) -> None:
    with database.write() as connection:
        ada = members.add(connection, "Ada", now=clock.now())
        with pytest.raises(Refusal) as refused:
            members.change(connection, ada.id, name="", email="nowhere")
        assert [p.field for p in refused.value.problems] == ["name", "email"]
        changed = members.change(connection, ada.id, name="Ada L.", email="")
        assert (changed.name, changed.email) == ("Ada L.", "")
        with pytest.raises(Refusal) as refused:
            members.change(connection, 999, name="x")
    assert refused.value.kind is Kind.NOT_FOUND
