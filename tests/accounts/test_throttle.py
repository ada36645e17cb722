"""Failed sign-ins are slowed down per account and address, by a clock that the test moves."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from gezi.accounts.throttle import Throttle
from gezi.core.clock import FixedClock
from gezi.core.errors import Kind, Refusal

MINUTE = timedelta(minutes=1)


def blocked(throttle: Throttle, account: str = "ada", address: str = "192.0.2.1") -> bool:
    try:
        throttle.enter(account, address)
    except Refusal as refused:
        return refused.kind is Kind.TOO_MANY
    return False


def test_the_eleventh_attempt_within_five_minutes_is_refused(clock: FixedClock) -> None:
    throttle = Throttle(clock)
    assert [blocked(throttle) for _ in range(12)] == [False] * 10 + [True] * 2


def test_the_window_slides_and_refused_attempts_do_not_prolong_it(clock: FixedClock) -> None:
    throttle = Throttle(clock)
    for _ in range(10):
        assert not blocked(throttle)
        clock.advance(0.4 * MINUTE)  # the last at 3.6 minutes
    assert blocked(throttle)  # 4.0
    clock.advance(0.9 * MINUTE)
    assert blocked(throttle)  # 4.9
    clock.advance(0.1 * MINUTE)
    assert not blocked(throttle)  # 5.0: the first has left the window
    assert blocked(throttle)
    clock.advance(0.4 * MINUTE)
    assert not blocked(throttle)  # 5.4: so has the second


@pytest.mark.parametrize(("passed", "minutes"), [(0, 5), (0.5, 5), (1, 4), (4.5, 1), (4.99, 1)])
def test_the_refusal_says_when_to_come_back(clock: FixedClock, passed: float, minutes: int) -> None:
    throttle = Throttle(clock)
    for _ in range(10):
        throttle.enter("ada", "192.0.2.1")
    clock.advance(passed * MINUTE)
    with pytest.raises(Refusal) as refused:
        throttle.enter("ada", "192.0.2.1")
    assert refused.value.problems[0].params == {"minutes": minutes, "seconds": 60 * minutes}


def test_spellings_of_an_account_count_together_other_accounts_and_addresses_apart(clock: FixedClock) -> None:
    throttle = Throttle(clock)
    for spelling in ["ada", "ADA", "ＡＤＡ", " ada "] * 3:
        blocked(throttle, spelling)
    assert blocked(throttle, "Ada")
    assert not blocked(throttle, "bob")
    assert not blocked(throttle, "ada", "192.0.2.2")


def test_success_wipes_the_slate(clock: FixedClock) -> None:
    throttle = Throttle(clock)
    for _ in range(9):
        throttle.enter("ada", "192.0.2.1")
    throttle.succeeded("ADA", "192.0.2.1")
    assert [blocked(throttle) for _ in range(11)] == [False] * 10 + [True]


def test_memory_is_bounded_whatever_is_sent(clock: FixedClock) -> None:
    throttle = Throttle(clock, capacity=100)
    for n in range(1000):
        throttle.enter(f"user{n}", "192.0.2.1" * 1000)
    assert len(throttle) == 100


def test_many_at_once_cannot_slip_past(clock: FixedClock) -> None:
    throttle = Throttle(clock)
    passed: list[bool] = []
    threads = [threading.Thread(target=lambda: passed.append(not blocked(throttle))) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == 10
