"""Signing in as a whole: throttle, password, session; and what an attacker gets out of it."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from gezi.accounts import passwords, people, sessions
from gezi.accounts.people import Account
from gezi.accounts.signin import SignedIn, sign_in
from gezi.accounts.throttle import Throttle
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal

PASSWORD = "correct horse"  # of the fixture `ada`


class Door:
    """The sign-in of one browser."""

    def __init__(self, control: Database, clock: FixedClock) -> None:
        self.control = control
        self.clock = clock
        self.throttle = Throttle(clock)

    def knock(self, account: str, password: str, former: str | None = None) -> SignedIn:
        return sign_in(
            self.control,
            self.throttle,
            account,
            password,
            address="192.0.2.1",
            now=self.clock.now(),
            user_agent="Firefox",
            former=former,
        )

    def kind(self, account: str, password: str) -> Kind | None:
        try:
            self.knock(account, password)
        except Refusal as refused:
            return refused.kind
        return None


@pytest.fixture
def door(control: Database, clock: FixedClock) -> Door:
    return Door(control, clock)


def test_the_right_password_opens_a_session(door: Door, ada: Account, clock: FixedClock) -> None:
    signed_in = door.knock("ADA", PASSWORD)
    assert signed_in.account == ada
    with door.control.read() as connection:
        found = sessions.find(connection, signed_in.session.token, clock.now())
    assert found is not None
    assert (found.account_id, found.user_agent) == (ada.id, "Firefox")


def test_the_session_that_the_browser_brought_along_ends(door: Door, ada: Account, clock: FixedClock) -> None:
    planted = door.knock("ada", PASSWORD).session.token
    fresh = door.knock("ada", PASSWORD, former=planted).session.token
    assert fresh != planted
    with door.control.read() as connection:
        assert sessions.find(connection, planted, clock.now()) is None
        assert sessions.find(connection, fresh, clock.now()) is not None


@pytest.mark.parametrize("account", ["ada", "nobody"])
def test_ten_failures_close_the_door_whether_the_account_exists_or_not(door: Door, ada: Account, account: str) -> None:
    kinds = [door.kind(account, f"guess number {n}") for n in range(12)]
    assert kinds == [Kind.UNAUTHENTICATED] * 10 + [Kind.TOO_MANY] * 2
    assert door.kind(account, PASSWORD) is Kind.TOO_MANY


def test_success_opens_the_door_again_in_time(door: Door, ada: Account) -> None:
    for _ in range(3):
        assert [door.kind("ada", "wrong guess") for _ in range(9)] == [Kind.UNAUTHENTICATED] * 9
        assert door.kind("ada", PASSWORD) is None


def test_a_hash_with_older_parameters_is_renewed(door: Door, ada: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    for _ in range(2):
        assert door.knock("ada", PASSWORD).account == ada
    with door.control.read() as connection:
        assert "m=16,t=2,p=1" in people.stored_hash(connection, ada.id)


def test_a_password_changed_in_the_meantime_opens_nothing(
    door: Door, ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    authenticate = people.authenticate

    def overtaken(*args: object) -> Account:
        account = authenticate(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(people, "authenticate", authenticate)
        stored = people.stored_hash

        def late(connection: object, account_id: int) -> str:
            monkeypatch.setattr(people, "stored_hash", stored)
            before = stored(connection, account_id)  # type: ignore[arg-type]
            with door.control.write() as elsewhere:
                people.set_password(elsewhere, ada.id, "battery staple")
            return before

        monkeypatch.setattr(people, "stored_hash", late)
        return account

    monkeypatch.setattr(people, "authenticate", overtaken)
    assert door.kind("ada", PASSWORD) is Kind.UNAUTHENTICATED
    assert door.kind("ada", "battery staple") is None
