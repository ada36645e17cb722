"""Records changed and made."""

from __future__ import annotations

from typing import Any

from ....tables import records
from ....tables.catalogue import TableSpec
from ....tables.records import RowUpdate
from ....tables.storage import Row
from ....tables.system import RECORD_ID
from ... import making
from ...expressions import evaluate
from ..definition import Step
from ..play import Play


def set_fields(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """New values for the record itself."""
    play.check_demo([row])
    values = evaluate(play.scene, table, row, step["set"])
    records.update(play.tx, table.key, [RowUpdate(row[RECORD_ID.id], values)], answer=False)
    return {"table": table.key, "records": [row[RECORD_ID.id]], "values": values}


def create(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """A new record, with child rows after the lines of this one."""
    made = making.make(play.scene, table, row, step, demo=play.automation.demo)
    return {"table": step["create"], "records": [made], "created": True}


def update_related(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """The same values for every row that the record leads to; expressions speak of the record."""
    target, ids = play.related(table, row, step["update"])
    found = play.rows(target, ids, step.get("where"))
    play.check_demo(found.values())
    values = evaluate(play.scene, table, row, step["set"])
    everything = list(found)
    for start in range(0, len(everything), records.MOST_ROWS):
        part = everything[start : start + records.MOST_ROWS]
        records.update(play.tx, target.key, [RowUpdate(id_, values) for id_ in part], answer=False)
    return {"table": target.key, "records": everything[:100], "count": len(everything), "values": values}
