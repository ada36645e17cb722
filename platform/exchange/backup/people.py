"""The accounts that belong to a workspace: taken along in its backup, found or made again where it is restored.

Passwords travel as hashes. Sessions and tokens do not travel: whoever had one signs in anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ...accounts.models import access, accounts, members


def collect(control: sa.Connection, workspace: str, member_accounts: Sequence[int]) -> dict[str, Any]:
    """Accounts that may enter a workspace or are members of it, and who of them may enter."""
    admitted = set(
        control.execute(sa.select(access.c.account_id).where(access.c.workspace == workspace)).scalars().all()
    )
    wanted = sorted(admitted.union(member_accounts))
    found: list[dict[str, Any]] = []
    for start in range(0, len(wanted), 500):
        rows = control.execute(sa.select(accounts).where(accounts.c.id.in_(wanted[start : start + 500])))
        found += [
            {
                "id": row.id,
                "account": row.account,
                "name": row.name,
                "locale": row.locale,
                "password_hash": row.password_hash,
                "state": row.state,
                "demo": bool(row.demo),
                "created_at": row.created_at.isoformat(),
                "admitted": row.id in admitted,
            }
            for row in rows
        ]
    return {"accounts": found}


def bring_back(control: sa.Connection, stored: Mapping[str, Any]) -> dict[int, int]:
    """The ids that the accounts have here, by the ids they had. One that is here already stays as it is, password too."""
    ids: dict[int, int] = {}
    for one in stored["accounts"]:
        here = control.execute(
            sa.select(accounts.c.id).where(accounts.c.account == one["account"])
        ).scalar_one_or_none()
        if here is None:
            values = {name: one[name] for name in ("account", "name", "locale", "password_hash", "state", "demo")}
            values["created_at"] = datetime.fromisoformat(one["created_at"])
            here = control.execute(sa.insert(accounts).values(values).returning(accounts.c.id)).scalar_one()
        ids[one["id"]] = here
    return ids


def admit(control: sa.Connection, key: str, stored: Mapping[str, Any], ids: Mapping[int, int]) -> None:
    """Let in whoever could enter when the backup was made, beside those who can now."""
    present = set(control.execute(sa.select(access.c.account_id).where(access.c.workspace == key)).scalars())
    entering = {ids[one["id"]] for one in stored["accounts"] if one["admitted"]} - present
    if entering:
        control.execute(sa.insert(access), [{"account_id": id, "workspace": key} for id in sorted(entering)])


def rebind(connection: sa.Connection, ids: Mapping[int, int]) -> None:
    """Members refer to accounts by id: give them the ids of here. One whose account is unknown is nobody's."""
    rows = connection.execute(sa.select(members.c.id, members.c.account).where(members.c.account.is_not(None))).all()
    connection.execute(sa.update(members).values(account=None))
    taken: set[int] = set()
    for row in rows:
        here = ids.get(row.account)
        if here is not None and here not in taken:
            taken.add(here)
            connection.execute(sa.update(members).where(members.c.id == row.id).values(account=here))


def member_accounts(connection: sa.Connection) -> list[int]:
    return list(connection.execute(sa.select(members.c.account).where(members.c.account.is_not(None))).scalars())
