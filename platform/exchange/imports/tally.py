"""What an import has done so far: counts, and what was wrong with which row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import Problem
from ...core.numbers import EXACT
from ...fields.numerals import SheetNumber, of_float
from ...fields.scalars import text_of
from ..exports import DANGEROUS
from ..sheets import Cell, ErrorCell, Row
from .planning import Ignored, Plan

MOST_ERRORS = 1_000  #: that are kept; all are counted
MOST_WARNINGS = 200


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong: the row as the spreadsheet numbers it, the column, the field."""

    row: int | None
    problem: Problem
    column: str | None = None
    field: str | None = None

    def dump(self, locale: str) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "code": self.problem.code,
            "message": self.problem.text(locale),
        }


@dataclass(slots=True)
class Tally:
    """The running result of one import."""

    batch: str
    total: int | None = None  #: rows of the sheet
    headers: Sequence[str] = ()
    done: int = 0  #: rows that were looked at
    created: int = 0
    updated: int = 0
    bad: set[int] = field(default_factory=set[int])  #: numbers of the rows that were not imported
    errors: list[RowError] = field(default_factory=list[RowError])
    error_count: int = 0
    warnings: list[RowError] = field(default_factory=list[RowError])
    unmapped: Sequence[str] = ()
    ignored: Sequence[Ignored] = ()
    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    cancelled: bool = False
    kept: bool = False  #: whether anything stays in the workspace
    bad_rows: list[Row] = field(default_factory=list[Row])  #: as they were, for the file of errors

    def plan(self, plan: Plan) -> None:
        self.unmapped, self.ignored, self.mapping = plan.unmapped, plan.ignored, plan.mapping
        for problem in plan.former:
            warning = RowError(None, problem, field=problem.field)
            if warning not in self.warnings:
                self.warn(warning)

    def complain(self, errors: Iterable[RowError], *, refused: bool = True) -> None:
        """Note errors; `refused` says that their rows were not imported."""
        for error in errors:
            self.error_count += 1
            if len(self.errors) < MOST_ERRORS:
                self.errors.append(error)
            if refused and error.row is not None:
                self.bad.add(error.row)

    def warn(self, warning: RowError) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(warning)

    def keep(self, rows: Iterable[Row]) -> None:
        """Remember the rows among these that were refused."""
        room = MOST_ERRORS - len(self.bad_rows)
        self.bad_rows.extend([row for row in rows if row.number in self.bad][:room])

    def forget_successes(self) -> None:
        """Everything was taken back (all or nothing)."""
        self.created = self.updated = 0

    def dump(self, locale: str) -> dict[str, Any]:
        """The result as the API answers it."""
        return {
            "created": self.created,
            "updated": self.updated,
            "skipped": len(self.bad),
            "errors": [error.dump(locale) for error in self.errors],
            "error_count": self.error_count,
            "warnings": [warning.dump(locale) for warning in self.warnings],
            "unmapped": list(self.unmapped),
            "ignored": [
                {"column": one.column, "field": one.field, "message": one.reason.text(locale)} for one in self.ignored
            ],
            "mapping": dict(self.mapping),
            "batch": self.batch if self.kept else None,
        }

    def errors_csv(self, locale: str) -> bytes:
        """The refused rows with their numbers and reasons behind them: mended, the file can be imported as it is."""
        english = locale.startswith("en")
        extra = ("row number", "reason") if english else ("原行号", "原因")
        reasons: dict[int, list[str]] = {}
        for error in self.errors:
            if error.row is not None:
                place = f"{error.column}: " if error.column else ""
                reasons.setdefault(error.row, []).append(place + error.problem.text(locale))
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([*map(_guarded, self.headers), *extra])
        for row in sorted(self.bad_rows, key=lambda each: each.number):
            cells = [_guarded(_written(cell)) for cell in row.cells]
            cells += [""] * (len(self.headers) - len(cells))
            writer.writerow([*cells[: len(self.headers)], row.number, "; ".join(reasons.get(row.number, ()))])
        return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if cell is None or isinstance(cell, ErrorCell):
        return "" if cell is None else cell.text
    if isinstance(cell, SheetNumber) and cell.percent:
        return f"{text_of(of_float(cell).scaleb(2, context=EXACT))}%"
    return text_of(cell)


def _guarded(text: str) -> str:
    return f"'{text}" if DANGEROUS.match(text) else text
