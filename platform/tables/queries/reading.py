"""Rows of user tables → records of the API: the columns a caller may read, with the labels of what they point to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields.fieldtype import FieldType
from ...fields.registry import TYPES, type_of, value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..messages import NO_SUCH_RECORD
from ..statements import IDS, among
from ..storage import Columns, chunks
from ..system import points_to_member, points_to_record
from . import outline
from .joins import Joins
from .selection import Selection, restricted, seeing

if TYPE_CHECKING:
    from ...accounts.members import Member
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Record:
    """A row as the API shows it: JSON values by field key."""

    id: int
    version: int
    values: Mapping[str, Any]
    color: str | None = None  #: of the first colour rule that holds (`painting`), where a list was asked for colours
    cells: Mapping[str, str] | None = None  #: the same of single cells, by field key
    masked: tuple[str, ...] = ()  #: fields that are empty because the caller may not read them on this row (S12)

    def dump(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "version": self.version, "values": self.values}
        if self.color is not None:
            shown["color"] = self.color
        if self.cells is not None:
            shown["colors"] = self.cells
        if self.masked:
            shown["masked"] = list(self.masked)
        return shown


Dump = Callable[[Sequence[Any]], Any]  #: a selected row → the JSON of one cell
MOST_CHILDREN = 1_000  #: rows of a sub-table or an inverse relation shown with one record


class Reader:
    """Which columns to select for some fields of a table, and how to make values of them. It may outlive the transaction it
    was made in: of that one it keeps no more than its `viewer` says, and the members of the catalogue's version."""

    def __init__(self, tx: Tx, table: TableSpec, joins: Joins, fields: Sequence[FieldSpec]) -> None:
        self._table = table
        self.columns: list[sa.ColumnElement[Any]] = [joins.base.c.id, joins.base.c.version]
        self._cells: list[tuple[str, int, Dump | None]] = []  #: key, place of the first column, how to make JSON of it
        self._later: list[FieldSpec] = []
        self._masks: list[tuple[str, int]] = []  #: key, place of the column that tells whether it is masked
        for spec in fields:
            if type_of(spec).storage == "column" or spec.type == "lookup" or spec.id < 0:
                columns, dump = _cell(tx, joins, spec, len(self.columns))
                self._cells.append((spec.key, len(self.columns), dump))
                self.columns.extend(columns)
            else:
                self._later.append(spec)
            unseen = joins.unseen(spec.id)
            if unseen is not None:
                self._masks.append((spec.key, len(self.columns)))
                self.columns.append(unseen)

    def records(self, tx: Tx, rows: Iterable[Sequence[Any]]) -> list[Record]:
        """Records of selected rows (whose columns begin with `columns`)."""
        cells, masks = self._cells, self._masks
        found = [
            Record(
                row[0],
                row[1],
                {key: row[at] if dump is None else dump(row) for key, at, dump in cells},
                masked=tuple(key for key, at in masks if row[at]) if masks else (),
            )
            for row in rows
        ]
        for spec in self._later:
            ids = seeing(tx, self._table, (spec.id,), [record.id for record in found])
            values = many(tx, self._table, spec, [record.id for record in found if record.id in ids])
            for record in found:
                record.values[spec.key] = values.get(record.id, [])  # type: ignore[index]
        return found


def _cell(tx: Tx, joins: Joins, spec: FieldSpec, at: int) -> tuple[list[sa.ColumnElement[Any]], Dump | None]:
    """The columns of a field, which will stand at `at` in the row, and what makes JSON of them (None: nothing to do)."""
    end, table = joins.seen((spec.id,))
    result = value_spec(end)
    type_ = TYPES[result.type]
    if points_to_record(result) and type_.storage == "column":
        label = label_columns(tx, joins, (spec.id,), result)
        link = _titled(at) if label.plain else _link(at, label.text)
        return [table.c[end.column], *label.columns], link
    if points_to_member(result):
        return [tx.catalogue.storage.column(table, end)], _person(at, tx.members)
    columns = stored_columns(tx, end, table)
    shown = type_.shown(columns[0], result)
    if shown is not None:
        columns[0] = shown
    plain = shown is not None or result.type in _PLAIN
    dump, load = type_.dump, type_.load
    if len(columns) == 1:
        if plain:
            return columns, None
        if type(type_).load is FieldType.load:
            return columns, lambda row: dump(row[at], result)
        return columns, lambda row: dump(load((row[at],), result), result)

    def computed(row: Sequence[Any]) -> Any:
        code = row[at + 1]
        if code is not None:
            return {"error": code}
        return row[at] if plain else dump(load((row[at],), result), result)

    return columns, computed


@dataclass(frozen=True, slots=True)
class Label:
    """How to read the label of a related record."""

    columns: list[sa.ColumnElement[Any]]
    text: Callable[[Sequence[Any]], str]
    plain: bool = False  #: whether the one column is the text already


