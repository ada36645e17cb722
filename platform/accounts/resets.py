"""Links to set another password: they work once, for half an hour, and end every session of the account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ..core.errors import refuse
from ..core.ids import digest, new_token
from . import people
from .messages import NO_PASSWORD, RESET_OVER
from .models import resets
from .people import Account

LASTS = timedelta(minutes=30)
_MOST_TOKEN = 256


class Made(NamedTuple):
    """A new link; `token` cannot be shown again."""

    token: str
    expires_at: datetime


def make(control: sa.Connection, account_id: int, now: datetime, *, by: int | None = None) -> Made:
    """A link for an account; earlier ones end. Raises CONFLICT for one that has no password to forget."""
    if not people.has_password(control, account_id):
        raise refuse(NO_PASSWORD)
    _end_all(control, account_id, now)
    made = Made(new_token(32), now + LASTS)
    control.execute(
        sa.insert(resets).values(
            digest=digest(made.token), account_id=account_id, created_by=by, created_at=now, expires_at=made.expires_at
        )
    )
    return made


def find(control: sa.Connection, token: str, now: datetime) -> Account:
    """The account of a link. Whatever is wrong with the link, the answer is the same (NOT_FOUND)."""
    if not token or len(token) > _MOST_TOKEN or not token.isascii():
        raise refuse(RESET_OVER)
    columns = resets.c
    query = sa.select(columns.account_id).where(
        columns.digest == digest(token), columns.used_at.is_(None), columns.expires_at > now
    )
    account_id = control.execute(query).scalar_one_or_none()
    if account_id is None:
        raise refuse(RESET_OVER)
    return people.get(control, account_id)


def use(control: sa.Connection, token: str, password: str, now: datetime) -> Account:
    """Set the password; of many uses at once one succeeds. Raises what is wrong with the password, and the link stays."""
    account = find(control, token, now)
    people.set_password(control, account.id, password)
    _end_all(control, account.id, now)
    return account


def _end_all(control: sa.Connection, account_id: int, now: datetime) -> None:
    columns = resets.c
    control.execute(
        sa.update(resets).where(columns.account_id == account_id, columns.used_at.is_(None)).values(used_at=now)
    )
