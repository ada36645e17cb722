"""Approvals begun."""

from __future__ import annotations

from typing import Any

from ....tables.catalogue import TableSpec
from ....tables.storage import Row
from ....tables.system import RECORD_ID
from ... import definitions
from ...approvals import rounds
from ..definition import Step
from ..play import Play


def submit(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """Submit the record. Raises `Refusal` where nobody could decide or its state does not allow it."""
    play.check_demo([row])
    rounds.submit(play.tx, definitions.approval(play.tx, step["submit"]), row[RECORD_ID.id])
    return {"table": table.key, "records": [row[RECORD_ID.id]], "submitted": step["submit"]}
