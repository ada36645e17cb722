"""A stored view by field keys, as far as its viewer may know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import NEVER, Condition
from ...permissions.actions import Action
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


def may_read(tx: Tx, field: int) -> bool:
    """Whether the caller may read a field of whatever table, on some row at least."""
    scope = tx.scope(tx.catalogue.by_id[tx.catalogue.fields[field].table])
    return Action.VIEW in scope.actions and scope.may_read(field)


def describe(
    catalogue: Catalogue, view: ViewSpec, readable: Mapping[int, str], beyond: Callable[[int], bool] = lambda _: True
) -> dict[str, Any]:
    """A view by field keys; what the caller may not read (is not in `readable`: id → key) is left out of it.

    `beyond` says of fields of other tables whether they may be read: a condition tells by its values what stands there.
    """
    definition = view.definition
    seen = Seen(catalogue, readable, beyond)
    return {
        "fields": [readable[id_] for id_ in definition.get("fields", ()) if id_ in readable],
        "filter": seen.condition(definition.get("filter")),
        "sort": ",".join(
            ("-" if item["descending"] else "") + readable[item["field"]]
            for item in definition.get("sort") or ()
            if item["field"] in readable
        )
        or None,
        "settings": _settings(seen, definition.get("settings") or {}),
        "widths": {
            readable[int(id_)]: px for id_, px in (definition.get("widths") or {}).items() if int(id_) in readable
        },
    }


@dataclass(frozen=True, slots=True)
class Seen:
    """What the caller may know of the fields that a view speaks of."""

    catalogue: Catalogue
    readable: Mapping[int, str]
    beyond: Callable[[int], bool]

    def condition(self, stored: Any) -> dict[str, Any] | None:
        """A condition, unless it looks at something that the caller may not read, however far away."""
        if not stored:
            return None
        condition = conditions.load(stored)
        return conditions.to_api(condition, self.catalogue.field) if self.tells(condition) else None

    def knows(self, field: int | None) -> bool:
        """Whether a field, if any is named, is one the caller may read."""
        return field is None or field in self.readable

    def tells(self, condition: Condition) -> bool:
        """Whether a condition looks at nothing but what the caller may read."""
        paths = conditions.paths(condition)
        return not any(self._hides(path[0], self.readable.__contains__) for path in paths if path) and not any(
            self._hides(part, self.beyond) for path in paths for part in path[1:]
        )

    def _hides(self, part: int, may_read: Callable[[int], bool]) -> bool:
        return part in self.catalogue.fields and not may_read(part)


def _settings(seen: Seen, settings: Mapping[str, Any]) -> dict[str, Any]:
    readable = seen.readable
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
        elif name == "pivot":
            shown[name] = _pivot(readable, value)
        elif name == "colors":
            shown[name] = [rule for each in value if (rule := _color(seen, each)) is not None]
        else:
            shown[name] = value
    return shown


def _color(seen: Seen, rule: Mapping[str, Any]) -> dict[str, Any] | None:
    when = seen.condition(rule["when"])
    if when is None or not seen.knows(rule.get("field")):
        return None
    named = {"field": seen.readable[rule["field"]]} if "field" in rule else {}
    return {**rule, "when": when, **named}


def _pivot(readable: Mapping[int, str], stored: Mapping[str, Any]) -> dict[str, Any]:
    """A pivot without the groups and figures that the caller may not read; it counts where no figure is left."""
    named = {
        part: [
            each if "field" not in each else {**each, "field": readable[each["field"]]}
            for each in stored.get(part, ())
            if "field" not in each or each["field"] in readable
        ]
        for part in ("rows", "columns", "measures")
    }
    return {**named, "measures": named["measures"] or [{"op": "count"}]}
