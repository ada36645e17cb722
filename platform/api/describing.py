"""Described tables together with what rooms above the tables know of them."""

from __future__ import annotations

from typing import Any

from ..automations import buttons
from ..automations.approvals import inbox
from ..tables.transaction import Tx
from .calls import WorkspaceCall
from .restructuring import underway


def completed(call: WorkspaceCall, tx: Tx, tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`tables` with their buttons, their approvals and the fields that are being computed: the `Table` of the contract."""
    recomputing = underway(call, tx)
    for table in tables:
        spec = tx.catalogue.tables[table["key"]]
        table["buttons"] = buttons.describe(tx, spec)
        table["recomputing"] = recomputing.get(table["key"], [])
        table["approvals"] = inbox.describe(tx, spec)
    return tables
