"""What changes when a document of the configuration is stored anew: an entry for each thing in it that differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .writing import WHOLE, note

if TYPE_CHECKING:
    from ..transaction import Tx

#: documents that are lists of things with a key → the kind of thing
LISTS: Mapping[str, str] = MappingProxyType(
    {"dashboards": "dashboard", "buttons": "button", "approvals": "approval", "timers": "timer"}
)
#: documents that are one thing each
SINGLE: Mapping[str, str] = MappingProxyType({"organisation": "organisation", "renaming": "renaming"})
NAVIGATION = "navigation"  #: a list of groups whose order matters as much as what is in them
ORDER = "order"
_OF_TABLES = frozenset({"button", "timer"})  #: kinds whose keys are their own in each table


def name_of(kind: str, item: Mapping[str, Any]) -> str:
    """What one of a kind is called in the log."""
    return f"{item['table']}.{item['key']}" if kind in _OF_TABLES else str(item["key"])


def noted(tx: Tx, key: str, before: Any, after: Any, reason: str | None = None) -> None:
    """Write down what differs between two states of a document."""
    if key in LISTS:
        _list(tx, LISTS[key], before or (), after or (), reason)
    elif key in SINGLE:
        note(tx, SINGLE[key], WHOLE, key, before, after, reason)
    elif key == NAVIGATION:
        note(tx, NAVIGATION, WHOLE, NAVIGATION, as_groups(before or ()), as_groups(after or ()), reason)


def as_groups(navigation: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The navigation as one thing with a property for each group, and their order."""
    return {
        **{group["key"]: dict(group) for group in navigation},
        ORDER: [group["key"] for group in navigation],
    }


def of_groups(state: Mapping[str, Any]) -> list[Any]:
    """The navigation of such a thing; a group that the order does not name comes last."""
    groups = {key: group for key, group in state.items() if key != ORDER and group is not None}
    named = [key for key in state.get(ORDER) or () if key in groups]
    return [groups[key] for key in (*named, *(key for key in groups if key not in named))]


def _list(
    tx: Tx, kind: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], reason: str | None
) -> None:
    old = {name_of(kind, item): item for item in before}
    new = {name_of(kind, item): item for item in after}
    for name in dict.fromkeys((*old, *new)):
        item = new.get(name) or old[name]
        table = tx.catalogue.tables.get(item.get("table", ""))
        note(tx, kind, WHOLE if table is None else table.id, name, old.get(name), new.get(name), reason)
    if list(old) != list(new) and set(old) == set(new):
        note(tx, kind, WHOLE, ORDER, {ORDER: list(old)}, {ORDER: list(new)}, reason)
