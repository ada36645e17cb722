"""What an event brought with it (an incoming request, the counts of an import): read by path, in values and in conditions.

A condition may hold tests of the body beside those of fields: `{"body": "order.total", "op": ">=", "value": 100}`. They are
settled first; what is left is a condition about the record, or nothing but true or false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

Written = Mapping[str, Any]


def at(body: Any, path: str) -> Any:
    """What stands at `a.b.0.c`; None where there is nothing."""
    found = body
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list):
            found = found[int(part)] if part.isdecimal() and len(part) < 6 and int(part) < len(found) else None
        else:
            return None
    return found


def settled(written: Written | None, body: Any) -> Written | bool | None:
    """A condition without its tests of the body: what is left to ask of the record, or True or False."""
    match written:
        case None:
            return None
        case {"body": str(path), "op": str(op)}:
            return _OPS[op](at(body, path), written.get("value")) if op in _OPS else False
        case {"and": list(parts)}:
            return _joined("and", [settled(part, body) for part in parts], ends=False)
        case {"or": list(parts)}:
            return _joined("or", [settled(part, body) for part in parts], ends=True)
        case {"not": Mapping() as part}:
            inner = settled(part, body)
            return not inner if isinstance(inner, bool) else {"not": inner}
        case _:
            return written


def without(written: Any) -> Any:
    """A condition with nothing but its tests of fields, whatever the body says: what can be checked beforehand."""
    match written:
        case {"body": _}:
            return None
        case {"and": list(parts)} | {"or": list(parts)}:
            left = [part for each in parts if (part := without(each)) is not None]
            return {next(iter(written)): left} if left or not parts else None
        case {"not": part}:
            left = without(part)
            return None if left is None else {"not": left}
        case _:
            return written


def tests(written: Any) -> Iterator[Written]:
    """The tests of the body in a condition."""
    if isinstance(written, Mapping):
        if "body" in written:
            yield written
        for name in ("and", "or", "not"):
            yield from tests(written.get(name))
    elif isinstance(written, list):
        for part in written:
            yield from tests(part)


def well_formed(test: Written) -> bool:
    """Whether a test of the body is one that can be asked."""
    value, op = test.get("value"), test.get("op")
    plain = value is None or isinstance(value, (str, int, float, bool, Decimal))
    return set(test) <= {"body", "op", "value"} and isinstance(test["body"], str) and op in _OPS and plain


def _joined(word: str, parts: list[Written | bool | None], *, ends: bool) -> Written | bool:
    if ends in [part for part in parts if isinstance(part, bool)]:
        return ends
    left = [part for part in parts if part is not None and not isinstance(part, bool)]
    return {word: left} if left else not ends


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _equal(found: Any, wanted: Any) -> bool:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    one, other = _number(found), _number(wanted)
    return one == other if one is not None and other is not None else found == wanted


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """By number where both are numbers, by text where both are text (ISO dates among them); else false."""

    def ask(found: Any, wanted: Any) -> bool:
        one, other = _number(found), _number(wanted)
        if one is not None and other is not None:
            return compare(one, other)
        return isinstance(found, str) and isinstance(wanted, str) and compare(found, wanted)

    return ask


def _empty(found: Any, _wanted: Any = None) -> bool:
    return found is None or found in ("", [], {})


_OPS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "=": _equal,
        "!=": lambda found, wanted: not _equal(found, wanted),
        "<": _ordered(lambda one, other: one < other),
        "<=": _ordered(lambda one, other: one <= other),
        ">": _ordered(lambda one, other: one > other),
        ">=": _ordered(lambda one, other: one >= other),
        "contains": lambda found, wanted: isinstance(found, (str, list)) and str(wanted) in found,
        "empty": _empty,
        "not_empty": lambda found, wanted: not _empty(found),
    }
)
