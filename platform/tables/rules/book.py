"""The rules of a workspace at one version of its catalogue, by table, as immutable values; `loading` makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...core.errors import Message
from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition, Path
from ...fields.spec import FieldSpec
from ..computed.dependencies import Formula, Rollup
from . import likeness
from .panel import Panel

if TYPE_CHECKING:
    from ..catalogue import Catalogue


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """The moves of a state field that a rule is about."""

    field: FieldSpec
    before: frozenset[int] | None  #: None: from anywhere, a new row included
    after: frozenset[int]
    roles: frozenset[int]  #: the groups that may make it; empty for everybody

    def taken(self, before: object, after: object) -> bool:
        """Whether going from one state to the other (None for a new row) is such a move."""
        return before != after and after in self.after and (self.before is None or before in self.before)


@dataclass(frozen=True, eq=False, slots=True)
class RowRule:
    """What must be true of a single row and of what it points to. With a `step`, only of rows that take it."""

    key: str
    message: Message  #: said when `must` does not hold
    missing: Message  #: said of each of `required` that is empty
    field: FieldSpec | None  #: where the problem is shown
    when: Condition = ALWAYS
    must: Condition = ALWAYS
    required: tuple[FieldSpec, ...] = ()
    warn: bool = False
    step: Step | None = None
    paths: tuple[Path, ...] = ()  #: all that is looked at
    inputs: frozenset[int] = frozenset()  #: fields of the row itself that it hangs on, through formulas too
    late: bool = False  #: whether it looks at something that only the end of the write knows (a roll-up, lines)


@dataclass(frozen=True, eq=False, slots=True)
class Unique:
    """Fields that no two rows (of those that meet `when`) have the same values in. Rows that leave one empty differ."""

    key: str
    message: Message
    fields: tuple[FieldSpec, ...]
    when: Condition
    reads: frozenset[int]  #: these fields and the row's own that `when` looks at
    warn: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Duplicates:
    """Fields by which a row is looked for before it comes: the same, written otherwise, or alike (S15)."""

    key: str
    message: Message
    fields: tuple[FieldSpec, ...]
    match: str  #: exact, normalised or fuzzy
    likeness: int  #: percent of the characters that agree; for `fuzzy`
    left_out: tuple[str, ...]  #: words that say nothing, as `likeness.words` gives them
    show: tuple[FieldSpec, ...]  #: what is told of rows, seen by the caller or not
    when: Condition
    reads: frozenset[int]  #: the fields compared, and the row's own that `when` looks at
    warn: bool = False

    @classmethod
    def of(
        cls,
        key: str,
        message: Message,
        part: Mapping[str, Any],
        field_of: Callable[[Any], FieldSpec],
        when: Condition = ALWAYS,
        *,
        warn: bool = False,
    ) -> Duplicates:
        """From the form in which definitions say it; `field_of` knows the fields by what stands there."""
        fields = tuple(map(field_of, part["fields"]))
        return cls(
            key=key,
            message=message,
            fields=fields,
            match=part.get("match", "exact"),
            likeness=part.get("likeness", likeness.USUAL),
            left_out=likeness.words(part.get("leave_out", ())),
            show=tuple(map(field_of, part.get("show", ()))),
            when=when,
            reads=frozenset([spec.id for spec in fields] + [path[0] for path in paths_of(when)]),
            warn=warn,
        )


@dataclass(frozen=True, eq=False, slots=True)
class Count:
    """How many rows of another table may point here."""

    key: str
    message: Message
    field: FieldSpec | None
    counted: Rollup
    least: int
    most: int | None
    when: Condition
    warn: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Invariant:
    """What the sum over the rows below a parent may come to, compared with a value of the parent or a number (E33)."""

    key: str
    message: Message
    table: int  #: the parents'
    summed: Rollup
    measured: FieldSpec  #: what is summed
    compare: str  #: at_most, at_least or exactly
    limit: Path | None
    number: Any  #: what it is compared with where there is no `limit`
    when: Condition  #: of the parent
    warn: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Allocation:
    """A field of the children that holds the parent's amount, shared out by their weights to the last cent (E6, C3)."""

    key: str
    parent: FieldSpec
    field: FieldSpec
    of: FieldSpec
    weight: FieldSpec


