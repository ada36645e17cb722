"""Computed fields through which a role group reads what it may not read directly (E41, H9).

Only fields of the system's scope can leak; one that says so in its own settings was opened on purpose and counts as
acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import ALWAYS
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ...permissions.roles import RoleGroup
from ..computed.dependencies import expand
from ..queries.sight import VIEWER
from .changing import EVERYONE
from .groups import admit_reader

if TYPE_CHECKING:
    from ...permissions.scope import Scope
    from ..transaction import Tx

Path = tuple[int, ...]
_USUAL = {"lookup": VIEWER, "formula": "system", "rollup": "system"}
_WHY = {
    "table": ("看不到表", "the table is closed to them"),
    "rows": ("只能看到部分记录", "they see some of its rows only"),
    "field": ("看不到字段", "the field is hidden from them"),
    "masked": ("字段只在部分记录可见", "the field is masked on some rows"),
}


def of(tx: Tx) -> list[dict[str, Any]]:
    """`{role, table, field, label, scope, acknowledged, sources: [{table, field, why, message}]}` for every leak there is."""
    admit_reader(tx)
    english = tx.ctx.locale.startswith("en")
    found: list[dict[str, Any]] = []
    voices: list[RoleGroup | None] = [None, *(group for group in tx.policy.groups if not group.admin)]
    for voice in voices:
        scopes = {
            table.id: tx.policy.book.rule(() if voice is None else (voice,), table.id).scope
            for table in tx.catalogue.tables.values()
        }
        for table in tx.catalogue.tables.values():
            if Action.VIEW not in scopes[table.id].actions:
                continue
            for spec in table.fields:
                if spec.type not in _USUAL or not scopes[table.id].may_read(spec.id):
                    continue
                if spec.options.get("scope", _USUAL[spec.type]) == VIEWER:
                    continue
                sources = list(dict.fromkeys(_sources(tx, spec, scopes)))
                if sources:
                    found.append(
                        {
                            "role": EVERYONE if voice is None else voice.key,
                            "table": table.key,
                            "field": spec.key,
                            "label": f"{table.text(tx.ctx.locale)}.{spec.text(tx.ctx.locale)}",
                            "type": spec.type,
                            "acknowledged": spec.options.get("scope") == "system",
                            "sources": [
                                {"table": of, "field": key, "why": why, "message": _WHY[why][english]}
                                for of, key, why in sources
                            ],
                        }
                    )
    return found


def _sources(tx: Tx, spec: FieldSpec, scopes: dict[int, Scope]) -> Iterator[tuple[str, str | None, str]]:
    """What a computed field reads that the role group may not: (table, field, why)."""
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


def _along(tx: Tx, table: int, path: Path, scopes: dict[int, Scope]) -> Iterator[tuple[str, str | None, str]]:
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


def _table(tx: Tx, table: int, scopes: dict[int, Scope]) -> Iterator[tuple[str, str | None, str]]:
    view = scopes[table].where(Action.VIEW)
    if Action.VIEW not in scopes[table].actions:
        yield tx.catalogue.by_id[table].key, None, "table"
    elif view != ALWAYS:
        yield tx.catalogue.by_id[table].key, None, "rows"
