"""Timers as a workspace keeps them (by portable keys, as a template writes them), read into the fields of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...fields import conditions
from ...fields.conditions import ALWAYS, Condition
from ...fields.spec import FieldSpec
from .. import authoring
from ..rules import predicates

if TYPE_CHECKING:
    from ..catalogue import Catalogue, TableSpec

TIMERS = "timers"  #: the key of the configuration
Labels = Mapping[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class Events:
    """Rows that point to the record through `relation` and meet `where`; `at` is when each happened, None where only their
    being there counts."""

    relation: FieldSpec
    at: FieldSpec | None
    where: Condition
    watched: frozenset[int]  #: fields of the far rows that matter


@dataclass(frozen=True, eq=False, slots=True)
class Criterion:
    """One way of falling due; the fields are of the rule's row."""

    key: str
    label: Labels
    days: FieldSpec
    extend: FieldSpec | None
    most: FieldSpec | None
    events: Events | None


@dataclass(frozen=True, eq=False, slots=True)
class Pause:
    """While it holds the timer stands still; `flag` is a field of the rule's row that switches it on."""

    key: str
    label: Labels
    flag: FieldSpec | None
    when: Condition | None
    exists: Events | None


@dataclass(frozen=True, eq=False, slots=True)
class Match:
    """What a rule has to say to fit a record: `value` always, else the first of `cases` that holds, else `other`; or the
    record's own option (`row`), where an empty field of the rule fits every record."""

    rule: FieldSpec
    row: FieldSpec | None = None
    value: str | None = None
    cases: tuple[tuple[Condition, str], ...] = ()
    other: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Into:
    """Where a record goes that falls due with an empty `field`: the first row of its target, by number, whose fields say
    what is asked: an option's key, or what a field of the record says (an empty one fits nothing)."""

    field: FieldSpec
    fixed: tuple[tuple[FieldSpec, int], ...]
    same: tuple[tuple[FieldSpec, FieldSpec], ...]
    overseers: FieldSpec | None = None  #: members of the target who may read how the rules changed (S7)


@dataclass(frozen=True, eq=False)
class Timer:
    """A timer of one table."""

    key: str
    label: Labels
    table: int
    owner: FieldSpec
    start: FieldSpec
    due: FieldSpec
    reason: FieldSpec
    rules: int  #: the table of the rules
    active: FieldSpec | None
    matches: tuple[Match, ...]
    criteria: tuple[Criterion, ...]
    pauses: tuple[Pause, ...]
    remind: FieldSpec | None
    on_due: Mapping[str, Any]  #: values by field key, as the write path reads them
    into: Into | None = None

    @cached_property
    def watched(self) -> frozenset[int]:
        """Fields of the record itself that matter."""
        own = {self.owner.id, *(match.row.id for match in self.matches if match.row is not None)}
        parts = [condition for match in self.matches for condition, _ in match.cases]
        parts += [pause.when for pause in self.pauses if pause.when is not None]
        return frozenset(own.union(*({path[0] for path in conditions.paths(part)} for part in parts)))

    @cached_property
    def fields(self) -> frozenset[int]:
        """Every field that it names: of the record, of the rules, of the rows that count."""
        specs = [self.owner, self.start, self.due, self.reason, self.active, self.remind]
        specs += [spec for match in self.matches for spec in (match.rule, match.row)]
        specs += [spec for each in self.criteria for spec in (each.days, each.extend, each.most)]
        specs += [pause.flag for pause in self.pauses]
        if self.into is not None:
            specs += [
                self.into.field,
                *(far for far, _ in self.into.fixed),
                *(one for pair in self.into.same for one in pair),
                self.into.overseers,
            ]
        specs += [spec for events in self.sources for spec in (events.relation, events.at)]
        far = [events.watched for events in self.sources]
        return self.watched.union({spec.id for spec in specs if spec is not None}, *far)

    @cached_property
    def sources(self) -> tuple[Events, ...]:
        found = [each.events for each in self.criteria] + [each.exists for each in self.pauses]
        return tuple(events for events in found if events is not None)


