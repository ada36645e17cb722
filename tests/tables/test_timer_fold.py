"""When a timer falls due (S1, S2), as pure arithmetic; and its laws."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gezi.tables.timers.fold import Days, due_of, earliest

CLAIMED = date(2019, 3, 25)
RULE = Days(10, extend=3, most=20)


def test_s1_the_worked_example_of_the_manual() -> None:
    followups: list[date] = []
    seen = [due_of(CLAIMED, followups, RULE)]
    for day in (date(2019, 3, 28), date(2019, 4, 2), date(2019, 4, 5)):
        followups.append(day)
        seen.append(due_of(CLAIMED, followups, RULE))
    assert seen == [date(2019, 4, 4), date(2019, 4, 4), date(2019, 4, 5), date(2019, 4, 8)]
    daily = [CLAIMED + timedelta(days=n) for n in range(60)]
    assert due_of(CLAIMED, daily, RULE) == date(2019, 4, 14)


def test_s2_of_several_criteria_the_earliest_counts() -> None:
    start = date(2026, 1, 1)
    dues = [
        ("no_follow_up", due_of(start, [date(2026, 1, 20)], Days(15, extend=15))),
        ("no_deal", due_of(start, [], Days(30))),
    ]
    assert earliest(dues) == ("no_deal", date(2026, 1, 31))


def test_what_happened_before_the_owner_had_it_counts_for_nothing() -> None:
    assert due_of(CLAIMED, [CLAIMED - timedelta(days=1)], Days(10)) == date(2019, 4, 4)
    assert due_of(CLAIMED, [CLAIMED + timedelta(days=1)], Days(10)) == date(2019, 4, 5)


days = st.dates(date(2019, 1, 1), date(2019, 12, 31))
rules = st.builds(Days, st.integers(0, 90), st.none() | st.integers(0, 90), st.none() | st.integers(0, 200))


@given(days, st.lists(days, max_size=8), days, rules)
def test_an_event_never_shortens_the_time_and_their_order_does_not_matter(
    start: date, events: list[date], more: date, rule: Days
) -> None:
    before, after = due_of(start, events, rule), due_of(start, [*events, more], rule)
    assert after >= before
    assert due_of(start, [more, *reversed(events)], rule) == after
    if rule.most is not None:
        assert after <= start + timedelta(days=rule.most)
