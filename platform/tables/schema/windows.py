"""For how long the former key of a field may still be used (S13): the workspace's default, and the end of single ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core.errors import refuse
from .. import config, models
from ..configlog.writing import write
from .messages import NO_SUCH_ALIAS, ONLY_ADMIN

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..catalogue import TableSpec
    from ..transaction import Tx

CONFIG = "renaming"  #: configuration: {"days"}
DAYS = 180
MOST_DAYS = 3_650


def days(tx: Tx) -> int:
    """How many days a former key may be used, unless its end is set."""
    return int((config.get(tx, CONFIG) or {}).get("days", DAYS))


def end(tx: Tx) -> datetime:
    """When the window of a key that is given up now ends."""
    return tx.ctx.now + timedelta(days=days(tx))


def set_days(tx: Tx, wanted: int) -> None:
    """Another default, for renames from now on. By administrators."""
    _admit(tx)
    config.put(tx, CONFIG, {"days": wanted})


def set_end(tx: Tx, table: TableSpec, spec: FieldSpec, key: str, until: datetime, reason: str | None) -> FieldSpec:
    """Let the window of a former key end at another instant; one that has passed ends it now. By administrators."""
    _admit(tx)
    if spec.alias(key) is None:
        raise refuse(NO_SUCH_ALIAS, key=key[:60])
    wanted = max(until, tx.ctx.now)
    after = [replace(alias, until=wanted) if alias.key == key else alias for alias in spec.aliases]
    told = [{"aliases": {each.key: each.dump()["until"] for each in some}} for some in (spec.aliases, after)]
    tx.connection.execute(
        sa.update(models.fields).where(models.fields.c.id == spec.id).values(aliases=[each.dump() for each in after])
    )
    write(tx, "field.alias", table.id, spec.id, before=told[0], after=told[1], reason=reason)
    tx.reload()
    return tx.catalogue.fields[spec.id]


def _admit(tx: Tx) -> None:
    if not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(ONLY_ADMIN)