@dataclass(frozen=True)
class TimerBook:
    """The timers of a catalogue; those that name something which is gone are not kept."""

    by_table: Mapping[int, tuple[Timer, ...]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> TimerBook:
        found: dict[int, tuple[Timer, ...]] = {}
        for raw in catalogue.configs.get(TIMERS, ()):
            timer = _Reader(catalogue).timer(raw)
            if timer is not None:
                found[timer.table] = (*found.get(timer.table, ()), timer)
        return cls(found)

    @cached_property
    def all(self) -> tuple[Timer, ...]:
        return tuple(timer for timers in self.by_table.values() for timer in timers)

    @cached_property
    def watching(self) -> Mapping[int, tuple[tuple[Timer, Events], ...]]:
        """For each table whose rows are events, the timers that look at them."""
        found: dict[int, list[tuple[Timer, Events]]] = {}
        for timer in self.all:
            for events in timer.sources:
                found.setdefault(events.relation.table, []).append((timer, events))
        return {table: tuple(each) for table, each in found.items()}

    @cached_property
    def of_rules(self) -> Mapping[int, tuple[Timer, ...]]:
        """The timers by the table in which their rules are."""
        found: dict[int, list[Timer]] = {}
        for timer in self.all:
            found.setdefault(timer.rules, []).append(timer)
        return {table: tuple(timers) for table, timers in found.items()}

    @cached_property
    def filled(self) -> frozenset[int]:
        """The fields that timers fill, which nobody writes by hand."""
        return frozenset(spec.id for timer in self.all for spec in (timer.start, timer.due, timer.reason))

    def find(self, table: int, key: str) -> Timer | None:
        return next((timer for timer in self.by_table.get(table, ()) if timer.key == key), None)


class _Reader:
    """From keys to fields. A `KeyError` means that something is gone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def timer(self, raw: Mapping[str, Any]) -> Timer | None:
        try:
            table, rules = self._catalogue.tables[raw["table"]], self._catalogue.tables[raw["rules"]["table"]]
            return Timer(
                key=raw["key"],
                label=raw["label"],
                table=table.id,
                owner=table.by_key[raw["owner"]],
                start=table.by_key[raw["start"]],
                due=table.by_key[raw["due"]],
                reason=table.by_key[raw["reason"]],
                rules=rules.id,
                active=self._optional(rules, raw["rules"].get("active")),
                matches=tuple(self._match(table, rules, each) for each in raw["rules"].get("match", ())),
                criteria=tuple(self._criterion(table, rules, each) for each in raw["criteria"]),
                pauses=tuple(self._pause(table, rules, each) for each in raw.get("pause", ())),
                remind=self._optional(rules, raw.get("remind")),
                on_due=raw.get("on_due", {}),
                into=self._into(table, raw["into"]) if "into" in raw else None,
            )
        except KeyError:
            return None

    def _match(self, table: TableSpec, rules: TableSpec, raw: Mapping[str, Any]) -> Match:
        return Match(
            rule=rules.by_key[raw["rule"]],
            row=self._optional(table, raw.get("row")),
            value=raw.get("value"),
            cases=tuple((self._condition(table, each["when"]), each["value"]) for each in raw.get("cases", ())),
            other=raw.get("else"),
        )

    def _into(self, table: TableSpec, raw: Mapping[str, Any]) -> Into:
        field = table.by_key[raw["field"]]
        far = self._catalogue.by_id[field.options["table"]]
        fixed: list[tuple[FieldSpec, int]] = []
        for each in raw["match"]:
            if "value" in each:
                spec = far.by_key[each["field"]]
                fixed.append((spec, {choice.key: choice.id for choice in spec.choices}[each["value"]]))
        same = [(far.by_key[each["field"]], table.by_key[each["row"]]) for each in raw["match"] if "row" in each]
        return Into(field, tuple(fixed), tuple(same), self._optional(far, raw.get("overseers")))

    def _criterion(self, table: TableSpec, rules: TableSpec, raw: Mapping[str, Any]) -> Criterion:
        return Criterion(
            key=raw["key"],
            label=raw["label"],
            days=rules.by_key[raw["days"]],
            extend=self._optional(rules, raw.get("extend")),
            most=self._optional(rules, raw.get("most")),
            events=self._events(table, raw["events"]) if "events" in raw else None,
        )

    def _pause(self, table: TableSpec, rules: TableSpec, raw: Mapping[str, Any]) -> Pause:
        return Pause(
            key=raw["key"],
            label=raw["label"],
            flag=self._optional(rules, raw.get("flag")),
            when=self._condition(table, raw["when"]) if "when" in raw else None,
            exists=self._events(table, raw["exists"]) if "exists" in raw else None,
        )

    def _events(self, table: TableSpec, raw: Mapping[str, Any]) -> Events:
        far = self._catalogue.tables[raw["table"]]
        relation = far.by_key[raw["field"]]
        if relation.options.get("table") != table.id:
            raise KeyError(relation.key)
        at = self._optional(far, raw.get("at"))
        where = self._condition(far, raw.get("where"))
        fields = {relation.id, *(path[0] for path in conditions.paths(where))} | (set() if at is None else {at.id})
        return Events(relation, at, where, frozenset(fields))

    def _condition(self, table: TableSpec, raw: Mapping[str, Any] | None) -> Condition:
        if raw is None:
            return ALWAYS
        found = conditions.parse(raw, authoring.path_resolver(self._catalogue, table), None)
        return predicates.followed(self._catalogue, found)

    def _optional(self, table: TableSpec, key: str | None) -> FieldSpec | None:
        return None if key is None else table.by_key[key]


def labels(timers: Iterable[Timer]) -> Mapping[str, Labels]:
    """What criteria and pauses are called, by key."""
    return {each.key: each.label for timer in timers for each in (*timer.criteria, *timer.pauses)}