def label_columns(tx: Tx, joins: Joins, path: tuple[int, ...], relation: FieldSpec) -> Label:
    """The columns of the primary field of what `path` (ending in a relation) points to. A row out of the caller's sight, or
    without a name, is called by its number."""
    target = tx.catalogue.by_id[relation.options["table"]]
    primary = target.primary
    if primary is None:
        return Label([], lambda row: f"#{row[0]}")
    spec, table = joins.seen((*path, primary.id))
    result = value_spec(spec)
    type_, locale, zone = TYPES[result.type], tx.ctx.locale, tx.ctx.zone
    columns = stored_columns(tx, spec, table)
    load, to_text = TYPES[spec.type].load, type_.to_text
    plain = spec is result and spec.type in _PLAIN
    return Label(
        columns, plain=plain, text=lambda row: to_text(load(row[1:], spec), result, locale, zone) or f"#{row[0]}"
    )


def stored_columns(tx: Tx, spec: FieldSpec, table: Columns) -> list[sa.ColumnElement[Any]]:
    """What must be selected to `load` a field's value."""
    if spec.id < 0:
        return [tx.catalogue.storage.column(table, spec)]
    return [table.c[name] for name in tx.catalogue.storage.value_columns(spec)]


def member(tx: Tx, id_: int | None) -> dict[str, Any] | None:
    """A member as people see it; one who is gone without a trace keeps the number."""
    return _named(tx.members, id_)


def _named(members: Mapping[int, Member], id_: int | None) -> dict[str, Any] | None:
    if id_ is None:
        return None
    found = members.get(id_)
    return {"id": id_, "label": found.name if found is not None else f"#{id_}"}


def readable(tx: Tx, table: TableSpec, keys: Sequence[str] | None = None) -> list[FieldSpec]:
    """The fields of a table that the caller may read, in order; sub-tables only when asked for by key."""
    scope = tx.scope(table)
    if keys is None:
        return [spec for spec in table.all_fields if spec.type != "subtable" and scope.may_read(spec.id)]
    return [table.by_key[key] for key in keys]


def by_ids(
    tx: Tx, table: TableSpec, ids: Sequence[int], fields: Sequence[FieldSpec] | None = None
) -> tuple[Record, ...]:
    """Records of rows that the caller may view, in the order of `ids`; others are left out."""
    wanted = readable(tx, table) if fields is None else [spec for spec in fields if tx.scope(table).may_read(spec.id)]
    statement, reader = _prepared(tx, table, wanted)
    found: dict[int, Record] = {}
    for part in chunks(dict.fromkeys(ids)):
        rows = tx.connection.execute(statement, {IDS: part})
        found.update((record.id, record) for record in reader.records(tx, rows))
    return tuple(found[id_] for id_ in ids if id_ in found)


def _prepared(tx: Tx, table: TableSpec, fields: Sequence[FieldSpec]) -> tuple[sa.Select[*tuple[Any, ...]], Reader]:
    """The SELECT of readable fields of the rows among the parameter `ids` that the caller may view, and its reader."""

    def make() -> tuple[sa.Select[*tuple[Any, ...]], Reader]:
        selection = restricted(tx, table)
        reader = Reader(tx, table, selection.joins, fields)
        return selection.select(*reader.columns).where(among(selection.base.c.id)), reader

    key = ("records", table.id, tuple(spec.id for spec in fields), tx.viewer)
    return tx.catalogue.storage.statements.get(key, make)


def one(tx: Tx, table: TableSpec, record_id: int) -> Record:
    """A single record with its sub-tables. Raises NOT_FOUND for one that is not there or out of scope."""
    fields = [*readable(tx, table), *(spec for spec in table.fields if spec.type == "subtable")]
    found = by_ids(tx, table, [record_id], fields)
    if not found:
        raise refuse(NO_SUCH_RECORD)
    return found[0]


