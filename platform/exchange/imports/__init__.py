"""Bringing sheets in (S72–S75): columns to fields, rows to records, through the same write path as everything else.

`run` does it at once, `start` as a job in the background; `template_workbook` makes the empty workbook to fill in.
"""

from __future__ import annotations

from .background import errors_file, receive, start
from .blank import template_workbook
from .options import ImportMode, Options, read_options
from .running import run
from .tally import RowError, Tally

__all__ = [
    "ImportMode",
    "Options",
    "RowError",
    "Tally",
    "errors_file",
    "read_options",
    "receive",
    "run",
    "start",
    "template_workbook",
]
