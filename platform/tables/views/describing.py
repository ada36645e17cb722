"""A stored view by field keys, as far as its viewer may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import NEVER
from ...permissions.objects import Thing
from ..catalogue import Catalogue, TableSpec, ViewSpec
from .definition import MANY_FIELDS, ONE_FIELD

if TYPE_CHECKING:
    from ..transaction import Tx


def shown_to(tx: Tx, table: TableSpec) -> list[ViewSpec]:
    """The views that the caller is shown: shared ones that are not closed to them (S67), and their own."""
    return [view for view in table.views if is_shown(tx, table, view)]


def is_shown(tx: Tx, table: TableSpec, view: ViewSpec) -> bool:
    if view.owner is not None:
        return view.owner == tx.ctx.actor.member
    return tx.policy.may_use(tx.ctx.actor, Thing.VIEW, table.id, view.key) != NEVER


def describe(catalogue: Catalogue, view: ViewSpec, readable: Mapping[int, str]) -> dict[str, Any]:
    """A view by field keys; what the caller may not read (is not in `readable`: id → key) is left out of it."""
    definition = view.definition
    return {
        "fields": [readable[id_] for id_ in definition.get("fields", ()) if id_ in readable],
        "filter": _condition(catalogue, definition.get("filter"), readable),
        "sort": ",".join(
            ("-" if item["descending"] else "") + readable[item["field"]]
            for item in definition.get("sort") or ()
            if item["field"] in readable
        )
        or None,
        "settings": _settings(catalogue, definition.get("settings") or {}, readable),
        "widths": {
            readable[int(id_)]: px for id_, px in (definition.get("widths") or {}).items() if int(id_) in readable
        },
    }


def _condition(catalogue: Catalogue, stored: Any, readable: Mapping[int, str]) -> dict[str, Any] | None:
    """A condition, unless it looks at something that the caller may not read."""
    if not stored:
        return None
    condition = conditions.load(stored)
    hidden = any(
        part not in readable and part in catalogue.fields for path in conditions.paths(condition) for part in path[:1]
    )
    return None if hidden else conditions.to_api(condition, catalogue.field)


def _settings(catalogue: Catalogue, settings: Mapping[str, Any], readable: Mapping[int, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in settings.items():
        if name in ONE_FIELD:
            if value in readable:
                shown[name] = readable[value]
        elif name in MANY_FIELDS:
            shown[name] = [readable[id_] for id_ in value if id_ in readable]
        elif name == "group":
            shown[name] = [{**item, "field": readable[item["field"]]} for item in value if item["field"] in readable]
        elif name == "footer":
            shown[name] = {readable[int(id_)]: op for id_, op in value.items() if int(id_) in readable}
        elif name == "colors":
            rules = [{**rule, "when": _condition(catalogue, rule["when"], readable)} for rule in value]
            shown[name] = [rule for rule in rules if rule["when"] is not None]
        else:
            shown[name] = value
    return shown
