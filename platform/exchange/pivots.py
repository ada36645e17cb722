"""A pivot as a file: its figures as they are shown, with titles, subtotals and totals, over the rows its caller may export
(S64)."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, BinaryIO, cast

from ..core.errors import refuse
from ..core.numbers import rounded
from ..fields.registry import TYPES, value_spec
from ..fields.spec import FieldSpec
from ..fields.types.number import NumberType
from ..permissions.actions import Action
from ..permissions.scope import check_action
from ..reports import pivots
from ..reports.pivots import Pivot
from ..tables.catalogue import TableSpec
from ..tables.queries.query import Query
from ..tables.transaction import Tx
from . import extent, presenting
from .exports import DANGEROUS, MEDIA, Export, file_name
from .messages import BAD_FORMAT

Header = Mapping[str, Any]
Cell = str | Decimal | None
WORDS = {
    "zh-CN": {
        "total": "合计", "other": "其他", "empty": "未填写", "subtotal": "{label} 小计", "measure": "{label}（{op}）",
        "count": "记录数", "avg": "平均", "min": "最小", "max": "最大", "distinct": "不同值",
    },
    "en": {
        "total": "Total", "other": "Others", "empty": "Not filled in", "subtotal": "{label} subtotal",
        "measure": "{label} ({op})", "count": "Records", "avg": "Average", "min": "Least", "max": "Greatest",
        "distinct": "Different values",
    },
}  # fmt: skip
WIDTH = 16  #: characters of a column


@dataclass(frozen=True, slots=True)
class Figure:
    """How the figures of a measure look: its name, decimals (None: text as it is), and whether they are per cents."""

    name: str
    scale: int | None
    percent: bool
    format: str | None  #: of a spreadsheet

    def shown(self, value: Any) -> Cell:
        if value is None:
            return None
        if self.scale is None:
            return str(value)
        return rounded(Decimal(str(value)), self.scale)

    def text(self, value: Any) -> str:
        """The same as people read it: with separators, and the sign of per cents."""
        shown = self.shown(value)
        if not isinstance(shown, Decimal):
            return shown or ""
        return f"{shown:,f}{'%' if self.percent else ''}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a pivot: the titles first, the total last. `strong` are the places of subtotals and totals."""

    lines: tuple[tuple[Cell, ...], ...]
    measures: tuple[Figure | None, ...]  #: of each column; None for those that name the rows
    strong: frozenset[int]


def write(tx: Tx, table_key: str, asked: Pivot, format: str, title: str | None = None) -> Export:
    """Make the file. Raises `Refusal` as a pivot does, and FORBIDDEN without the right to export."""
    if format not in MEDIA:
        raise refuse(BAD_FORMAT)
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.EXPORT)
    sheet = lay_out(tx, table, asked, pivots.pivot(tx, table_key, replace(asked, right=Action.EXPORT)))
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=4 * 2**20, suffix=f".{format}"))  # noqa: SIM115 - handed on
    if format == "csv":
        _csv(file, sheet)
    else:
        _workbook(file, sheet, title or table.text(tx.ctx.locale))
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    left = left_out(tx, table, asked, Action.EXPORT)
    return Export(file_name(tx, table, title, format), MEDIA[format], size, len(sheet.lines) - 1, left, file)


def left_out(tx: Tx, table: TableSpec, asked: Pivot, right: Action) -> int:
    """How many rows count in the pivot that is seen, and not in that which is taken out."""
    return extent.left_out(tx, table, Query(filter=asked.filter, view=asked.view, q=asked.q), right)


