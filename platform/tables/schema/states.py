"""The moves that a state field declares: between states that it has, each by a key of its own (E8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ...fields.types import state
from .messages import MOVE_TWICE, NO_SUCH_STATE

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec


def check(spec: FieldSpec) -> None:
    """Raises `Refusal` with every state that a declared transition names in vain, and every key that two of them have."""
    if spec.type == "state" and (problems := list(_problems(spec))):
        raise Refusal(problems)


def _problems(spec: FieldSpec) -> Iterator[Problem]:
    known = {choice.key for choice in spec.choices}
    seen: set[str] = set()
    for number, move in enumerate(state.transitions(spec) or ()):
        place = f"options.transitions[{number}]"
        if move["key"] in seen:
            yield Problem(MOVE_TWICE, {"key": move["key"][:50]}, f"{place}.key")
        seen.add(move["key"])
        ends = [(f"{place}.to", move["to"])]
        ends += [(f"{place}.from[{at}]", key) for at, key in enumerate(move.get("from", ()))]
        for where, key in ends:
            if key not in known:
                yield Problem(NO_SUCH_STATE, {"key": key[:50]}, where)
