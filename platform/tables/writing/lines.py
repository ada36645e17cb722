"""Rows of sub-tables that are saved with their parent: which are new, which are changed, which go; and where their problems
are shown. Saving them is the business of `records`."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal
from ...fields.spec import FieldSpec
from ...fields.types.subtable import SubRow
from ..catalogue import TableSpec
from ..messages import NO_SUCH_RECORD
from ..storage import Row
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a request a row of a sub-table stands: the parent's row, and its place in the list (None: it is not in it)."""

    row: int
    line: int | None


@dataclass(slots=True)
class Plan:
    """What is to be done in one sub-table, for all parents of a request."""

    spec: FieldSpec
    table: TableSpec
    fresh: list[Mapping[str, Any]] = field(default_factory=list)
    parents: list[Row] = field(default_factory=list)  #: what the engine fills into each fresh row
    fresh_places: list[Place] = field(default_factory=list)
    kept: list[SubRow] = field(default_factory=list)
    kept_places: list[Place] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    gone_places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def naming(self, places: Sequence[Place], warnings: list[Problem]) -> Generator[None]:
        """Keep the problems of a refusal, named by their place in the parent: field `lines.2.price` of row 0. Warnings that
        come up meanwhile are named the same way."""
        known = len(warnings)
        try:
            yield
        except Refusal as refusal:
            self.problems += [self._named(places, problem) for problem in refusal.problems]
        warnings[known:] = [self._named(places, problem) for problem in warnings[known:]]

    def prefixes(self, places: Iterable[Place]) -> list[tuple[int, str]]:
        """The row and the beginning of the field's name for each place."""
        return [(place.row, f"{self.spec.key}.{place.line}") for place in places]

    def _named(self, places: Sequence[Place], problem: Problem) -> Problem:
        place = places[problem.row or 0]
        parts = (self.spec.key, None if place.line is None else str(place.line), problem.field)
        return Problem(problem.message, problem.params, ".".join(part for part in parts if part), place.row)


def plans(tx: Tx, table: TableSpec, rows: Sequence[Incoming], owners: Sequence[int], *, new: bool) -> Iterator[Plan]:
    """For every sub-table that the rows bring lines for: listed lines are changed or made, those left out are removed.
    `owners` are the ids of the rows; `new` ones have no lines yet."""
    for spec in table.fields:
        if spec.type != "subtable" or not any(spec.id in one.children for one in rows):
            continue
        plan = Plan(spec, tx.catalogue.by_id[spec.options["table"]])
        link = tx.catalogue.fields[spec.options["field"]]
        holders = [(id_, one) for one, id_ in zip(rows, owners, strict=True) if spec.id in one.children]
        present = {} if new else tx.catalogue.storage.sources(tx.connection, link, [id_ for id_, _ in holders])
        for id_, one in holders:
            old = set(present.get(id_, ()))
            for line, child in enumerate(one.children[spec.id]):
                place = Place(one.index, line)
                if child.id is None or new:
                    plan.fresh.append(child.values)
                    plan.parents.append({link.id: id_})
                    plan.fresh_places.append(place)
                elif child.id in old:
                    old.discard(child.id)
                    plan.kept.append(child)
                    plan.kept_places.append(place)
                else:
                    plan.problems.append(Problem(NO_SUCH_RECORD, field=f"{spec.key}.{line}", row=one.index))
            plan.gone += sorted(old)
            plan.gone_places += [Place(one.index, None)] * len(old)
        yield plan