def many(tx: Tx, table: TableSpec, spec: FieldSpec, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The values of a field with many parts, for several records at once: one or two queries, never one per record."""
    storage = tx.catalogue.storage
    if not ids:
        return {}
    if spec.type == "subtable":
        return _children(tx, spec, ids)
    if type_of(spec).storage == "links":
        targets = storage.targets(tx.connection, spec, ids)
    elif spec.options.get("via"):
        targets = {
            target: tuple(sources[:MOST_CHILDREN])
            for target, sources in storage.sources(tx.connection, tx.catalogue.fields[spec.options["via"]], ids).items()
        }
    else:
        return {}
    if points_to_member(spec):
        people = storage.statements.get(("people",), lambda: _People(tx.members))
        return {id_: [people[target] for target in found] for id_, found in targets.items()}
    other = tx.catalogue.by_id[spec.options["table"]]
    texts = labels(tx, other, {target for found in targets.values() for target in found})
    if spec.options.get("via"):  # the pointing rows' own affair: who may not see them is not told of them
        pointing = tx.catalogue.fields[spec.options["via"]]
        shown = seeing(tx, other, (pointing.id,), texts)
        targets = {id_: tuple(target for target in found if target in shown) for id_, found in targets.items()}
    return {
        id_: [{"id": target, "label": texts.get(target, f"#{target}")} for target in found]
        for id_, found in targets.items()
    }


def labels(tx: Tx, table: TableSpec, ids: Iterable[int], *, raw: bool = False) -> dict[int, str]:
    """What rows are called that the caller may view: the text of their primary field, or their number. `raw` is for whoever
    is shown a row for another reason than a right to it."""
    wanted = set(ids)
    if not wanted:
        return {}
    if not raw and Action.VIEW not in tx.scope(table).actions:
        return {}

    def make() -> tuple[sa.Select[*tuple[Any, ...]], Callable[[Sequence[Any]], str]]:
        selection = Selection(tx, table, Joins(tx.catalogue, table.id), []) if raw else restricted(tx, table)
        if table.primary is None:
            return selection.ids().where(among(selection.base.c.id)), lambda _: ""
        spec, source = selection.joins.seen((table.primary.id,))
        result, locale, zone = value_spec(spec), tx.ctx.locale, tx.ctx.zone
        columns = stored_columns(tx, spec, source)
        load, to_text = TYPES[spec.type].load, TYPES[result.type].to_text
        statement = selection.select(selection.base.c.id, *columns).where(among(selection.base.c.id))
        return statement, lambda row: to_text(load(row[1:], spec), result, locale, zone)

    statement, text = tx.catalogue.storage.statements.get(("labels", table.id, raw, tx.viewer), make)
    found: dict[int, str] = {}
    for part in chunks(wanted):
        for row in tx.connection.execute(statement, {IDS: part}):
            found[row[0]] = text(row) or f"#{row[0]}"
    return found


def titles(tx: Tx, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What records, given by (table, id), are called: those that are there and that the caller may view."""
    wanted: dict[int, set[int]] = {}
    for table, record in places:
        if table in tx.catalogue.by_id:
            wanted.setdefault(table, set()).add(record)
    return {
        (table, record): label
        for table, ids in wanted.items()
        for record, label in labels(tx, tx.catalogue.by_id[table], ids).items()
    }


def _children(tx: Tx, spec: FieldSpec, ids: Sequence[int]) -> dict[int, list[Any]]:
    child_table = tx.catalogue.by_id[spec.options["table"]]
    if Action.VIEW not in tx.scope(child_table).actions:
        return {}
    link = tx.catalogue.fields[spec.options["field"]]
    selection: Selection = restricted(tx, child_table)
    reader = Reader(tx, child_table, selection.joins, readable(tx, child_table))
    base = selection.base
    parent, order = base.c[link.column], child_table.order
    above = base.c[child_table.tree.column] if child_table.tree is not None else sa.null()
    sorting = [base.c.id] if order is None else [base.c[order.column].nulls_last(), base.c.id]
    found: dict[int, list[Any]] = {}
    for part in chunks(ids):
        statement = selection.select(*reader.columns, above, parent).where(parent.in_(part)).order_by(*sorting)
        rows = tx.connection.execute(statement.limit(MOST_CHILDREN * len(part))).all()
        lines = {record.id: record for record in reader.records(tx, rows)}
        owners = {row[0]: row[-1] for row in rows}
        shown = list(lines)
        if child_table.tree is not None:
            shown = outline.in_order({row[0]: row[-2] for row in rows}, {id_: at for at, id_ in enumerate(lines)})
        for id_ in shown:
            found.setdefault(owners[id_], []).append(lines[id_].dump())
    return found


def _link(at: int, text: Callable[[Sequence[Any]], str]) -> Dump:
    return lambda row: None if row[at] is None else {"id": row[at], "label": text(row[at:])}


def _titled(at: int) -> Dump:
    return lambda row: None if row[at] is None else {"id": row[at], "label": row[at + 1] or f"#{row[at]}"}


class _People(dict[int | None, Any]):
    """Members as they are shown, each made once."""

    def __init__(self, members: Mapping[int, Member]) -> None:
        super().__init__()
        self._members = members

    def __missing__(self, id_: int | None) -> dict[str, Any] | None:
        found = self[id_] = _named(self._members, id_)
        return found


def _person(at: int, members: Mapping[int, Member]) -> Dump:
    people = _People(members)
    return lambda row: people[row[at]]


_PLAIN = frozenset({"text", "long_text", "phone", "email", "url", "autonumber"})
