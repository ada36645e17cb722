"""What has been written in a transaction that will be rolled back: shown to whoever tries something out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ..fields.fieldtype import is_empty
from ..fields.registry import TYPES
from ..permissions.actions import Action
from ..tables import models
from ..tables.changes.cells import thaw

if TYPE_CHECKING:
    from ..tables.transaction import Tx

MOST_SHOWN = 200  #: changes of one trial
_COUNTED = {"create": "created", "update": "updated", "delete": "deleted"}
_changes = models.changes.c


def latest(tx: Tx) -> int:
    """The last change set so far."""
    return tx.connection.execute(sa.select(sa.func.max(models.change_sets.c.id))).scalar_one() or 0


def impact(tx: Tx, last: int) -> dict[str, Any]:
    """How many records have been touched since a change set, in all and by table; tables that the caller may not view are left
    out."""
    counted = tx.connection.execute(
        sa.select(_changes.table_id, _changes.kind, sa.func.count(_changes.record.distinct()))
        .where(_changes.change_set > last)
        .group_by(_changes.table_id, _changes.kind)
    ).all()
    tables: dict[int, Counter[str]] = {}
    for table_id, kind, count in counted:
        if kind in _COUNTED and Action.VIEW in tx.scope(tx.catalogue.by_id[table_id]).actions:
            tables.setdefault(table_id, Counter())[_COUNTED[kind]] += count
    words = _COUNTED.values()
    return {
        **{word: sum(each[word] for each in tables.values()) for word in words},
        "tables": [
            {"table": tx.catalogue.by_id[table_id].key, **{word: each[word] for word in words}}
            for table_id, each in tables.items()
        ],
    }


def changes(tx: Tx, last: int) -> list[dict[str, Any]]:
    """What has been written since a change set, as far as the caller may see it."""
    rows = tx.connection.execute(
        sa.select(models.changes).where(_changes.change_set > last).order_by(_changes.id).limit(MOST_SHOWN)
    ).all()
    found: list[dict[str, Any]] = []
    for row in rows:
        table = tx.catalogue.by_id[row.table_id]
        scope = tx.scope(table)
        if Action.VIEW not in scope.actions:
            continue
        specs = {str(spec.id): spec for spec in table.inputs if spec.id not in scope.hidden}
        cells = {
            specs[name].key: [_shown(old, specs[name]), _shown(new, specs[name])]
            for name, (old, new) in orjson.loads(row.cells).items()
            if name in specs
        }
        found.append({"table": table.key, "record": row.record, "kind": row.kind, "cells": cells})
    return found


def _shown(frozen: Any, spec: Any) -> Any:
    if frozen is None:
        return None
    value = thaw(frozen, spec)
    return None if is_empty(value) else TYPES[spec.type].dump(value, spec)
