"""Choosing between values. All of these evaluate only the arguments they need."""

from __future__ import annotations

from collections.abc import Sequence

from ..kinds import BOOLEAN, NOTHING
from ..values import FAILURES, Closure, Env, Value, is_empty
from .signature import ANY, Arg, S, T, function

Row = Sequence[Value]


def _nothing(row: Row, env: Env) -> Value:
    return None


@function(
    "IF",
    Arg("condition", BOOLEAN),
    Arg("then", T),
    Arg("otherwise", T, optional=True),
    returns=T,
    lazy=True,
    zh="条件成立时取 then,否则取 otherwise(省略则为空)",
    en="`then` when the condition holds, else `otherwise` (empty when left out)",
    examples=[('IF(3 > 2, "yes", "no")', "yes"), ("IF(FALSE, 1)", "")],
)
def if_(condition: Closure, then: Closure, otherwise: Closure = _nothing) -> Closure:
    return lambda row, env: then(row, env) if condition(row, env) is True else otherwise(row, env)


@function(
    "IFS",
    repeat=(Arg("condition", BOOLEAN), Arg("result", T)),
    last=Arg("otherwise", T),
    returns=T,
    lazy=True,
    zh="第一个成立的条件所对应的结果;都不成立时取 otherwise",
    en="the result of the first condition that holds; `otherwise` when none does",
    examples=[('IFS(1 > 2, "a", 2 > 1, "b")', "b"), ('IFS(1 > 2, "a", "other")', "other")],
)
def ifs(*args: Closure) -> Closure:
    pairs = list(zip(args[0::2], args[1::2], strict=False))
    otherwise = args[-1] if len(args) % 2 else _nothing

    def choose(row: Row, env: Env) -> Value:
        for condition, result in pairs:
            if condition(row, env) is True:
                return result(row, env)
        return otherwise(row, env)

    return choose


@function(
    "SWITCH",
    Arg("value", S),
    repeat=(Arg("case", S), Arg("result", T)),
    last=Arg("otherwise", T),
    returns=T,
    lazy=True,
    zh="value 等于哪个 case 就取其结果;都不等时取 otherwise",
    en="the result of the case that equals `value`; `otherwise` when none does",
    examples=[('SWITCH(2, 1, "one", 2, "two", "many")', "two"), ('SWITCH("x", "y", 1)', "")],
)
def switch(value: Closure, *args: Closure) -> Closure:
    pairs = list(zip(args[0::2], args[1::2], strict=False))
    otherwise = args[-1] if len(args) % 2 else _nothing

    def choose(row: Row, env: Env) -> Value:
        wanted = value(row, env)
        for case, result in pairs:
            if case(row, env) == wanted:
                return result(row, env)
        return otherwise(row, env)

    return choose


@function(
    "AND",
    repeat=(Arg("condition", BOOLEAN),),
    returns=BOOLEAN,
    lazy=True,
    zh="所有条件都成立",
    en="whether all conditions hold",
    examples=[("AND(1 < 2, 2 < 3)", "TRUE"), ("1 < 2 AND 3 < 2", "FALSE")],
)
def and_(*conditions: Closure) -> Closure:
    return lambda row, env: all(condition(row, env) is True for condition in conditions)


@function(
    "OR",
    repeat=(Arg("condition", BOOLEAN),),
    returns=BOOLEAN,
    lazy=True,
    zh="至少一个条件成立",
    en="whether at least one condition holds",
    examples=[("OR(1 > 2, 2 < 3)", "TRUE")],
)
def or_(*conditions: Closure) -> Closure:
    return lambda row, env: any(condition(row, env) is True for condition in conditions)


@function(
    "EMPTY",
    Arg("value", ANY),
    returns=BOOLEAN,
    lazy=True,
    zh="值为空(空文本、空列表也算)",
    en="whether the value is empty, which an empty text and an empty list are too",
    examples=[('EMPTY("")', "TRUE"), ("EMPTY(0)", "FALSE")],
)
def empty(value: Closure) -> Closure:
    return lambda row, env: is_empty(value(row, env))


@function(
    "NOTEMPTY",
    Arg("value", ANY),
    returns=BOOLEAN,
    lazy=True,
    zh="值不为空",
    en="whether the value is not empty",
    examples=[("NOTEMPTY(0)", "TRUE")],
)
def not_empty(value: Closure) -> Closure:
    return lambda row, env: not is_empty(value(row, env))


@function(
    "COALESCE",
    repeat=(Arg("value", T),),
    returns=T,
    lazy=True,
    zh="第一个不为空的值",
    en="the first value that is not empty",
    examples=[('COALESCE("", "b", "c")', "b"), ("COALESCE(1 / 0, 0)", "0")],
)
def coalesce(*values: Closure) -> Closure:
    def choose(row: Row, env: Env) -> Value:
        for value in values:
            found = value(row, env)
            if not is_empty(found):
                return found
        return None

    return choose


@function(
    "IFERROR",
    Arg("value", T),
    Arg("otherwise", T),
    returns=T,
    lazy=True,
    zh="value 出错时取 otherwise",
    en="`value`, or `otherwise` when it is an error",
    examples=[("IFERROR(SQRT(-1), 0)", "0"), ("IFERROR(2, 0)", "2")],
)
def if_error(value: Closure, otherwise: Closure) -> Closure:
    def choose(row: Row, env: Env) -> Value:
        try:
            return value(row, env)
        except FAILURES:
            return otherwise(row, env)

    return choose


@function(
    "ISERROR",
    Arg("value", ANY),
    returns=BOOLEAN,
    lazy=True,
    zh="值是否出错",
    en="whether the value is an error",
    examples=[("ISERROR(SQRT(-1))", "TRUE"), ("ISERROR(1 / 0)", "FALSE")],
)
def is_error(value: Closure) -> Closure:
    def test(row: Row, env: Env) -> Value:
        try:
            value(row, env)
        except FAILURES:
            return True
        return False

    return test


@function(
    "BLANK",
    returns=NOTHING,
    lazy=True,
    zh="空值",
    en="the empty value",
    examples=[("EMPTY(BLANK())", "TRUE")],
)
def blank() -> Closure:
    return _nothing


FUNCTIONS = (if_, ifs, switch, and_, or_, empty, not_empty, coalesce, if_error, is_error, blank)
