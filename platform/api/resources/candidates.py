"""What a relation or member field may point to, for pickers."""

from __future__ import annotations

from typing import Any

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables import query
from ...tables.incoming import visible_ids
from ...tables.messages import NO_SUCH_RECORD
from ..calls import WorkspaceCall
from ..params import Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

candidates = Resource("Candidates")
_PARAMS = (
    Param("field", "Key of the field", required=True, max_length=200),
    Param("q", "Words to search for", max_length=200),
    Whole("limit", "How many", default=20, low=1, high=100),
)


@candidates.get(
    "/api/v1/workspaces/{ws}/tables/{table}/candidates",
    permission=Permission.WORKSPACE,
    query=_PARAMS,
    answer=ref("Candidates"),
    summary="What a field of a new record may point to",
)
def of_table(call: WorkspaceCall) -> dict[str, Any]:
    asked = call.query
    with call.workspace.read(call.ctx) as tx:
        found = query.candidates(tx, call.path["table"], asked["field"], asked["q"], asked["limit"])
    return {"candidates": found}


@candidates.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/candidates",
    permission=Permission.WORKSPACE,
    query=_PARAMS,
    answer=ref("Candidates"),
    summary="What a field of this record may point to",
)
def of_record(call: WorkspaceCall) -> dict[str, Any]:
    asked, record_id = call.query, call.id()
    with call.workspace.read(call.ctx) as tx:
        if not visible_ids(tx, tx.table(call.path["table"]), [record_id], Action.VIEW):
            raise refuse(NO_SUCH_RECORD)
        found = query.candidates(tx, call.path["table"], asked["field"], asked["q"], asked["limit"])
    return {"candidates": found}
