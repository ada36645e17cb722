"""What a trial has found: how many rows, and the first of them with what they would be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ....core.errors import Problem
from ....permissions.actions import Action
from ...queries.selection import visible_ids
from ...storage import CHUNK

if TYPE_CHECKING:
    from ...catalogue import TableSpec
    from ...transaction import Tx

MOST = 20  #: rows that are named, and rows that are named beside one of them
Name = tuple[int, int]  #: table and row


class Effect(StrEnum):
    """What the rule does to the rows that are counted."""

    BREAKS = "breaks"  #: they break it
    LOCKS = "locks"  #: it locks them
    STANDS = "stands"  #: they stand in a state that they would not get to any more
    MOVES = "moves"  #: their share becomes another one


@dataclass(frozen=True, slots=True)
class Told:
    """A row, and what its next writer would be told."""

    id: int
    problem: Problem
    beside: tuple[Name, ...] = ()  #: rows that it collides with, or that are summed


@dataclass(frozen=True, slots=True)
class Standing:
    """How the rows that are there stand to a rule."""

    effect: Effect
    table: TableSpec  #: whose rows they are
    asked: int  #: rows there are
    count: int  #: of them, rows that the effect is on, whoever may see them
    told: Sequence[Told] = ()  #: the first `MOST` that the caller may see


def size(tx: Tx, table: TableSpec) -> int:
    """How many rows a table has."""
    physical = tx.catalogue.storage.table(table.id)
    return int(tx.connection.execute(sa.select(sa.func.count()).select_from(physical)).scalar_one())


def first_visible(tx: Tx, table: TableSpec, ids: Iterable[int]) -> list[int]:
    """The first of these rows, by id, that the caller may view."""
    found: list[int] = []
    waiting = iter(sorted(ids))
    while len(found) < MOST and (part := list(islice(waiting, CHUNK))):
        found += sorted(visible_ids(tx, table, part, Action.VIEW))
    return found[:MOST]
