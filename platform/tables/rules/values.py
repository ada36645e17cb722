"""The values at the ends of paths for many rows at once: one query per relation followed, none per row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...fields.conditions import Path
from ...fields.registry import type_of
from ...fields.spec import FieldSpec
from ..storage import Row
from ..system import RECORD_ID

if TYPE_CHECKING:
    from ..transaction import Tx


def columns(tx: Tx, rows: Sequence[Row], paths: Iterable[Path]) -> dict[Path, list[Any]]:
    """For every path (look-ups followed already) its value in each row, in the order of `rows`."""
    return _columns(tx, list(rows), list(paths))


def _columns(tx: Tx, rows: Sequence[Row | None], paths: Sequence[Path]) -> dict[Path, list[Any]]:
    found: dict[Path, list[Any]] = {}
    deeper: dict[int, list[Path]] = {}
    for path in paths:
        if len(path) == 1:
            found[path] = _own(tx, tx.catalogue.fields[path[0]], rows)
        else:
            deeper.setdefault(path[0], []).append(path[1:])
    for relation, rest in deeper.items():
        far = _far(tx, tx.catalogue.fields[relation], rows, {path[0] for path in rest})
        for path, values in _columns(tx, far, rest).items():
            found[(relation, *path)] = values
    return found


def _own(tx: Tx, spec: FieldSpec, rows: Sequence[Row | None]) -> list[Any]:
    storage, connection = tx.catalogue.storage, tx.connection
    if spec.id < 0 or type_of(spec).storage == "column":
        return [None if row is None else row.get(spec.id) for row in rows]
    ids = {row[RECORD_ID.id] for row in rows if row is not None and spec.id not in row and RECORD_ID.id in row}
    if type_of(spec).storage == "links":
        linked = storage.targets(connection, spec, ids)
    else:  # rows of a sub-table, or those that point here
        relation = tx.catalogue.fields[spec.options["field" if spec.type == "subtable" else "via"]]
        linked = {id_: tuple(sources) for id_, sources in storage.sources(connection, relation, ids).items()}
    return [() if row is None else row.get(spec.id) or linked.get(row.get(RECORD_ID.id) or 0, ()) for row in rows]


def _far(tx: Tx, relation: FieldSpec, rows: Sequence[Row | None], wanted: set[int]) -> list[Row | None]:
    """For each row the one it points to, with the wanted fields that have columns."""
    ids = {row[relation.id] for row in rows if row is not None and row.get(relation.id) is not None}
    specs = [tx.catalogue.fields[id_] for id_ in sorted(wanted)]
    plain = [spec for spec in specs if spec.id < 0 or type_of(spec).storage == "column"]
    found = tx.catalogue.storage.values(tx.connection, relation.options["table"], plain, ids) if ids else {}
    return [None if row is None else found.get(row.get(relation.id) or 0) for row in rows]
