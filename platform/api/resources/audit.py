"""The audit log of a workspace's people, for its administrators."""

from __future__ import annotations

from typing import Any

from ...accounts import audit as service
from ...accounts import people
from ...core.errors import refuse
from ...tables.rights.messages import MAY_NOT_ADMINISTER
from ..calls import WorkspaceCall
from ..params import Whole
from ..routes import Permission, Resource
from ..shapes import ANYTHING, INSTANT, INTEGER, MAYBE_STRING, STRING, array, mapping, nullable, obj

audit = Resource("Audit log")
MOST = 500


@audit.get(
    "/api/v1/workspaces/{ws}/audit",
    permission=Permission.WORKSPACE,
    query=(
        Whole("limit", "Entries in the answer", default=100, low=1, high=MOST),
        Whole("before", "The id of the last entry seen: what came before it", low=1),
    ),
    answer=obj(
        entries=array(
            obj(
                id=INTEGER,
                at=INSTANT,
                action=STRING,
                account=STRING,
                by=MAYBE_STRING,
                address=STRING,
                details=mapping(ANYTHING),
            )
        ),
        next=nullable(INTEGER),
    ),
    summary="Who signed in, joined, was invited, whose password changed; the latest first (administrators)",
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        if not tx.policy.is_admin(tx.ctx.actor):
            raise refuse(MAY_NOT_ADMINISTER)
        accounts = {member.account for member in tx.members.values() if member.account is not None}
    limit = call.query["limit"]
    with call.services.control.read() as control:
        found = service.of_workspace(
            control, call.workspace.key, accounts, before=call.query["before"], limit=limit + 1
        )
        names = {each.id: each.account for each in people.all(control)}
    shown = found[:limit]
    return {
        "entries": [
            {
                "id": each.id,
                "at": each.at,
                "action": each.action,
                "account": each.account,
                "by": None if each.by is None else names.get(each.by),
                "address": each.address,
                "details": dict(each.details),
            }
            for each in shown
        ],
        "next": shown[-1].id if len(found) > limit else None,
    }
