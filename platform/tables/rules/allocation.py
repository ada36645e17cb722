"""Bringing shares up to date: fields of children that hold their part of an amount of the parent (E6, S16).

Like a recompute, it raises no version and writes no history: shares follow from the amount and the weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.numbers import fits, rounded
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES, value_spec
from ...fields.types.number import NumberType
from ..computed.recompute import Recompute, evaluate
from ..storage import Row, chunks
from ..timers import settling
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


def differing(tx: Tx, rule: Allocation) -> Iterator[tuple[int, Any, Any]]:
    """All rows whose field holds something else than their share: their ids, what it holds and what it would."""
    storage = tx.catalogue.storage
    children, parents = storage.table(rule.field.table), storage.table(rule.of.table)
    owner = storage.column(children, rule.parent)
    weight, held = storage.column(children, rule.weight), storage.column(children, rule.field)
    amount = storage.column(parents, rule.of)
    statement = (
        sa.select(owner, children.c.id, weight, held, amount)
        .select_from(children.join(parents, parents.c.id == owner))
        .order_by(owner, children.c.id)
    )
    for _, rows in groupby(tx.connection.execute(statement), key=lambda row: row[0]):
        lines = list(rows)
        shares = _shares(rule, lines[0][4], [line[2] for line in lines])
        for line, share in zip(lines, shares, strict=True):
            if line[3] != share:
                yield line[1], line[3], share


def adopt(tx: Tx, rule: Allocation) -> None:
    """Share out everything that is there, for a rule that has just come. Raises `TooLong` where that is more than a request
    should wait for."""
    moving = [id_ for id_, _, _ in differing(tx, rule)]
    labour = tx.labour
    if labour is not None:
        labour.expect(len(moving))
    rows = tx.catalogue.storage.values(tx.connection, rule.field.table, [rule.parent], moving)
    lines = Counter(row[rule.parent.id] for row in rows.values())
    recompute = Recompute(tx)
    for part in chunks(lines):
        _apply(tx, {rule: part}, recompute)
        recompute.run()
        if labour is not None:
            labour.advance(sum(lines[parent] for parent in part))
    settle(tx, recompute)
    settling.settle(tx, recompute)


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
