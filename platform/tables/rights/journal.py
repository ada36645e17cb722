"""The log of changes of rights: who said what to whom, and taking one of them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...accounts.members import MemberState
from ...core.errors import refuse
from ...permissions import roles
from .. import models
from . import changing, documents, groups, people
from .messages import CHANGED_SINCE, NO_SUCH_CHANGE, NOT_TAKEN_BACK

if TYPE_CHECKING:
    from ..transaction import Tx

_log = models.config_log
_KINDS = (
    "rights.table",
    "rights.dashboards",
    "role.create",
    "role.change",
    "role.delete",
    "role.restore",
    "role.members",
    "member.roles",
    "member.state",
    "rows.handover",
    "view_as",
)
_NAMED = {"label": "labels", "description": "descriptions", "position": "position"}  #: what a change of a group changes
_TAKEN_BACK = frozenset(
    {"rights.table", "rights.dashboards", "role.members", "member.roles", "role.create", "role.change"}
)


def may_be_taken_back(action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether a change has a way back here. Rows that were handed over go back with their batch; who came back leaves by
    leaving, which asks others in their place; and a group that is there again is deleted by deleting it."""
    if action == "role.delete":
        return groups.KEPT in (before or {})
    return action in _TAKEN_BACK or (action == "member.state" and (after or {}).get("state") == MemberState.LEFT)


def entries(tx: Tx, limit: int = 100, before: int | None = None) -> list[dict[str, Any]]:
    """The changes of rights, latest first."""
    groups.admit_reader(tx)
    query = sa.select(_log).where(_log.c.action.in_(_KINDS)).order_by(_log.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_log.c.id < before)
    return [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "by": tx.members[row.member].name if row.member in tx.members else None,
            "action": row.action,
            "table": tx.catalogue.by_id[row.table_id].key if row.table_id in tx.catalogue.by_id else None,
            "before": None if row.before is None else {k: v for k, v in row.before.items() if k != groups.KEPT},
            "after": row.after,
            "reason": row.reason,
            "undoable": may_be_taken_back(row.action, row.before, row.after),
        }
        for row in tx.connection.execute(query)
    ]


def changed_since(tx: Tx, entry: int) -> list[str]:
    """Why a change cannot be taken back any more, in words; nothing while it can. Raises `Refusal` like `take_back`."""
    row = _found(tx, entry)
    if row.action == "role.delete":
        return [problem.text(tx.ctx.locale) for problem in groups.in_the_way(tx, row.before)]
    return [] if _holds(tx, row) else [CHANGED_SINCE.text(tx.ctx.locale)]


def take_back(tx: Tx, entry: int) -> None:
    """Put back what was said before a change. Refused (409) when something else has been said since."""
    changing.admit(tx)
    row = _found(tx, entry)
    if row.action != "role.delete" and not _holds(tx, row):
        raise refuse(CHANGED_SINCE)
    before = row.before
    tx.reverting = row.id
    match row.action:
        case "rights.table":
            changing.put_back(tx, before["role"], tx.catalogue.by_id[row.table_id].key, before["rights"])
        case "rights.dashboards":
            changing.put_back(tx, before["role"], None, before["rights"])
        case "role.members":
            group = groups.find(tx, row.after["role"])
            present, former = set(roles.members_of(tx.connection, group.id)), set(before["members"])
            groups.move(tx, group.key, sorted(former - present), sorted(present - former))
        case "role.create":
            groups.remove(tx, row.after["key"])
        case "role.delete":
            groups.put_back(tx, before)
        case "role.change":
            former = {name: before[part] for name, part in _NAMED.items()}
            groups.change(tx, before["key"], **former)
        case "member.state":
            people.set_state(tx, before["member"], MemberState(before["state"]))
        case _:
            groups.assign(tx, before["member"], before["roles"])
    tx.reverting = None


def _found(tx: Tx, entry: int) -> Any:
    row = tx.connection.execute(sa.select(_log).where(_log.c.id == entry, _log.c.action.in_(_KINDS))).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_CHANGE)
    if not may_be_taken_back(row.action, row.before, row.after):
        raise refuse(NOT_TAKEN_BACK)
    return row


def _holds(tx: Tx, row: Any) -> bool:
    """Whether what a change said is what is said now."""
    after = row.after
    match row.action:
        case "rights.table":
            table = tx.catalogue.by_id.get(row.table_id)
            return table is not None and _rights(tx, after["role"], table.key) == after["rights"]
        case "rights.dashboards":
            return _rights(tx, after["role"], None) == after["rights"]
        case "role.members":
            group = groups.find(tx, after["role"])
            return set(roles.members_of(tx.connection, group.id)) == set(after["members"])
        case "role.create":  # nobody is in it yet, and nothing is said of it
            found = next((group for group in tx.policy.groups if group.key == after["key"]), None)
            if found is None or _is_said(tx, found.id):
                return False
            now = groups.described(tx, found)
            return not now["members"] and all(now[part] == after[part] for part in _NAMED.values())
        case "role.change":
            found = next((group for group in tx.policy.groups if group.key == after["key"]), None)
            now = {} if found is None else groups.described(tx, found)
            return all(now.get(part) == after[part] for part in _NAMED.values())
        case "member.state":
            return after["member"] in tx.members and tx.members[after["member"]].state == after["state"]
        case _:
            return groups.held(tx, after["member"]) == after["roles"]


def _is_said(tx: Tx, role: int) -> bool:
    """Whether anything is granted to a group, or said of it."""
    book = tx.policy.book
    on_tables = any(held and key[0] == role for said in (book.tables, book.fields) for key, held in said.items())
    return on_tables or any(role in said for said in tx.policy.things.values())


def _rights(tx: Tx, role_key: str, table: str | None) -> dict[str, Any]:
    group = changing.role_of(tx, role_key)
    role = None if group is None else group.id
    if table is None:
        return documents.of_dashboards(tx, role)
    return documents.of_table(tx, role, tx.catalogue.table(table))
