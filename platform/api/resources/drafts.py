"""What a record would be if it were made now: defaults, what is copied from others and what is computed, before it is saved."""

from __future__ import annotations

from typing import Any

from ...tables import foreseeing
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
    """The numbers that it would count up are empty; its lines have ids that are nobody's."""
    return tried(call, lambda tx: {"values": foreseeing.foresee(tx, call.path["table"], call.body["values"])})
