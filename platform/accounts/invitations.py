"""Invitations into a workspace: a link that works once, for some days. Only its digest is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..core.errors import Refusal, refuse
from ..core.ids import digest, new_token
from .messages import INVITATION_OVER, NO_SUCH_INVITATION
from .models import accounts, invitations, workspaces
from .names import check_name

LASTS = timedelta(days=7)
MOST_DAYS = 30
_MOST_TOKEN = 256  # anything longer never came from us


class Made(NamedTuple):
    """A new invitation; `token` cannot be shown again."""

    id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation with the names that people read."""

    id: int
    workspace: str
    workspace_name: str
    name: str
    roles: Sequence[str]
    invited_by: str
    created_at: datetime
    expires_at: datetime
    used_by: int | None
    used_at: datetime | None
    revoked_at: datetime | None

    def open(self, now: datetime) -> bool:
        """Whether somebody can still join by it."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > now


def make(
    control: sa.Connection, workspace: str, name: str, roles: Sequence[str], by: int, *, days: int, now: datetime
) -> Made:
    """A link for one person. The roles are checked by the caller, who knows the workspace."""
    person, problems = check_name(name)
    if problems:
        raise Refusal(problems)
    token = new_token(32)
    expires = now + timedelta(days=days)
    values = {
        "digest": digest(token),
        "workspace": workspace,
        "name": person,
        "roles": [*roles],
        "created_by": by,
        "created_at": now,
        "expires_at": expires,
    }
    id_ = control.execute(sa.insert(invitations).values(values).returning(invitations.c.id)).scalar_one()
    return Made(id_, token, expires)


def find(control: sa.Connection, token: str, now: datetime, *, account_id: int | None = None) -> Invitation:
    """The invitation behind a link. Raises NOT_FOUND for one that never was, CONFLICT for one that is over.

    An account that took it but did not come in (a crash in between) may finish with it.
    """
    if not token or len(token) > _MOST_TOKEN or not token.isascii():
        raise refuse(NO_SUCH_INVITATION)
    row = control.execute(_select().where(invitations.c.digest == digest(token))).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_INVITATION)
    found = Invitation(*row)
    if not found.open(now) and not (found.used_by is not None and found.used_by == account_id):
        raise refuse(INVITATION_OVER)
    return found


def take(control: sa.Connection, invitation: Invitation, account_id: int, now: datetime) -> None:
    """Use it up for an account. Raises CONFLICT when somebody else was quicker."""
    columns = invitations.c
    own = (columns.id == invitation.id) & (columns.used_at.is_(None) | (columns.used_by == account_id))
    taken = sa.update(invitations).where(own, columns.revoked_at.is_(None)).values(used_by=account_id, used_at=now)
    if control.execute(taken).rowcount == 0:
        raise refuse(INVITATION_OVER)


def list_of(control: sa.Connection, workspace: str) -> tuple[Invitation, ...]:
    """The invitations into a workspace, the latest first."""
    query = _select().where(invitations.c.workspace == workspace).order_by(invitations.c.id.desc())
    return tuple(Invitation(*row) for row in control.execute(query))


def revoke(control: sa.Connection, workspace: str, id_: int, now: datetime) -> Invitation:
    """End an invitation that nobody has used yet; another workspace's is not there."""
    row = control.execute(_select().where(invitations.c.id == id_, invitations.c.workspace == workspace)).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_INVITATION)
    found = Invitation(*row)
    if not found.open(now):
        raise refuse(INVITATION_OVER)
    control.execute(sa.update(invitations).where(invitations.c.id == id_).values(revoked_at=now))
    return found


def _select() -> sa.Select[*tuple[Any, ...]]:
    c = invitations.c
    return (
        sa.select(
            c.id, c.workspace, workspaces.c.name, c.name, c.roles, accounts.c.name, c.created_at, c.expires_at,
            c.used_by, c.used_at, c.revoked_at,
        )
        .join(workspaces, workspaces.c.key == c.workspace)
        .join(accounts, accounts.c.id == c.created_by)
    )  # fmt: skip
