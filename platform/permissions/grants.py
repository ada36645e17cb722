"""What role groups are granted, as rows: on tables, on fields, and the standing rules that hold for everybody.

A role of `None` stands for members without any group. Whoever calls the services has checked that the caller may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ..fields import conditions
from ..fields.conditions import ALWAYS, And, Condition
from .actions import Action
from .models import field_grants, grants, standing_rules


@dataclass(frozen=True, slots=True)
class Grant:
    """A role group may do `action` with the `rows` of a table; or, with `action` None, the table is closed to it."""

    role: int | None
    table: int
    action: Action | None
    rows: Condition = ALWAYS

    @property
    def closes(self) -> bool:
        return self.action is None


@dataclass(frozen=True, slots=True)
class FieldGrant:
    """What a role group may do with one field; with `role` None, what holds for groups that say nothing of it."""

    role: int | None
    table: int
    field: int
    read: bool
    edit: bool  #: of a row that is there
    give: bool  #: a value at creation
    read_rows: Condition = ALWAYS  #: the rows on which it may be read; on others it is masked (S12)
    edit_rows: Condition = ALWAYS  #: the rows on which it may be edited

    @property
    def editable(self) -> Condition:
        """The rows on which it may be edited: nobody edits what they may not read."""
        parts = tuple(part for part in (self.read_rows, self.edit_rows) if part != ALWAYS)
        return parts[0] if len(parts) == 1 else And(parts)


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A right that a row itself gives, whatever the groups: to its creator, its owner, its collaborators."""

    key: str
    label: Mapping[str, str]
    table: int
    action: Action
    rows: Condition


def all(connection: sa.Connection) -> tuple[Grant, ...]:  # noqa: A001 - read as `grants.all`
    """Every grant on tables, in the order they were made."""
    query = sa.select(grants.c.role, grants.c.table_id, grants.c.action, grants.c.rows).order_by(grants.c.id)
    return tuple(
        Grant(role, table, None if action is None else Action(action), conditions.load(rows))
        for role, table, action, rows in connection.execute(query)
    )


def all_on_fields(connection: sa.Connection) -> tuple[FieldGrant, ...]:
    c = field_grants.c
    query = sa.select(c.role, c.table_id, c.field, c.read, c.edit, c.give, c.read_rows, c.edit_rows).order_by(c.id)
    return tuple(
        FieldGrant(
            role,
            table,
            field,
            bool(read),
            bool(edit),
            bool(give),
            conditions.load(read_rows),
            conditions.load(edit_rows),
        )
        for role, table, field, read, edit, give, read_rows, edit_rows in connection.execute(query)
    )


def all_standing(connection: sa.Connection) -> tuple[StandingRule, ...]:
    c = standing_rules.c
    query = sa.select(c.key, c.label, c.table_id, c.action, c.rows).order_by(c.id)
    return tuple(
        StandingRule(key, label, table, Action(action), conditions.load(rows))
        for key, label, table, action, rows in connection.execute(query)
    )


def allow(
    connection: sa.Connection,
    role: int | None,
    table: int,
    actions: Iterable[Action],
    rows: Condition = ALWAYS,
) -> None:
    """Grant actions on the rows of a table; earlier grants of the same actions and a *none* of this role are replaced."""
    wanted = list(dict.fromkeys(actions))
    if not wanted:
        return
    here = _on(grants, role, table)
    named = [action.value for action in wanted]
    connection.execute(sa.delete(grants).where(here, grants.c.none | grants.c.action.in_(named)))
    stored = None if rows == ALWAYS else conditions.dump(rows)
    lines = [{"role": role, "table_id": table, "action": action, "rows": stored, "none": False} for action in named]
    connection.execute(sa.insert(grants), lines)


def close(connection: sa.Connection, role: int | None, table: int) -> None:
    """Close a table to a role group by an explicit *none*; what it was granted there goes."""
    connection.execute(sa.delete(grants).where(_on(grants, role, table)))
    line = {"role": role, "table_id": table, "action": None, "rows": None, "none": True}
    connection.execute(sa.insert(grants), [line])


def withdraw(
    connection: sa.Connection, role: int | None, table: int, actions: Iterable[Action] = tuple(Action)
) -> None:
    """Take actions back; taking all of them takes an explicit *none* back too, so that the role says nothing."""
    named = {action.value for action in actions}
    gone = grants.c.action.in_(sorted(named))
    if len(named) == len(Action):
        gone = gone | grants.c.none
    connection.execute(sa.delete(grants).where(_on(grants, role, table), gone))


def limit_field(
    connection: sa.Connection,
    role: int | None,
    table: int,
    field: int,
    *,
    read: bool = True,
    edit: bool = True,
    give: bool | None = None,
    read_rows: Condition = ALWAYS,
    edit_rows: Condition = ALWAYS,
) -> None:
    """Say what a role may do with a field: read it, edit it on a row that is there, `give` it a value at creation.

    `give` is as `edit` unless said. Who may not read a field may not write it. `read_rows` and `edit_rows` limit both to the
    rows that meet them: elsewhere the field is masked, or read-only. With `role` None it is said for everybody whose groups do
    not speak of the field themselves.
    """
    free_field(connection, role, table, field)
    values = {
        "role": role,
        "table_id": table,
        "field": field,
        "read": read,
        "edit": read and edit,
        "give": read and (edit if give is None else give),
        "read_rows": None if read_rows == ALWAYS else conditions.dump(read_rows),
        "edit_rows": None if edit_rows == ALWAYS else conditions.dump(edit_rows),
    }
    connection.execute(sa.insert(field_grants).values(values))


def free_field(connection: sa.Connection, role: int | None, table: int, field: int) -> None:
    """Take back what was said of a field for a role."""
    here = _on(field_grants, role, table)
    connection.execute(sa.delete(field_grants).where(here, field_grants.c.field == field))


def let_stand(
    connection: sa.Connection,
    table: int,
    key: str,
    label: Mapping[str, str],
    actions: Iterable[Action],
    rows: Condition,
) -> None:
    """Set the standing rule `key` of a table: `rows` open these actions to everybody they name, groups aside."""
    let_fall(connection, table, key)
    lines = [
        {
            "key": key,
            "label": dict(label),
            "table_id": table,
            "action": action.value,
            "rows": conditions.dump(rows),
        }
        for action in dict.fromkeys(actions)
    ]
    if lines:
        connection.execute(sa.insert(standing_rules), lines)


def let_fall(connection: sa.Connection, table: int, key: str) -> None:
    """Take a standing rule back."""
    here = (standing_rules.c.table_id == table) & (standing_rules.c.key == key)
    connection.execute(sa.delete(standing_rules).where(here))


def forget_field(connection: sa.Connection, field: int) -> None:
    """Delete what was said of a field that goes. Conditions over it are the caller's to refuse (`Policy.used_fields`)."""
    connection.execute(sa.delete(field_grants).where(field_grants.c.field == field))


def _on(where: sa.Table, role: int | None, table: int) -> sa.ColumnElement[bool]:
    whose = where.c.role.is_(None) if role is None else where.c.role == role
    return whose & (where.c.table_id == table)
