"""Notifications: told once under their key, in the program and, for those who want it, by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ...accounts import members as people
from ...core.errors import Problem
from ...tables import listening
from ...tables.queries import reading
from .definition import Automation
from .models import notification_settings, notifications

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MAIL = "mail"  #: topic of e-mails to be sent
MOST = 200
_columns = notifications.c


def tell(
    tx: Tx,
    members: Iterable[int],
    text: Mapping[str, str],
    key: str,
    *,
    kind: str = "automation",
    table: int | None = None,
    record: int | None = None,
    automation: str | None = None,
) -> list[int]:
    """Notify active members; those who were told under this key before are not told again. Who was told."""
    wanted = sorted({member for member in members if member in tx.members and tx.members[member].active})
    settings = {row.member: row for row in tx.connection.execute(sa.select(notification_settings))}
    insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert
    told: list[int] = []
    for member in wanted:
        row = {"member": member, "at": tx.ctx.now, "kind": kind, "text": dict(text), "key": key[:300]}
        row |= {"table_id": table, "record": record, "automation": automation}
        chosen = settings.get(member)
        if chosen is not None and not chosen.bell:
            row["read_at"] = tx.ctx.now  # kept, since it is what makes it once, but not shown as new
        made = tx.connection.execute(
            insert(notifications).values(row).on_conflict_do_nothing().returning(_columns.id)
        ).scalar_one_or_none()
        if made is None:
            continue
        told.append(member)
        if chosen is not None and chosen.mail and tx.members[member].email:
            listening.post(tx, MAIL, "", {"notification": made})
    return told


def trouble(tx: Tx, automation: Automation, problem: Problem) -> None:
    """Tell the owner of an automation, or the administrators where it has none, that something is wrong with it; once a day
    for each thing."""
    label = automation.label
    text = {
        "zh-CN": f"自动化“{label['zh-CN']}”：{problem.text('zh-CN')}",
        "en": f"Automation “{label['en']}”: {problem.text('en')}",
    }
    key = f"trouble:{automation.key}:{problem.code}:{tx.ctx.today.isoformat()}"
    tell(tx, responsible(tx, automation), text, key, kind="trouble", automation=automation.key)


def responsible(tx: Tx, automation: Automation) -> set[int]:
    """The owner; where they are gone or may do nothing about it any more, or there is none, whoever administers."""
    if automation.owner is not None and automation.actor(tx) is not None:
        return {automation.owner}
    return {member for member, held in tx.policy.members.items() if any(role.admin for role in held)}


def of_caller(tx: Tx, *, before: int | None = None, limit: int = 50) -> dict[str, Any]:
    """The caller's notifications, the latest first, and how many are unread."""
    me = tx.ctx.actor.member
    statement = sa.select(notifications).where(_columns.member == me).order_by(_columns.id.desc()).limit(limit + 1)
    if before is not None:
        statement = statement.where(_columns.id < before)
    rows = tx.connection.execute(statement).all()
    unread = sa.select(sa.func.count()).where(_columns.member == me, _columns.read_at.is_(None))
    told = rows[:limit]
    titles = reading.titles(tx, ((row.table_id, row.record) for row in told if row.record))
    return {
        "notifications": [{**_shown(tx, row), "label": titles.get((row.table_id, row.record))} for row in told],
        "unread": tx.connection.execute(unread).scalar_one(),
        "next": rows[limit - 1].id if len(rows) > limit else None,
    }


def read(tx: Tx, ids: Iterable[int] | None) -> None:
    """Mark some of the caller's notifications as read, or all."""
    statement = sa.update(notifications).where(_columns.member == tx.ctx.actor.member, _columns.read_at.is_(None))
    if ids is not None:
        statement = statement.where(_columns.id.in_(list(ids)))
    tx.connection.execute(statement.values(read_at=tx.ctx.now))


def settings_of(tx: Tx) -> dict[str, Any]:
    """How the caller wants to be told: in the program, by e-mail to their address."""
    columns = notification_settings.c
    found = tx.connection.execute(
        sa.select(columns.bell, columns.mail).where(columns.member == tx.ctx.actor.member)
    ).one_or_none()
    me = tx.ctx.actor.member
    email = "" if me is None else tx.members[me].email
    chosen = {"bell": True, "mail": False} if found is None else {"bell": found.bell, "mail": found.mail}
    return {**chosen, "email": email}


def set_settings(tx: Tx, *, email: str | None = None, **given: bool) -> dict[str, Any]:
    """Choose. Raises `Refusal` for an `email` that is no address; an empty one means none."""
    me = tx.ctx.actor.member
    if me is not None and email is not None and email != tx.members[me].email:
        people.change(tx.connection, me, email=email)
        tx.reload()
    told = settings_of(tx)
    values = {"bell": told["bell"], "mail": told["mail"], **given}
    tx.connection.execute(sa.delete(notification_settings).where(notification_settings.c.member == me))
    tx.connection.execute(sa.insert(notification_settings).values(member=me, **values))
    return {**told, **values}


def _shown(tx: Tx, row: Any) -> dict[str, Any]:
    table = tx.catalogue.by_id.get(row.table_id)
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "text": row.text["en" if tx.ctx.locale.startswith("en") else "zh-CN"],
        "table": None if table is None else table.key,
        "record": row.record,
        "automation": row.automation,
        "read": row.read_at is not None,
    }
