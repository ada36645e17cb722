"""The people of one workspace. Member fields hold their ids; who left stays on the list, so that old rows keep their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from .messages import MEMBER_EXISTS, NO_SUCH_MEMBER
from .models import members
from .names import check_email, check_name


class MemberState(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace; `account` is the id of the account that signs in as them, if any."""

    id: int
    name: str
    state: MemberState
    account: int | None
    email: str

    @property
    def active(self) -> bool:
        return self.state is MemberState.ACTIVE


def add(
    connection: sa.Connection, name: str, account_id: int | None = None, *, email: str = "", now: datetime
) -> Member:
    """A new active member. An account is one member of a workspace, never two."""
    person, problems = check_name(name)
    address, more = check_email(email)
    problems += more
    if account_id is not None and of_account(connection, account_id) is not None:
        problems.append(Problem(MEMBER_EXISTS))
    if problems:
        raise Refusal(problems)
    values = {
        "name": person,
        "state": MemberState.ACTIVE.value,
        "account": account_id,
        "email": address,
        "created_at": now,
    }
    id = connection.execute(sa.insert(members).values(values).returning(members.c.id)).scalar_one()
    return Member(id, person, MemberState.ACTIVE, account_id, address)


def all(connection: sa.Connection) -> tuple[Member, ...]:  # noqa: A001 - read as `members.all`
    """Everybody, those who left included, by id."""
    return tuple(_member(row) for row in connection.execute(_select().order_by(members.c.id)))


def get(connection: sa.Connection, member_id: int) -> Member:
    """The member with this id; refuses when there is none."""
    row = connection.execute(_select().where(members.c.id == member_id)).one_or_none()
    if row is None:
        raise refuse(NO_SUCH_MEMBER)
    return _member(row)


def of_account(connection: sa.Connection, account_id: int) -> Member | None:
    """The member that an account is here, left or not."""
    row = connection.execute(_select().where(members.c.account == account_id)).one_or_none()
    return None if row is None else _member(row)


def change(connection: sa.Connection, member_id: int, *, name: str | None = None, email: str | None = None) -> Member:
    old = get(connection, member_id)
    person, problems = (old.name, []) if name is None else check_name(name)
    address, more = (old.email, []) if email is None else check_email(email)
    if problems or more:
        raise Refusal([*problems, *more])
    connection.execute(sa.update(members).where(members.c.id == member_id).values(name=person, email=address))
    return get(connection, member_id)


def bind(connection: sa.Connection, member_id: int, account_id: int | None) -> Member:
    """Let another account sign in as this member (an imported person who now gets an account), or nobody."""
    get(connection, member_id)
    holder = None if account_id is None else of_account(connection, account_id)
    if holder is not None and holder.id != member_id:
        raise refuse(MEMBER_EXISTS)
    connection.execute(sa.update(members).where(members.c.id == member_id).values(account=account_id))
    return get(connection, member_id)


def leave(connection: sa.Connection, member_id: int) -> Member:
    """Mark as left: the policy grants such a member nothing, from the next request on."""
    return _set_state(connection, member_id, MemberState.LEFT)


def come_back(connection: sa.Connection, member_id: int) -> Member:
    return _set_state(connection, member_id, MemberState.ACTIVE)


def _set_state(connection: sa.Connection, member_id: int, state: MemberState) -> Member:
    get(connection, member_id)
    connection.execute(sa.update(members).where(members.c.id == member_id).values(state=state.value))
    return get(connection, member_id)


def _select() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(members.c.id, members.c.name, members.c.state, members.c.account, members.c.email)


def _member(row: sa.Row[Any]) -> Member:
    return Member(row.id, row.name, MemberState(row.state), row.account, row.email)
