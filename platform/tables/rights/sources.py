"""What a computed field reads that a set of rights does not reach: the one answer for the check for leaks and for authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...fields import conditions
from ...fields.conditions import ALWAYS
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..computed.dependencies import expand
from ..queries.sight import VIEWER

if TYPE_CHECKING:
    from ...permissions.scope import Scope
    from ..transaction import Tx

Path = tuple[int, ...]
Source = tuple[str, str | None, str]  #: table, field, why
_USUAL = {"lookup": VIEWER, "formula": "system", "rollup": "system"}


def shows_everybody(spec: FieldSpec) -> bool:
    """Whether it is a computed field of the system's scope, which shows everybody the same."""
    return spec.type in _USUAL and spec.options.get("scope", _USUAL[spec.type]) != VIEWER


def beyond(tx: Tx, spec: FieldSpec, scopes: Mapping[int, Scope]) -> Iterator[Source]:
    """What a computed field reads that is out of reach of `scopes` (by table): "table", "rows", "field" or "masked"."""
    graph = tx.catalogue.dependencies
    match spec.type:
        case "lookup":
            path = expand(tx.catalogue, (spec.options["relation"], spec.options["field"]))
            yield from _along(tx, spec.table, path, scopes)
        case "formula":
            for path in graph.by_field[spec.id].paths:
                yield from _along(tx, spec.table, path, scopes)
        case _:
            rollup = graph.rollups[spec.id]
            for relation in rollup.path:
                yield from _table(tx, relation.table, scopes)
                yield from _along(tx, relation.table, (relation.id,), scopes)
            for path in [*conditions.paths(rollup.where), *([] if rollup.source is None else [rollup.source])]:
                yield from _along(tx, rollup.far, path, scopes)


def inputs(tx: Tx, spec: FieldSpec) -> Iterator[int]:
    """The fields that a computed field reads itself."""
    graph = tx.catalogue.dependencies
    match spec.type:
        case "lookup":
            yield from (spec.options["relation"], spec.options["field"])
        case "formula":
            yield from (id_ for path in graph.by_field[spec.id].paths for id_ in path)
        case "rollup":
            rollup = graph.rollups[spec.id]
            yield from (relation.id for relation in rollup.path)
            yield from (id_ for path in conditions.paths(rollup.where) for id_ in path)
            yield from rollup.source or ()
        case _:
            return


def _along(tx: Tx, table: int, path: Path, scopes: Mapping[int, Scope]) -> Iterator[Source]:
    for place, field_id in enumerate(path):
        spec, scope = tx.catalogue.fields[field_id], scopes[table]
        here = tx.catalogue.by_id[table].key
        if not scope.may_read(field_id):
            yield here, spec.key, "field"
        elif field_id in scope.masked:
            yield here, spec.key, "masked"
        if place + 1 < len(path):
            table = value_spec(spec).options["table"]
            yield from _table(tx, table, scopes)


def _table(tx: Tx, table: int, scopes: Mapping[int, Scope]) -> Iterator[Source]:
    view = scopes[table].where(Action.VIEW)
    if Action.VIEW not in scopes[table].actions:
        yield tx.catalogue.by_id[table].key, None, "table"
    elif view != ALWAYS:
        yield tx.catalogue.by_id[table].key, None, "rows"