@dataclass(frozen=True, eq=False, slots=True)
class Ranges:
    """Rows of one group stand for ranges that do not overlap, and perhaps leave no gap (E30, S30)."""

    key: str
    overlapping: Message
    leaving: Message  #: said where a gap is
    backwards: Message
    table: int
    begin: FieldSpec
    end: FieldSpec | None  #: None: a range ends where the next one begins
    by: tuple[FieldSpec, ...]  #: rows that agree in these, empty values too, are one group
    inclusive: bool  #: whether the end itself belongs to the range
    gapless: bool
    when: Condition
    warn: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Acyclic:
    """Rows are edges of a graph that leads nowhere back to where it came from (S27)."""

    key: str
    message: Message
    table: int
    nodes: int  #: the table that both ends lead to
    above: Path
    below: Path
    shown: FieldSpec
    when: Condition
    warn: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Fitting:
    """Lines whose owner has changed and that point to what its candidates no longer are: they stay and are told of (S33)."""

    table: int
    field: FieldSpec  #: the relation with the filter
    warn: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Exemption:
    """Who a lock does not hold for: members of one of `roles` who come through one of `sources`; empty means any."""

    roles: frozenset[int]
    sources: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Lock:
    """Rows that nobody may change while `when` holds of them as they are stored (E9)."""

    key: str
    table: str
    message: Message
    when: Condition
    fields: frozenset[int] | None  #: None for all
    children: tuple[FieldSpec, ...]  #: relations of the child tables whose rows are locked with it
    delete: bool
    exemptions: tuple[Exemption, ...]


Late = RowRule | Count | Invariant | Allocation | Ranges | Acyclic | Fitting


@dataclass(frozen=True, eq=False, slots=True)
class Trigger:
    """Changes after which a rule of `Late` must be asked again, and the way from the changed row to the rows it is about."""

    rule: Late
    fields: frozenset[int]
    any_write: bool = False  #: whether every write to the row counts, whatever it changes
    back: tuple[FieldSpec, ...] = ()
    out: FieldSpec | None = None


@dataclass(frozen=True)
class TableRules:
    """Everything about one table."""

    early: tuple[RowRule, ...] = ()
    late: tuple[RowRule, ...] = ()
    unique: tuple[Unique, ...] = ()
    duplicates: tuple[Duplicates, ...] = ()
    locks: tuple[Lock, ...] = ()
    owners: tuple[tuple[FieldSpec, Lock], ...] = ()  #: locks of parents that hold for these rows, by the relation
    formulas: tuple[Formula, ...] = ()  #: what the early rules need to have computed
    states: tuple[FieldSpec, ...] = ()
    shares: tuple[FieldSpec, ...] = ()  #: fields that an allocation fills
    steps: tuple[RowRule, ...] = ()  #: of the rules above those about a step

    @cached_property
    def panel(self) -> Panel:
        """The early rules, ready to be asked."""
        return Panel(self.early)


NO_RULES = TableRules()


@dataclass(frozen=True)
class Book:
    tables: Mapping[int, TableRules] = field(default_factory=dict)
    triggers: Mapping[int, tuple[Trigger, ...]] = field(default_factory=dict)  #: by the table that changes
    broken: tuple[str, ...] = ()  #: rules, as table.key, that name a field which is gone; they are not enforced

    @classmethod
    def of(cls, catalogue: Catalogue) -> Book:
        from .loading import load  # noqa: PLC0415 - loading makes what this module declares

        return load(catalogue)

    @cached_property
    def filled(self) -> frozenset[int]:
        """The fields that allocations fill, which nobody writes by hand."""
        return frozenset(spec.id for rules in self.tables.values() for spec in rules.shares)

    def get(self, table_id: int) -> TableRules | None:
        """The rules of a table; None, and nothing to be done, for most."""
        return self.tables.get(table_id)


def paths_of(*parts: Condition) -> Iterator[Path]:
    for part in parts:
        yield from sorted(conditions.paths(part))
