"""To which related lists of a record its viewer may add: where a new row that points at it could meet their right to create."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...fields.conditions import ALWAYS, NEVER, And, Condition, Not, Or, Test
from ...permissions.actions import Action
from ..computed.dependencies import expand_condition
from ..queries.selection import meeting

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx


def lists(tx: Tx, table: TableSpec, record: int) -> list[str]:
    """The keys of the related lists. What else the new row will hold is not known yet, and taken to be as the right asks."""
    known: dict[Condition, bool] = {}
    found: list[str] = []
    for item in table.settings.get("related", ()):
        other = tx.catalogue.tables.get(item["table"])
        link = None if other is None else other.by_key.get(item["field"])
        if other is None or link is None:
            continue
        scope = tx.scope(other)
        if Action.CREATE not in scope.actions or not scope.may_set(link.id, Action.CREATE):
            continue
        asked = _of_parent(expand_condition(tx.catalogue, scope.where(Action.CREATE)), link.id, possible=ALWAYS)
        if asked not in known:
            known[asked] = bool(meeting(tx, table, asked, [record]))
        if known[asked]:
            found.append(item.get("key") or other.key)
    return found


def _of_parent(condition: Condition, link: int, *, possible: Condition) -> Condition:
    """What a condition over new rows asks of the record that they point at; `possible` stands for what it asks of the rows."""
    match condition:
        case And(parts):
            asked = [_of_parent(part, link, possible=possible) for part in parts]
            return NEVER if NEVER in asked else And(tuple(part for part in asked if part != ALWAYS))
        case Or(parts):
            asked = [_of_parent(part, link, possible=possible) for part in parts]
            return ALWAYS if ALWAYS in asked else Or(tuple(part for part in asked if part != NEVER))
        case Not(part):
            inner = _of_parent(part, link, possible=NEVER if possible == ALWAYS else ALWAYS)
            return NEVER if inner == ALWAYS else ALWAYS if inner == NEVER else Not(inner)
        case Test(path=(first, *rest)) if first == link and rest:
            return replace(condition, path=tuple(rest))
        case Test():
            return possible
