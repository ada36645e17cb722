"""Edits that were made on an older version of a row: what nobody has touched since is merged, the rest is refused.

Two people in different cells of a row do not fight; two in the same cell do, and the later is shown what is there now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...core.errors import Problem
from .. import models
from ..catalogue import TableSpec
from ..messages import STALE, STALE_FIELD
from ..queries import reading
from ..storage import Row, chunks
from ..system import RECORD_ID, VERSION
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


def check(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], based_on: Sequence[int | None], current: Sequence[Row]
) -> None:
    """Complain (409) of every value whose field was changed by somebody after the version that its row was `based_on`, with
    the version and value of now. Runs after values that are as stored were dropped: who wants what is there has no conflict.
    """
    behind: dict[int, int] = {}  # version by place in the request
    for row, version, before in zip(rows, based_on, current, strict=True):
        if version is None or not before or row.problems or version == before[VERSION.id]:
            continue
        if version > before[VERSION.id]:  # it is not from this database, or from before it was restored
            number = before[VERSION.id]
            row.complain(Problem(STALE, {"current": number}, details={"current": {"version": number}}))
        else:
            behind[row.index] = version
    if not behind:
        return
    moved = _moved(tx, table, {current[at][RECORD_ID.id]: version for at, version in behind.items()})
    clashes = {at: sorted(moved[current[at][RECORD_ID.id]] & rows[at].values.keys()) for at in behind}
    clashes = {at: fields for at, fields in clashes.items() if fields}
    if not clashes:
        return
    fields = [spec for spec in table.fields if any(spec.id in clash for clash in clashes.values())]
    now = {one.id: one for one in reading.by_ids(tx, table, [current[at][RECORD_ID.id] for at in clashes], fields)}
    for at, clash in clashes.items():
        record = now[current[at][RECORD_ID.id]]
        for spec in fields:
            if spec.id in clash:
                params = {"label": spec.text(tx.ctx.locale), "current": record.version}
                present = {"version": record.version, "value": record.values.get(spec.key)}
                rows[at].complain(Problem(STALE_FIELD, params, spec.key, details={"current": present}))


def _moved(tx: Tx, table: TableSpec, versions: Mapping[int, int]) -> dict[int, set[int]]:
    """The fields of each row that are not any more as they were at a version of it."""
    changes = models.changes.c
    first: dict[int, dict[int, Any]] = {id_: {} for id_ in versions}
    last: dict[int, dict[int, Any]] = {id_: {} for id_ in versions}
    for part in chunks(versions):
        statement = sa.select(changes.record, changes.version, changes.cells).where(
            changes.table_id == table.id, changes.record.in_(part), changes.version > min(versions[id_] for id_ in part)
        )
        for record, version, cells in tx.connection.execute(statement.order_by(changes.id)):
            if version > versions[record]:
                for key, (before, after) in orjson.loads(cells).items():
                    first[record].setdefault(int(key), before)
                    last[record][int(key)] = after
    return {id_: {field for field, after in last[id_].items() if after != first[id_][field]} for id_ in versions}
