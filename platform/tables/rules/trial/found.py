"""What a trial has found: how many rows, and the first of them with what they would be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ....core.errors import Problem
from ....permissions.actions import Action
from ...queries.selection import Selection, among_stored, restricted, visible_ids
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
    asked: int  #: rows there are, of those that the caller may see
    count: int  #: of them, rows that the effect is on: of what is out of sight, no trial tells how it stands
    told: Sequence[Told] = ()  #: the first `MOST` that the caller may see


def size(tx: Tx, table: TableSpec) -> int:
    """How many rows of a table the caller may view."""
    return count(tx, restricted(tx, table))


def count(tx: Tx, selection: Selection) -> int:
    """How many rows a selection has."""
    return int(tx.connection.execute(selection.select(sa.func.count())).scalar_one())


def in_sight(tx: Tx, table: TableSpec, ids: Collection[int]) -> int:
    """How many of these rows, which are there, the caller may view."""
    return len(among_stored(tx, table, ids, Action.VIEW))


def first_visible(tx: Tx, table: TableSpec, ids: Iterable[int]) -> list[int]:
    """The first of these rows, by id, that the caller may view."""
    found: list[int] = []
    waiting = iter(sorted(ids))
    while len(found) < MOST and (part := list(islice(waiting, CHUNK))):
        found += sorted(visible_ids(tx, table, part, Action.VIEW))
    return found[:MOST]
