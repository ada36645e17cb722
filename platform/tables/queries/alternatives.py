"""A condition as alternatives: each may be found by another index."""

from __future__ import annotations

from collections.abc import Iterator

from ...fields.conditions import And, Condition, Or

_MOST = 12  #: alternatives; a condition of more is left whole
Alternative = tuple[Condition, ...]  #: tests that must all hold


def split(condition: Condition) -> list[Alternative]:
    """The alternatives of a condition, those inside of an `AND` included."""
    found = list(_alternatives(condition))
    return found if len(found) <= _MOST else [flat(condition)]


def _alternatives(condition: Condition) -> Iterator[Alternative]:
    match condition:
        case Or(parts=parts):
            for part in parts:
                yield from _alternatives(part)
        case And(parts=parts):
            inner = next((part for part in parts if isinstance(part, Or | And)), None)
            if inner is None:
                yield parts
                return
            others = tuple(part for part in parts if part is not inner)
            for part in inner.parts if isinstance(inner, Or) else (inner,):
                yield from _alternatives(And((*others, *flat(part))))
        case _:
            yield (condition,)


def flat(part: Condition) -> Alternative:
    """What a condition asks together."""
    return part.parts if isinstance(part, And) else (part,)
