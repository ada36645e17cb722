"""Why a computed value is what it is."""

from __future__ import annotations

from typing import Any

from ...tables.computed import explanation as service
from ...tables.messages import NOT_COMPUTED
from ..calls import WorkspaceCall
from ..params import Param
from ..routes import Permission, Resource
from ..shapes import ref

explanation = Resource("Explanation")


@explanation.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/explain",
    permission=Permission.WORKSPACE,
    query=(Param("field", "Key of a formula, roll-up or look-up", required=True, max_length=200),),
    answer=ref("Explanation"),
    refuses=(NOT_COMPUTED,),
    summary="The steps, inputs and rows behind a computed value",
)
def explain(call: WorkspaceCall) -> dict[str, Any]:
    record_id = call.id()
    with call.workspace.read(call.ctx) as tx:
        return service.explain(tx, call.path["table"], record_id, call.query["field"])
