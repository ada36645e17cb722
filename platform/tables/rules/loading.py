"""From the stored rules of tables to a `Book`: conditions read, look-ups followed, and for each rule when it must be asked.

A rule that names a field which is gone is left out and listed as broken; it never stands in the way of reading the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...core.errors import Kind
from ...fields import conditions
from ...fields.conditions import Condition, Path
from ...fields.registry import type_of
from ...fields.spec import FieldSpec
from ..computed.dependencies import Rollup
from ..queries import limits
from . import messages, predicates
from .book import (
    Acyclic,
    Allocation,
    Book,
    Count,
    Duplicates,
    Exemption,
    Fitting,
    Invariant,
    Late,
    Lock,
    Ranges,
    RowRule,
    Step,
    TableRules,
    Trigger,
    Unique,
    paths_of,
)
from .messages import STEP_REQUIRES, sentence
from .reach import Reach
from .stored import RULES

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec

Stored = Mapping[str, Any]


def load(catalogue: Catalogue) -> Book:
    """The book of a catalogue."""
    loader = _Loader(catalogue)
    for table in catalogue.tables.values():
        loader.read(table)
    return loader.book()


def one(catalogue: Catalogue, table: TableSpec, kind: str, stored: Stored) -> Late | Unique | Duplicates | Lock:
    """A single rule, whether the table has it or not. Raises `KeyError` where it names something that is gone."""
    return _Loader(catalogue).single(table, kind, stored)


class _Loader:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reach = Reach(catalogue)
        self._rows: dict[int, list[RowRule]] = {}
        self._unique: dict[int, list[Unique]] = {}
        self._duplicates: dict[int, list[Duplicates]] = {}
        self._locks: dict[int, list[Lock]] = {}
        self._owners: dict[int, list[tuple[FieldSpec, Lock]]] = {}
        self._states: dict[int, tuple[FieldSpec, ...]] = {}
        self._shares: dict[int, list[FieldSpec]] = {}
        self._triggers: dict[int, list[Trigger]] = {}
        self._broken: list[str] = []

    def book(self) -> Book:
        parts = (self._rows, self._unique, self._duplicates, self._locks, self._owners, self._states, self._shares)
        named = {id_ for part in parts for id_ in part}
        return Book(
            {id_: self._table(id_) for id_ in named},
            {id_: tuple(found) for id_, found in self._triggers.items()},
            tuple(self._broken),
        )

    def _table(self, id_: int) -> TableRules:
        rules = self._rows.get(id_, [])
        early = tuple(rule for rule in rules if not rule.late)
        return TableRules(
            early=early,
            late=tuple(rule for rule in rules if rule.late),
            unique=tuple(self._unique.get(id_, ())),
            duplicates=tuple(self._duplicates.get(id_, ())),
            locks=tuple(self._locks.get(id_, ())),
            owners=tuple(self._owners.get(id_, ())),
            formulas=tuple(self._reach.formulas(id_, early)),
            states=self._states.get(id_, ()),
            shares=tuple(self._shares.get(id_, ())),
            steps=tuple(rule for rule in rules if rule.step is not None),
        )

    def read(self, table: TableSpec) -> None:
        states = tuple(spec for spec in table.stored if spec.type == "state")
        if states:
            self._states[table.id] = states
        self._fitting(table)
        for kind, rules in (table.settings.get(RULES) or {}).items():
            for rule in rules:
                if rule.get("enabled") is False:
                    continue
                try:
                    self._file(table, kind, rule)
                except KeyError:
                    self._broken.append(f"{table.key}.{rule['key']}")

    def single(self, table: TableSpec, kind: str, rule: Stored) -> Late | Unique | Duplicates | Lock:
        """What becomes of one rule, by a loader that has read nothing else."""
        self._file(table, kind, rule)
        filed = [
            *self._rows.values(),
            *self._unique.values(),
            *self._duplicates.values(),
            *self._locks.values(),
        ]
        if filed:
            return filed[0][0]
        return next(trigger.rule for found in self._triggers.values() for trigger in found)

    def _file(self, table: TableSpec, kind: str, rule: Stored) -> None:
        readers = {
            "validations": self._validation,
            "steps": self._step,
            "locks": self._lock,
            "invariants": self._invariant,
            "allocations": self._allocation,
            "ranges": self._range,
            "acyclic": self._acyclic,
        }
        readers[kind](table, rule)

    # -- rules of a row ----------------------------------------------------------------------------------------------

    def _validation(self, table: TableSpec, stored: Stored) -> None:
        code = f"{table.key}.{stored['key']}"
        shown = self._field(stored.get("field"))
        when, warn = self._condition(stored.get("when")), stored.get("severity") == "warn"
        if "unique" in stored:
            fields = tuple(self._field_of(id_) for id_ in stored["unique"])
            reads = frozenset([spec.id for spec in fields] + [path[0] for path in paths_of(when)])
            rule = Unique(stored["key"], sentence(code, stored["message"], "label"), fields, when, reads, warn)
            self._unique.setdefault(table.id, []).append(rule)
        elif "duplicates" in stored:
            self._alike(table, stored, code, when, warn=warn)
        elif "children" in stored:
            self._count(table, stored, code, shown, when, warn=warn)
        else:
            said, must = stored.get("message") or messages.FILL_IN, self._condition(stored.get("must"))
            self._keep(
                table,
                RowRule(
                    key=stored["key"],
                    message=sentence(code, said, "label"),
                    missing=sentence(code, said, "label"),
                    field=shown if shown is not None else self._only(must),
                    when=when,
                    must=must,
                    required=tuple(self._field_of(id_) for id_ in stored.get("required", ())),
                    warn=warn,
                ),
            )

    def _only(self, must: Condition) -> FieldSpec | None:
        """The field at which a rule shows that names none: the one its condition looks at, if there is no other to mend."""
        named = {path[0] for path in paths_of(must)}
        spec = self._field_of(named.pop()) if len(named) == 1 else None
        return None if spec is None or type_of(spec).computed else spec

    def _alike(self, table: TableSpec, stored: Stored, code: str, when: Condition, *, warn: bool) -> None:
        said = sentence(code, stored["message"], "label", "found")
        rule = Duplicates.of(stored["key"], said, stored["duplicates"], self._field_of, when, warn=warn)
        self._duplicates.setdefault(table.id, []).append(rule)

    def _step(self, table: TableSpec, stored: Stored) -> None:
        state = self._field_of(stored["field"])
        before = frozenset(stored["from"]) if stored.get("from") else None
        step = Step(state, before, frozenset(stored["to"]), frozenset(stored.get("roles", ())))
        said = stored.get("message") or messages.FILL_IN
        self._keep(
            table,
            RowRule(
                key=stored["key"],
                message=sentence(f"{table.key}.{stored['key']}", said, "label"),
                missing=STEP_REQUIRES,
                field=state,
                must=self._condition(stored.get("guard")),
                required=tuple(self._field_of(id_) for id_ in stored.get("requires", ())),
                step=step,
            ),
        )

    def _keep(self, table: TableSpec, rule: RowRule) -> None:
        """File a rule of rows, once it is known what it looks at."""
        own = [(spec.id,) for spec in (*rule.required, *((rule.step.field,) if rule.step else ()))]
        paths = tuple(dict.fromkeys([*paths_of(rule.when, rule.must), *own]))
        reached = [self._reach.of(path) for path in paths]
        whole = replace(
            rule,
            paths=paths,
            inputs=frozenset[int]().union(*(inputs for inputs, _ in reached)),
            late=any(late for _, late in reached),
        )
        self._rows.setdefault(table.id, []).append(whole)
        if whole.late:
            watched = frozenset(path[0] for path in paths)
            self._watch(table.id, Trigger(whole, watched, any_write=whole.step is None))

    # -- rules over rows below ---------------------------------------------------------------------------------------

    def _count(
        self, table: TableSpec, stored: Stored, code: str, shown: FieldSpec | None, when: Condition, *, warn: bool
    ) -> None:
        part = stored["children"]
        relation = self._field_of(part["field"])
        where = self._condition(part.get("where"))
        rule = Count(
            key=stored["key"],
            message=sentence(code, stored["message"], "label", "count"),
            field=shown,
            counted=Rollup(relation, (relation,), None, "count", where),
            least=part.get("min", 0),
            most=part.get("max"),
            when=when,
            warn=warn,
        )
        self._watch_children(rule, relation, paths_of(where))
        self._watch(table.id, Trigger(rule, frozenset(), any_write=True))
        self._watch_paths(table.id, rule, paths_of(when))

    def _invariant(self, table: TableSpec, stored: Stored) -> None:
        relation, measured = self._field_of(stored["parent"]), self._field_of(stored["sum"])
        where, when = self._condition(stored.get("where")), self._condition(stored.get("when"))
        compare = next(name for name in ("at_most", "at_least", "exactly") if name in stored)
        limit = stored[compare]
        path = self._followed(limit["path"]) if "path" in limit else None
        parents = relation.options["table"]
        source = self._followed([measured.id])
        rule = Invariant(
            key=stored["key"],
            message=sentence(f"{table.key}.{stored['key']}", stored["message"], "sum", "limit", "left", "missing"),
            table=parents,
            summed=Rollup(measured, (relation,), source, "sum", where),
            measured=measured,
            compare=compare,
            limit=path,
            number=None if path else Decimal(limit["number"]),
            when=when,
            warn=stored.get("severity") == "warn",
        )
        self._watch_children(rule, relation, [source, *paths_of(where)])
        self._watch_paths(parents, rule, [*([path] if path else []), *paths_of(when)])

    def _allocation(self, table: TableSpec, stored: Stored) -> None:
        rule = Allocation(
            key=stored["key"],
            parent=self._field_of(stored["parent"]),
            field=self._field_of(stored["field"]),
            of=self._field_of(stored["of"]),
            weight=self._field_of(stored["weight"]),
        )
        self._shares.setdefault(table.id, []).append(rule.field)
        self._watch_children(rule, rule.parent, [(rule.weight.id,), (rule.field.id,)])
        self._watch_paths(rule.parent.options["table"], rule, [(rule.of.id,)])

    def _range(self, table: TableSpec, stored: Stored) -> None:
        code = f"{table.key}.{stored['key']}"
        said = stored.get("message")
        begin, end = self._field_of(stored["from"]), self._field(stored.get("to"))
        by = tuple(self._field_of(id_) for id_ in stored["by"])
        rule = Ranges(
            key=stored["key"],
            overlapping=sentence(code, said or messages.OVERLAP, "first", "second"),
            leaving=sentence(code, said or messages.GAP, "first", "second"),
            backwards=sentence(code, messages.BACKWARDS, "label"),
            table=table.id,
            begin=begin,
            end=end,
            by=by,
            inclusive=stored.get("ends") == "inclusive",
            gapless=stored.get("gaps") is False,
            when=self._condition(stored.get("when")),
            warn=stored.get("severity") == "warn",
        )
        own = [(spec.id,) for spec in (begin, *((end,) if end else ()), *by)]
        self._watch_paths(table.id, rule, [*own, *paths_of(rule.when)])

    def _acyclic(self, table: TableSpec, stored: Stored) -> None:
        above, below = self._followed(stored["from"]), self._followed(stored["to"])
        rule = Acyclic(
            key=stored["key"],
            message=sentence(f"{table.key}.{stored['key']}", stored.get("message") or messages.CIRCLE, "path"),
            table=table.id,
            nodes=self._field_of(below[-1]).options["table"],
            above=above,
            below=below,
            shown=self._field_of(stored["to"][0]),
            when=self._condition(stored.get("when")),
            warn=stored.get("severity") == "warn",
        )
        self._watch_paths(table.id, rule, [above, below, *paths_of(rule.when)])

    # -- locks -------------------------------------------------------------------------------------------------------

    def _lock(self, table: TableSpec, stored: Stored) -> None:
        fields = stored.get("fields", "*")
        lock = Lock(
            key=stored["key"],
            table=table.key,
            message=sentence(f"lock.{stored['key']}", stored["message"], kind=Kind.CONFLICT),
            when=self._condition(stored["when"]),
            fields=None if fields == "*" else frozenset(self._field_of(id_).id for id_ in fields),
            children=tuple(self._field_of(self._field_of(id_).options["field"]) for id_ in stored.get("children", ())),
            delete=stored.get("delete", True),
            exemptions=tuple(
                Exemption(frozenset(each.get("roles", ())), frozenset(each.get("sources", ())))
                for each in stored.get("except", ())
            ),
        )
        self._locks.setdefault(table.id, []).append(lock)
        for relation in lock.children:
            self._owners.setdefault(relation.table, []).append((relation, lock))

    # -- lines of an owner -------------------------------------------------------------------------------------------

    def _fitting(self, table: TableSpec) -> None:
        """Ask lines again whose candidates their owner limits, when it changes."""
        for spec in table.inputs if table.parent is not None else ():
            named = limits.owner_fields(spec)
            if named and table.parent is not None:
                rule = Fitting(table.id, spec)
                self._watch(table.parent.options["table"], Trigger(rule, named, back=(table.parent,)))

    # -- what to watch -----------------------------------------------------------------------------------------------

    def _watch(self, table_id: int, trigger: Trigger) -> None:
        self._triggers.setdefault(table_id, []).append(trigger)

    def _watch_children(self, rule: Late, relation: FieldSpec, paths: Iterable[Path]) -> None:
        """Ask a rule of parents when what is read of their children changes, or which children they have."""
        self._watch_paths(relation.table, rule, [(relation.id,), *paths], out=relation)

    def _watch_paths(self, table_id: int, rule: Late, paths: Iterable[Path], out: FieldSpec | None = None) -> None:
        found: dict[tuple[int, Path], set[int]] = {}
        for path in paths:
            place, back = table_id, ()
            for id_ in path:
                spec = self._field_of(id_)
                found.setdefault((place, back), set()).add(id_)
                if spec.type in ("relation", "relations"):
                    place, back = spec.options["table"], (id_, *back)
        for (place, back), fields in found.items():
            relations = tuple(self._field_of(id_) for id_ in back)
            self._watch(place, Trigger(rule, frozenset(fields), back=relations, out=out))

    # -- small readings ----------------------------------------------------------------------------------------------

    def _condition(self, stored: Stored | None) -> Condition:
        return predicates.followed(self._catalogue, conditions.load(stored))

    def _followed(self, path: Sequence[int]) -> Path:
        (test,) = conditions.tests(predicates.followed(self._catalogue, conditions.Test(tuple(path), "empty")))
        return test.path

    def _field_of(self, id_: int) -> FieldSpec:
        return self._catalogue.fields[id_]

    def _field(self, id_: int | None) -> FieldSpec | None:
        return None if id_ is None else self._field_of(id_)
