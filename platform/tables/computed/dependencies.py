"""What has to be computed anew when something changes: the graph of formulas, roll-ups and the relations between them.

Edges carry how to get from changed rows to the rows that depend on them (design 5). A look-up is no node: it is joined at
read, and whoever refers to it depends on the path behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...fields import conditions
from ...fields.conditions import Condition
from ...fields.spec import FieldSpec
from ...formulas import checker, evaluator, parser
from ...formulas.graph import Edge, SameRow, ThroughLink, Where, levelled
from ..catalogue import Catalogue
from ..kinds import kind_of

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A computed field whose value follows from the row itself and from rows that it points to."""

    field: FieldSpec
    compiled: evaluator.Compiled
    paths: tuple[
        Path, ...
    ]  #: stored fields read, in the order of `compiled.columns`; look-ups are followed to their end
    volatile: bool


@dataclass(frozen=True, slots=True)
class Rollup:
    """A computed field over the rows that point here, possibly over several hops."""

    field: FieldSpec
    path: tuple[FieldSpec, ...]  #: the relations, nearest first: path[0] points to this field's table
    source: Path | None  #: what is aggregated, from the far row; None for a count
    aggregate: str
    where: Condition
    by: Path | None = None  #: what `first` and `last` go by; None: the order in which rows were made
    subtree: bool = False  #: over the row itself and everything below it in its tree; `path` is the tree's relation

    @property
    def far(self) -> int:
        """The table whose rows are counted."""
        return self.path[-1].table

    def reads(self) -> list[Path]:
        """The paths from a far row to all that decides whether and how it counts."""
        return [*conditions.paths(self.where), *(path for path in (self.source, self.by) if path is not None)]


@dataclass(frozen=True, slots=True)
class Step:
    """A relation, and whether it is walked along or against its direction."""

    relation: FieldSpec
    along: bool


@dataclass(frozen=True, slots=True)
class Dependent:
    """A computed field that must follow when a field changes, and the way from the changed row to its rows.

    Every step of `way` is a relation to walk along, or against its direction (to the rows that point here); `climb` is one
    to walk along to its end, every row on the way included.
    """

    target: FieldSpec
    way: tuple[Step, ...] = ()
    climb: FieldSpec | None = None


@dataclass(frozen=True)
class Dependencies:
    formulas: Mapping[int, tuple[Formula, ...]]  #: by table, in an order in which each follows what it reads
    rollups: Mapping[int, Rollup]  #: by field
    dependents: Mapping[int, tuple[Dependent, ...]]  #: by changed field; those in the same row are not listed
    levels: Mapping[int, int]  #: of computed fields: everything a field depends on has a lower one
    volatile: frozenset[int]  #: tables with a formula that changes with the clock alone
    by_field: Mapping[int, Formula] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Dependencies:
        """Raises `formulas.graph.CycleError` where computed fields depend on each other in a circle."""
        return _Builder(catalogue).build()


def expand(catalogue: Catalogue, path: Path) -> Path:
    """A path with every look-up in it replaced by what it looks up: only stored and system fields remain."""
    result: list[int] = []
    for field_id in path:
        spec = catalogue.fields[field_id]
        if spec.type == "lookup":
            result.extend(expand(catalogue, (spec.options["relation"], spec.options["field"])))
        else:
            result.append(field_id)
    return tuple(result)


def expand_condition(catalogue: Catalogue, condition: Condition) -> Condition:
    """The same for every path in a condition."""
    match condition:
        case conditions.Test(path=path):
            return replace(condition, path=expand(catalogue, path))
        case conditions.And(parts=parts):
            return conditions.And(tuple(expand_condition(catalogue, part) for part in parts))
        case conditions.Or(parts=parts):
            return conditions.Or(tuple(expand_condition(catalogue, part) for part in parts))
        case conditions.Not(part=part):
            return conditions.Not(expand_condition(catalogue, part))


def formula_of(catalogue: Catalogue, spec: FieldSpec) -> Formula:
    """The compiled form of a formula field as stored. Raises `FormulaInvalid` where a field it reads is gone."""
    node = parser.parse(spec.options["formula"])
    checked = checker.check(node, lambda path: kind_of(catalogue, path), kind_of(catalogue, (spec.id,)))
    compiled = evaluator.compile(checked)
    return Formula(spec, compiled, tuple(expand(catalogue, path) for path in compiled.columns), checked.volatile)


def rollup_of(catalogue: Catalogue, spec: FieldSpec) -> Rollup:
    options = spec.options
    where = conditions.load(options["where"]) if options.get("where") else conditions.ALWAYS
    return Rollup(
        field=spec,
        path=tuple(catalogue.fields[id_] for id_ in options["path"]),
        source=expand(catalogue, (options["field"],)) if options.get("field") is not None else None,
        aggregate=options["aggregate"],
        where=expand_condition(catalogue, where),
        by=expand(catalogue, (options["by"],)) if options.get("by") is not None else None,
        subtree=bool(options.get("subtree")),
    )


