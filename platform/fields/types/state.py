"""State: an option whose changes may be limited to declared transitions (E8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..options import settings
from ..spec import FieldSpec, named
from .option import OptionType


class StateType(OptionType):
    """`int`, the id of a choice. `transitions` is null when any state may follow any other; `manual` is false when only
    actions move it. States are named by the keys of choices; a `from` that is empty means any state."""

    name = "state"
    label = named("状态", "State")
    options_schema = settings(
        transitions={
            "type": ["array", "null"],
            "default": None,
            "items": {
                "type": "object",
                "required": ["key", "to"],
                "properties": {
                    "key": {"type": "string", "minLength": 1},
                    "from": {"type": "array", "items": {"type": "string"}},
                    "to": {"type": "string"},
                    "label": {"type": "object"},
                },
            },
        },
        manual={"type": "boolean", "default": True},
    )


def transitions(spec: FieldSpec) -> tuple[Mapping[str, Any], ...] | None:
    """The declared transitions; None when any move is allowed."""
    declared = spec.options.get("transitions")
    return None if declared is None else tuple(declared)


def may_move(spec: FieldSpec, before: int | None, after: int | None) -> bool:
    """Whether a transition leads from one state to the other; staying is always allowed, and so is a first state."""
    declared = transitions(spec)
    if declared is None or before == after or before is None:
        return True
    keys = {choice.id: choice.key for choice in spec.choices}
    start, end = keys.get(before), keys.get(after) if after is not None else None
    return any(move["to"] == end and (not move.get("from") or start in move["from"]) for move in declared)
