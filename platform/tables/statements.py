"""Statements made once per catalogue version and shape: building one with SQLAlchemy costs several times what running it does.

What stands in a statement here holds no connection, transaction or caller. Whatever a statement depends on is in its key:
the fields by id, a scope or filter by its resolved condition. What changes with every call is a bound parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import sqlalchemy as sa

MOST = 256  #: of a generation
IDS = "ids"  #: the parameter of `among`
T = TypeVar("T")


class Statements:
    """The statements of one catalogue version, shared by all threads. What is used stays; what is not, goes: there are two
    generations, and a statement that is asked for moves into the young one."""

    def __init__(self) -> None:
        self._young: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for this key before, or gives now."""
        try:
            found = self._young.get(key)
        except TypeError:  # a condition with a value that cannot be a key
            return make()
        if found is None:
            found = self._old.get(key)
            if found is None:
                found = make()
            if len(self._young) >= MOST:
                self._old, self._young = self._young, {}
            self._young[key] = found
        return found


def among(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """`column IN` the list given as the parameter `ids` when the statement runs."""
    return column.in_(sa.bindparam(IDS, expanding=True))
