"""Taking the demo data out of a workspace."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, text
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INTEGER, MAYBE_STRING, STRING, STRINGS, array, enum, mapping, nullable, obj

demo = Resource("Demo data")
_ROW = {"table": STRING, "id": INTEGER}


class Purge(Envelope):
    dry_run = Flag(load_default=False)
    force = Flag(load_default=False)
    keep = fields.List(text(most=100), load_default=list[str])


@demo.post(
    "/api/v1/workspaces/{ws}/demo/purge",
    permission=Permission.WORKSPACE,
    body=Purge(),
    answer=obj(
        dry_run=BOOLEAN,
        removed=mapping(INTEGER),
        automations=STRINGS,
        accounts=INTEGER,
        kept=array(
            obj(**_ROW, label=STRING, reason=enum("edited", "referenced", "owned"), by=nullable(obj(**_ROW))),
        ),
        batch=MAYBE_STRING,
    ),
    summary="Remove demo rows and demo automations and switch demo accounts off; what people use stays and is listed",
)
def purge(call: WorkspaceCall) -> dict[str, Any]:
    from ..demos import purge_demo  # noqa: PLC0415 - what belongs to templates is seldom needed

    body = call.body
    done = purge_demo(
        call.services,
        call.workspace,
        call.ctx,
        caller=call.caller.account_id,
        force=body["force"],
        keep=body["keep"],
        dry_run=body["dry_run"],
    )
    return {
        "dry_run": body["dry_run"],
        "removed": dict(done.purged.removed),
        "automations": list(done.purged.automations),
        "accounts": done.accounts,
        "kept": [
            {
                "table": row.table,
                "id": row.id,
                "label": row.label,
                "reason": row.reason,
                "by": None if row.by is None else {"table": row.by[0], "id": row.by[1]},
            }
            for row in done.purged.kept
        ],
        "batch": done.purged.batch,
    }
