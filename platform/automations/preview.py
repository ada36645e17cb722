"""What has been written in a transaction that will be rolled back: shown to whoever tries something out, as far as they may see
it. A trial has the rights of whoever owns or presses, which may be wider than those of whoever looks.

A record that was there is looked at as it was: what a trial writes must not open it. So `written` is asked before the trial is
rolled back, `changes` and `impact` after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ..fields.conditions import ALWAYS
from ..fields.fieldtype import is_empty
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..tables import models
from ..tables.catalogue import TableSpec
from ..tables.changes import history
from ..tables.changes.cells import thaw
from ..tables.queries import reading
from ..tables.queries.selection import among_stored, seeing

if TYPE_CHECKING:
    from ..core.context import Context
    from ..tables.transaction import Tx

MOST_SHOWN = 200  #: changes of one trial
_COUNTED = {history.CREATE: "created", history.UPDATE: "updated", history.DELETE: "deleted"}
_changes = models.changes.c


@dataclass(frozen=True, slots=True)
class Written:
    """What a trial has written, and what of it the caller may see as it is then."""

    rows: tuple[Any, ...]  #: changes in their order; of those beyond `most`, cells are left out
    after: Mapping[int, _Seen]  #: by table; those that the caller may view
    most: int = MOST_SHOWN

    def of(self, table: int, *kinds: str) -> set[int]:
        """The records of a table to which something of these kinds was done."""
        return {row.record for row in self.rows if row.table_id == table and row.kind in kinds}


@dataclass(frozen=True, slots=True)
class _Seen:
    """Records that the caller may view, and on which of them each field."""

    records: Collection[int]
    cells: Mapping[int, Collection[int]]


NOTHING = Written((), {})


class _Undo(Exception):
    """Ends the savepoint of a trial."""


@contextmanager
def undone(tx: Tx, ctx: Context) -> Generator[None]:
    """A batch of its own on behalf of `ctx.actor` of which nothing stays, whatever comes of it."""
    kept = tx.posted, tx.latest
    try:
        with tx.unit(ctx):
            yield
            raise _Undo
    except _Undo:
        pass
    finally:
        tx.posted, tx.latest = kept


def latest(tx: Tx) -> int:
    """The last change set so far."""
    return tx.connection.execute(sa.select(sa.func.max(models.change_sets.c.id))).scalar_one() or 0


def written(tx: Tx, last: int, most: int = MOST_SHOWN) -> Written:
    """What has been written since a change set; the caller is the one who looks at it, and the trial is not undone yet.
    Of `most` changes the cells are read."""
    plain = [_changes.table_id, _changes.record, _changes.kind, _changes.version]
    since = _changes.change_set > last
    shown = tx.connection.execute(sa.select(*plain, _changes.cells).where(since).order_by(_changes.id).limit(most))
    rest = sa.select(*plain, sa.null().label("cells")).where(since).order_by(_changes.id).offset(most)
    rows: list[Any] = [*shown.all()]
    if len(rows) == most:
        rows += tx.connection.execute(rest).all()
    found = Written(tuple(rows), {})
    after: dict[int, _Seen] = {}
    for table in _viewed(tx, rows):
        gone = found.of(table.id, history.DELETE) - found.of(table.id, history.CREATE)
        after[table.id] = _seen(tx, table, found.of(table.id, *_COUNTED) - gone, _fields(tx, table, rows))
    return Written(found.rows, after, most)


def changes(tx: Tx, trial: Written, *, named: bool = True) -> list[dict[str, Any]]:
    """What of a trial, which is undone by now, the caller may see: records in their scope before and after it, and of these the
    cells that they may read before and after it. A change of other cells alone is left out. `named`: with the `label`
    that a record has for them now, None for one that is not there; not for what is kept and read by others later."""
    found: list[dict[str, Any]] = []
    for table in _viewed(tx, trial.rows, trial.after):
        made, gone = trial.of(table.id, history.CREATE), trial.of(table.id, history.DELETE)
        there = trial.of(table.id, *_COUNTED) - made
        before, after = _seen(tx, table, there, _fields(tx, table, trial.rows)), trial.after[table.id]
        specs = {str(spec.id): spec for spec in table.inputs}
        for place, row in enumerate(trial.rows[: trial.most]):
            if row.table_id != table.id or not _in(row.record, before.records, made):
                continue
            left = not _in(row.record, after.records, gone - made)
            if left and row.kind == history.CREATE:
                continue
            cells = {
                specs[name].key: [_shown(old, specs[name]), _shown(new, specs[name])]
                for name, (old, new) in orjson.loads(row.cells).items()
                if name in specs
                and not left
                and _in(row.record, before.cells[int(name)], made)
                and _in(row.record, after.cells[int(name)], gone - made)
            }
            if cells or left or row.kind != history.UPDATE:
                found.append({"at": place, "table": table.key, "record": row.record, "kind": row.kind, "cells": cells})
    found.sort(key=lambda each: each.pop("at"))
    if named:
        ids = {table.key: table.id for table in tx.catalogue.tables.values()}
        titles = reading.titles(tx, ((ids[each["table"]], each["record"]) for each in found))
        found = [{**each, "label": titles.get((ids[each["table"]], each["record"]))} for each in found]
    return found


def impact(tx: Tx, trial: Written) -> dict[str, Any]:
    """How many records a trial, which is undone by now, has touched, in all and by table: of those that the caller may view."""
    tables: dict[str, Counter[str]] = {}
    for table in _viewed(tx, trial.rows, trial.after):
        made, gone = trial.of(table.id, history.CREATE), trial.of(table.id, history.DELETE)
        before = _seen(tx, table, trial.of(table.id, *_COUNTED) - made, ()).records
        after = trial.after[table.id].records
        counted = Counter[str]()
        for kind, word in _COUNTED.items():
            touched = {id_ for id_ in trial.of(table.id, kind) if _in(id_, before, made)}
            counted[word] = len({id_ for id_ in touched if id_ not in made or _in(id_, after, gone - made)})
        if counted.total():
            tables[table.key] = counted
    words = _COUNTED.values()
    return {
        **{word: sum(each[word] for each in tables.values()) for word in words},
        "tables": [{"table": key, **{word: each[word] for word in words}} for key, each in tables.items()],
    }


def sees_all(tx: Tx, tables: Iterable[TableSpec] | None = None) -> bool:
    """Whether the caller may read every cell of every row of the tables (None: of all there are): what has been put together
    from any of them may be shown to them."""
    return all(
        Action.VIEW in tx.scope(table).actions
        and not tx.scope(table).hidden
        and tx.sight.rows(table.id) == ALWAYS
        and not tx.sight.blind(table)
        for table in (tx.catalogue.tables.values() if tables is None else tables)
    )


# -- inside ----------------------------------------------------------------------------------------------------------


def _viewed(tx: Tx, rows: Iterable[Any], within: Collection[int] | None = None) -> list[TableSpec]:
    """The tables of changes that the caller may view, in the order in which they were first written to."""
    tables = [tx.catalogue.by_id[id_] for id_ in dict.fromkeys(row.table_id for row in rows)]
    return [
        table for table in tables if Action.VIEW in tx.scope(table).actions and (within is None or table.id in within)
    ]


def _fields(tx: Tx, table: TableSpec, rows: Iterable[Any]) -> list[FieldSpec]:
    """The fields of a table that changes name."""
    named = {name for row in rows if row.table_id == table.id and row.cells for name in orjson.loads(row.cells)}
    return [spec for spec in table.inputs if str(spec.id) in named]


def _seen(tx: Tx, table: TableSpec, ids: Collection[int], fields: Iterable[FieldSpec]) -> _Seen:
    records = among_stored(tx, table, ids, Action.VIEW)
    return _Seen(records, {spec.id: seeing(tx, table, (spec.id,), records) for spec in fields})


def _in(record: int, seen: Collection[int], unasked: Collection[int]) -> bool:
    return record in seen or record in unasked


def _shown(frozen: Any, spec: FieldSpec) -> Any:
    if frozen is None:
        return None
    value = thaw(frozen, spec)
    return None if is_empty(value) else TYPES[spec.type].dump(value, spec)
