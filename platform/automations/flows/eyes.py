"""Through whose eyes an automation looks: it runs for the records that its owner may view, and reads of them what they may
read. Both are asked anew each time a run begins or goes on; what the engine or an administrator owns sees everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.context import Actor
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.changes import deleted
from ...tables.queries.selection import visible_ids
from ...tables.rights import why
from ...tables.storage import Row
from ...tables.system import RECORD_ID

if TYPE_CHECKING:
    from ...tables.transaction import Tx


def of(tx: Tx, actor: Actor | None) -> Tx | None:
    """The transaction as the owner's, to ask what they see; None where they see everything, or nobody stands behind it, which
    is told when it is to run."""
    return None if actor is None or tx.policy.is_admin(actor) else why.asked_by(tx, actor)


def among(eyes: Tx | None, table: TableSpec, rows: Sequence[Row]) -> list[Row]:
    """Those of some rows that the owner may view, as they are; of one that is gone, as it was."""
    if eyes is None or not rows:
        return list(rows)
    ids = [row[RECORD_ID.id] for row in rows]
    seen = visible_ids(eyes, table, ids, Action.VIEW)
    there = eyes.catalogue.storage.rows(eyes.connection, table, set(ids).difference(seen))
    gone = [row for row in rows if row[RECORD_ID.id] not in seen and row[RECORD_ID.id] not in there]
    was = {
        row[RECORD_ID.id] for row, may in zip(gone, deleted.covered(eyes, table, gone, Action.VIEW), strict=True) if may
    }
    return [row for row in rows if row[RECORD_ID.id] in seen or row[RECORD_ID.id] in was]
