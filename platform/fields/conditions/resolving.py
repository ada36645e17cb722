"""Putting the viewer and the day into a condition: afterwards it holds plain operands only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from .relative import Span, midnight, span
from .tree import ALWAYS, NEVER, And, Condition, Not, Or, Relative, Test, Variable

_SETS = ("members", "relations", "multi_option")
#: what a comparison with one variable becomes when that stands for several
_SEVERAL = {"=": "in", "!=": "not_in", "contains": "in"}


def resolve(
    condition: Condition, variables: Mapping[str, object], today: date, zone: tzinfo | None = None
) -> Condition:
    """The condition without variables, relative dates, and dates in the place of instants.

    `variables` maps a name (`@me`) to an id or a collection of ids; `today` is the day in `zone`. A comparison with a variable
    that stands for nothing matches no row, not even inside `not`: whoever has no department is shown no other's.
    """
    return _Resolver(variables, today, zone).resolved(condition, positive=True)


@dataclass(frozen=True, slots=True)
class _Resolver:
    variables: Mapping[str, object]
    today: date
    zone: tzinfo | None

    def resolved(self, condition: Condition, *, positive: bool) -> Condition:
        match condition:
            case And(parts):
                return And(tuple(self.resolved(part, positive=positive) for part in parts))
            case Or(parts):
                return Or(tuple(self.resolved(part, positive=positive) for part in parts))
            case Not(part):
                return Not(self.resolved(part, positive=not positive))
            case Test(value=value):
                items = value if isinstance(value, tuple) else (value,)
                if any(isinstance(item, Variable) for item in items):
                    return self.viewed(condition, items, positive)
                if any(isinstance(item, Relative) for item in items) or (
                    condition.type == "datetime" and any(_is_day(item) for item in items)
                ):
                    return self.instants(condition) if condition.type == "datetime" else self.days(condition)
                return condition

    def viewed(self, test: Test, items: tuple[object, ...], positive: bool) -> Condition:
        """A comparison with what the viewer is."""
        found = tuple(dict.fromkeys(id for item in items for id in self.ids(item)))
        if not found:
            return NEVER if positive else ALWAYS
        if isinstance(test.value, tuple):
            return replace(test, value=found)
        if test.op in ("=", "!=") and test.type in _SETS:
            return replace(test, value=tuple(sorted(found, key=lambda id: (str(type(id)), id))))
        if len(found) == 1:
            return replace(test, value=found[0])
        return replace(test, op=_SEVERAL[test.op], value=found)

    def ids(self, item: object) -> tuple[object, ...]:
        if not isinstance(item, Variable):
            return (item,)
        stands_for = self.variables.get(item.name)
        if stands_for is None:
            return ()
        return tuple(stands_for) if isinstance(stands_for, (tuple, list, set, frozenset)) else (stands_for,)

    def span(self, item: object) -> Span:
        if isinstance(item, Relative):
            return span(item, self.today)
        assert isinstance(item, date)
        return item, item

    def days(self, test: Test) -> Condition:
        """A comparison of dates with spans of them."""
        if test.op == "between":
            first, last = test.value if isinstance(test.value, tuple) else (test.value, test.value)
            return replace(test, value=(self.span(first)[0], self.span(last)[1]))
        first, last = self.span(test.value)
        match test.op:
            case "=" | "!=":
                within = replace(test, op="between", value=(first, last))
                return within if test.op == "=" else Not(within)
            case "<" | ">=":
                return replace(test, value=first)
            case _:
                return replace(test, value=last)

    def instants(self, test: Test) -> Condition:
        """A comparison of instants with days: a day is everything from its midnight up to the next."""
        value = test.value
        match test.op:
            case "in" | "not_in":
                assert isinstance(value, tuple)
                listed = Or(tuple(self.instants(replace(test, op="=", value=item)) for item in value))
                return listed if test.op == "in" else Not(listed)
            case "between":
                first, last = value if isinstance(value, tuple) else (value, value)
                return And(
                    (
                        self.instants(replace(test, op=">=", value=first)),
                        self.instants(replace(test, op="<=", value=last)),
                    )
                )
            case _ if isinstance(value, datetime):
                return test
            case "=" | "!=":
                within = self.instants(replace(test, op="between", value=(value, value)))
                return within if test.op == "=" else Not(within)
            case _:
                first, last = self.span(value)
                start, end = midnight(first, self.zone), midnight(last + timedelta(days=1), self.zone)
                op, moment = {"<": ("<", start), ">=": (">=", start), "<=": ("<", end), ">": (">=", end)}[test.op]
                return replace(test, op=op, value=moment)


def _is_day(item: object) -> bool:
    return isinstance(item, date) and not isinstance(item, datetime)
