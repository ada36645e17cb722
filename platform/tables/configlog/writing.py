"""Writing an entry: who changed what, when, through which door, from what to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Source
from .. import models

if TYPE_CHECKING:
    from ..transaction import Tx

WHOLE = 0  #: stands for the workspace, where no table is meant


def write(
    tx: Tx,
    action: str,
    table: int,
    field: int | None = None,
    *,
    about: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
    restorable: bool = False,
) -> int:
    """One entry; answers its id. `action` is the kind of object and what was done to it (`view.change`), `about` the object's
    key where table and field do not name it, `restorable` whether it lies in the trash."""
    statement = sa.insert(models.config_log).values(
        at=tx.ctx.now,
        member=tx.ctx.actor.member,
        source=tx.ctx.source.value,
        action=action,
        table_id=table,
        field=field,
        about=about,
        reason=reason,
        before=before,
        after=after,
        restorable=restorable,
        reverts=tx.reverting,
    )
    return int(tx.connection.execute(statement.returning(models.config_log.c.id)).scalar_one())


def note(
    tx: Tx,
    kind: str,
    table: int,
    about: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str | None = None,
) -> None:
    """One entry of something made, changed or deleted, unless nothing differs. What a template brings has one entry in all."""
    if before == after or tx.ctx.source is Source.TEMPLATE:
        return
    verb = "create" if before is None else "delete" if after is None else "change"
    write(tx, f"{kind}.{verb}", table, about=about, before=before, after=after, reason=reason)
