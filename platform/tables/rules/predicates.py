"""Conditions asked of rows in memory: compiled once to closures over a tuple of values, agreeing with `conditions.holds`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import ALWAYS, And, Condition, Not, Or, Path, Test
from ...fields.operators import for_value
from ...fields.registry import TYPES
from ..catalogue import Catalogue
from ..computed.dependencies import expand
from ..storage import Row
from . import values

if TYPE_CHECKING:
    from ..transaction import Tx

Predicate = Callable[[Sequence[Any]], bool]  #: asked of the values of one row, in the order of the paths


def followed(catalogue: Catalogue, condition: Condition) -> Condition:
    """The condition with every look-up in its paths replaced by what it looks up. Raises `KeyError` where a field is gone."""
    match condition:
        case Test(path=path):
            return replace(condition, path=expand(catalogue, path))
        case And(parts):
            return And(tuple(followed(catalogue, part) for part in parts))
        case Or(parts):
            return Or(tuple(followed(catalogue, part) for part in parts))
        case Not(part):
            return Not(followed(catalogue, part))


def resolved(tx: Tx, condition: Condition) -> Condition:
    """The condition with the caller and the day put into it."""
    return conditions.resolve(condition, tx.variables, tx.ctx.today, tx.ctx.zone)


def compiled(condition: Condition, places: Mapping[Path, int]) -> Predicate:
    """A resolved condition as a function; `places` says where in the tuple the value of each path stands."""
    match condition:
        case Test(path, op, operand, type):
            place = places[path]
            if not type:
                return lambda row: for_value(operand if row[place] is None else row[place])[op].test(
                    row[place], operand
                )
            test = TYPES[type].operators[op].test
            return lambda row: test(row[place], operand)
        case Not(part):
            inner = compiled(part, places)
            return lambda row: not inner(row)
        case And((part,)) | Or((part,)):
            return compiled(part, places)
        case And(parts):
            every = tuple(compiled(part, places) for part in parts)
            return lambda row: all(each(row) for each in every)
        case Or(parts):
            some = tuple(compiled(part, places) for part in parts)
            return lambda row: any(each(row) for each in some)


def tuples(tx: Tx, rows: Sequence[Row], paths: Sequence[Path]) -> Iterable[tuple[Any, ...]]:
    """The values of the paths for each row."""
    if not paths:
        return [()] * len(rows)
    found = values.columns(tx, rows, paths)
    return zip(*(found[path] for path in paths), strict=True)


def holding(tx: Tx, condition: Condition, rows: Sequence[Row]) -> list[bool]:
    """Whether a condition that may still hold variables is true of each row."""
    if condition == ALWAYS:
        return [True] * len(rows)
    plain = resolved(tx, condition)
    paths = sorted(conditions.paths(plain))
    ask = compiled(plain, {path: place for place, path in enumerate(paths)})
    return [ask(row) for row in tuples(tx, rows, paths)]
