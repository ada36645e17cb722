"""Bringing shares up to date: fields of children that hold their part of an amount of the parent (E6, S16).

Like a recompute, it raises no version and writes no history: shares follow from the amount and the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...core.numbers import fits, rounded
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES, value_spec
from ...fields.types.number import NumberType
from ..computed.recompute import Recompute, evaluate
from ..storage import Row
from .book import Allocation
from .sharing import allocate

if TYPE_CHECKING:
    from ..transaction import Tx


MOST_ROUNDS = 8  #: amounts that follow from shares of other amounts; whoever refers to itself is stopped here


def settle(tx: Tx, recompute: Recompute) -> None:
    """Share out what has been touched, and what is computed from the shares, until nothing moves any more."""
    for _ in range(MOST_ROUNDS):
        due = recompute.checks.take_shares()
        if not due:
            return
        _apply(tx, due, recompute)
        recompute.run()


def _apply(tx: Tx, due: Mapping[Allocation, Sequence[int]], recompute: Recompute) -> None:
    """Share out anew what these parents hold; children in the order in which they were made."""
    for rule, parents in due.items():
        amounts = tx.catalogue.storage.values(tx.connection, rule.of.table, [rule.of], parents)
        children = tx.catalogue.storage.sources(tx.connection, rule.parent, amounts)
        table = tx.catalogue.by_id[rule.field.table]
        stored = tx.catalogue.storage.rows(tx.connection, table, [id_ for ids in children.values() for id_ in ids])
        moved: list[tuple[Row, Row]] = []
        for parent, ids in children.items():
            before = [stored[id_] for id_ in ids]
            shares = _shares(rule, amounts[parent][rule.of.id], [row[rule.weight.id] for row in before])
            moved += [
                (row, {**row, rule.field.id: share})
                for row, share in zip(before, shares, strict=True)
                if row[rule.field.id] != share
            ]
        if not moved:
            continue
        afters = [after for _, after in moved]
        formulas = recompute.following(table, {rule.field.id})
        evaluate(tx, formulas, afters)
        written = {rule.field.id, *(formula.field.id for formula in formulas)}
        fields = [spec for spec in table.stored if spec.id in written]
        tx.catalogue.storage.update(tx.connection, table, afters, fields, stamp=False)
        recompute.touch(table, afters)
        recompute.changed(table, moved)


def _shares(rule: Allocation, amount: Any, weights: Sequence[Any]) -> Sequence[Decimal | None]:
    """The shares; all empty where the amount is, or where the weights cannot be shared by."""
    spec = value_spec(rule.field)
    type_ = TYPES[spec.type]
    assert isinstance(type_, NumberType)
    scale = type_.scale(spec)
    parts = [Decimal(0) if is_empty(weight) else weight for weight in weights]
    if is_empty(amount) or any(part < 0 for part in parts) or not any(parts):
        return [None] * len(parts)
    total = rounded(amount, scale)
    return allocate(total, parts, scale) if fits(total, scale) else [None] * len(parts)
