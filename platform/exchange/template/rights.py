"""The role groups of a template and what they are granted, as rows of `permissions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.errors import Problem
from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...permissions import grants, objects, roles
from ...permissions.actions import Action
from ...permissions.messages import ROLE_TAKEN
from ...permissions.objects import ObjectRight, Thing
from ...tables import authoring
from ...tables.catalogue import TableSpec
from ...tables.transaction import Tx


def clashes(tx: Tx, template: Mapping[str, Any]) -> list[Problem]:
    """Role groups that are there under the same key but mean something else: administrators, or not."""
    present = {group.key: group for group in roles.all(tx.connection)}
    return [
        Problem(ROLE_TAKEN, {"key": role["key"]}, f"roles[{place}].key")
        for place, role in enumerate(template.get("roles", ()))
        if role["key"] in present and present[role["key"]].admin != role.get("admin", False)
    ]


def install(tx: Tx, template: Mapping[str, Any]) -> None:
    """Make the role groups that are not there yet and grant everything. The installing member becomes an administrator
    where the workspace has none."""
    ids: dict[str | None, int | None] = {None: None}
    ids.update((group.key, group.id) for group in roles.all(tx.connection))
    for role in template.get("roles", ()):
        if role["key"] not in ids:
            group = roles.add(
                tx.connection,
                role["key"],
                role["label"],
                description=role.get("description"),
                admin=role.get("admin", False),
                builder=role.get("builder", False),
                protected=True,
            )
            ids[role["key"]] = group.id
        installing = tx.ctx.actor.member
        if role.get("admin") and installing is not None and not roles.has_admin(tx.connection):
            roles.put_in(tx.connection, _id(ids, role["key"]), installing)
    for grant in template.get("grants", ()):
        table, role = tx.catalogue.table(grant["table"]), ids[grant["role"]]
        if grant.get("none"):
            grants.close(tx.connection, role, table.id)
        else:
            grants.allow(tx.connection, role, table.id, _actions(grant), _rows(tx, table, grant.get("rows")))
    for rule in template.get("standing_rules", ()):
        table = tx.catalogue.table(rule["table"])
        grants.let_stand(
            tx.connection, table.id, rule["key"], rule["label"], _actions(rule), _rows(tx, table, rule["rows"])
        )
    for limit in template.get("field_grants", ()):
        table = tx.catalogue.table(limit["table"])
        for key in limit["fields"]:
            grants.limit_field(
                tx.connection,
                ids[limit["role"]],
                table.id,
                table.by_key[key].id,
                read=limit.get("read", True),
                edit=limit.get("edit", True),
                give=limit.get("give"),
                read_rows=_rows(tx, table, limit.get("read_rows")),
                edit_rows=_rows(tx, table, limit.get("edit_rows")),
            )
    for part in template.get("object_grants", ()):
        table = tx.catalogue.table(part["table"]) if "table" in part else None
        rows = ALWAYS if table is None else _rows(tx, table, part.get("rows"))
        place = Thing(part["kind"]), None if table is None else table.id, part["key"]
        objects.say(tx.connection, ObjectRight(ids[part["role"]], *place, part["allowed"], rows))
    tx.reload()


def assign(tx: Tx, member: int, keys: list[str]) -> None:
    """Put a member into role groups, by key."""
    for key in keys:
        group = roles.find(tx.connection, key)
        assert group is not None, key
        roles.put_in(tx.connection, group.id, member)


def _id(ids: Mapping[str | None, int | None], key: str) -> int:
    found = ids[key]
    assert found is not None
    return found


def _actions(part: Mapping[str, Any]) -> list[Action]:
    return [Action(action) for action in part["actions"]]


def _rows(tx: Tx, table: TableSpec, written: Mapping[str, Any] | None) -> Condition:
    if written is None:
        return ALWAYS
    return conditions.parse(written, authoring.path_resolver(tx.catalogue, table))
