"""The values that the steps of a button write: literals, inputs, variables, what the record holds, records just made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..fields.fieldtype import is_empty
from ..fields.registry import TYPES, value_spec
from ..formulas.values import FormulaError
from ..tables import authoring
from ..tables.catalogue import TableSpec
from ..tables.computed.dependencies import expand
from ..tables.queries.selection import seeing
from ..tables.rules import values as far
from ..tables.storage import Row
from ..tables.system import RECORD_ID
from . import bodies

if TYPE_CHECKING:
    from ..tables.transaction import Tx

Expression = Mapping[str, Any]
#: where a text holds what the record holds: `{owner}`, `{customer.name}`; or what a body does, whose names are not ours:
#: `{body.lines.0.price}`, `{body.单据.数量}`
PLACE = re.compile(
    r"\{(body(?:\.[^.\s{}]{1,100}){1,10}|[A-Za-z][A-Za-z0-9_]{0,49}(?:\.[A-Za-z][A-Za-z0-9_]{0,49}){0,4})\}"
)


@dataclass
class Scene:
    """What expressions may speak of while a button runs."""

    tx: Tx
    inputs: Mapping[str, Any]
    made: dict[str, int] = field(default_factory=dict[str, int])  #: ids of records created so far, by the step's name
    found: dict[str, tuple[str, list[int]]] = field(default_factory=dict[str, tuple[str, list[int]]])  #: table and ids
    origin: tuple[TableSpec, Row] | None = None  #: the record that it all began with, where steps go over others
    body: Any = None  #: what the event brought with it
    eyes: Tx | None = None  #: through which paths are read; None for everything that is there


def evaluate(scene: Scene, table: TableSpec, row: Row, expressions: Mapping[str, Expression | None]) -> dict[str, Any]:
    """The raw values, by field key, as the write path reads them; what a created record leaves empty is left out of it."""
    return {key: _value(scene, table, row, expression) for key, expression in expressions.items()}


def at(tx: Tx, table: TableSpec, row: Row, dotted: str, eyes: Tx | None = None) -> Any:
    """The raw value at the end of a path; None where it is empty, in error, or the path leads nowhere, and where it is not for
    the `eyes` that look."""
    specs = authoring.path_resolver(tx.catalogue, table)(dotted)
    if not specs or not row:  # what was set off by the clock alone has no record
        return None
    named = tuple(spec.id for spec in specs)
    if eyes is not None and not seeing(eyes, table, named, [row[RECORD_ID.id]]):
        return None
    path = expand(tx.catalogue, named)
    value = far.columns(tx, [row], [path])[path][0]
    if is_empty(value) or isinstance(value, FormulaError):
        return None
    shown = value_spec(specs[-1])
    return TYPES[shown.type].dump(value, shown)


def _value(scene: Scene, table: TableSpec, row: Row, expression: Expression | None) -> Any:
    match expression:
        case None:
            return None
        case {"value": value}:
            return value
        case {"input": key}:
            return scene.inputs.get(key)
        case {"field": path}:
            return at(scene.tx, table, row, path, scene.eyes)
        case {"first": paths}:
            return _first(scene, table, row, paths)
        case {"body": path}:
            return bodies.at(scene.body, path)
        case {"created": name}:
            return scene.made.get(name)
        case {"found": name}:
            return next(iter(scene.found.get(name, ("", []))[1]), None)
        case {"origin": path} if scene.origin is not None:
            return at(scene.tx, *scene.origin, path, scene.eyes)
        case {"record": True}:
            return row.get(RECORD_ID.id)
        case {"variable": "@me"}:
            return scene.tx.ctx.actor.member
        case {"variable": "@today"}:
            return scene.tx.ctx.today.isoformat()
        case {"variable": "@now"}:
            return scene.tx.ctx.now.isoformat()
        case _:
            return None


def _first(scene: Scene, table: TableSpec, row: Row, paths: Sequence[str]) -> Any:
    found = (at(scene.tx, table, row, path, scene.eyes) for path in paths)
    return next((value for value in found if value is not None), None)
