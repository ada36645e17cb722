"""A call as a closure: who evaluates the arguments, and what empty ones do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import messages
from .functions.signature import PRINTABLE, Empties, Function
from .kinds import TEXT
from .limits import MAX_ITEMS
from .values import Closure, Env, Value, failure

Row = Sequence[Value]


def call(function: Function, args: Sequence[Closure]) -> Closure:
    """A lazy function makes its own closure; the others get their arguments evaluated, those of `repeat` as one list."""
    body = function.body
    if function.lazy:
        return body(*args)
    fixed = args[: len(function.args)]
    plain = not function.repeat and not function.with_env and function.empties is Empties.PASS
    if plain and len(fixed) == 1:
        return _one(body, fixed[0])
    if plain and len(fixed) == 2:
        return _two(body, fixed[0], fixed[1])
    return _any(function, fixed, args[len(fixed) :])


def _one(body: Callable[..., Value], arg: Closure) -> Closure:
    def call(row: Row, env: Env) -> Value:
        value = arg(row, env)
        return None if value is None else body(value)

    return call


def _two(body: Callable[..., Value], first: Closure, second: Closure) -> Closure:
    def call(row: Row, env: Env) -> Value:
        a = first(row, env)
        b = second(row, env)
        return None if a is None or b is None else body(a, b)

    return call


def _any(function: Function, fixed: Sequence[Closure], repeated: Sequence[Closure]) -> Closure:
    body, with_env, repeats = function.body, function.with_env, bool(function.repeat)
    own = function.empties is Empties.OWN
    texts = [function.empties is Empties.BLANK and spec.kind in (TEXT, PRINTABLE) for spec in function.args]
    pairs = list(zip(fixed, texts, strict=False))

    def call(row: Row, env: Env) -> Value:
        values: list[Any] = [env] if with_env else []
        for arg, is_text in pairs:
            value = arg(row, env)
            if value is None and not own:
                if not is_text:
                    return None
                value = ""
            values.append(value)
        if repeats:
            values.append(_flat([arg(row, env) for arg in repeated]))
        return body(*values)

    return call


def _flat(values: list[Any]) -> list[Any]:
    """The items of lists beside the values that are none."""
    if not any(value.__class__ is tuple for value in values):
        return values
    if sum(len(value) if value.__class__ is tuple else 1 for value in values) > MAX_ITEMS:
        raise failure(messages.LIST_TOO_LONG)
    flat: list[Any] = []
    for value in values:
        if value.__class__ is tuple:
            flat.extend(value)
        else:
            flat.append(value)
    return flat
