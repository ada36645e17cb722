"""What a draft of a grant would change: rows gained and lost by every member whom it concerns, nothing written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import SYSTEM, Actor
from ...core.errors import Refusal, refuse
from ...fields.conditions import NEVER, And, Condition, Not
from ...permissions.actions import Action
from ...permissions.grants import Grant
from ...permissions.policy import Policy
from ..queries import reading
from ..queries.joins import Joins
from ..queries.selection import Selection
from .changing import EVERYONE, admit, role_of
from .messages import ADMIN_IS_FREE
from .reading import Reader

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

MOST_MEMBERS = 200
SAMPLE = 10  #: rows that are named


def effect(tx: Tx, table_key: str, role_key: str, action: Action, draft: Any) -> dict[str, Any]:
    """`draft` is `{"rows": condition|null}` for a grant of the action to the role group, None for taking it back, and the word
    `none` for closing the table. Answers per member `{id, name, before, after, gained, lost}`, rows being counted."""
    admit(tx)
    table = tx.catalogue.table(table_key)
    group = role_of(tx, role_key)
    if group is not None and group.admin:
        raise refuse(ADMIN_IS_FREE)
    role = None if group is None else group.id
    rows: Condition | None = None
    if draft is not None and draft != "none":
        reader = Reader(tx, table, "draft")
        change = reader.change({"actions": {action.value: draft}})
        if reader.problems:
            raise Refusal(reader.problems)
        rows = change.actions[action]
    new = _with(tx.policy, role, table.id, action, rows, closed=draft == "none")
    held = {id_: groups for id_, groups in tx.policy.members.items() if _concerned(role, groups)}
    members = [_member(tx, table, id_, new, action) for id_ in sorted(held)[:MOST_MEMBERS]]
    return {
        "table": table.key,
        "role": role_key if group is not None else EVERYONE,
        "action": action.value,
        "members": members,
        "members_left_out": max(0, len(held) - MOST_MEMBERS),
        "gained": sum(member["gained"] for member in members),
        "lost": sum(member["lost"] for member in members),
    }


def _concerned(role: int | None, groups: Any) -> bool:
    if any(group.admin for group in groups):
        return False
    return not groups if role is None else any(group.id == role for group in groups)


def _with(
    policy: Policy, role: int | None, table: int, action: Action, rows: Condition | None, *, closed: bool
) -> Policy:
    """The policy as it would be."""
    held = policy.book.tables.get((role, table), ())
    if closed:
        held = (Grant(role, table, None),)
    else:
        held = tuple(grant for grant in held if grant.action is not action and (rows is None or not grant.closes))
        held += () if rows is None else (Grant(role, table, action, rows),)
    book = replace(policy.book, tables={**policy.book.tables, (role, table): held})
    return Policy(policy.groups, policy.members, book, policy.things)


def _member(tx: Tx, table: TableSpec, member: int, new: Policy, action: Action) -> dict[str, Any]:
    actor = Actor(member, tx.members[member].name)
    asked = replace(tx, ctx=tx.ctx.as_(actor), _scopes={})
    before = tx.policy.scope(actor, table.id).where(action)
    after = new.scope(actor, table.id).where(action)
    gained, lost = And((after, Not(before))), And((before, Not(after)))
    same = before == after
    return {
        "id": member,
        "name": actor.name,
        "before": _count(asked, table, before),
        "after": _count(asked, table, after),
        "gained": 0 if same else _count(asked, table, gained),
        "lost": 0 if same else _count(asked, table, lost),
        "gained_rows": [] if same else _named(tx, asked, table, gained),
        "lost_rows": [] if same else _named(tx, asked, table, lost),
    }


def _rows(tx: Tx, table: TableSpec, condition: Condition) -> Selection:
    return Selection(tx, table, Joins(tx.catalogue, table.id), []).where(condition)


def _count(tx: Tx, table: TableSpec, condition: Condition) -> int:
    if condition == NEVER:
        return 0
    return int(tx.connection.execute(_rows(tx, table, condition).select(sa.func.count())).scalar_one())


def _named(tx: Tx, asked: Tx, table: TableSpec, condition: Condition) -> list[dict[str, Any]]:
    selection = _rows(asked, table, condition)
    statement = selection.ids().order_by(selection.base.c.id).limit(SAMPLE)
    ids = list(tx.connection.execute(statement).scalars())
    engine = replace(tx, ctx=tx.ctx.as_(SYSTEM), _scopes={})
    texts = reading.labels(engine, table, ids, raw=True)
    return [{"id": id_, "label": texts.get(id_, f"#{id_}")} for id_ in ids]
