"""One search over all tables of a workspace."""

from __future__ import annotations

from typing import Any

from ...tables.queries.search import everywhere
from ..calls import WorkspaceCall
from ..params import Param, Whole
from ..routes import Permission, Resource
from ..shapes import INTEGER, MAYBE_STRING, STRING, array, nullable, obj

search = Resource("Search")
_HIT = obj(
    table=obj(key=STRING, label=STRING),
    id=INTEGER,
    label=STRING,
    field=nullable(obj(key=STRING, label=STRING)),
    snippet=MAYBE_STRING,
    found=MAYBE_STRING,
)


@search.get(
    "/api/v1/workspaces/{ws}/search",
    permission=Permission.WORKSPACE,
    by_scope=True,
    query=(
        Param("q", "Words to search for; all have to occur", required=True, max_length=200),
        Whole("limit", "How many", default=20, low=1, high=100),
    ),
    answer=obj(results=array(_HIT)),
    summary="Rows of any table that the caller may view, by the texts in them",
)
def everything(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        found = everywhere(tx, call.query["q"], call.query["limit"])
        return {
            "results": [
                {
                    "table": {"key": hit.table.key, "label": hit.table.text(tx.ctx.locale)},
                    "id": hit.id,
                    "label": hit.label,
                    "field": None
                    if hit.field is None
                    else {"key": hit.field.key, "label": hit.field.text(tx.ctx.locale)},
                    "snippet": hit.snippet,
                    "found": hit.found,
                }
                for hit in found
            ]
        }
