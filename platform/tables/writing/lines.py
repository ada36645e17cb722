"""Rows of sub-tables that are saved with their parent: which are new, which are changed, which go; in what order they stand
and hang below each other; and where their problems are shown. Saving them is the business of `records`."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal
from ...fields.spec import FieldSpec
from ...fields.types.subtable import SubRow
from ..catalogue import TableSpec
from ..messages import NO_SUCH_RECORD, TREE_NO_SUCH_LINE, TREE_PARENT_GONE
from ..storage import Row
from . import sequence
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a request a row of a sub-table stands: the parent's row, and its place in the list (None: it is not in it)."""

    row: int
    line: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a document: its id (none yet for a new one), its raw values, what the engine fills in by itself, and the
    place in the document of the row it hangs below, where that is how its parent is named."""

    place: Place
    id: int | None
    values: Mapping[str, Any]
    filled: Row
    version: int | None = None
    below: Place | None = None


@dataclass(slots=True)
class Plan:
    """What is to be done in one sub-table, for all parents of a request."""

    spec: FieldSpec
    table: TableSpec
    fresh: list[Line] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    gone_places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: dict[Place, int] = field(default_factory=dict)  #: of the rows that are there already or have been made

    def waves(self) -> Iterator[list[Line]]:
        """The new rows, those that others hang below first; whoever takes them notes their `ids` before asking for more."""
        waiting = self.fresh
        while waiting:
            ready = [line for line in waiting if line.below is None or line.below in self.ids]
            if not ready:
                self.problems += [self._unnamed(line) for line in waiting]
                return
            yield ready
            waiting = [line for line in waiting if line not in ready]

    def filled(self, line: Line) -> Row:
        """What the engine fills into a row, the row it hangs below included."""
        tree = self.table.tree
        return line.filled if line.below is None or tree is None else {**line.filled, tree.id: self.ids[line.below]}

    def steps_of_kept(self) -> tuple[list[Line], list[Line]]:
        """The kept rows that can be changed at once, and those that come to hang below new ones."""
        waiting = [line for line in self.kept if line.below is not None and line.below not in self.ids]
        return [line for line in self.kept if line not in waiting], waiting

    def check_named(self, lines: Sequence[Line]) -> list[Line]:
        """The rows among `lines` whose parent is there by now; the others are problems."""
        self.problems += [self._unnamed(line) for line in lines if line.below not in self.ids]
        return [line for line in lines if line.below in self.ids]

    def check_left_behind(self, tx: Tx) -> None:
        """Rows that the document keeps below ones that it leaves out would go with them: that is refused, not done."""
        tree = self.table.tree
        if tree is None or not self.gone:
            return
        found = tx.catalogue.storage.sources(tx.connection, tree, self.gone)
        lost = {id_ for children in found.values() for id_ in children}
        words = {"label": tree.text(tx.ctx.locale)}
        for line in self.kept:
            if line.id in lost:
                self.problems.append(
                    Problem(TREE_PARENT_GONE, words, f"{self.spec.key}.{line.place.line}.{tree.key}", line.place.row)
                )

    def _unnamed(self, line: Line) -> Problem:
        tree = self.table.tree
        assert tree is not None
        field = f"{self.spec.key}.{line.place.line}.{tree.key}"
        return Problem(TREE_NO_SUCH_LINE, {"label": tree.text()}, field, line.place.row)

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
        places = _places(tx, plan.table, {id_ for found in present.values() for id_ in found})
        for id_, one in holders:
            _take(plan, one, id_, link, set(present.get(id_, ())), places, new=new)
        yield plan


def _take(
    plan: Plan,
    one: Incoming,
    owner: int,
    link: FieldSpec,
    old: set[int],
    places: Mapping[int, Decimal | None],
    *,
    new: bool,
) -> None:
    """Sort the lines of one document into those that are new, kept and gone."""
    spec, tree, order = plan.spec, plan.table.tree, plan.table.order
    children: tuple[SubRow, ...] = one.children[spec.id]
    numbers = sequence.renumbered([None if child.id is None else places.get(child.id) for child in children])
    for at, (child, number) in enumerate(zip(children, numbers, strict=True)):
        place = Place(one.index, at)
        filled: Row = {} if order is None else {order.id: number}
        values, below = _below(child.values, tree, one.index)
        if child.id is None or new:
            plan.fresh.append(Line(place, None, values, {link.id: owner, **filled}, below=below))
        elif child.id in old:
            old.discard(child.id)
            plan.kept.append(Line(place, child.id, values, filled, child.version, below))
            plan.ids[place] = child.id
        else:
            plan.problems.append(Problem(NO_SUCH_RECORD, field=f"{spec.key}.{at}", row=one.index))
    plan.gone += sorted(old)
    plan.gone_places += [Place(one.index, None)] * len(old)


def _below(values: Mapping[str, Any], tree: FieldSpec | None, row: int) -> tuple[Mapping[str, Any], Place | None]:
    """The values without a parent that is named by its place in the document, `{"line": 0}`, and that place."""
    named = values.get(tree.key) if tree is not None else None
    if tree is None or not isinstance(named, Mapping) or set(named) != {"line"}:
        return values, None
    line = named["line"]
    known = isinstance(line, int) and not isinstance(line, bool)
    return {key: value for key, value in values.items() if key != tree.key}, Place(row, line if known else -1)


def _places(tx: Tx, table: TableSpec, ids: set[int]) -> Mapping[int, Decimal | None]:
    """Where rows stand within their owner, as stored."""
    if table.order is None or not ids:
        return {}
    found = tx.catalogue.storage.values(tx.connection, table.id, [table.order], ids)
    return {id_: row[table.order.id] for id_, row in found.items()}
