"""What a running formula handles: its surroundings, its values, and the errors that are values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from ..core.errors import Message
from . import messages
from .limits import MAX_DIGITS, MAX_TEXT


@dataclass(frozen=True, slots=True)
class Env:
    """What a formula may know beside its row."""

    today: date  #: in `timezone` (C4)
    now: datetime  #: aware
    timezone: tzinfo  #: of the workspace


@dataclass(frozen=True, slots=True)
class FormulaError:
    """What a cell holds when its formula has no value. Never raised out of the evaluator; it runs on through
    whatever reads it, up to IFERROR or ISERROR."""

    code: str
    message: Message

    @classmethod
    def of(cls, code: str) -> FormulaError:
        """The error that was stored as its code; an unknown code keeps its name."""
        return cls(code, messages.RUNTIME.get(code) or Message(code, "公式出错", "the formula failed"))


Value = object  #: one of the run-time values listed in `kinds`
Closure = Callable[[Sequence[Value], Env], Value]  #: a compiled expression: the row's values by position → value

#: Half-way results: full precision (C2); a number that would not fit a result is an overflow where it arises.
WORK = Context(
    prec=50, rounding=ROUND_HALF_UP, Emin=-99, Emax=MAX_DIGITS - 1, traps=[Overflow, InvalidOperation, DivisionByZero]
)
#: What leaves a formula: at most 38 digits, none of them further than 38 places behind the point.
FINAL = Context(
    prec=MAX_DIGITS,
    rounding=ROUND_HALF_UP,
    Emin=-1,
    Emax=MAX_DIGITS - 1,
    traps=[Overflow, InvalidOperation, DivisionByZero],
)
ZERO = Decimal(0)
ONE = Decimal(1)


class Failure(Exception):
    """How an error travels inside the evaluator."""

    def __init__(self, error: FormulaError) -> None:
        super().__init__(error.code)
        self.error = error


FAILURES = (Failure, ArithmeticError, ValueError)  #: decimal's own and out-of-range dates are errors of a formula too


def failure(message: Message) -> Failure:
    return Failure(FormulaError(message.code, message))


def error_of(raised: Exception) -> FormulaError:
    """The error value for one of `FAILURES`."""
    match raised:
        case Failure():
            return raised.error
        case Overflow():
            return FormulaError(messages.OVERFLOW.code, messages.OVERFLOW)
        case InvalidOperation():
            return FormulaError(messages.NOT_A_NUMBER.code, messages.NOT_A_NUMBER)
        case _:
            return FormulaError(messages.BAD_DATE.code, messages.BAD_DATE)


def is_empty(value: Value) -> bool:
    return not value and (value is None or value == "" or value == ())


def finished(value: Value) -> Value:
    """A value as it leaves a formula: a number bounded and without minus zero, an empty text as None."""
    if isinstance(value, Decimal):
        return FINAL.add(value, ZERO)  # adding zero also turns 1E+3 into 1000
    if isinstance(value, tuple):
        return tuple(finished(item) for item in value)
    return None if value == "" else value


def bounded(text: str) -> str:
    """`text`, unless it is longer than any text of a formula may be."""
    if len(text) > MAX_TEXT:
        raise failure(messages.TEXT_TOO_LONG)
    return text


def plain(number: Decimal) -> str:
    """A number as text: no exponent, no trailing zeros, no minus zero."""
    text = f"{FINAL.add(number, ZERO):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Value, env: Env) -> str:
    """Any value but an option or a record as text, as `&` joins it; empty is ''."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return plain(value)
        case datetime():
            return value.astimezone(env.timezone).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(shown(item, env) for item in value)
        case FormulaError():
            return f"#{value.code}"
        case _:
            return str(value)
