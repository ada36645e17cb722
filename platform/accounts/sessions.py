"""Browser sessions: random ids of which only the digest is stored, with an idle and an absolute end (reliability 4.6).

`find` never writes; the caller writes `touch` when `Session.due` says so, which is at most once in five minutes.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..core.errors import refuse
from ..core.ids import digest, new_token
from .messages import NO_SUCH_SESSION
from .models import accounts, sessions

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=30)
TOUCH = timedelta(minutes=5)
MOST = 50  #: sessions of one account; the one unused for longest makes room
MOST_USER_AGENT = 200
_MOST_TOKEN = 256  # anything longer never came from us


class Opened(NamedTuple):
    """A new session's secrets, to be sent to the browser once."""

    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session in force and the account behind it."""

    id: int
    account_id: int
    account: str
    name: str
    locale: str
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str

    def due(self, now: datetime) -> bool:
        """Whether it is time to write down that the session was used."""
        return now - self.last_seen_at >= TOUCH

    def admits(self, csrf: str | None) -> bool:
        """Whether an unsafe request carries this session's CSRF token."""
        return csrf is not None and hmac.compare_digest(self.csrf.encode(), csrf.encode(errors="replace"))


def open(control: sa.Connection, account_id: int, now: datetime, user_agent: str = "") -> Opened:  # noqa: A001 - read as `sessions.open`
    """A new session of an account that has just been authenticated."""
    _make_room(control, account_id, now)
    opened = Opened(new_token(32), new_token(24))
    values = {
        "digest": digest(opened.token),
        "csrf": opened.csrf,
        "account_id": account_id,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + ABSOLUTE,
        "user_agent": "".join(char for char in user_agent if char.isprintable())[:MOST_USER_AGENT],
    }
    control.execute(sa.insert(sessions).values(values))
    return opened


def find(control: sa.Connection, token: str | None, now: datetime) -> Session | None:
    """The session of this token, if it is in force and its account is active."""
    stored = _digest(token)
    if stored is None:
        return None
    row = control.execute(_select().where(sessions.c.digest == stored, _in_force(now))).one_or_none()
    return None if row is None else Session(*row)


def touch(control: sa.Connection, session_id: int, now: datetime) -> None:
    """Write down that the session was used."""
    own = sa.update(sessions).where(sessions.c.id == session_id, sessions.c.last_seen_at < now)
    control.execute(own.values(last_seen_at=now))


def rotate(control: sa.Connection, token: str | None, now: datetime) -> Opened | None:
    """Another token and CSRF token for the same session, when its rights changed; its absolute end stays."""
    session = find(control, token, now)
    if session is None:
        return None
    opened = Opened(new_token(32), new_token(24))
    values = {"digest": digest(opened.token), "csrf": opened.csrf, "last_seen_at": now}
    control.execute(sa.update(sessions).where(sessions.c.id == session.id).values(values))
    return opened


def close(control: sa.Connection, token: str | None) -> None:
    """End the session of this token, if there is one."""
    stored = _digest(token)
    if stored is not None:
        control.execute(sa.delete(sessions).where(sessions.c.digest == stored))


def close_all(control: sa.Connection, account_id: int, *, keep: int | None = None) -> None:
    """End all sessions of an account, but for the one with the id `keep`."""
    condition = sessions.c.account_id == account_id
    if keep is not None:
        condition = condition & (sessions.c.id != keep)
    control.execute(sa.delete(sessions).where(condition))


def list(control: sa.Connection, account_id: int, now: datetime) -> tuple[Session, ...]:  # noqa: A001 - read as `sessions.list`
    """The sessions of an account that are in force, the latest used first."""
    query = _select().where(sessions.c.account_id == account_id, _in_force(now))
    rows = control.execute(query.order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc()))
    return tuple(Session(*row) for row in rows)


def revoke(control: sa.Connection, account_id: int, session_id: int) -> None:
    """End one of the account's own sessions; another account's is not there."""
    own = (sessions.c.id == session_id) & (sessions.c.account_id == account_id)
    if control.execute(sa.delete(sessions).where(own)).rowcount == 0:
        raise refuse(NO_SUCH_SESSION)


def sweep(control: sa.Connection, now: datetime) -> int:
    """Delete what has expired; returns how many."""
    return control.execute(sa.delete(sessions).where(_expired(now))).rowcount


def _make_room(control: sa.Connection, account_id: int, now: datetime) -> None:
    own = sessions.c.account_id == account_id
    control.execute(sa.delete(sessions).where(own, _expired(now)))
    kept = sa.select(sessions.c.id).where(own).order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc())
    surplus = control.execute(kept.offset(MOST - 1)).scalars().all()
    if surplus:
        control.execute(sa.delete(sessions).where(sessions.c.id.in_(surplus)))


def _select() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        sessions.c.id,
        sessions.c.account_id,
        accounts.c.account,
        accounts.c.name,
        accounts.c.locale,
        sessions.c.csrf,
        sessions.c.created_at,
        sessions.c.last_seen_at,
        sessions.c.expires_at,
        sessions.c.user_agent,
    ).join(accounts, accounts.c.id == sessions.c.account_id)


def _in_force(now: datetime) -> sa.ColumnElement[bool]:
    return (sessions.c.expires_at > now) & (sessions.c.last_seen_at > now - IDLE) & (accounts.c.state == "active")


def _expired(now: datetime) -> sa.ColumnElement[bool]:
    return (sessions.c.expires_at <= now) | (sessions.c.last_seen_at <= now - IDLE)


def _digest(token: str | None) -> str | None:
    if not token or len(token) > _MOST_TOKEN or not token.isascii():
        return None
    return digest(token)
