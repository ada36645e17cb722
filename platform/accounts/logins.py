"""Logins: who at which provider is which account. Nothing but (issuer, subject) decides that, an e-mail address never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..core.errors import refuse
from . import people
from .messages import LAST_LOGIN, LOGIN_TAKEN, NO_SUCH_LOGIN
from .models import logins


@dataclass(frozen=True, slots=True)
class Login:
    """One way into an account."""

    id: int
    account_id: int
    issuer: str
    email: str  #: verified by the provider when it was linked, or empty
    created_at: datetime
    last_used_at: datetime | None


def find(control: sa.Connection, issuer: str, subject: str) -> Login | None:
    """The login of this person at this provider, if an account is bound to it."""
    query = _select().where(logins.c.issuer == issuer, logins.c.subject == subject)
    row = control.execute(query).one_or_none()
    return None if row is None else Login(*row)


def link(control: sa.Connection, account_id: int, issuer: str, subject: str, email: str, now: datetime) -> None:
    """Bind a login to an account, by the invitation or the account's own act. Raises CONFLICT for another account's.

    Of two at once, the second gets an `IntegrityError`.
    """
    found = find(control, issuer, subject)
    if found is not None:
        if found.account_id != account_id:
            raise refuse(LOGIN_TAKEN)
        return
    values = {"issuer": issuer, "subject": subject, "account_id": account_id, "email": email, "created_at": now}
    control.execute(sa.insert(logins).values(values))


def touch(control: sa.Connection, login_id: int, now: datetime) -> None:
    """Write down that the login was used."""
    control.execute(sa.update(logins).where(logins.c.id == login_id).values(last_used_at=now))


def list(control: sa.Connection, account_id: int) -> tuple[Login, ...]:  # noqa: A001 - read as `logins.list`
    """The logins of an account, the oldest first."""
    rows = control.execute(_select().where(logins.c.account_id == account_id).order_by(logins.c.id))
    return tuple(Login(*row) for row in rows)


def unlink(control: sa.Connection, account_id: int, login_id: int) -> Login:
    """Take one of the account's own logins away, unless it is the only way in; another account's is not there."""
    own = list(control, account_id)
    found = next((each for each in own if each.id == login_id), None)
    if found is None:
        raise refuse(NO_SUCH_LOGIN)
    if len(own) == 1 and not people.has_password(control, account_id):
        raise refuse(LAST_LOGIN)
    control.execute(sa.delete(logins).where(logins.c.id == login_id))
    return found


def _select() -> sa.Select[*tuple[Any, ...]]:
    c = logins.c
    return sa.select(c.id, c.account_id, c.issuer, c.email, c.created_at, c.last_used_at)
