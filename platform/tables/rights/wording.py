"""Conditions in words: 负责人 是 本人 或 部门 属于 本部门."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...fields.conditions import ALWAYS, NEVER, And, Condition, Not, Or, Relative, Test, Variable
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ..queries import reading
from ..system import points_to_member, points_to_record

if TYPE_CHECKING:
    from ..transaction import Tx

_OPERATORS = {
    "=": ("是", "is"),
    "!=": ("不是", "is not"),
    ">": (">", ">"),
    ">=": ("≥", "≥"),
    "<": ("<", "<"),
    "<=": ("≤", "≤"),
    "in": ("属于", "is one of"),
    "not_in": ("不属于", "is none of"),
    "contains": ("包含", "contains"),
    "starts_with": ("开头是", "starts with"),
    "empty": ("为空", "is empty"),
    "not_empty": ("不为空", "is not empty"),
    "between": ("介于", "is between"),
}
_VARIABLES = {
    "@me": ("本人", "me"),
    "@my_department": ("本部门", "my department"),
    "@my_department_and_below": ("本部门及下级部门", "my department and those below"),
    "@my_headed_departments": ("本人负责的部门及下级部门", "the departments I head and those below"),
    "@my_reports": ("本人的下属", "my reports"),
}


def rows(tx: Tx, condition: Condition) -> str:
    """Which rows a condition lets through, in the language of the transaction."""
    zh = not tx.ctx.locale.startswith("en")
    if condition == ALWAYS:
        return "所有记录" if zh else "every row"
    if condition == NEVER:
        return "没有记录" if zh else "no row"
    match condition:
        case Test():
            return _test(tx, condition, zh)
        case And(parts):
            return _joined(tx, parts, " 且 " if zh else " and ")
        case Or(parts):
            return _joined(tx, parts, " 或 " if zh else " or ")
        case Not(part):
            return f"非（{rows(tx, part)}）" if zh else f"not ({rows(tx, part)})"


def _joined(tx: Tx, parts: tuple[Condition, ...], word: str) -> str:
    return word.join(
        f"（{rows(tx, part)}）" if isinstance(part, (And, Or)) and len(part.parts) > 1 else rows(tx, part)
        for part in parts
    )


def _test(tx: Tx, test: Test, zh: bool) -> str:
    specs = [tx.catalogue.fields[id_] for id_ in test.path]
    name = ("的" if zh else " › ").join(spec.text(tx.ctx.locale) for spec in specs)
    word = _OPERATORS.get(test.op, (test.op, test.op))[0 if zh else 1]
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = ("、" if zh else ", ").join(_value(tx, specs[-1], value, zh) for value in values if value is not None)
    return f"{name} {word} {said}".strip()


def _value(tx: Tx, spec: FieldSpec, value: Any, zh: bool) -> str:
    if isinstance(value, (Variable, Relative)):
        known = _VARIABLES.get(value.name)
        return value.name if known is None else known[0 if zh else 1]
    result = value_spec(spec)
    if points_to_member(result):
        return str((reading.member(tx, value) or {}).get("label", value))
    if points_to_record(result):
        return reading.labels(tx, tx.catalogue.by_id[result.options["table"]], [value], raw=True).get(
            value, f"#{value}"
        )
    if isinstance(value, int) and result.choices:
        return next((choice.text(tx.ctx.locale) for choice in result.choices if choice.id == value), f"#{value}")
    return TYPES[result.type].to_text(value, result, tx.ctx.locale, tx.ctx.zone)