class _Builder:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._edges: list[Edge] = []
        self._dependents: dict[int, dict[object, Dependent]] = {}

    def build(self) -> Dependencies:
        formulas: dict[int, list[Formula]] = {}
        rollups: dict[int, Rollup] = {}
        volatile: set[int] = set()
        for table in self._catalogue.tables.values():
            for spec in table.fields:
                if spec.type == "formula":
                    formula = formula_of(self._catalogue, spec)
                    formulas.setdefault(table.id, []).append(formula)
                    self._formula(formula)
                    if formula.volatile:
                        volatile.add(table.id)
                elif spec.type == "rollup":
                    rollups[spec.id] = rollup_of(self._catalogue, spec)
                    self._rollup(rollups[spec.id])
        levels = self._levels()
        return Dependencies(
            formulas={
                table: tuple(sorted(found, key=lambda formula: levels[formula.field.id]))
                for table, found in formulas.items()
            },
            rollups=rollups,
            dependents={source: tuple(found.values()) for source, found in self._dependents.items()},
            levels=levels,
            volatile=frozenset(volatile),
            by_field={formula.field.id: formula for found in formulas.values() for formula in found},
        )

    def _levels(self) -> dict[int, int]:
        nodes = {
            spec.id
            for table in self._catalogue.tables.values()
            for spec in table.fields
            if spec.type in ("formula", "rollup")
        }
        levels = dict.fromkeys(nodes, 0)
        for level, fields in enumerate(levelled(self._edges, self._runs_down)):
            levels.update((id_, level) for id_ in fields)
        return levels

    def _runs_down(self, edge: Edge) -> bool:
        """Whether a field is read from the row above in a tree: such a chain ends at the top, even where it comes back to
        the same field (a quantity times that of the row above)."""
        fields = self._catalogue.fields
        tree = self._catalogue.by_id[fields[edge.target].table].tree
        if tree is None or not isinstance(edge.relation, ThroughLink) or edge.source < 0:
            return False
        return fields[edge.source].table == tree.table and set(edge.relation.path) == {tree.id}

    def _formula(self, formula: Formula) -> None:
        for path in formula.paths:
            specs = [self._catalogue.fields[id_] for id_ in path]
            for place, spec in enumerate(specs):
                before = [_reversed(self._catalogue, hop) for hop in reversed(specs[:place])]
                step = _reversed(self._catalogue, spec)
                if place + 1 < len(specs) and step.along:  # rows that point here: theirs is the relation that changes
                    self._edge(step.relation, formula.field, (step, *before))
                else:
                    self._edge(spec, formula.field, tuple(before))

    def _rollup(self, rollup: Rollup) -> None:
        target, path = rollup.field, rollup.path
        if rollup.subtree:
            self._subtree(rollup)
            return
        for place, relation in enumerate(path):
            # a changed relation moves what hangs below it: from the row's own (old and new) target outwards
            self._edge(relation, target, tuple(Step(each, along=True) for each in reversed(path[: place + 1])))
        out = tuple(Step(each, along=True) for each in reversed(path))
        for far_path in rollup.reads():
            specs = [self._catalogue.fields[id_] for id_ in far_path]
            for place, spec in enumerate(specs):
                self._edge(spec, target, (*(Step(each, along=False) for each in reversed(specs[:place])), *out))

    def _subtree(self, rollup: Rollup) -> None:
        """A row that changes concerns itself and every row above it; one that moves, those above its old place and its new."""
        target, tree = rollup.field, rollup.path[0]
        ways: list[tuple[FieldSpec, tuple[Step, ...]]] = [(tree, ()), (tree, (Step(tree, along=True),))]
        for far_path in rollup.reads():
            specs = [self._catalogue.fields[id_] for id_ in far_path]
            ways += [
                (spec, tuple(Step(each, along=False) for each in reversed(specs[:place])))
                for place, spec in enumerate(specs)
            ]
        for source, way in ways:
            self._edges.append(Edge(source.id, target.id, Where((tree.id,))))
            self._note(source, Dependent(target, way, tree))

    def _edge(self, source: FieldSpec, target: FieldSpec, way: tuple[Step, ...]) -> None:
        links = tuple(step.relation.id for step in way)
        outwards = any(step.along for step in way)
        self._edges.append(
            Edge(source.id, target.id, Where(links) if outwards else ThroughLink(links) if links else SameRow())
        )
        if way:
            self._note(source, Dependent(target, way))

    def _note(self, source: FieldSpec, dependent: Dependent) -> None:
        name = (
            dependent.target.id,
            *((step.relation.id, step.along) for step in dependent.way),
            dependent.climb is None,
        )
        self._dependents.setdefault(source.id, {})[name] = dependent


def _reversed(catalogue: Catalogue, hop: FieldSpec) -> Step:
    """How to get back over a hop of a path: from rows that point here along their relation, else against it."""
    inverse = inverse_of(catalogue, hop)
    return Step(hop, along=False) if inverse is None else Step(inverse, along=True)


def inverse_of(catalogue: Catalogue, hop: FieldSpec) -> FieldSpec | None:
    """The relation of the far rows by which they hang on this field, which keeps nothing itself; None for any other."""
    far = hop.options.get("field") if hop.type == "subtable" else hop.options.get("via")
    return catalogue.fields[far] if far and hop.type in ("subtable", "relations") else None
