"""Rules of a parent over the rows below it: how many there are, and what they sum up to. One query for all parents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem
from ...core.numbers import EXACT
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES, value_spec
from ..computed import rollups
from ..storage import Row
from ..system import RECORD_ID
from . import predicates, values
from .book import Count, Invariant

if TYPE_CHECKING:
    from ..transaction import Tx

Found = Iterator[tuple[int, Problem]]  #: parents that break the rule


def count(tx: Tx, rule: Count, parents: Collection[int]) -> Found:
    """The parents with too few or too many rows below them."""
    rows = _concerned(tx, rule.counted.path[0].options["table"], parents, rule)
    present = rollups.compute(tx, rule.counted, [row[RECORD_ID.id] for row in rows])
    for row in rows:
        number = int(present.get(row[RECORD_ID.id], 0))
        if number < rule.least or (rule.most is not None and number > rule.most):
            words: dict[str, object] = {"count": number}
            if rule.field is not None:
                words["label"] = rule.field.text(tx.ctx.locale)
            yield row[RECORD_ID.id], Problem(rule.message, words, rule.field.key if rule.field is not None else None)


def sums(tx: Tx, rule: Invariant, parents: Mapping[int, Collection[int]]) -> Found:
    """The parents whose rows sum up to something else than they may. An empty limit is no limit. With each parent come the
    rows that this write has changed: `left` says what the others leave for them, `missing` what the sum falls short by."""
    rows = _concerned(tx, rule.table, parents, rule)
    if not rows:
        return
    found = rollups.compute(tx, rule.summed, [row[RECORD_ID.id] for row in rows])
    limits: Sequence[Any] = [rule.number] * len(rows)
    if rule.limit is not None:
        limits = values.columns(tx, rows, [rule.limit])[rule.limit]
    for row, limit in zip(rows, limits, strict=True):
        total = found.get(row[RECORD_ID.id], Decimal(0))
        if not fits(rule, total, limit):
            shown: dict[str, Any] = {"sum": total, "limit": limit, "left": None, "missing": None}
            if not is_empty(total):
                shown["missing"] = max(EXACT.subtract(limit, total), Decimal(0))
                others = EXACT.subtract(total, _part(tx, rule, row[RECORD_ID.id], parents[row[RECORD_ID.id]]))
                shown["left"] = EXACT.subtract(limit, others)
            yield (
                row[RECORD_ID.id],
                Problem(rule.message, {name: _text(tx, rule, each) for name, each in shown.items()}),
            )


def _part(tx: Tx, rule: Invariant, parent: int, ids: Collection[int]) -> Decimal:
    """What some rows contribute to the sum of their parent."""
    relation, source = rule.summed.path[0], rule.summed.source
    assert source is not None
    found = tx.catalogue.storage.rows(tx.connection, tx.catalogue.by_id[relation.table], ids)
    rows = [row for row in found.values() if row[relation.id] == parent]
    counted = predicates.holding(tx, rule.summed.where, rows)
    amounts = values.columns(tx, rows, [source])[source]
    total = Decimal(0)
    for amount, counts in zip(amounts, counted, strict=True):
        if counts and not is_empty(amount):
            total = EXACT.add(total, amount)
    return total


def _concerned(tx: Tx, table_id: int, parents: Collection[int], rule: Count | Invariant) -> list[Row]:
    """The parents that are still there and that the rule is about."""
    rows = list(tx.catalogue.storage.rows(tx.connection, tx.catalogue.by_id[table_id], parents).values())
    holds = predicates.holding(tx, rule.when, rows)
    return [row for row, held in zip(rows, holds, strict=True) if held]


def fits(rule: Invariant, total: Any, limit: Any) -> bool:
    """Whether a sum is what it may be. An empty limit is no limit; a sum in error is never right."""
    if is_empty(limit):
        return True
    if is_empty(total):
        return False
    match rule.compare:
        case "at_most":
            return bool(total <= limit)
        case "at_least":
            return bool(total >= limit)
        case _:
            return bool(total == limit)


def _text(tx: Tx, rule: Invariant, value: Any) -> str:
    spec = value_spec(rule.measured)
    return "—" if is_empty(value) else TYPES[spec.type].to_text(value, spec, tx.ctx.locale, tx.ctx.zone)
