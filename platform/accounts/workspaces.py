"""The list of workspaces and who may enter which. What lies inside a workspace is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from .messages import BAD_WORKSPACE_KEY, BAD_WORKSPACE_NAME, NO_SUCH_ACCOUNT, NO_SUCH_WORKSPACE, WORKSPACE_TAKEN
from .models import access, accounts, tokens, workspaces
from .names import check_name

MOST_KEY = 40
_KEY = re.compile(rf"[a-z][a-z0-9_]{{0,{MOST_KEY - 1}}}")
_ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class WorkspaceEntry:
    """One line of the list: the key in addresses, the name people read, and where its database lies."""

    key: str
    name: str
    location: str
    created_at: datetime


def check_key(key: str) -> list[Problem]:
    """What is wrong with a key for a new workspace."""
    return [] if _KEY.fullmatch(key) else [Problem(BAD_WORKSPACE_KEY, {"most": MOST_KEY}, "key")]


def register(control: sa.Connection, key: str, name: str, location: str, *, now: datetime) -> WorkspaceEntry:
    """Put a workspace whose database is complete on the list: the last step of making one (design 4)."""
    title, problems = check_name(name, BAD_WORKSPACE_NAME)
    problems = check_key(key) + problems
    taken = (workspaces.c.key == key) | (workspaces.c.location == location)
    if not problems and control.execute(sa.select(workspaces.c.key).where(taken)).first() is not None:
        problems.append(Problem(WORKSPACE_TAKEN, {"key": key}, "key"))
    if problems:
        raise Refusal(problems)
    values = {"key": key, "name": title, "location": location, "state": _ACTIVE, "created_at": now}
    control.execute(sa.insert(workspaces).values(values))
    return WorkspaceEntry(key, title, location, now)


def find(control: sa.Connection, key: str) -> WorkspaceEntry | None:
    if not _KEY.fullmatch(key):
        return None
    row = control.execute(_select().where(workspaces.c.key == key)).one_or_none()
    return None if row is None else WorkspaceEntry(*row)


def all(control: sa.Connection) -> tuple[WorkspaceEntry, ...]:  # noqa: A001 - read as `workspaces.all`
    return tuple(WorkspaceEntry(*row) for row in control.execute(_select().order_by(workspaces.c.key)))


def list_for(control: sa.Connection, account_id: int) -> tuple[WorkspaceEntry, ...]:
    """The workspaces that an account may enter, by key."""
    query = _select().join(access, access.c.workspace == workspaces.c.key).where(access.c.account_id == account_id)
    return tuple(WorkspaceEntry(*row) for row in control.execute(query.order_by(workspaces.c.key)))


def may_enter(control: sa.Connection, key: str, account_id: int) -> bool:
    """Whether the workspace is there and open to the account; the two answers are one, so that keys cannot be guessed."""
    query = (
        sa.select(sa.literal(1))
        .select_from(access.join(workspaces, workspaces.c.key == access.c.workspace))
        .where(access.c.workspace == key, access.c.account_id == account_id, workspaces.c.state == _ACTIVE)
    )
    return bool(_KEY.fullmatch(key)) and control.execute(query).first() is not None


def admit(control: sa.Connection, key: str, account_id: int) -> None:
    """Let an account enter; nothing happens when it may already."""
    if find(control, key) is None:
        raise refuse(NO_SUCH_WORKSPACE)
    if control.execute(sa.select(accounts.c.id).where(accounts.c.id == account_id)).first() is None:
        raise refuse(NO_SUCH_ACCOUNT)
    if not may_enter(control, key, account_id):
        control.execute(sa.insert(access).values(account_id=account_id, workspace=key))


def expel(control: sa.Connection, key: str, account_id: int, now: datetime) -> None:
    """Take an account's access away; its tokens for the workspace end with it."""
    control.execute(sa.delete(access).where(access.c.workspace == key, access.c.account_id == account_id))
    own = (tokens.c.workspace == key) & (tokens.c.account_id == account_id) & tokens.c.revoked_at.is_(None)
    control.execute(sa.update(tokens).where(own).values(revoked_at=now))


def rename(control: sa.Connection, key: str, name: str) -> WorkspaceEntry:
    title, problems = check_name(name, BAD_WORKSPACE_NAME)
    if problems:
        raise Refusal(problems)
    control.execute(sa.update(workspaces).where(workspaces.c.key == key).values(name=title))
    entry = find(control, key)
    if entry is None:
        raise refuse(NO_SUCH_WORKSPACE)
    return entry


def remove(control: sa.Connection, key: str) -> None:
    """Take a workspace off the list with everybody's access and tokens; its database is left as it is."""
    for table, column in ((tokens, tokens.c.workspace), (access, access.c.workspace), (workspaces, workspaces.c.key)):
        control.execute(sa.delete(table).where(column == key))


def _select() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(workspaces.c.key, workspaces.c.name, workspaces.c.location, workspaces.c.created_at).where(
        workspaces.c.state == _ACTIVE
    )
