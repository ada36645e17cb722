"""Bearer tokens of programs: one account in one workspace, limited to reading or to some tables where its owner wants that.
Shown once, stored as a digest, recognised by a prefix.

`find` never writes; the caller writes `touch` when `Token.due` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..core.context import Limits
from ..core.errors import Problem, Refusal, refuse
from ..core.ids import digest, new_token
from . import workspaces
from .messages import BAD_TOKEN_NAME, NO_SUCH_TOKEN, NO_SUCH_WORKSPACE, TOO_MANY_TOKENS
from .models import access, accounts, tokens
from .names import check_name

MARK = "gz_"
TOUCH = timedelta(minutes=5)
MOST = 100  #: tokens in force of one account
_SHOWN = len(MARK) + 6
_MOST_SECRET = 256  # anything longer never came from us


class Created(NamedTuple):
    """A new token; `secret` cannot be shown again."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token in force and the account that acts through it."""

    id: int
    prefix: str
    account_id: int
    account: str
    account_name: str
    locale: str
    workspace: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    limits: Limits | None = None  #: where it may do less than its account

    def due(self, now: datetime) -> bool:
        """Whether it is time to write down that the token was used."""
        return self.last_used_at is None or now - self.last_used_at >= TOUCH


def create(
    control: sa.Connection,
    account_id: int,
    workspace: str,
    name: str,
    now: datetime,
    *,
    reads: bool = False,
    tables: Iterable[int] | None = None,
) -> Created:
    """A token with the rights of the account in one workspace, which it must be admitted to; with `reads` for looking alone,
    with `tables` for these alone, by id."""
    title, problems = check_name(name, BAD_TOKEN_NAME)
    if not workspaces.may_enter(control, workspace, account_id):
        problems.append(Problem(NO_SUCH_WORKSPACE, field="workspace"))
    in_force = sa.select(sa.func.count()).where(tokens.c.account_id == account_id, tokens.c.revoked_at.is_(None))
    if control.execute(in_force).scalar_one() >= MOST:
        problems.append(Problem(TOO_MANY_TOKENS, {"most": MOST}))
    if problems:
        raise Refusal(problems)
    secret = MARK + new_token(32)
    values = {
        "digest": digest(secret),
        "prefix": secret[:_SHOWN],
        "account_id": account_id,
        "workspace": workspace,
        "name": title,
        "created_at": now,
        "reads": reads,
        "tables": None if tables is None else sorted(set(tables)),
    }
    id = control.execute(sa.insert(tokens).values(values).returning(tokens.c.id)).scalar_one()
    return Created(id, secret)


def find(control: sa.Connection, secret: str | None) -> Token | None:
    """The token with this secret, while it, its account and the account's access to the workspace are in force."""
    if not secret or not secret.startswith(MARK) or len(secret) > _MOST_SECRET or not secret.isascii():
        return None
    row = control.execute(_in_force().where(tokens.c.digest == digest(secret))).one_or_none()
    return None if row is None else _token(row)


def stands(control: sa.Connection, token_id: int) -> bool:
    """Whether the token is still in force, for work that was begun by it."""
    return control.execute(_in_force().where(tokens.c.id == token_id)).first() is not None


def touch(control: sa.Connection, token_id: int, now: datetime) -> None:
    """Write down that the token was used."""
    control.execute(sa.update(tokens).where(tokens.c.id == token_id).values(last_used_at=now))


def list(control: sa.Connection, account_id: int) -> tuple[Token, ...]:  # noqa: A001 - read as `tokens.list`
    """The account's tokens that are not revoked, the oldest first."""
    query = _select().where(tokens.c.account_id == account_id, tokens.c.revoked_at.is_(None))
    return tuple(_token(row) for row in control.execute(query.order_by(tokens.c.id)))


def revoke(control: sa.Connection, account_id: int, token_id: int, now: datetime) -> None:
    """End one of the account's own tokens; another account's is not there."""
    own = (tokens.c.id == token_id) & (tokens.c.account_id == account_id) & tokens.c.revoked_at.is_(None)
    if control.execute(sa.update(tokens).where(own).values(revoked_at=now)).rowcount == 0:
        raise refuse(NO_SUCH_TOKEN)


def _in_force() -> sa.Select[*tuple[Any, ...]]:
    """Tokens that are not revoked, of active accounts that may enter the workspace."""
    open_ = (access.c.account_id == tokens.c.account_id) & (access.c.workspace == tokens.c.workspace)
    return _select().join(access, open_).where(tokens.c.revoked_at.is_(None), accounts.c.state == "active")


def _select() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        tokens.c.id,
        tokens.c.prefix,
        tokens.c.account_id,
        accounts.c.account,
        accounts.c.name,
        accounts.c.locale,
        tokens.c.workspace,
        tokens.c.name,
        tokens.c.created_at,
        tokens.c.last_used_at,
        tokens.c.reads,
        tokens.c.tables,
    ).join(accounts, accounts.c.id == tokens.c.account_id)


def _token(row: Sequence[Any]) -> Token:
    *said, reads, tables = row
    limits = None if not reads and tables is None else Limits(reads, None if tables is None else frozenset(tables))
    return Token(*said, limits=limits)
