"""A role group that was deleted, kept as rows: who was in it and everything that was said of it, for its way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..fields import conditions
from ..fields.conditions import paths
from .models import field_grants, grants, object_rights, role_groups, role_members

_SAID = (grants, field_grants, object_rights)

Kept = Mapping[str, Sequence[Mapping[str, Any]]]  #: the rows of each table of the store that speak of the group


def keep(connection: sa.Connection, role: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of a group that is still there; conditions by id, so that another name of a field loses nothing."""
    found = {
        role_groups.name: sa.select(role_groups).where(role_groups.c.id == role),
        role_members.name: sa.select(role_members).where(role_members.c.role == role),
    }
    for stored in _SAID:
        found[stored.name] = sa.select(stored).where(stored.c.role == role).order_by(stored.c.id)
    return {name: [dict(row) for row in connection.execute(query).mappings()] for name, query in found.items()}


def looked_at(kept: Kept) -> Iterator[tuple[int | None, int]]:
    """Every field that a condition of a kept group looks at, with the table that the condition is of."""
    for stored in _SAID:
        for row in kept.get(stored.name, ()):
            for name in ("rows", "read_rows", "edit_rows"):
                for path in paths(conditions.load(row.get(name))):
                    yield from ((row["table_id"], field) for field in path)


def put_back(connection: sa.Connection, kept: Kept, members: frozenset[int]) -> int:
    """The group again with what was said of it and those of its `members` that there are; answers its id, the one it had
    unless that has been given away. The caller has seen that its key is free."""
    (row,) = kept[role_groups.name]
    values = dict(row)
    if connection.execute(sa.select(role_groups.c.id).where(role_groups.c.id == row["id"])).first() is not None:
        del values["id"]
    role = connection.execute(sa.insert(role_groups).values(values).returning(role_groups.c.id)).scalar_one()
    inside = [{"role": role, "member": each["member"]} for each in kept[role_members.name]]
    inside = [each for each in inside if each["member"] in members]
    if inside:
        connection.execute(sa.insert(role_members), inside)
    for stored in _SAID:
        rows = [{**{k: v for k, v in each.items() if k != "id"}, "role": role} for each in kept.get(stored.name, ())]
        if rows:
            connection.execute(sa.insert(stored), rows)
    return int(role)
