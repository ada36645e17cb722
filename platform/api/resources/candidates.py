"""What a relation or member field may point to, for pickers."""

from __future__ import annotations

from typing import Any

from ...tables.queries import candidates as looking
from ...tables.queries.candidates import Around
from ..calls import WorkspaceCall
from ..params import Document, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

candidates = Resource("Candidates")
_PARAMS = (
    Param("field", "Key of the field", required=True, max_length=200),
    Param("q", "Words to search for", max_length=200),
    Whole("limit", "How many", default=20, low=1, high=100),
    Document("values", "Values of the row as they are typed, not saved yet, by key"),
    Document("parent", "The same of the row that owns it"),
)


@candidates.get(
    "/api/v1/workspaces/{ws}/tables/{table}/candidates",
    permission=Permission.WORKSPACE,
    query=(*_PARAMS, Whole("record", "The row that is being edited", low=1)),
    answer=ref("Candidates"),
    summary="What a field of a new record may point to",
)
def of_table(call: WorkspaceCall) -> dict[str, Any]:
    return _found(call, call.query["record"])


@candidates.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/candidates",
    permission=Permission.WORKSPACE,
    query=_PARAMS,
    answer=ref("Candidates"),
    summary="What a field of this record may point to",
)
def of_record(call: WorkspaceCall) -> dict[str, Any]:
    return _found(call, call.id())


def _found(call: WorkspaceCall, record: int | None) -> dict[str, Any]:
    asked = call.query
    around = Around(record, asked["values"], asked["parent"])
    with call.workspace.read(call.ctx) as tx:
        found = looking.candidates(tx, call.path["table"], asked["field"], asked["q"], asked["limit"], around)
    return {"candidates": found}
