"""Sheets of others: .xlsx and .csv files read under limits, row by row. What the cells mean is not known here.

`read(path)` is the door. Workbooks are taken apart in a process of their own (`child`), which imports this package too:
nothing here may load a database.
"""

from __future__ import annotations

from .reading import read
from .sheet import Cell, ErrorCell, Row, Sheet

__all__ = ["Cell", "ErrorCell", "Row", "Sheet", "read"]
