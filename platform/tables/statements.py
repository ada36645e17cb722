"""Statements made once per catalogue version and shape: building one with SQLAlchemy costs several times what running it does.

What stands in a statement here holds no connection, transaction or caller. Whatever a statement depends on is in its key:
the fields by id, a scope or filter by its resolved condition. What changes with every call is a bound parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

MOST = 256  #: of a generation
IDS = "ids"  #: the parameter of `among`
T = TypeVar("T")
S = TypeVar("S", bound=sa.Select[Any])


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


class _Ids(sa.types.TypeDecorator[Any]):
    """A list of ids as one parameter: an array, or JSON where there are no arrays."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        kind = ARRAY(sa.BigInteger()) if dialect.name == "postgresql" else sa.Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        ids = list(value)
        return ids if dialect.name == "postgresql" else f"[{','.join(map(str, ids))}]"


class _Among(FunctionElement[bool]):
    """`column` is one of the ids of a list, whose length is no part of the statement."""

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Itself: asked for a truth, SQLAlchemy would write `… = 1` behind it, which no index answers."""
        return self


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({ids})"


def among(column: sa.ColumnElement[Any], ids: Collection[int] | None = None) -> sa.ColumnElement[bool]:
    """`column IN` these ids, or the list given as the parameter `ids` when the statement runs. The list is one parameter, so
    that the statement is the same for any number of ids: made once by us, and prepared once by the database."""
    if ids is not None:
        return _Among(column, sa.bindparam(None, ids, type_=_Ids(), unique=True))
    return _Among(column, sa.bindparam(IDS, type_=_Ids()))


def settled(statement: S) -> S:
    """The same statement with its whole numbers written into it, for one that is made for one viewer anyway. PostgreSQL plans
    a statement with parameters anew for each run where it hopes to gain by knowing them; one without, once."""

    def written(element: Any, **_: Any) -> Any:
        if not isinstance(element, sa.BindParameter) or not isinstance(element.type, sa.Integer):
            return None
        value = element.value
        return sa.literal_column(str(value), element.type) if type(value) is int else None

    return cast("S", visitors.replacement_traverse(statement, {}, written))
