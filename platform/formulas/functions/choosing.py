"""Choosing among rows that hold rules: by a condition, then by a declared order of preference (E31, S32)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import messages
from ..kinds import BOOLEAN
from ..values import Closure, Env, Value, failure, is_empty
from .signature import RANKED, Arg, T, function


@function(
    "BEST",
    Arg("value", T),
    Arg("where", BOOLEAN),
    repeat=(Arg("preference", RANKED),),
    returns=T,
    each=True,
    zh="在多行中选一行并取其 value:先看 where 成立的行,再按 preference 依次取最大的(是大于否,有值大于空)。"
    "都不成立时为空;有两行同样优先得到错误。各行的字段写成列表,如 {价目.价格},指的是正在看的那一行",
    en="the `value` of the row that is to be preferred among those that `where` holds for: the one with the greatest first "
    "preference (yes before no, anything before empty), of equals the one with the greatest second, and so on. Empty when it "
    "holds for none; an error when two rows are equally preferred. Fields of the rows are written as lists, "
    "`prices.amount`; each stands for the row in question",
    examples=[
        ("BEST(LIST(100, 95), LIST(1, 10) <= 12, LIST(1, 10))", "95"),
        ("BEST(LIST(100, 95), LIST(1, 10) <= 9, LIST(1, 10))", "100"),
        ("BEST(LIST(100, 95), TRUE, LIST(TRUE, FALSE))", "100"),
        ("BEST(LIST(100, 95), TRUE, LIST(1, 1))", "#formula.equally_good"),
        ("BEST(LIST(100, 95), FALSE, LIST(1, 10))", ""),
    ],
)
def best(rows: Sequence[Sequence[Value]], env: Env, value: Closure, where: Closure, *preferences: Closure) -> Value:
    chosen: list[Sequence[Value]] = []
    rank: tuple[Any, ...] = ()
    for row in rows:
        if where(row, env) is not True:
            continue
        own = tuple(_rank(each(row, env)) for each in preferences)
        if not chosen or own > rank:
            chosen, rank = [row], own
        elif own == rank:
            chosen.append(row)
    if len(chosen) > 1:
        raise failure(messages.EQUALLY_GOOD)
    return value(chosen[0], env) if chosen else None


def _rank(value: Any) -> tuple[bool, Any]:
    return (False, False) if is_empty(value) else (True, value)


FUNCTIONS = (best,)
