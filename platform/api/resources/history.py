"""What happened to a record, as far as the reader may see its fields; and whose it has been."""

from __future__ import annotations

from typing import Any

from ...automations.flows import telling
from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables.catalogue import TableSpec
from ...tables.changes import batches, ownership, undo
from ...tables.changes import history as service
from ...tables.messages import BAD_CURSOR, NO_SUCH_RECORD
from ...tables.queries.reading import member
from ...tables.queries.selection import seeing
from ...tables.transaction import Tx
from ...tables.writing.incoming import visible_ids
from ..calls import WorkspaceCall
from ..naming import Names
from ..params import ID, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

history = Resource("History")


_PAGE = (
    Whole("limit", "Changes in a page", default=50, low=1, high=200),
    Param("cursor", "`next` of the page before", max_length=20),
)


@history.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/history",
    permission=Permission.WORKSPACE,
    query=_PAGE,
    answer=ref("History"),
    summary="The changes of a record, latest first",
)
def of_record(call: WorkspaceCall) -> dict[str, Any]:
    record_id, before = call.id(), _before(call)
    with call.workspace.read(call.ctx) as tx:
        table = _table(call, tx, record_id)
        changes, next_ = service.of_record(tx, table, record_id, limit=call.query["limit"], before=before)
        told = {cell.field.id for change in changes for cell in change.cells}
        readable = {id_ for id_ in told if seeing(tx, table, (id_,), [record_id])}  # by the row as it is now
        shown = [(change, [cell for cell in change.cells if cell.field.id in readable]) for change in changes]
        names = Names(
            tx, [(cell.field, value) for _, cells in shown for cell in cells for value in (cell.before, cell.after)]
        )
        undone = batches.undone_by(tx, (change.batch for change, _ in shown))
        runs = telling.behind(tx, {change.cause for change, _ in shown if change.cause is not None})
        return {
            "changes": [
                {
                    "id": change.id,
                    "at": change.at,
                    "actor": member(tx, change.member),
                    "source": change.source,
                    "kind": change.kind,
                    "version": change.version,
                    "batch": change.batch,
                    "undoes": change.undoes,
                    "undone_by": undone.get(change.batch),
                    "undoable": undo.may(tx, change.member, change.source, undone.get(change.batch)),
                    "run": runs.get(change.cause or ""),
                    "cells": [
                        {
                            "field": cell.field.key,
                            "label": cell.field.text(call.locale),
                            "before": names.dump(cell.field, cell.before),
                            "after": names.dump(cell.field, cell.after),
                        }
                        for cell in cells
                    ],
                }
                for change, cells in shown
                if cells or change.kind != service.UPDATE  # a change of hidden fields alone is hidden too
            ],
            "next": str(next_) if next_ is not None else None,
        }


@history.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/ownership",
    permission=Permission.WORKSPACE,
    query=_PAGE,
    answer=ref("Ownership"),
    summary="Whose the record has been, latest first; nothing for a table that has no owners",
)
def of_owners(call: WorkspaceCall) -> dict[str, Any]:
    record_id, before = call.id(), _before(call)
    with call.workspace.read(call.ctx) as tx:
        table = _table(call, tx, record_id)
        owner = table.ownership
        if owner is None or not seeing(tx, table, (owner.id,), [record_id]):
            return {"entries": [], "next": None}
        lines, next_ = ownership.of_record(tx, table, record_id, limit=call.query["limit"], before=before)
        return {
            "entries": [
                {
                    "id": line.id,
                    "kind": line.kind.value,
                    "from": member(tx, line.before),
                    "to": member(tx, line.after),
                    "pool": line.pool,
                    "reason": line.reason,
                    "at": line.at,
                    "by": member(tx, line.by),
                    "batch": line.batch,
                }
                for line in lines
            ],
            "next": str(next_) if next_ is not None else None,
        }


def _before(call: WorkspaceCall) -> int | None:
    cursor = call.query["cursor"]
    if cursor is not None and not ID.match(cursor):
        raise refuse(BAD_CURSOR)
    return int(cursor) if cursor else None


def _table(call: WorkspaceCall, tx: Tx, record_id: int) -> TableSpec:
    """The table of the address. Raises NOT_FOUND where the caller may not view the record."""
    table = tx.table(call.path["table"])
    if not visible_ids(tx, table, [record_id], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    return table