def lay_out(tx: Tx, table: TableSpec, asked: Pivot, answer: Mapping[str, Any]) -> Sheet:
    """A pivot's answer as lines, in reading order."""
    words = words_of(tx.ctx.locale)
    measures = [figure_of(tx, table, one, words) for one in answer["measures"]]
    rows, columns = list(_in_order(answer["rows"])), list(_in_order(answer["columns"]))
    deepest = max((header["level"] for _, header in columns), default=0)
    depth = max(1, max((header["level"] for _, header in rows), default=0))
    titles = [_title(tx, table, group) for group in asked.rows][:depth]
    titles += [""] * (depth - len(titles))
    for _, header in columns:
        name = _column_name(header, deepest, words)
        several = len(measures) > 1 or deepest == 0
        titles += [
            " ".join(filter(None, ("" if deepest == 0 else name, one.name if several else ""))) for one in measures
        ]
    lines: list[tuple[Cell, ...]] = [tuple(titles)]
    strong: set[int] = set()
    for row, header in rows:
        names = [_row_name(header, level, words) for level in range(depth)]
        cells = [answer["cells"][row][column] or [None] * len(measures) for column, _ in columns]
        figures = [one.shown(value) for cell in cells for one, value in zip(measures, cell, strict=True)]
        if header["level"] < depth and not header["other"]:
            strong.add(len(lines))
        lines.append((*names, *figures))
    kinds = (*[None] * depth, *(one for _ in columns for one in measures))
    return Sheet(tuple(lines), kinds, frozenset(strong))


def _in_order(headers: Sequence[Header]) -> Iterator[tuple[int, Header]]:
    """An axis as it is read: the total last."""
    total = [(place, one) for place, one in enumerate(headers) if one["level"] == 0 and not one["other"]]
    yield from ((place, one) for place, one in enumerate(headers) if one["level"] > 0 or one["other"])
    yield from total


def _row_name(header: Header, level: int, words: Mapping[str, str]) -> str:
    if header["other"] or header["level"] == 0:
        return (words["other"] if header["other"] else words["total"]) if level == 0 else ""
    return (header["labels"][level] or words["empty"]) if level < header["level"] else ""


def _column_name(header: Header, deepest: int, words: Mapping[str, str]) -> str:
    if header["other"] or header["level"] == 0:
        return words["other"] if header["other"] else words["total"]
    name = " / ".join(label or words["empty"] for label in header["labels"])
    return words["subtotal"].format(label=name) if header["level"] < deepest else name


def _title(tx: Tx, table: TableSpec, group: pivots.Group) -> str:
    key = group if isinstance(group, str) else group["field"]
    return table.by_key[key].text(tx.ctx.locale)


def words_of(locale: str) -> Mapping[str, str]:
    """What the lines and figures of a table are called."""
    return WORDS["en" if locale.startswith("en") else "zh-CN"]


def figure_of(tx: Tx, table: TableSpec, one: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """How a measure looks: `{op, field}`, `field` None for the number of records."""
    op, spec = one["op"], table.by_key.get(one["field"] or "")
    if op == "count" or spec is None:
        return Figure(words["count"], 0, False, "#,##0")
    label = spec.text(tx.ctx.locale)
    name = label if op == "sum" else words["measure"].format(label=label, op=words[op])
    if op == "distinct":
        return Figure(name, 0, False, "#,##0")
    return _figures(name, spec, op)


def _figures(name: str, spec: FieldSpec, op: str) -> Figure:
    shown = value_spec(spec)
    type_ = TYPES[shown.type]
    if not isinstance(type_, NumberType):
        return Figure(name, None, False, None)
    scale = max(type_.scale(shown), 2) if op == "avg" else type_.scale(shown)
    percent = presenting.is_percent(spec)
    format = presenting.number_format(spec)
    if op == "avg":
        format = "0.00%" if percent else "#,##0." + "0" * scale
    return Figure(name, scale, percent, format)


def _csv(file: BinaryIO, sheet: Sheet) -> None:
    text = io.TextIOWrapper(cast("Any", file), encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for line in sheet.lines:
        writer.writerow([_text(cell, kind) for cell, kind in zip(line, sheet.measures, strict=True)])
    text.flush()
    text.detach()


def _text(cell: Cell, measure: Figure | None) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}%" if measure is not None and measure.percent else f"{cell:f}"
    return f"'{cell}" if cell and DANGEROUS.match(cell) else cell or ""


def _workbook(file: BinaryIO, sheet: Sheet, title: str) -> None:
    from .workbooks import write_lines  # noqa: PLC0415 - openpyxl is loaded only when a workbook is written

    formats = [None if one is None else one.format for one in sheet.measures]
    percents = [one is not None and one.percent for one in sheet.measures]
    write_lines(file, title, sheet.lines, formats, percents, sheet.strong, WIDTH)
