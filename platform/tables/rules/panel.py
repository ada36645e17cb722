"""Row rules over the same rows, asked together: values are fetched once, conditions compiled once where they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem
from ...fields.conditions import is_resolved
from ...fields.fieldtype import is_empty
from ..storage import Row
from . import predicates, steps
from .predicates import Predicate

if TYPE_CHECKING:
    from ..transaction import Tx
    from .book import RowRule

Applies = Callable[["RowRule", int], bool]  #: whether a rule is asked of the row with this place


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that a row breaks."""

    place: int  #: of the row
    rule: RowRule
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Line:
    """One rule, compiled."""

    rule: RowRule
    when: Predicate
    must: Predicate
    required: tuple[int, ...]  #: places of the values that may not be empty


class Panel:
    """Rules of one table."""

    def __init__(self, rules: Sequence[RowRule]) -> None:
        self._rules = tuple(rules)
        self.paths = tuple(dict.fromkeys(path for rule in rules for path in rule.paths))
        self._places = {path: place for place, path in enumerate(self.paths)}
        fixed = all(is_resolved(part) for rule in rules for part in (rule.when, rule.must))
        self._lines = self._compiled(None) if fixed else None

    def ask(self, tx: Tx, rows: Sequence[Row], applies: Applies) -> Iterator[Verdict]:
        """What the rows break. A row holds memory values by field id; a new one has no id yet."""
        lines = self._lines if self._lines is not None else self._compiled(tx)
        for place, values in enumerate(predicates.tuples(tx, rows, self.paths)):
            for line in lines:
                if applies(line.rule, place) and line.when(values):
                    yield from self._broken(tx, line, place, values)

    def _broken(self, tx: Tx, line: _Line, place: int, values: tuple[Any, ...]) -> Iterator[Verdict]:
        rule = line.rule
        if not line.must(values):
            words = {"label": rule.field.text(tx.ctx.locale)} if rule.field is not None else {}
            yield Verdict(place, rule, Problem(rule.message, words, _key(rule)))
        for at, spec in zip(line.required, rule.required, strict=True):
            if is_empty(values[at]):
                words = {"label": spec.text(tx.ctx.locale)}
                if rule.step is not None:
                    state = rule.step.field.id
                    words = steps.words(tx, rule, {state: values[self._places[state,]]}, spec)
                yield Verdict(place, rule, Problem(rule.missing, words, spec.key))

    def _compiled(self, tx: Tx | None) -> tuple[_Line, ...]:
        found: list[_Line] = []
        for rule in self._rules:
            when, must = rule.when, rule.must
            if tx is not None:
                when, must = predicates.resolved(tx, when), predicates.resolved(tx, must)
            found.append(
                _Line(
                    rule,
                    predicates.compiled(when, self._places),
                    predicates.compiled(must, self._places),
                    tuple(self._places[spec.id,] for spec in rule.required),
                )
            )
        return tuple(found)


def _key(rule: RowRule) -> str | None:
    return None if rule.field is None else rule.field.key
