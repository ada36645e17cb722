"""Accounts of the control database: creating, finding and switching off; checking and changing passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from . import passwords, sessions
from .messages import ACCOUNT_TAKEN, BAD_CREDENTIALS, NO_PASSWORD, NO_SUCH_ACCOUNT, SAME_PASSWORD, WRONG_PASSWORD
from .models import access, accounts
from .names import account_key, check_account, check_locale, check_name


class AccountState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in."""

    id: int
    account: str
    name: str
    locale: str
    state: AccountState
    demo: bool
    created_at: datetime


def create(
    control: sa.Connection,
    account: str,
    name: str,
    password: str | None,
    locale: str = "zh-CN",
    *,
    now: datetime,
    demo: bool = False,
) -> Account:
    """A new active account; `demo` ones are disabled when the demo is purged. Refuses with every problem met.

    Without a password it is signed in to by a provider alone (`logins`).
    """
    key, problems = check_account(account)
    person, more = check_name(name)
    problems += more + ([] if password is None else passwords.check(password)) + check_locale(locale)
    if key and find_by_name(control, key) is not None:
        problems.append(Problem(ACCOUNT_TAKEN, {"account": key}, "account"))
    if problems:
        raise Refusal(problems)
    row = {
        "account": key,
        "name": person,
        "locale": locale,
        "password_hash": "" if password is None else passwords.hashed(password),
        "state": AccountState.ACTIVE.value,
        "demo": demo,
        "created_at": now,
    }
    id = control.execute(sa.insert(accounts).values(row).returning(accounts.c.id)).scalar_one()
    return Account(id, key, person, locale, AccountState.ACTIVE, demo, now)


def get(control: sa.Connection, account_id: int) -> Account:
    """The account with this id; refuses when there is none."""
    row = control.execute(sa.select(accounts).where(accounts.c.id == account_id)).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_ACCOUNT)
    return _account(row)


def locales(control: sa.Connection) -> dict[int, str]:
    """The language of every account, by its id."""
    return {row.id: row.locale for row in control.execute(sa.select(accounts.c.id, accounts.c.locale))}


def entering(control: sa.Connection, workspace: str) -> frozenset[int]:
    """The accounts that can sign in and enter a workspace."""
    query = (
        sa.select(accounts.c.id)
        .join(access, access.c.account_id == accounts.c.id)
        .where(access.c.workspace == workspace, accounts.c.state == AccountState.ACTIVE.value)
    )
    return frozenset(control.execute(query).scalars())


def find_by_name(control: sa.Connection, account: str) -> Account | None:
    """The account that is signed in to as `account`, however it is written."""
    row = _row(control, account)
    return None if row is None else _account(row)


def all(control: sa.Connection) -> tuple[Account, ...]:  # noqa: A001 - read as `people.all`
    return tuple(_account(row) for row in control.execute(sa.select(accounts).order_by(accounts.c.id)))


def authenticate(control: sa.Connection, account: str, password: str) -> Account:
    """The active account with this password. Whatever is wrong, the answer is the same and takes as long."""
    row = _row(control, account)
    right = passwords.matches(None if row is None else row.password_hash or None, password)
    if row is None or not right or row.state != AccountState.ACTIVE:
        raise refuse(BAD_CREDENTIALS)
    return _account(row)


def stored_hash(control: sa.Connection, account_id: int) -> str:
    """The hash of an account's password; never leaves this room."""
    query = sa.select(accounts.c.password_hash).where(accounts.c.id == account_id)
    stored = control.execute(query).scalar_one_or_none()
    if stored is None:
        raise refuse(NO_SUCH_ACCOUNT)
    return stored


def has_password(control: sa.Connection, account_id: int) -> bool:
    """Whether the account is signed in to by a password at all."""
    return stored_hash(control, account_id) != ""


def rehash(control: sa.Connection, account_id: int, password: str) -> None:
    """Hash a password that was just verified anew, with today's parameters."""
    _store(control, account_id, password)


def set_password(control: sa.Connection, account_id: int, password: str) -> None:
    """Give an account another password (an administrator's act) and end all its sessions."""
    get(control, account_id)
    problems = passwords.check(password)
    if problems:
        raise Refusal(problems)
    _store(control, account_id, password)
    sessions.close_all(control, account_id)


def ensure_password(control: sa.Connection, account_id: int, password: str) -> None:
    """As `set_password`, but where the account has this password already its sessions go on."""
    if not passwords.matches(stored_hash(control, account_id) or None, password):
        set_password(control, account_id, password)


def change_password(
    control: sa.Connection, account_id: int, current: str, new: str, *, keep_session: int | None = None
) -> None:
    """The person's own change. Every other session ends; `keep_session` is the one it was asked from."""
    stored = stored_hash(control, account_id)
    if not stored:
        raise refuse(NO_PASSWORD)
    problems = passwords.check(new, "new")
    if not passwords.matches(stored, current):
        problems.append(Problem(WRONG_PASSWORD, field="current"))
    elif not problems and passwords.matches(stored, new):
        problems.append(Problem(SAME_PASSWORD, field="new"))
    if problems:
        raise Refusal(problems)
    _store(control, account_id, new)
    sessions.close_all(control, account_id, keep=keep_session)


def change(control: sa.Connection, account_id: int, *, name: str | None = None, locale: str | None = None) -> Account:
    """Change what a person may change of their own account."""
    account = get(control, account_id)
    problems: list[Problem] = []
    person = account.name
    if name is not None:
        person, problems = check_name(name)
    if locale is not None:
        problems = problems + check_locale(locale)
    if problems:
        raise Refusal(problems)
    values = {"name": person, "locale": locale or account.locale}
    control.execute(sa.update(accounts).where(accounts.c.id == account_id).values(values))
    return get(control, account_id)


def set_state(control: sa.Connection, account_id: int, state: AccountState) -> None:
    """Switch an account off (its sessions end at once, its tokens sleep) or on again."""
    get(control, account_id)
    control.execute(sa.update(accounts).where(accounts.c.id == account_id).values(state=state.value))
    if state is AccountState.DISABLED:
        sessions.close_all(control, account_id)


def disable_demo(control: sa.Connection, workspace: str, *, keep: int | None = None) -> list[int]:
    """Switch off every demo account that is on and enters this workspace and no other, except the account `keep`; returns
    their ids."""
    elsewhere = sa.select(access.c.account_id).where(access.c.workspace != workspace)
    query = (
        sa.select(accounts.c.id)
        .join(access, access.c.account_id == accounts.c.id)
        .where(access.c.workspace == workspace, accounts.c.demo, accounts.c.state == AccountState.ACTIVE.value)
        .where(accounts.c.id.not_in(elsewhere))
    )
    ids = [id for id in control.execute(query).scalars() if id != keep]
    for id in ids:
        set_state(control, id, AccountState.DISABLED)
    return ids


def _row(control: sa.Connection, account: str) -> sa.Row[Any] | None:
    key = account_key(account)
    if key is None:
        return None
    return control.execute(sa.select(accounts).where(accounts.c.account == key)).one_or_none()


def _store(control: sa.Connection, account_id: int, password: str) -> None:
    values = {"password_hash": passwords.hashed(password)}
    control.execute(sa.update(accounts).where(accounts.c.id == account_id).values(values))


def _account(row: sa.Row[Any]) -> Account:
    return Account(row.id, row.account, row.name, row.locale, AccountState(row.state), bool(row.demo), row.created_at)
