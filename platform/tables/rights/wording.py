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


_SPANS = {
    "today": ("今天", "today"),
    "yesterday": ("昨天", "yesterday"),
    "tomorrow": ("明天", "tomorrow"),
    "this_week": ("本周", "this week"),
    "last_week": ("上周", "last week"),
    "next_week": ("下周", "next week"),
    "this_month": ("本月", "this month"),
    "last_month": ("上月", "last month"),
    "next_month": ("下月", "next month"),
    "this_quarter": ("本季度", "this quarter"),
    "last_quarter": ("上季度", "last quarter"),
    "next_quarter": ("下季度", "next quarter"),
    "this_year": ("今年", "this year"),
    "last_year": ("去年", "last year"),
    "next_year": ("明年", "next year"),
    "last_n_days": ("最近 {n} 天", "the last {n} days"),
    "next_n_days": ("未来 {n} 天", "the next {n} days"),
}


def rows(tx: Tx, condition: Condition, *, seen: bool = False) -> str:
    """Which rows a condition lets through, in the language of the transaction. With `seen`, records that it names are called
    what the caller may see of them, as it is somebody else's than the caller's right."""
    zh = not tx.ctx.locale.startswith("en")
    if condition == ALWAYS:
        return "所有记录" if zh else "every row"
    if condition == NEVER:
        return "没有记录" if zh else "no row"
    match condition:
        case Test():
            return _test(tx, condition, zh, seen=seen)
        case And(parts):
            return _joined(tx, parts, " 且 " if zh else " and ", seen=seen)
        case Or(parts):
            return _joined(tx, parts, " 或 " if zh else " or ", seen=seen)
        case Not(part):
            said = rows(tx, part, seen=seen)
            return f"非（{said}）" if zh else f"not ({said})"


def _joined(tx: Tx, parts: tuple[Condition, ...], word: str, *, seen: bool) -> str:
    return word.join(
        f"（{said}）" if isinstance(part, (And, Or)) and len(part.parts) > 1 else said
        for part in parts
        for said in [rows(tx, part, seen=seen)]
    )


def _test(tx: Tx, test: Test, zh: bool, *, seen: bool) -> str:
    specs = [tx.catalogue.fields[id_] for id_ in test.path]
    name = ("的" if zh else " › ").join(spec.text(tx.ctx.locale) for spec in specs)
    word = _OPERATORS.get(test.op, (test.op, test.op))[0 if zh else 1]
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = ("、" if zh else ", ").join(
        _value(tx, specs[-1], value, zh, seen=seen) for value in values if value is not None
    )
    return f"{name} {word} {said}".strip()


def _value(tx: Tx, spec: FieldSpec, value: Any, zh: bool, *, seen: bool) -> str:
    if isinstance(value, Relative):
        return _SPANS[value.name][0 if zh else 1].format(n=value.n)
    if isinstance(value, Variable):
        known = _VARIABLES.get(value.name)
        return value.name if known is None else known[0 if zh else 1]
    result = value_spec(spec)
    if points_to_member(result):
        return str((reading.member(tx, value) or {}).get("label", value))
    if points_to_record(result):
        return reading.labels(tx, tx.catalogue.by_id[result.options["table"]], [value], raw=not seen).get(
            value, f"#{value}"
        )
    if isinstance(value, int) and result.choices:
        return next((choice.text(tx.ctx.locale) for choice in result.choices if choice.id == value), f"#{value}")
    return TYPES[result.type].to_text(value, result, tx.ctx.locale, tx.ctx.zone)
