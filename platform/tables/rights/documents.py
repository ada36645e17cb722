"""What a role group may do with one table as a document, read from the policy; its form is that of the REST page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...permissions.objects import ObjectRight, Thing
from .. import config
from . import wording

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

Rights = dict[str, Any]
BUTTONS, DASHBOARDS, APPROVALS = "buttons", "dashboards", "approvals"  #: keys of the configuration that holds them


def of_table(tx: Tx, role: int | None, table: TableSpec, *, words: bool = False) -> Rights:
    """`{none, actions, fields, buttons, views}`: only what is said, with the scope in words where asked for (S69)."""
    held = tx.policy.book.tables.get((role, table.id), ())
    limits = tx.policy.book.fields.get((role, table.id), {})
    catalogue = tx.catalogue

    def rows(condition: Condition, name: str = "rows") -> Rights:
        told = {name: None if condition == ALWAYS else conditions.to_api(condition, catalogue.field)}
        return told | ({f"{name}_text": wording.rows(tx, condition)} if words else {})

    return {
        "none": any(grant.closes for grant in held),
        "actions": {grant.action.value: rows(grant.rows) for grant in held if grant.action is not None},
        "fields": {
            catalogue.fields[id_].key: {
                "read": limit.read,
                "edit": limit.edit,
                "give": limit.give,
                **rows(limit.read_rows, "read_rows"),
                **rows(limit.edit_rows, "edit_rows"),
            }
            for id_, limit in limits.items()
            if id_ in catalogue.fields
        },
        "buttons": {
            right.key: {"allowed": right.allowed, **rows(right.rows)}
            for right in said(tx, role, Thing.BUTTON, table.id)
        },
        "views": {right.key: {"allowed": right.allowed} for right in said(tx, role, Thing.VIEW, table.id)},
    }


def of_dashboards(tx: Tx, role: int | None) -> Rights:
    """What is said to a role group of dashboards."""
    return {right.key: {"allowed": right.allowed} for right in said(tx, role, Thing.DASHBOARD, None)}


def said(tx: Tx, role: int | None, kind: Thing, table: int | None) -> list[ObjectRight]:
    places = [(place, rights) for place, rights in tx.policy.things.items() if place[0] is kind and place[1] == table]
    return [rights[role] for _, rights in sorted(places, key=lambda each: each[0][2]) if role in rights]


def buttons_of(tx: Tx, table: TableSpec) -> dict[str, Mapping[str, str]]:
    """The buttons of a table by key, with their labels."""
    return {each["key"]: each["label"] for each in config.get(tx, BUTTONS, ()) if each["table"] == table.key}


def lifting(tx: Tx, table: TableSpec, locks: Collection[str]) -> list[Mapping[str, Any]]:
    """The buttons of a table that lift one of these locks, as they are kept."""
    found = (each for each in config.get(tx, BUTTONS, ()) if each["table"] == table.key)
    return [each for each in found if set(each.get("lifts", ())) & set(locks)]


def approvals_of(tx: Tx, table: TableSpec) -> list[Mapping[str, Any]]:
    """The approvals of a table as they are kept."""
    return [each for each in config.get(tx, APPROVALS, ()) if each["table"] == table.key]


def withdrawing(tx: Tx, table: TableSpec, approval: str) -> list[Mapping[str, str]]:
    """The labels of the buttons of a table that withdraw what is in an approval."""
    found = (each for each in config.get(tx, BUTTONS, ()) if each["table"] == table.key)
    return [each["label"] for each in found if any(step.get("withdraw") == approval for step in each["do"])]


def dashboards(tx: Tx) -> dict[str, Mapping[str, str]]:
    return {each["key"]: each["label"] for each in config.get(tx, DASHBOARDS, ())}
