"""Rates kept as rows: tiers by quantity, and values that hold for a period. The rows come as lists of their fields (E30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import messages
from ..kinds import NUMBER, TEXT
from ..values import WORK, ZERO, failure
from .signature import Arg, Empties, T, Var, function

_MODES = ("volume", "graduated", "block", "value")
_DAY = Var("D", ("number", "date", "datetime"))


@function(
    "TIER",
    Arg("from", NUMBER, is_list=True),
    Arg("price", NUMBER, is_list=True),
    Arg("quantity", NUMBER),
    Arg("mode", TEXT, choices=_MODES),
    returns=NUMBER,
    zh="按阶梯计价:from 是各档起始数量(含),price 是对应的值。volume:全部数量按所在档的单价;graduated:各段数量按各自档的单价;"
    "block:所在档的一口价;value:所在档的值。低于第一档得到错误",
    en="what a quantity costs by tiers: `from` are the quantities at which they begin (included), `price` their values. "
    "volume: all units at the price of the tier reached; graduated: each unit at the price of its own tier; block: the flat "
    "price of the tier reached; value: its value alone. Below the first tier it is an error",
    examples=[
        ('TIER(LIST(1, 10, 50), LIST(100, 90, 80), 10, "volume")', "900"),
        ('TIER(LIST(1, 10, 50), LIST(100, 90, 80), 10, "graduated")', "990"),
        ('TIER(LIST(1, 10, 50), LIST(500, 900, 2000), 12, "block")', "900"),
        ('TIER(LIST(10, 50), LIST(90, 80), 9, "volume")', "#formula.below_first_tier"),
    ],
)
def tier(begins: tuple[Any, ...], prices: tuple[Any, ...], quantity: Decimal, mode: str) -> Any:
    if len(begins) != len(prices):
        raise failure(messages.BAD_ARGUMENT)
    tiers = sorted((begin, place) for place, begin in enumerate(begins) if begin is not None)
    reached = [(begin, prices[place]) for begin, place in tiers if begin <= quantity]
    if not reached:
        raise failure(messages.BELOW_FIRST_TIER)
    price = reached[-1][1]
    if any(each is None for _, each in (reached if mode == "graduated" else reached[-1:])):
        return None
    if mode == "volume":
        return WORK.multiply(price, quantity)
    return _graduated(reached, quantity) if mode == "graduated" else price


def _graduated(reached: list[tuple[Decimal, Decimal]], quantity: Decimal) -> Decimal:
    """Where counting begins at 1 or later, the unit numbered `from` is the first of its tier, so the tier before ends one
    unit earlier; measured quantities begin at 0, and a tier ends where the next begins."""
    counted = Decimal(1) if reached[0][0] >= 1 else ZERO
    ends = [WORK.subtract(begin, counted) for begin, _ in reached[1:]] + [quantity]
    total, done = ZERO, ZERO
    for (_, price), end in zip(reached, ends, strict=True):
        upto = min(max(end, done), quantity)
        total = WORK.add(total, WORK.multiply(WORK.subtract(upto, done), price))
        done = upto
    return total


@function(
    "PICK",
    Arg("value", T, is_list=True),
    Arg("from", _DAY, is_list=True),
    Arg("to", _DAY, is_list=True),
    Arg("at", _DAY),
    returns=T,
    empties=Empties.OWN,
    zh="在 at 当天有效的值:from 和 to 是各行的起止(均含,空表示不限);多行有效时取起始最晚的,都无效时为空",
    en="the value that holds at `at`: `from` and `to` are where each row begins and ends (both included, empty means open); of "
    "several the one that begins last, empty when none holds",
    examples=[
        (
            "PICK(LIST(100, 95), LIST(BLANK(), DATE(2026, 3, 1)), LIST(BLANK(), DATE(2026, 3, 31)), DATE(2026, 3, 31))",
            "95",
        ),
        (
            "PICK(LIST(100, 95), LIST(BLANK(), DATE(2026, 3, 1)), LIST(BLANK(), DATE(2026, 3, 31)), DATE(2026, 4, 1))",
            "100",
        ),
    ],
)
def pick(values: tuple[Any, ...] | None, begins: tuple[Any, ...] | None, ends: tuple[Any, ...] | None, at: Any) -> Any:
    rows = list(zip(values or (), begins or (), ends or (), strict=False))
    if not len(values or ()) == len(begins or ()) == len(ends or ()):
        raise failure(messages.BAD_ARGUMENT)
    if at is None:
        return None
    holding = [
        (begin, value) for value, begin, end in rows if (begin is None or begin <= at) and (end is None or at <= end)
    ]
    found = None
    for begin, value in holding:
        if found is None or (begin is not None and (found[0] is None or begin > found[0])):
            found = (begin, value)
    return None if found is None else found[1]


FUNCTIONS = (tier, pick)
