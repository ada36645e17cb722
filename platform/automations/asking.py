"""What a button asks for: whether the inputs that were sent are those, of the right sort, and complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import Problem, Refusal
from ..fields.fieldtype import InvalidValue, is_empty
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from ..tables.messages import UNKNOWN_MEMBER
from .definitions import Input, said
from .messages import INPUT_REQUIRED, INPUT_UNKNOWN

if TYPE_CHECKING:
    from ..tables.transaction import Tx


def check(tx: Tx, asked: Sequence[Input], given: Mapping[str, Any]) -> None:
    """Raises `Refusal` with every problem of the inputs, each at its key."""
    known = {each.key for each in asked}
    problems = [Problem(INPUT_UNKNOWN, {"key": key[:60]}, key[:60]) for key in given if key not in known]
    for each in asked:
        problems += _problems(tx, each, given.get(each.key))
    if problems:
        raise Refusal(problems)


def _problems(tx: Tx, asked: Input, raw: Any) -> list[Problem]:
    spec = FieldSpec(0, 0, asked.key, asked.type, label=asked.label)
    label = {"label": said(asked.label, tx.ctx.locale)}
    try:
        value = TYPES[asked.type].parse(raw, spec, tx.ctx.zone)
    except InvalidValue as invalid:
        return [invalid.problem(asked.key)]
    if is_empty(value):
        return [Problem(INPUT_REQUIRED, label, asked.key)] if asked.required else []
    if asked.type == "member":
        member = tx.members.get(value)
        if member is None or not member.active:
            return [Problem(UNKNOWN_MEMBER, label, asked.key)]
    return []
