"""The approvals that concern the caller: to do, started, done."""

from __future__ import annotations

from typing import Any

from ...automations import inbox
from ..calls import WorkspaceCall
from ..params import OneOf
from ..routes import Permission, Resource
from ..shapes import INSTANT, INTEGER, MAYBE_STRING, STRING, array, enum, nullable, obj, ref

approvals = Resource("Approvals")


@approvals.get(
    "/api/v1/workspaces/{ws}/approvals",
    permission=Permission.WORKSPACE,
    query=(OneOf("box", "Which approvals", default="todo", words=inbox.BOXES),),
    answer=obj(
        approvals=array(
            obj(
                id=INTEGER,
                approval=STRING,
                table=STRING,
                table_label=STRING,
                record=ref("Reference"),
                round=INTEGER,
                state=enum("open", "approved", "rejected", "withdrawn"),
                submitter=nullable(ref("Reference")),
                submitted_at=INSTANT,
                approver=nullable(ref("Reference")),
                role=nullable(obj(key=STRING, label=STRING)),
                decided_by=nullable(ref("Reference")),
                decided_at=nullable(INSTANT),
                comment=MAYBE_STRING,
            )
        )
    ),
    summary="Approvals that wait for the caller, were started or were decided by them; at most 200, the newest first",
)
def list_approvals(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"approvals": inbox.box(tx, call.query["box"])}
