"""Making a record after another one, with child rows after its lines: what buttons and automations share (S36)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..permissions.actions import Action
from ..permissions.scope import Scope, check_action
from ..tables import records
from ..tables.catalogue import TableSpec
from ..tables.storage import Row
from ..tables.system import RECORD_ID
from .definitions import Step
from .expressions import Scene, evaluate


def make(
    scene: Scene, table: TableSpec, row: Row, step: Step, scope: Scope | None = None, *, demo: bool = False
) -> int:
    """Create a row of `step["create"]` after a row of `table`; its id. `scope` is what the caller may do in that table,
    where the steps are taken with more rights than theirs: the engine's rights never make what they may not."""
    tx = scene.tx
    target = tx.catalogue.table(step["create"]) if scope is not None else tx.table(step["create"])
    check_action(scope or tx.scope(target), Action.CREATE)
    values = _given(evaluate(scene, table, row, step["values"]))
    for key, part in step.get("children", {}).items():
        values[key] = _children(scene, table, row, part)
    (made,) = records.create(tx, target.key, [values], answer=False, demo=demo).ids
    if "as" in step:
        scene.made[step["as"]] = made
    return made


def _children(scene: Scene, table: TableSpec, row: Row, part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """New lines after the lines of the record, in their order."""
    tx, record = scene.tx, row[RECORD_ID.id]
    source = table.by_key[part["from"]]
    lines = tx.catalogue.by_id[source.options["table"]]
    link = tx.catalogue.fields[source.options["field"]]
    ids = sorted(tx.catalogue.storage.sources(tx.connection, link, [record]).get(record, ()))
    stored = tx.catalogue.storage.rows(tx.connection, lines, ids)
    return [{"values": evaluate(scene, lines, stored[id_], part["values"])} for id_ in ids]


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
