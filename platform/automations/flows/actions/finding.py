"""Rows found for later steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....tables.catalogue import TableSpec
from ....tables.queries import query
from ....tables.queries.query import Query
from ....tables.storage import Row
from ...expressions import evaluate
from ..definition import Step
from ..play import Play

MOST = 100


def find(play: Play, table: TableSpec, row: Row, step: Step) -> dict[str, Any]:
    """The rows of a table that its owner may see and that match; the oldest first."""
    parts: list[Any] = [step["where"]] if "where" in step else []
    for key, value in evaluate(play.scene, table, row, step.get("match", {})).items():
        plain = value["id"] if isinstance(value, Mapping) and "id" in value else value
        parts.append({"field": key, "op": "empty"} if plain is None else {"field": key, "op": "=", "value": plain})
    wanted = Query(filter={"and": parts} if parts else None, limit=step.get("most", MOST), sort="created_at", fields=())
    page = query.list_records(play.tx, step["find"], wanted)
    ids = [record.id for record in page.records]
    play.scene.found[step["as"]] = (step["find"], ids)
    return {"table": step["find"], "records": ids, "found": step["as"]}
