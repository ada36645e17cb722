"""Writing .xlsx: exact numbers, real dates, and texts that stay texts whatever they begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from ..fields.spec import FieldSpec
from . import presenting
from .presenting import Shown

DIGITS = 15  #: that a spreadsheet keeps of a number
LONGEST = 32_767  #: characters that a cell can hold
_FIRST_DAY = date(1900, 3, 1)  #: spreadsheets count a 29 February 1900 that never was
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
HEADER = Font(bold=True)
GROUND = PatternFill("solid", start_color="F2F3F5")


class WorkbookWriter:
    """One sheet, written row by row; the first row is the header."""

    def __init__(self, file: BinaryIO, title: str, fields: Sequence[FieldSpec]) -> None:
        self._file = file
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(sheet_title(title))
        self._sheet.freeze_panes = "A2"
        self._styles: list[Any] = []
        self._percent = [presenting.is_percent(spec) for spec in fields]
        for place, spec in enumerate(fields):
            self._sheet.column_dimensions[get_column_letter(place + 1)].width = _width(spec)
            self._styles.append(self._style(presenting.number_format(spec)))
        self._header_written = False

    def row(self, cells: Sequence[Shown]) -> None:
        if not self._header_written:
            self._header_written = True
            self._sheet.append([header_cell(self._sheet, str(cell)) for cell in cells])
            return
        self._sheet.append(
            [
                self._cell(cell, style, percent)
                for cell, style, percent in zip(cells, self._styles, self._percent, strict=True)
            ]
        )

    def finish(self) -> None:
        self._book.save(self._file)

    def _style(self, number_format: str | None) -> Any:
        """The style of a column's cells, made once; None for text."""
        if number_format is None:
            return None
        cell: Any = WriteOnlyCell(self._sheet)
        cell.number_format = number_format
        return cell._style

    def _cell(self, value: Shown, style: Any, percent: bool) -> Any:
        if value is None:
            return None
        if isinstance(value, str):
            return text_cell(self._sheet, value)
        if isinstance(value, Decimal):
            if len(value.normalize().as_tuple().digits) > DIGITS:
                return text_cell(self._sheet, f"{value:f}%" if percent else f"{value:f}")
            cell: Any = _raw(self._sheet, f"{presenting.fraction(value) if percent else value:f}", "n")
        elif (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            return text_cell(self._sheet, value.isoformat(" ") if isinstance(value, datetime) else value.isoformat())
        else:
            cell = WriteOnlyCell(self._sheet)
            cell.value = value
        if style is not None:
            cell._style = style
        return cell


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text, never a formula. Characters that XML cannot carry are written as spreadsheets write them."""
    return _raw(sheet, escaped(text), "s")


def header_cell(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.font, cell.fill = HEADER, GROUND
    return cell


def escaped(text: str) -> str:
    """`_x000D_` for a carriage return and its like; a text that looks like that itself is escaped too."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)[:LONGEST]


def sheet_title(text: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of `: \\ / ? * [ ]`."""
    return re.sub(r"[:\\/?*\[\]\x00-\x1f]", " ", text).strip(" '")[:31] or "Sheet"


def _raw(sheet: Any, value: str, kind: str) -> Any:
    """A cell with exactly this text in the file: a number's digits are not sent through a float, a text is not inspected."""
    cell: Any = WriteOnlyCell(sheet)
    cell._value, cell.data_type = value, kind
    return cell


def _width(spec: FieldSpec) -> int:
    return {"long_text": 40, "date": 12, "datetime": 18, "checkbox": 8}.get(spec.type, 18)
