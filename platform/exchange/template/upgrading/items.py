"""A template taken apart into items with named parts, so that two of them can be compared part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..guards import KINDS as RULES

Parts = dict[str, Any]
Document = Mapping[str, Any]
EVERYONE = ""  #: in the place of a role's key: members without a group


class Kind(StrEnum):
    """What an item is, in the order in which they are brought in."""

    TABLE = "table"
    FIELD = "field"
    CHOICE = "choice"
    ROLE = "role"
    RULE = "rule"
    VIEW = "view"
    GRANT = "grant"
    STANDING = "standing_rule"
    LIMIT = "field_grant"
    THING = "object_grant"
    BUTTON = "button"
    APPROVAL = "approval"
    TIMER = "timer"
    AUTOMATION = "automation"
    DASHBOARD = "dashboard"
    GROUP = "navigation_group"
    ENTRY = "navigation_item"
    ORGANISATION = "organisation"


#: sections of a template that are lists of definitions kept whole, with what of each makes its name
LISTS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.BUTTON: ("buttons", ("table", "key")),
    Kind.APPROVAL: ("approvals", ("key",)),
    Kind.TIMER: ("timers", ("table", "key")),
    Kind.AUTOMATION: ("automations", ("key",)),
    Kind.DASHBOARD: ("dashboards", ("key",)),
}
_OF_TABLE = (
    "label",
    "help",
    "icon",
    "primary",
    "parent",
    "tree",
    "order",
    "ownership",
    "record_types",
    "layout",
    "related",
)
_OF_FIELD = ("type", "label", "help", "required", "unique", "protected", "default")


@dataclass(frozen=True, slots=True)
class Item:
    """The name of an item: its kind, and the keys that lead to it."""

    kind: Kind
    path: tuple[str, ...]

    def __str__(self) -> str:
        return ":".join((self.kind.value, *self.path))


def items(document: Document) -> dict[Item, Parts]:
    """Every item of a template with its parts; a part that is not said is not there."""
    return dict(_all(document))


def _all(document: Document) -> Iterator[tuple[Item, Parts]]:
    for table in document.get("tables", ()):
        yield from _table(table)
    for role in document.get("roles", ()):
        yield Item(Kind.ROLE, (role["key"],)), _without(role, "key")
    yield from _rights(document)
    for kind, (section, names) in LISTS.items():
        for each in document.get(section, ()):
            yield Item(kind, tuple(each[name] for name in names)), _without(each, *names)
    for group in document.get("navigation", ()):
        yield Item(Kind.GROUP, (group["key"],)), _without(group, "key", "items")
        for entry in group["items"]:
            yield Item(Kind.ENTRY, (entry["kind"], entry["key"])), {"group": group["key"]}
    if document.get("organisation"):
        yield Item(Kind.ORGANISATION, ()), dict(document["organisation"])


def _table(table: Document) -> Iterator[tuple[Item, Parts]]:
    key = table["key"]
    yield Item(Kind.TABLE, (key,)), {name: table[name] for name in _OF_TABLE if name in table}
    for field in table["fields"]:
        parts = {name: field[name] for name in _OF_FIELD if name in field}
        parts |= {f"options.{name}": value for name, value in field.get("options", {}).items()}
        yield Item(Kind.FIELD, (key, field["key"])), parts
        for choice in field.get("choices", ()):
            yield Item(Kind.CHOICE, (key, field["key"], choice["key"])), _without(choice, "key")
    for kind in RULES:
        for rule in table.get(kind, ()):
            yield Item(Kind.RULE, (key, kind, rule["key"])), _without(rule, "key")
    for view in table.get("views", ()):
        yield Item(Kind.VIEW, (key, view["key"])), _without(view, "key")


def _rights(document: Document) -> Iterator[tuple[Item, Parts]]:
    granted: dict[Item, Parts] = {}
    for grant in document.get("grants", ()):
        parts = granted.setdefault(Item(Kind.GRANT, (grant["role"] or EVERYONE, grant["table"])), {})
        if grant.get("none"):
            parts["none"] = True
        for action in grant.get("actions", ()):
            parts[action] = {"rows": grant.get("rows")}
    yield from granted.items()
    for rule in document.get("standing_rules", ()):
        yield Item(Kind.STANDING, (rule["table"], rule["key"])), _without(rule, "table", "key")
    for limit in document.get("field_grants", ()):
        for field in limit["fields"]:
            said = {"read": limit.get("read", True), "edit": limit.get("edit", True)}
            said |= {"give": said["read"] and limit.get("give", said["edit"])}
            said |= {name: limit[name] for name in ("read_rows", "edit_rows") if name in limit}
            yield Item(Kind.LIMIT, (limit["role"] or EVERYONE, limit["table"], field)), said
    for part in document.get("object_grants", ()):
        path = (part["role"] or EVERYONE, part["kind"], part.get("table", ""), part["key"])
        yield Item(Kind.THING, path), _without(part, "role", "kind", "table", "key")


def _without(part: Document, *names: str) -> Parts:
    return {name: value for name, value in part.items() if name not in names}


def find(document: Document, kind: Kind, path: Sequence[str]) -> Mapping[str, Any]:
    """The definition of a listed item in a template, whole. Raises `KeyError`."""
    section, names = LISTS[kind]
    for each in document.get(section, ()):
        if tuple(each[name] for name in names) == tuple(path):
            return each
    raise KeyError(":".join(path))
