"""The one tree of conditions: view filters, row scopes, roll-ups, validations, locks and automations all speak it.

A tree is made by `parse` (API form, by key) or `load` (stored form, by id), loses its variables by `resolve`, and is
then compiled to SQL by `tables.conditions` or tested in memory by `holds`; both use the same operators.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `path` is field ids: all but the last are single relations to follow from the row."""

    path: tuple[int, ...]
    op: str
    value: object = None  #: a typed operand, a tuple of them, or a `Variable` / `Relative` until resolved


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

ALWAYS = And(())
NEVER = Or(())


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that depends on the viewer: `@me`, `@my_department`, `@my_department_and_below`, `@my_reports`."""

    name: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A span of days that depends on the day: today, this_month, last_n_days …"""

    name: str
    n: int = 0
