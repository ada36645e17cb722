"""Lists: the values of a field with several options or related records, of a look-up, or written out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..kinds import BOOLEAN, NUMBER
from ..values import is_empty
from .signature import ANY, Arg, Empties, S, T, function


@function(
    "LIST",
    repeat=(Arg("value", T),),
    returns=T,
    returns_list=True,
    zh="由各值组成的列表",
    en="the list of the values",
    examples=[("LIST(1, 2)", "1, 2")],
)
def list_(values: list[Any]) -> tuple[Any, ...]:
    return tuple(values)


@function(
    "COUNT",
    repeat=(Arg("value", ANY, spread=True),),
    returns=NUMBER,
    zh="不为空的值的个数",
    en="how many values are not empty",
    examples=[('COUNT(1, "", "a")', "2"), ("COUNT(LIST(1, 2, 3))", "3"), ("COUNT(BLANK())", "0")],
)
def count(values: list[Any]) -> Decimal:
    return Decimal(sum(not is_empty(value) for value in values))


@function(
    "IN",
    Arg("value", S),
    repeat=(Arg("item", S, spread=True),),
    returns=BOOLEAN,
    empties=Empties.OWN,
    zh="value 是否等于其中之一;空值不属于任何列表",
    en="whether `value` is one of the items; an empty value is none of them",
    examples=[('IN("b", "a", "b")', "TRUE"), ("IN(3, LIST(1, 2))", "FALSE")],
)
def in_(value: Any, items: list[Any]) -> bool:
    return not is_empty(value) and value in items


@function(
    "HAS",
    Arg("list", S, is_list=True),
    Arg("item", S),
    returns=BOOLEAN,
    empties=Empties.OWN,
    zh="列表是否包含某项",
    en="whether a list has an item",
    examples=[("HAS(LIST(1, 2), 2)", "TRUE")],
)
def has(items: tuple[Any, ...] | None, item: Any) -> bool:
    return items is not None and not is_empty(item) and item in items


@function(
    "FIRST",
    Arg("list", T, is_list=True),
    returns=T,
    zh="列表的第一项;空列表为空",
    en="the first item; empty for an empty list",
    examples=[("FIRST(LIST(3, 1))", "3")],
)
def first(items: tuple[Any, ...]) -> Any:
    return items[0] if items else None


@function(
    "LAST",
    Arg("list", T, is_list=True),
    returns=T,
    zh="列表的最后一项;空列表为空",
    en="the last item; empty for an empty list",
    examples=[("LAST(LIST(3, 1))", "1")],
)
def last(items: tuple[Any, ...]) -> Any:
    return items[-1] if items else None


@function(
    "UNIQUE",
    Arg("list", T, is_list=True),
    returns=T,
    returns_list=True,
    zh="去掉重复的项和空项",
    en="the list without repeated and empty items",
    examples=[("UNIQUE(LIST(1, 2, 1))", "1, 2")],
)
def unique(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for item in items if not is_empty(item)))


FUNCTIONS = (list_, count, in_, has, first, last, unique)
