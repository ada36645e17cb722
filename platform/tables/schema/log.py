"""The log of what was changed in the structure, by whom, when and why; entries that are `restorable` are the trash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from .. import models
from ..configlog.writing import write
from .messages import MAY_NOT_BUILD, NOT_IN_TRASH

if TYPE_CHECKING:
    from ..transaction import Tx

_log = models.config_log

__all__ = ["admit", "taken_out", "trash", "write"]


def admit(tx: Tx) -> None:
    """Raises a FORBIDDEN refusal unless the caller may change the structure."""
    if not tx.policy.may_build(tx.ctx.actor):
        raise refuse(MAY_NOT_BUILD)


def taken_out(tx: Tx, entry: int) -> Any:
    """The entry of something in the trash, which is taken out of it. Raises a NOT_FOUND refusal."""
    found = tx.connection.execute(sa.select(_log).where(_log.c.id == entry, _log.c.restorable)).one_or_none()
    if found is None:
        raise refuse(NOT_IN_TRASH)
    tx.connection.execute(sa.update(_log).where(_log.c.id == entry).values(restorable=False))
    return found


def trash(tx: Tx) -> list[dict[str, Any]]:
    """What can be restored, the latest first."""
    admit(tx)
    found = tx.connection.execute(sa.select(_log).where(_log.c.restorable).order_by(_log.c.id.desc())).all()
    return [
        {
            "id": row.id,
            "action": row.action,
            "label": _said(row.before.get("field", row.before).get("label") or {}, tx.ctx.locale),
            "table": tx.catalogue.by_id[row.table_id].key if row.table_id in tx.catalogue.by_id else None,
            "at": row.at.isoformat(),
            "by": tx.members[row.member].name if row.member in tx.members else None,
        }
        for row in found
    ]


def _said(label: Mapping[str, str], locale: str) -> str:
    return label.get(locale) or label.get("zh-CN") or label.get("en") or ""
