"""The operators as closures, with what each makes of an empty side.

In + − × ÷ ^ an empty side counts as 0 beside a side that is not; two empty sides, and a division by 0 or by empty, yield
empty (C5). In a comparison an empty number is 0, an empty text is '', an empty checkbox is FALSE; an empty date, option or
record equals only an empty one, and no order holds beside it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from . import messages
from .limits import MAX_EXPONENT, MAX_TEXT
from .values import ONE, WORK, ZERO, Closure, Env, Value, failure, is_empty

_DAY = Decimal(86_400_000_000)  #: microseconds
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = {"number": ZERO, "text": "", "boolean": False}

Row = Sequence[Value]


def arithmetic(sign: str, left: Closure, right: Closure) -> Closure:
    """Two numbers."""
    return {"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "^": _power}[sign](left, right)


def _add(left: Closure, right: Closure) -> Closure:
    total = WORK.add

    def add(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if a is None:
            return b
        return a if b is None else total(a, b)

    return add


def _subtract(left: Closure, right: Closure) -> Closure:
    difference = WORK.subtract

    def subtract(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if b is None:
            return a
        return difference(ZERO if a is None else a, b)

    return subtract


def _multiply(left: Closure, right: Closure) -> Closure:
    product = WORK.multiply

    def multiply(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if a is None or b is None:
            return None if a is b else ZERO
        return product(a, b)

    return multiply


def _divide(left: Closure, right: Closure) -> Closure:
    quotient = WORK.divide

    def divide(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if not b:
            return None
        return ZERO if a is None else quotient(a, b)

    return divide


def _power(left: Closure, right: Closure) -> Closure:
    def raised(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if a is None and b is None:
            return None
        return power(ZERO if a is None else a, ZERO if b is None else b)

    return raised


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`base ^ exponent`; x^0 is 1, also for 0; 0 to a negative power divides by zero and is empty."""
    if not exponent:
        return ONE
    if not base:
        return ZERO if exponent > 0 else None
    if abs(exponent) > MAX_EXPONENT:
        raise failure(messages.OVERFLOW)
    return WORK.power(base, exponent)


def later(moment: Closure, days: Closure, sign: int) -> Closure:
    """A date or a time, and a number of days; a date takes whole days only, the fraction is cut off."""

    def shift(row: Row, env: Env) -> Value:
        start: Any = moment(row, env)
        number: Any = days(row, env)
        if start is None or number is None:
            return start
        if not isinstance(start, datetime):
            return start + timedelta(days=sign * int(number))
        return start + timedelta(microseconds=sign * int(WORK.multiply(number, _DAY)))

    return shift


def days_between(left: Closure, right: Closure) -> Closure:
    """Days from right to left; parts of a day when both sides have a time. Empty when a side is."""

    def between(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        if a is None or b is None:
            return None
        if isinstance(a, datetime):
            gap: timedelta = a.astimezone(UTC) - b.astimezone(UTC)
            return WORK.divide(Decimal(gap // timedelta(microseconds=1)), _DAY)
        return Decimal((a - b).days)

    return between


def compare(sign: str, kind: str, left: Closure, right: Closure) -> Closure:
    """Two values of one kind."""
    test = _TESTS[sign]
    missing: Any = _MISSING.get(kind)
    if missing is None:
        return _compare_bare(sign, test, left, right)

    def compared(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        return test(missing if a is None else a, missing if b is None else b)

    return compared


def _compare_bare(sign: str, test: Callable[[Any, Any], bool], left: Closure, right: Closure) -> Closure:
    """Values whose empty stands for nothing else."""
    if sign in ("=", "<>"):
        return lambda row, env: test(left(row, env), right(row, env))

    def compared(row: Row, env: Env) -> Value:
        a: Any = left(row, env)
        b: Any = right(row, env)
        return a is not None and b is not None and test(a, b)

    return compared


def compare_with_nothing(sign: str, side: Closure) -> Closure:
    """`x = ""` asks whether x is empty, whatever its kind."""
    wanted = sign == "="
    return lambda row, env: is_empty(side(row, env)) is wanted


def both(left: Closure, right: Closure) -> Closure:
    return lambda row, env: left(row, env) is True and right(row, env) is True


def either(left: Closure, right: Closure) -> Closure:
    return lambda row, env: left(row, env) is True or right(row, env) is True


def negated(operand: Closure) -> Closure:
    """NOT; an empty checkbox is not ticked."""
    return lambda row, env: operand(row, env) is not True


def joined(left: Closure, right: Closure) -> Closure:
    def join(row: Row, env: Env) -> Value:
        a: Any = left(row, env) or ""
        b: Any = right(row, env) or ""
        if len(a) + len(b) > MAX_TEXT:
            raise failure(messages.TEXT_TOO_LONG)
        return a + b

    return join


def signed(sign: str, operand: Closure) -> Closure:
    """−x, +x and x%."""
    if sign == "+":
        return operand
    change = WORK.minus if sign == "-" else (lambda number: WORK.scaleb(number, -2))

    def changed(row: Row, env: Env) -> Value:
        number: Any = operand(row, env)
        return None if number is None else change(number)

    return changed


def local_day(moment: date, env: Env) -> date:
    """The day of a time in the workspace's zone (C4)."""
    return moment.astimezone(env.timezone).date() if isinstance(moment, datetime) else moment
