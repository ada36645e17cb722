"""Sessions: found by their secret alone, ended by idleness, age, revocation or a disabled account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gezi.accounts import people, sessions
from gezi.accounts.models import sessions as table
from gezi.accounts.people import Account, AccountState
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_a_session_is_found_by_its_token_and_names_its_account(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, clock.now(), "Firefox\x00\n 150")
    with control.read() as connection:
        found = sessions.find(connection, opened.token, clock.now())
    assert found is not None
    assert (found.account_id, found.account, found.name, found.locale) == (ada.id, "ada", "爱达", "zh-CN")
    assert found.user_agent == "Firefox 150"
    assert found.expires_at == clock.now() + 30 * DAY
    assert found.admits(opened.csrf)
    assert not any(found.admits(csrf) for csrf in (None, "", opened.csrf[:-1], "中文", "\ud800", opened.token))


def test_other_tokens_find_nothing(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        sessions.open(connection, ada.id, clock.now())
        for token in (None, "", "x", "中文", "\ud800", "x" * 100_000):
            assert sessions.find(connection, token, clock.now()) is None
            sessions.close(connection, token)
        assert len(sessions.list(connection, ada.id, clock.now())) == 1


def test_the_database_does_not_hold_the_token(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, clock.now())
        stored = connection.execute(sa.select(table)).one()
    assert opened.token not in [str(value) for value in stored]


@pytest.mark.parametrize(
    ("used_every", "days", "in_force"),
    [
        (None, 13.9, True),
        (None, 14, False),
        (10, 29.9, True),
        (10, 30, False),
        (13, 29, True),
    ],
)
def test_a_session_ends_after_14_idle_days_and_after_30_days_in_all(
    control: Database, ada: Account, clock: FixedClock, used_every: int | None, days: float, in_force: bool
) -> None:
    begun = clock.now()
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, begun)
        for day in range(used_every or 99, int(days), used_every or 99):
            used = sessions.find(connection, opened.token, begun + day * DAY)
            assert used is not None
            assert used.due(begun + day * DAY)
            sessions.touch(connection, used.id, begun + day * DAY)
        found = sessions.find(connection, opened.token, begun + days * DAY)
    assert (found is not None) is in_force


def test_use_is_written_down_at_most_every_five_minutes(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, clock.now())
        seen = sessions.find(connection, opened.token, clock.now())
        assert seen is not None
        assert not seen.due(clock.now() + 4 * MINUTE)
        assert seen.due(clock.now() + 5 * MINUTE)
        sessions.touch(connection, seen.id, clock.now() + 5 * MINUTE)
        again = sessions.find(connection, opened.token, clock.now() + 6 * MINUTE)
    assert again is not None
    assert not again.due(clock.now() + 9 * MINUTE)


def test_rotation_changes_both_secrets_but_not_the_end(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        old = sessions.open(connection, ada.id, clock.now())
        before = sessions.find(connection, old.token, clock.now())
        clock.advance(3 * DAY)
        new = sessions.rotate(connection, old.token, clock.now())
        assert new is not None
        assert sessions.find(connection, old.token, clock.now()) is None
        assert sessions.rotate(connection, old.token, clock.now()) is None
        after = sessions.find(connection, new.token, clock.now())
    assert before is not None
    assert after is not None
    assert (after.id, after.expires_at) == (before.id, before.expires_at)
    assert not after.admits(old.csrf)


def test_signing_out_ends_one_session(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        first, second = (sessions.open(connection, ada.id, clock.now()) for _ in range(2))
        sessions.close(connection, first.token)
        assert sessions.find(connection, first.token, clock.now()) is None
        assert sessions.find(connection, second.token, clock.now()) is not None


def test_a_person_lists_and_revokes_their_own_sessions_only(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        bob = people.create(connection, "bob", "Bob", "bob's password", now=clock.now())
        for agent in ("phone", "laptop"):
            sessions.open(connection, ada.id, clock.now(), agent)
            clock.advance(MINUTE)
        theirs = sessions.open(connection, bob.id, clock.now(), "his")
        listed = sessions.list(connection, ada.id, clock.now())
        assert [session.user_agent for session in listed] == ["laptop", "phone"]
        (his,) = sessions.list(connection, bob.id, clock.now())
        with pytest.raises(Refusal) as refused:
            sessions.revoke(connection, ada.id, his.id)
        assert refused.value.kind is Kind.NOT_FOUND
        assert sessions.find(connection, theirs.token, clock.now()) is not None
        sessions.revoke(connection, ada.id, listed[0].id)
        assert [session.user_agent for session in sessions.list(connection, ada.id, clock.now())] == ["phone"]


def test_a_disabled_account_has_no_session_and_gets_none_back(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, clock.now())
        people.set_state(connection, ada.id, AccountState.DISABLED)
        assert sessions.find(connection, opened.token, clock.now()) is None
        people.set_state(connection, ada.id, AccountState.ACTIVE)
        assert sessions.find(connection, opened.token, clock.now()) is None


def test_an_account_keeps_fifty_sessions_the_least_used_goes(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with control.write() as connection:
        opened = []
        for _ in range(52):
            opened.append(sessions.open(connection, ada.id, clock.now()))
            clock.advance(MINUTE)
        assert [sessions.find(connection, each.token, clock.now()) is None for each in opened[:3]] == [
            True,
            True,
            False,
        ]
        assert len(sessions.list(connection, ada.id, clock.now())) == 50


def test_a_sweep_deletes_what_has_ended(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        sessions.open(connection, ada.id, clock.now())
        clock.advance(15 * DAY)
        kept = sessions.open(
            connection, people.create(connection, "bob", "Bob", "12345678", now=clock.now()).id, clock.now()
        )
        assert sessions.sweep(connection, clock.now()) == 1
        assert sessions.find(connection, kept.token, clock.now()) is not None
