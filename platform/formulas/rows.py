"""Calls whose arguments are evaluated for each row: which lists stand for one item at a time, and how it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import messages
from .nodes import Path
from .values import Closure, Env, Value, failure


@dataclass(slots=True)
class Rows:
    """The rows that a call goes through: those that the first list in its arguments comes from. Other lists are values."""

    way: Path | None = None

    def has(self, path: Path) -> bool:
        if self.way is None and len(path) > 1:
            self.way = path[:-1]
        return path[:-1] == self.way


def call(body: Callable[..., Value], lists: Sequence[Closure], args: Sequence[Closure]) -> Closure:
    """The call as a closure: `body` gets the rows, each with its items of the lists put behind it, and the arguments."""

    def call(row: Sequence[Value], env: Env) -> Value:
        columns: list[Any] = [each(row, env) or () for each in lists]
        if len({len(column) for column in columns}) > 1:
            raise failure(messages.BAD_ARGUMENT)
        return body([[*row, *items] for items in zip(*columns, strict=True)], env, *args)

    return call
