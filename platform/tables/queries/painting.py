"""The colour of a row in a view: that of the first of the view's rules that holds (E17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ...fields import conditions
from ..views.describing import Seen
from .reading import Record
from .selection import Selection


class Paint:
    """A column that says which rule holds first, over what the caller sees. A rule that looks at a field the caller may not
    read paints nothing for them, as it is not in the view they are shown either."""

    def __init__(self, selection: Selection, rules: Sequence[Mapping[str, Any]], seen: Seen) -> None:
        self._colors: list[str] = []
        cases: list[tuple[sa.ColumnElement[bool], sa.ColumnElement[int]]] = []
        for rule in rules:
            condition = conditions.load(rule["when"])
            if seen.tells(condition):
                holds = selection.joins.where(selection.resolved(condition), seen=True)
                cases.append((holds, sa.literal_column(str(len(self._colors)), sa.Integer())))
                self._colors.append(rule["color"])
        self.columns: list[sa.ColumnElement[Any]] = [sa.case(*cases)] if cases else []

    def on(self, records: Sequence[Record], holding: Mapping[int, int | None]) -> tuple[Record, ...]:
        """The records in their colours; `holding` has the column's value by the row's id."""
        return tuple(
            record if (place := holding[record.id]) is None else replace(record, color=self._colors[place])
            for record in records
        )
