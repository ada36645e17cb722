"""Records that are there already, like one that a button is about to make: whoever presses is told of them, and takes one
or has another one made all the same (S15). What is alike says `tables.rules.duplicates`, as it does for rows that come by
any other way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import Problem, Refusal, refuse
from ..fields.fieldtype import InvalidValue
from ..fields.registry import type_of
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..tables.catalogue import TableSpec
from ..tables.queries.selection import visible_ids
from ..tables.rules import duplicates
from ..tables.rules.book import Duplicates
from ..tables.rules.duplicates import Match, Telling
from .definitions import Button, Step, said
from .messages import ALIKE, NO_CHOICE, NOT_ALIKE

if TYPE_CHECKING:
    from ..tables.transaction import Tx

Use = Mapping[str, int | None]  #: by a step's name: the record to take; None: another one is made all the same

MOST = 20  #: records told of


def check(button: Button, use: Use) -> None:
    """Raises `Refusal` where a choice is made for what the button does not look for."""
    asked = {step["as"] for step in button.steps if "duplicates" in step}
    wrong = [name for name in use if name not in asked]
    if wrong:
        raise Refusal([Problem(NO_CHOICE, {"key": name[:60]}, name[:60]) for name in wrong])


def taken(tx: Tx, step: Step, values: Mapping[str, Any], use: Use) -> int | None:
    """The record that is taken in place of a new one with these values; None: it is to be made. Raises INVALID with the records
    that are alike as long as nothing was chosen, and for a choice that is none of them."""
    name = step["as"]
    chosen = use.get(name)
    if name in use and chosen is None:
        return None
    table = tx.catalogue.table(step["create"])
    rule = Duplicates.of(name, ALIKE, step["duplicates"], table.by_key.__getitem__)
    row = {spec.id: _parsed(tx, spec, values.get(spec.key)) for spec in rule.fields}
    found = {match.id: match for match in duplicates.alike(tx, table, rule, row) if match.id is not None}
    seen, usable = (visible_ids(tx, table, found, action) for action in (Action.VIEW, Action.EDIT))
    usable = usable & seen
    if chosen is not None:
        if chosen not in usable:
            raise refuse(NOT_ALIKE, at_field=name)
        return chosen
    if not found:
        return None
    first = sorted(found, key=lambda id_: (id_ not in usable, id_ not in seen, id_))[:MOST]
    told = _told(tx, table, rule, [found[id_] for id_ in first], usable)
    names = "、".join(each["label"] for each in told if each["label"] is not None)
    params = {"table": said(table.label, tx.ctx.locale), "names": names or "…"}
    details = {"duplicates": {"step": name, "table": table.key, "records": told}}
    raise Refusal([Problem(ALIKE, params, details=details)])


# -- inside ----------------------------------------------------------------------------------------------------------


def _parsed(tx: Tx, spec: FieldSpec, raw: Any) -> Any:
    """What would be written; nothing for a value that will be refused."""
    try:
        return type_of(spec).parse(raw, spec, tx.ctx.zone)
    except InvalidValue:
        return None


def _told(
    tx: Tx, table: TableSpec, rule: Duplicates, matches: Sequence[Match], usable: set[int]
) -> list[dict[str, Any]]:
    """The records as they are told of; one outside of the caller's scope without its number, by name where that is shown."""
    telling = Telling(tx, table, rule, matches)
    name = table.primary.key if table.primary is not None else None
    told: list[dict[str, Any]] = []
    for match in matches:
        label, shown = telling.label(match), telling.shown(match)
        told.append(
            {
                "id": None if label is None else match.id,
                "label": label or next((one["text"] for one in shown if one["field"] == name), None),
                "usable": match.id in usable,
                "shown": [one for one in shown if one["field"] != name],
            }
        )
    return told
