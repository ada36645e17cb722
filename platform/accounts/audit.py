"""The audit log of accounts: who signed in, who got in by which invitation, whose password changed. It is only added to.

What happens inside a workspace has histories and logs of its own; this one is about getting in, and what is taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from .models import audit

MOST_ADDRESS = 64


class Act(StrEnum):
    """What is written down."""

    SIGNED_IN = "session.opened"
    SIGN_IN_REFUSED = "session.refused"
    SIGNED_OUT = "session.closed"
    SESSION_ENDED = "session.ended"  #: from the list of sessions, another one than the caller's
    PASSWORD_CHANGED = "password.changed"
    RESET_MADE = "password.reset_made"
    PASSWORD_RESET = "password.reset"
    TOKEN_MADE = "token.created"
    TOKEN_REVOKED = "token.revoked"
    INVITED = "invitation.created"
    INVITATION_REVOKED = "invitation.revoked"
    JOINED = "invitation.used"
    LOGIN_LINKED = "login.linked"
    LOGIN_UNLINKED = "login.unlinked"
    EXPORTED = "records.exported"  #: as a file; `details` name it and count its records
    PRINTED = "records.printed"  #: the same on a page to print
    REFUSED = "permission.refused"  #: somebody asked for what they may not; `details` name the route and the codes


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    id: int
    at: datetime
    action: str
    account_id: int | None
    account: str
    by: int | None
    workspace: str | None
    address: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Witness:
    """Who writes into the log: when, from which address, and as which account."""

    now: datetime
    address: str = ""
    by: int | None = None

    def note(
        self,
        control: sa.Connection,
        act: Act,
        *,
        account_id: int | None = None,
        account: str = "",
        workspace: str | None = None,
        **details: Any,
    ) -> None:
        """Add a line, in the transaction of what it tells of. `details` never hold a secret."""
        control.execute(
            sa.insert(audit).values(
                at=self.now,
                action=act.value,
                account_id=account_id,
                account=account,
                by=self.by,
                workspace=workspace,
                address=self.address[:MOST_ADDRESS],
                details=details,
            )
        )


def of_workspace(
    control: sa.Connection, workspace: str, accounts: Collection[int], *, before: int | None, limit: int
) -> tuple[Entry, ...]:
    """What concerns a workspace and the accounts of its members, the latest first; `before` is the id to go on from."""
    columns = audit.c
    mine = sa.and_(columns.workspace.is_(None), columns.account_id.in_(sorted(accounts)))
    query = sa.select(audit).where(sa.or_(columns.workspace == workspace, mine))
    if before is not None:
        query = query.where(columns.id < before)
    rows = control.execute(query.order_by(columns.id.desc()).limit(limit))
    return tuple(Entry(*row) for row in rows)
