"""What a record would be if it were made now: defaults, what is copied from others and what is computed, before it is saved."""

from __future__ import annotations

from typing import Any

from ...tables import records as service
from ...tables.queries import query
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..routes import Permission, Resource
from ..shapes import obj, ref
from ..trials import tried
from .records import ROWS, NewRecord

drafts = Resource("Records")


@drafts.post(
    f"{ROWS}/draft",
    permission=Permission.WORKSPACE,
    body=NewRecord(),
    harmless=True,
    answer=obj(values=ref("Values")),
    summary="What a record of these values would hold; it is made and taken back, and refused as a new one would be",
)
def draft(call: WorkspaceCall) -> dict[str, Any]:
    """The ids of its lines, and the numbers it counts up, are not kept for it."""

    def work(tx: Tx) -> dict[str, Any]:
        told = service.create(
            tx, call.path["table"], [call.body["values"]]
        ).records  # none that the caller may not view
        return {"values": query.get_record(tx, call.path["table"], told[0].id).dump()["values"] if told else {}}

    return tried(call, work)
