"""A table's rows as a file: .xlsx or .csv of what the caller may see and export, page by page, complete before it is sent."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import IO, BinaryIO, Protocol, cast

from ..core.errors import refuse
from ..fields.fieldtype import zone_or_default
from ..fields.registry import type_of
from ..fields.scalars import text_of
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..permissions.scope import check_action
from ..tables.attachments import clean_name
from ..tables.catalogue import TableSpec
from ..tables.queries.query import MOST, Query, chosen, list_records
from ..tables.queries.reading import Record
from ..tables.transaction import Tx
from ..tables.writing.incoming import visible_ids
from . import extent, presenting
from .messages import BAD_FORMAT, TOO_MANY_TO_EXPORT
from .presenting import Shown

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_ROWS = {"xlsx": 1_000_000, "csv": 10_000_000}
_CHUNK = 256 * 1024
_IN_MEMORY = 4 * 2**20  #: bytes of a file before it goes to disk
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Texts that a spreadsheet may take for a formula when it opens a CSV; those that already have a `'` before it get one more,
so that an import finds the way back."""


@dataclass(frozen=True)
class Export:
    """A finished file. It is gone when `file` is closed, at the latest when nobody holds it any more."""

    name: str
    media: str
    size: int  #: bytes
    rows: int
    left_out: int  #: rows that its caller may view, and not export
    file: BinaryIO

    def chunks(self) -> Iterator[bytes]:
        """The bytes in order, once; the file is closed at the end."""
        with self.file as file:
            while part := file.read(_CHUNK):
                yield part


class _Writer(Protocol):
    def row(self, cells: Sequence[Shown]) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None: ...


def write(tx: Tx, table_key: str, query: Query, format: str = "xlsx") -> Export:
    """Export what a list request means: its view, filter, search, order and fields; limit, cursor and offset do not count.

    Raises `Refusal`: MALFORMED for a wrong query, FORBIDDEN without the right to export.
    """
    if format not in MEDIA:
        raise refuse(BAD_FORMAT)
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.EXPORT)
    fields = columns(tx, table, query)
    zone = zone_or_default(tx.ctx.zone)
    presenters = [presenting.presenter(spec, tx.ctx.locale, zone) for spec in fields]
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, suffix=f".{format}"))  # noqa: SIM115 - handed on
    writer: _Writer = _Csv(file, fields) if format == "csv" else _workbook(file, tx, table, fields)
    try:
        writer.row(_headers(fields, tx.ctx.locale))
        rows = 0
        taken = Taken(tx, table, query, fields, Action.EXPORT)
        for record in taken:
            rows += 1
            if rows > MOST_ROWS[format]:
                raise refuse(TOO_MANY_TO_EXPORT, most=MOST_ROWS[format])
            values = record.values
            writer.row([present(values[spec.key]) for spec, present in zip(fields, presenters, strict=True)])
        writer.finish()
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
    except BaseException:
        writer.close()
        file.close()
        raise
    view = table.view(query.view) if query.view is not None else None
    title = None if view is None else view.text(tx.ctx.locale)
    return Export(file_name(tx, table, title, format), MEDIA[format], size, rows, taken.left_out, file)


def columns(tx: Tx, table: TableSpec, query: Query) -> list[FieldSpec]:
    """Those asked for, else those of the view, else the table's own; never sub-tables, which are tables themselves."""
    if query.fields is not None:
        found = chosen(tx, table, query.fields)
    else:
        view = table.view(query.view) if query.view is not None else None
        wanted = [tx.catalogue.fields[id_] for id_ in (view.definition.get("fields") or () if view else ())]
        scope = tx.scope(table)
        found = [spec for spec in wanted or table.fields if scope.may_read(spec.id)]
    return [spec for spec in found if type_of(spec).name != "subtable"]


class Taken:
    """All rows of a list that an action extends to, in its order, page by page; and how many of the list stay behind, which
    is known at the end."""

    def __init__(self, tx: Tx, table: TableSpec, query: Query, fields: Sequence[FieldSpec], action: Action) -> None:
        self.left_out = 0
        self._tx, self._table, self._action = tx, table, action
        keys = [spec.key for spec in fields]
        self._page = replace(query, fields=keys, limit=MOST, cursor=None, offset=0, count=False)

    def __iter__(self) -> Iterator[Record]:
        tx, table, page = self._tx, self._table, self._page
        narrower = extent.is_narrower(tx, table, self._action)
        self.left_out = 0
        while True:
            found = list_records(tx, table.key, page)
            rows: Sequence[Record] = found.records
            if narrower:
                inside = visible_ids(tx, table, [row.id for row in rows], self._action)
                self.left_out += len(rows) - len(inside)
                rows = [row for row in rows if row.id in inside]
            yield from rows
            if found.next is None:
                return
            page = replace(page, cursor=found.next)


def _headers(fields: Sequence[FieldSpec], locale: str) -> list[str]:
    """Labels; where two fields have the same, their keys stand behind them, and an import knows them again."""
    labels = [spec.text(locale) for spec in fields]
    return [
        label if labels.count(label) == 1 else f"{label} ({spec.key})"
        for spec, label in zip(fields, labels, strict=True)
    ]


def file_name(tx: Tx, table: TableSpec, title: str | None, format: str) -> str:
    """What a file of a table is called: the table, what of it, the day."""
    parts = [table.text(tx.ctx.locale), f"{tx.ctx.today:%Y-%m-%d}"]
    if title:
        parts.insert(1, title)
    return clean_name("_".join(re.sub(r'[/\\:*?"<>|\s]+', "-", part) for part in parts) + f".{format}")


class _Csv:
    """UTF-8 with a mark, CRLF, and no cell that a spreadsheet would run."""

    def __init__(self, file: BinaryIO, fields: Sequence[FieldSpec]) -> None:
        self._text = io.TextIOWrapper(cast(IO[bytes], file), encoding="utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._percent = [presenting.is_percent(spec) for spec in fields]

    def row(self, cells: Sequence[Shown]) -> None:
        self._writer.writerow([_csv_cell(cell, percent) for cell, percent in zip(cells, self._percent, strict=True)])

    def finish(self) -> None:
        self._text.flush()
        self._text.detach()

    def close(self) -> None:
        """Nothing is held beside the file itself."""


def _csv_cell(cell: Shown, percent: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if DANGEROUS.match(cell) else cell
    if isinstance(cell, Decimal):
        return f"{cell:f}%" if percent else f"{cell:f}"
    return text_of(cell)


def _workbook(file: BinaryIO, tx: Tx, table: TableSpec, fields: Sequence[FieldSpec]) -> _Writer:
    from .workbooks import WorkbookWriter  # noqa: PLC0415 - openpyxl is loaded only when a workbook is written

    return WorkbookWriter(file, table.text(tx.ctx.locale), fields)
