"""The colours of a row and its cells in a view: those of the first of the view's rules that hold (E17)."""

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
    """Columns that say which rule holds first, for the whole row and for each cell that rules are about, over what the caller
    sees. A rule that looks at or paints a field the caller may not read paints nothing for them, as it is not in the view they
    are shown either."""

    def __init__(self, selection: Selection, rules: Sequence[Mapping[str, Any]], seen: Seen) -> None:
        self._targets: list[
            tuple[str | None, list[str]]
        ] = []  #: key of the cell's field, none for rows, and the rules' colours
        self.columns: list[sa.ColumnElement[Any]] = []
        told = [(rule, conditions.load(rule["when"])) for rule in rules]
        told = [(rule, when) for rule, when in told if seen.knows(rule.get("field")) and seen.tells(when)]
        for target in dict.fromkeys(rule.get("field") for rule, _ in told):
            cases: list[tuple[sa.ColumnElement[bool], sa.ColumnElement[int]]] = []
            colors: list[str] = []
            for rule, when in told:
                if rule.get("field") == target:
                    holds = selection.joins.where(selection.resolved(when), seen=True)
                    cases.append((holds, sa.literal_column(str(len(colors)), sa.Integer())))
                    colors.append(rule["color"])
            self.columns.append(sa.case(*cases))
            self._targets.append((None if target is None else seen.readable[target], colors))

    def on(self, records: Sequence[Record], holding: Mapping[int, Sequence[int | None]]) -> tuple[Record, ...]:
        """The records in their colours; `holding` has the columns' values by the row's id."""
        return tuple(self._painted(record, holding[record.id]) for record in records)

    def _painted(self, record: Record, holding: Sequence[int | None]) -> Record:
        found = {
            key: colors[place] for (key, colors), place in zip(self._targets, holding, strict=True) if place is not None
        }
        if not found:
            return record
        cells = {key: color for key, color in found.items() if key is not None}
        return replace(record, color=found.get(None), cells=cells or None)
