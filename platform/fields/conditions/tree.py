"""The nodes of a condition, and the test in memory that its SQL must agree with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from ..operators import for_value
from ..registry import TYPES

Path = tuple[int, ...]  #: field ids: all but the last are single relations to follow from the row


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `path` is field ids: all but the last are single relations to follow from the row."""

    __test__: ClassVar[bool] = False  # pytest, do not collect me

    path: Path
    op: str
    value: object = None  #: a typed operand, a tuple of them, or a `Variable` / `Relative` until resolved
    #: what the compared values look like (name of a field type); filled in by `parse`, '' when made by hand
    type: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = Test | And | Or | Not

AROUND = ("@row.", "@parent.")  #: how variables begin that stand for values of a row
ALWAYS = And(())
NEVER = Or(())


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that depends on the viewer: `@me`, `@my_department`, … (`permissions.organisation.variables` lists them); or on
    the row that looks for others and its owner: `@row.12`, `@parent.12`, by field id."""

    name: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A span of days that depends on the day: today, this_month, last_n_days …"""

    name: str
    n: int = 0


def tests(condition: Condition) -> Iterator[Test]:
    """Every comparison in it, from left to right."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from tests(part)


def paths(condition: Condition) -> frozenset[Path]:
    """The paths of all fields it looks at."""
    return frozenset(test.path for test in tests(condition))


def is_resolved(condition: Condition) -> bool:
    """Whether nothing in it depends on the viewer or the day any more."""
    return all(
        not isinstance(item, (Variable, Relative))
        for test in tests(condition)
        for item in (test.value if isinstance(test.value, tuple) else (test.value,))
    )


def holds(condition: Condition, get: Callable[[Path], object]) -> bool:
    """Whether a resolved condition is true of a row, whose values `get` gives by path (empty where a relation is)."""
    match condition:
        case And(parts):
            return all(holds(part, get) for part in parts)
        case Or(parts):
            return any(holds(part, get) for part in parts)
        case Not(part):
            return not holds(part, get)
        case Test(path, op, operand, type):
            if not is_resolved(condition):
                raise ValueError(f"the condition on {path} still holds a variable")
            value = get(path)
            known = TYPES[type].operators if type else for_value(operand if value is None else value)
            return known[op].test(value, operand)
