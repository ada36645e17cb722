"""Batches of changes: the caller's own latest, what undoing one would do, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.errors import Kind
from ...permissions.actions import Action
from ...tables.changes import batches as service
from ...tables.changes import undo
from ...tables.changes.batches import MOST_LISTED, Batch, Share
from ...tables.changes.inverse import Kept
from ...tables.queries import reading
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..idempotency import once
from ..params import Flag, Whole
from ..routes import Permission, Resource
from ..shapes import ref

batches = Resource("Batches")
_BATCHES = "/api/v1/workspaces/{ws}/batches"
MOST_KEPT = 1_000  #: kept records that an answer names; `kept_count` counts all


@batches.get(
    _BATCHES,
    permission=Permission.WORKSPACE,
    query=(
        Flag("mine", "Only the caller's own; anybody but an administrator sees no others anyway", default=True),
        Whole("limit", "Batches in the answer", default=20, low=1, high=MOST_LISTED),
    ),
    answer=ref("BatchList"),
    summary="The latest batches of changes",
)
def recent(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        found = service.recent(tx, mine=call.query["mine"], limit=call.query["limit"])
        shares = [one for summary in found for one in summary.tables]
        labels = reading.titles(tx, ((one.table.id, record) for one in shares for record in one.records))
        return {
            "batches": [
                {
                    **_dump(tx, summary.batch),
                    "tables": [
                        {
                            "table": one.table.key,
                            "created": one.kinds.get("create", 0),
                            "updated": one.kinds.get("update", 0),
                            "deleted": one.kinds.get("delete", 0),
                            "moved": one.kinds.get(service.MOVE, 0),
                            "record": _first_seen(one, labels),
                        }
                        for one in summary.tables
                    ],
                }
                for summary in found
            ]
        }


@batches.get(
    f"{_BATCHES}/{{batch}}",
    permission=Permission.WORKSPACE,
    answer=ref("UndoPreview"),
    summary="What undoing a batch would do, and what it would keep",
)
def preview(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        batch = service.find(tx, call.path["batch"])
        counts = {"restored": 0, "removed": 0, "revived": 0}
        kept: Sequence[Kept] = ()
        undoable = undo.is_undoable(batch)
        if undoable:
            plan = undo.plan(tx, batch.token)
            counts = {
                "restored": len(plan.restores.keys() | plan.moves),
                "removed": len(plan.removals),
                "revived": len(plan.revivals),
            }
            kept = plan.kept
        return {**_dump(tx, batch), "undoable": undoable, **counts, **dump_kept(tx, kept)}


@batches.post(
    f"{_BATCHES}/{{batch}}/undo",
    permission=Permission.WORKSPACE,
    answer=ref("Undone"),
    summary="Take a batch back as far as nobody has changed it since; undoing the answer's `batch` is redo",
)
def take_back(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: dump_undone(tx, undo.undo(tx, call.path["batch"])))


def _first_seen(share: Share, labels: dict[tuple[int, int], str]) -> dict[str, Any] | None:
    """One of its records that is there and that the caller sees."""
    places = ((share.table.id, record) for record in share.records)
    return next(({"id": place[1], "label": labels[place]} for place in places if place in labels), None)


def dump_undone(tx: Tx, done: undo.Undone) -> dict[str, Any]:
    seen = {table.key for table in tx.catalogue.tables.values() if Action.VIEW in tx.scope(table).actions}
    return {
        "batch": done.batch,
        "restored": done.restored,
        "removed": done.removed,
        "revived": done.revived,
        "tables": sorted(seen & done.changed.keys()),
        **dump_kept(tx, done.kept),
    }


def dump_kept(tx: Tx, kept: Sequence[Kept]) -> dict[str, Any]:
    """What stayed as it is; a record that the caller has no sight of is told of by its sentence alone."""
    shown = kept[:MOST_KEPT]
    labels = reading.titles(tx, ((one.table.id, one.record) for one in shown))
    return {"kept_count": len(kept), "kept": [_kept(tx, one, labels) for one in shown]}


def _kept(tx: Tx, one: Kept, labels: dict[tuple[int, int], str]) -> dict[str, Any]:
    message = one.problem.text(tx.ctx.locale)
    if one.problem.kind is Kind.NOT_FOUND or Action.VIEW not in tx.scope(one.table).actions:
        return {"table": None, "id": None, "label": None, "field": None, "message": message}
    label = labels.get((one.table.id, one.record))
    return {"table": one.table.key, "id": one.record, "label": label, "field": one.problem.field, "message": message}


def _dump(tx: Tx, batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.token,
        "at": batch.at,
        "actor": reading.member(tx, batch.member),
        "source": batch.source,
        "undoes": batch.undoes,
        "undone_by": batch.undone_by,
    }
