"""What must hold once a write is complete: rules over roll-ups and lines, counts of children, invariants (E7, E33, H6).

During the write only the rows are noted that a rule has to be asked of again; each rule is then asked once, for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ..catalogue import TableSpec
from ..queries import limits
from ..storage import Row
from ..system import RECORD_ID, VERSION
from . import below, circles, ranges, steps
from .book import Acyclic, Allocation, Count, Fitting, Invariant, Late, Ranges, RowRule, Trigger
from .locks import Judgements
from .panel import Panel

if TYPE_CHECKING:
    from ..transaction import Tx

Pair = tuple[Row | None, Row | None]
Name = tuple[int, int]  #: table and row


@dataclass(frozen=True, slots=True)
class Place:
    """Where a written row stands in the request."""

    row: int | None
    prefix: str = ""  #: `lines.2.` for a row of a sub-table


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken at the end of a write."""

    rule: RowRule | Count | Invariant | Ranges | Acyclic | Fitting
    table: int
    record: int
    problem: Problem


class Checks:
    """The rules to be asked at the end of one call of the write path, and what they have said so far."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._book = tx.catalogue.rules
        self._due: dict[
            Late, dict[int, list[Name]]
        ] = {}  #: the rows to ask of, each with the changed rows that led to it
        self._before: dict[tuple[Late, int], Row | None] = {}  #: for rules about steps
        self._left: dict[Ranges, list[Row]] = {}  #: rows as they stood before they changed or went
        self._places: dict[Name, Place] = {}
        self.judgements = Judgements(tx)
        self.warnings: list[Problem] = []

    def concern(self, table: TableSpec) -> bool:
        """Whether a change of its rows may make a rule due."""
        return table.id in self._book.triggers

    def note(self, table: TableSpec, pairs: Sequence[Pair]) -> None:
        """Rows before and after a change; which rules they concern is found out here."""
        for trigger in self._book.triggers.get(table.id, ()):
            concerned = [pair for pair in pairs if _concerned(trigger, pair)]
            if isinstance(trigger.rule, Fitting):  # lines that come with their owner are asked themselves
                concerned = [pair for pair in concerned if None not in pair]
            if not concerned:
                continue
            due = self._due.setdefault(trigger.rule, {})
            for pair in concerned:
                cause = _present(pair)[RECORD_ID.id]
                for owner in self._owners(trigger, pair, cause):
                    due.setdefault(owner, []).append((table.id, cause))
                if isinstance(trigger.rule, Ranges) and not trigger.back and pair[0] is not None:
                    self._left.setdefault(trigger.rule, []).append(pair[0])
                if isinstance(trigger.rule, RowRule) and trigger.rule.step is not None:
                    self._before.setdefault((trigger.rule, cause), pair[0])

    def made(self, table: TableSpec, ids: Sequence[int]) -> None:
        """Rows that this call has made: no lock holds for them while it goes on."""
        rules = self._book.get(table.id)
        if rules is not None and rules.locks:
            self.judgements.new(rules.locks, ids)

    def place(self, table: TableSpec, ids: Iterable[int], places: Iterable[tuple[int, str]]) -> None:
        """Say where in the request rows of a sub-table stand, for the problems that are found at the end."""
        if self._book.triggers:
            for id_, (row, prefix) in zip(ids, places, strict=True):
                self._places[table.id, id_] = Place(row, prefix + ".")

    def take_shares(self) -> dict[Allocation, list[int]]:
        """The allocations that are due and their parents; afterwards none are due."""
        found = {rule: sorted(ids) for rule, ids in self._due.items() if isinstance(rule, Allocation)}
        for rule in found:
            del self._due[rule]
        return found

    def run(self, table: TableSpec, indexes: Callable[[], Mapping[int, int]]) -> None:
        """Ask every rule that is due. Raises `Refusal` with all that is broken; warnings are kept. `indexes` tells the
        places in the request of the rows of `table`."""
        if not self._due:
            return
        found = [violation for rule, rows in self._due.items() for violation in self._asked(rule, rows)]
        if not found:
            return
        known = indexes()
        problems: list[Problem] = []
        for violation in found:
            problem = self._placed(violation, table, known)
            (self.warnings if violation.rule.warn else problems).append(problem)
        self._due.clear()
        if problems:
            raise Refusal(problems)

    # -- noting ------------------------------------------------------------------------------------------------------

    def _owners(self, trigger: Trigger, pair: Pair, cause: int) -> Iterable[int]:
        storage, connection = self._tx.catalogue.storage, self._tx.connection
        ids = {cause}
        for relation in trigger.back:
            ids = {id_ for found in storage.sources(connection, relation, ids).values() for id_ in found}
        if trigger.out is None:
            return ids if trigger.back or pair[1] is not None else ()
        if not trigger.back:
            parents = (None if row is None else row.get(trigger.out.id) for row in pair)
        else:
            rows = storage.values(connection, trigger.out.table, [trigger.out], ids)
            parents = (row[trigger.out.id] for row in rows.values())
        return {id_ for id_ in parents if id_ is not None}

    # -- asking ------------------------------------------------------------------------------------------------------

    def _asked(self, rule: Late, due: Mapping[int, list[Name]]) -> Iterator[Violation]:
        tx = self._tx
        match rule:
            case RowRule() if not due:
                pass
            case RowRule():
                ((table, _), *_) = next(iter(due.values()))
                yield from self._rows(rule, table, sorted(due))
            case Count():
                for id_, problem in below.count(tx, rule, due):
                    yield Violation(rule, rule.counted.path[0].options["table"], id_, problem)
            case Invariant():
                written = {
                    id_: {row for table, row in names if table == rule.measured.table} for id_, names in due.items()
                }
                for id_, problem in below.sums(tx, rule, written):
                    yield Violation(rule, rule.table, id_, problem)
            case Ranges():
                for id_, problem in ranges.broken(tx, rule, due, self._left.pop(rule, ())):
                    yield Violation(rule, rule.table, id_, problem)
            case Acyclic():
                for id_, problem in circles.broken(tx, rule, due):
                    yield Violation(rule, rule.table, id_, problem)
            case Fitting():
                for id_, problem in limits.strangers(tx, rule.field, due):
                    yield Violation(rule, rule.table, id_, problem)
            case Allocation():
                pass

    def _rows(self, rule: RowRule, table_id: int, ids: Sequence[int]) -> Iterator[Violation]:
        tx = self._tx
        rows = list(tx.catalogue.storage.rows(tx.connection, tx.catalogue.by_id[table_id], ids).values())

        def applies(rule: RowRule, place: int) -> bool:
            row = rows[place]
            return steps.taken(tx, rule, self._before.get((rule, row[RECORD_ID.id])), row)

        for verdict in Panel([rule]).ask(tx, rows, applies):
            yield Violation(rule, table_id, rows[verdict.place][RECORD_ID.id], verdict.problem)

    def _placed(self, violation: Violation, table: TableSpec, indexes: Mapping[int, int]) -> Problem:
        """The problem at the row of the request that it comes from, and at a field of that row where it has one."""
        problem = violation.problem
        causes = self._due[violation.rule].get(violation.record, [])
        for name in ((violation.table, violation.record), *reversed(causes)):
            place = self._places.get(name)
            if place is None and name[0] == table.id and name[1] in indexes:
                place = Place(indexes[name[1]])
            if place is not None:
                field = self._shown(violation, problem, name[0])
                return Problem(problem.message, problem.params, field and place.prefix + field, place.row)
        return Problem(problem.message, problem.params, None, 0 if len(indexes) == 1 else None)

    def _shown(self, violation: Violation, problem: Problem, table_id: int) -> str | None:
        """The field of this table at which a problem shows, if the caller may read it."""
        table = self._tx.catalogue.by_id[table_id]
        key = problem.field
        if isinstance(violation.rule, Invariant):
            key = violation.rule.measured.key if violation.rule.measured.table == table_id else None
        elif table_id != violation.table:
            key = None
        spec = table.by_key.get(key or "")
        return spec.key if spec is not None and self._tx.scope(table).may_read(spec.id) else None


def _concerned(trigger: Trigger, pair: Pair) -> bool:
    before, after = pair
    if before is None or after is None:
        return True
    if trigger.any_write and before[VERSION.id] != after[VERSION.id]:
        return True
    return any(before.get(id_) != after.get(id_) for id_ in trigger.fields)


def _present(pair: Pair) -> Row:
    row = pair[1] if pair[1] is not None else pair[0]
    assert row is not None
    return row
