"""Reading conditions: every problem at once, the same answer for unknown and unreadable fields, bounds, both written forms."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.core.errors import Kind, Refusal
from gezi.fields.conditions import (
    ALWAYS,
    NEVER,
    And,
    Condition,
    Not,
    Or,
    Relative,
    Test,
    Variable,
    dump,
    holds,
    load,
    parse,
    paths,
    to_api,
)
from gezi.fields.conditions import tests as comparisons
from gezi.fields.spec import Choice, FieldSpec
from gezi.fields.system import specs

STAGES = (
    Choice(12, "new", {"zh-CN": "未跟进"}),
    Choice(7, "done", {"zh-CN": "已完成"}),
    Choice(6, "gone", {}, archived=True),
)
FIELDS = {
    spec.key: spec
    for spec in (
        FieldSpec(1, 1, "name", "text"),
        FieldSpec(2, 1, "amount", "money"),
        FieldSpec(3, 1, "due", "date"),
        FieldSpec(4, 1, "at", "datetime"),
        FieldSpec(5, 1, "stage", "option", choices=STAGES),
        FieldSpec(6, 1, "owner", "member"),
        FieldSpec(7, 1, "team", "members"),
        FieldSpec(8, 1, "department", "relation", options={"table": 2}),
        FieldSpec(9, 1, "tags", "multi_option", choices=STAGES),
        FieldSpec(10, 1, "ticked", "checkbox"),
        FieldSpec(11, 1, "total", "rollup", options={"result": {"type": "money"}}),
        FieldSpec(12, 1, "files", "attachment"),
        FieldSpec(13, 1, "share", "percent"),
        *specs(1),
    )
}
HEAD = FieldSpec(21, 2, "head", "member")
BY_ID = {spec.id: spec for spec in (*FIELDS.values(), HEAD)}


def resolve(key: str) -> tuple[FieldSpec, ...] | None:
    if key == "department.head":
        return FIELDS["department"], HEAD
    return (FIELDS[key],) if key in FIELDS else None


def read(json: object) -> Condition:
    return parse(json, resolve, UTC)


def one(field: str, op: str, value: object = None) -> Any:
    return read({"field": field, "op": op, "value": value})


def codes(json: object) -> list[tuple[str | None, str]]:
    with pytest.raises(Refusal) as refused:
        read(json)
    assert {problem.kind for problem in refused.value.problems} == {Kind.MALFORMED}
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("field", "op", "value", "path", "operand"),
    [
        ("name", "contains", "华", (1,), "华"),
        ("name", "=", "@me", (1,), "@me"),
        ("amount", ">", "1,234.5", (2,), Decimal("1234.5")),
        ("amount", "between", ["1", 2], (2,), (Decimal(1), Decimal(2))),
        ("total", ">=", "0.01", (11,), Decimal("0.01")),
        ("share", "<", "85%", (13,), Decimal(85)),
        ("due", "=", "2026-11-21", (3,), date(2026, 11, 21)),
        ("due", "between", {"relative": "next_n_days", "n": 60}, (3,), Relative("next_n_days", 60)),
        ("due", "between", [{"relative": "today"}, "2026-12-31"], (3,), (Relative("today"), date(2026, 12, 31))),
        ("due", "<", {"relative": "this_month", "n": 9}, (3,), Relative("this_month")),
        ("due", "<=", "@today", (3,), Relative("today")),
        ("at", ">", "2026-11-21 14:05", (4,), datetime(2026, 11, 21, 14, 5, tzinfo=UTC)),
        ("at", "=", "2026-11-21", (4,), date(2026, 11, 21)),
        ("created_at", ">=", {"relative": "yesterday"}, (-2,), Relative("yesterday")),
        ("stage", "=", "已完成", (5,), 7),
        ("stage", "in", ["new", "gone"], (5,), (12, 6)),
        ("owner", "=", "@me", (6,), Variable("@me")),
        ("owner", "=", {"variable": "@me"}, (6,), Variable("@me")),
        ("created_by", "in", ["@me", 3, {"id": 4}], (-1,), (Variable("@me"), 3, 4)),
        ("owner", "in", "@my_reports", (6,), (Variable("@my_reports"),)),
        ("team", "contains", "@me", (7,), Variable("@me")),
        ("team", "=", [9, 3], (7,), (3, 9)),
        ("department", "in", ["@my_department_and_below"], (8,), (Variable("@my_department_and_below"),)),
        ("department.head", "=", "@me", (8, 21), Variable("@me")),
        ("tags", "=", ["done", "new"], (9,), (7, 12)),
        ("ticked", "=", True, (10,), True),
        ("files", "empty", None, (12,), None),
        ("files", "not_empty", "ignored", (12,), None),
    ],
)
def test_a_comparison_gets_a_typed_operand(
    field: str, op: str, value: object, path: tuple[int, ...], operand: object
) -> None:
    assert one(field, op, value) == Test(path, op, operand)


def test_and_or_and_not_nest() -> None:
    written = {"and": [{"or": []}, {"not": {"field": "name", "op": "empty"}}]}
    assert read(written) == And((Or(()), Not(Test((1,), "empty"))))
    assert read(None) == ALWAYS


@pytest.mark.parametrize(
    "key", ["password", "owner.password", "", "name; drop table x", "__class__", "name.x", "rowid", "f_1"]
)
def test_a_field_that_is_not_there_or_not_to_be_seen_gives_one_answer(key: str) -> None:
    assert codes({"field": key, "op": "=", "value": "x"}) == [(key, "condition.unknown_field")]
    # whatever else is wrong with it, so that nothing is learnt of the field
    assert codes({"field": key, "op": "><", "value": object()}) == [(key, "condition.unknown_field")]


@pytest.mark.parametrize(
    "json",
    [5, "x", [], {}, True, {"and": {}}, {"or": None}, {"and": [], "or": []}, {"field": "name"}, {"op": "="},
     {"field": 1, "op": "="},
     {"field": "name", "op": ["="]}, {"field": "name", "op": "=", "value": "x", "raw": True}, {"not": []}, {"and": [5]}],
)  # fmt: skip
def test_what_is_no_condition_is_malformed(json: object) -> None:
    assert [code for _, code in codes(json)] == ["condition.malformed"]


@pytest.mark.parametrize(
    ("field", "op", "value", "code"),
    [
        ("name", "like", "x", "condition.unknown_operator"),
        ("name", "anyOf", ["x') or 1=1--"], "condition.unknown_operator"),
        ("amount", "contains", "1", "condition.unknown_operator"),
        ("files", "=", 1, "condition.unknown_operator"),
        ("name", "=", None, "condition.needs_value"),
        ("name", "=", "", "condition.needs_value"),
        ("name", "=", "  ", "value.empty"),
        ("name", "=", ["x') or 1=1--"], "value.not_text"),
        ("name", "contains", {"$ne": 1}, "value.not_text"),
        ("name", "=", "a\x00", "value.bad_character"),
        ("name", "contains", "x" * 1_001, "value.too_long"),
        ("amount", ">", "abc", "value.not_a_number"),
        ("amount", ">", "1e999999999", "value.not_a_number"),
        ("amount", ">", "9" * 30, "value.out_of_range"),
        ("amount", "between", ["1"], "condition.needs_range"),
        ("amount", "between", "1", "condition.needs_range"),
        ("amount", "between", {"relative": "today"}, "condition.unknown_relative"),
        ("stage", "in", "new", "condition.needs_list"),
        ("stage", "in", {"x": 1}, "condition.needs_list"),
        ("stage", "=", "nowhere", "value.unknown_option"),
        ("stage", "=", "@me", "value.unknown_option"),
        ("due", "=", {"relative": "someday"}, "condition.unknown_relative"),
        ("due", "in", [{"relative": "today"}], "condition.unknown_relative"),
        ("due", "=", {"relative": "today", "sql": "1"}, "condition.unknown_relative"),
        ("due", "between", {"relative": "next_n_days", "n": -1}, "condition.bad_days"),
        ("due", "between", {"relative": "next_n_days", "n": 10**9}, "condition.bad_days"),
        ("due", "between", {"relative": "next_n_days", "n": "60"}, "condition.bad_days"),
        ("due", "between", {"relative": "next_n_days", "n": True}, "condition.bad_days"),
        ("owner", "=", "@my_department", "condition.unknown_variable"),
        ("department", "=", "@me", "condition.unknown_variable"),
        ("owner", "=", "@admin", "condition.unknown_variable"),
        ("amount", "=", {"variable": "@me"}, "condition.unknown_variable"),
        ("owner", "=", "张三", "value.needs_id"),
        ("ticked", "=", "maybe", "value.not_a_check"),
    ],
)
def test_a_wrong_comparison_is_malformed_and_named(field: str, op: str, value: object, code: str) -> None:
    assert codes({"field": field, "op": op, "value": value}) == [(field, code)]


def test_all_problems_come_at_once() -> None:
    written = {
        "and": [
            {"field": "nope", "op": "=", "value": 1},
            {"or": [{"field": "amount", "op": ">", "value": "x"}, {"field": "due", "op": "in", "value": ["x", "y"]}]},
            {"bad": 1},
        ]
    }
    assert codes(written) == [
        ("nope", "condition.unknown_field"),
        ("amount", "value.not_a_number"),
        ("due", "value.not_a_date"),
        ("due", "value.not_a_date"),
        (None, "condition.malformed"),
    ]


def nested(depth: int) -> dict[str, Any]:
    written: dict[str, Any] = {"field": "name", "op": "empty"}
    for _ in range(depth - 1):
        written = {"not": written}
    return written


def test_a_condition_is_at_most_twenty_levels_deep() -> None:
    assert len(list(comparisons(read(nested(20))))) == 1
    assert codes(nested(21)) == [(None, "condition.too_deep")]
    assert codes(nested(900)) == [(None, "condition.too_deep")]


def test_a_condition_has_at_most_five_hundred_comparisons() -> None:
    test = {"field": "name", "op": "empty"}
    assert len(list(comparisons(read({"or": [test] * 500})))) == 500
    assert codes({"or": [test] * 501}) == [(None, "condition.too_large")]
    assert codes({"or": [{"or": [test] * 400}] * 400}) == [(None, "condition.too_large")]


def test_a_list_has_at_most_a_thousand_values() -> None:
    assert len(one("owner", "in", list(range(1, 1_001))).value) == 1_000
    assert codes({"field": "owner", "op": "in", "value": list(range(1, 1_002))}) == [
        ("owner", "condition.list_too_long")
    ]


WRITTEN = [
    {"field": "name", "op": "contains", "value": "华"},
    {"field": "amount", "op": "between", "value": ["1.00", "2.50"]},
    {"field": "share", "op": "=", "value": "85"},
    {"field": "due", "op": "=", "value": "2026-11-21"},
    {"field": "due", "op": "between", "value": {"relative": "next_n_days", "n": 60}},
    {"field": "due", "op": "=", "value": {"relative": "this_week"}},
    {"field": "at", "op": "<", "value": "2026-11-21T14:05:00+00:00"},
    {"field": "at", "op": "=", "value": "2026-11-21"},
    {"field": "stage", "op": "in", "value": ["new", "done"]},
    {"field": "tags", "op": "contains", "value": "new"},
    {"field": "tags", "op": "=", "value": ["done", "new"]},
    {"field": "owner", "op": "in", "value": ["@me", 3]},
    {"field": "department.head", "op": "=", "value": "@me"},
    {"field": "ticked", "op": "=", "value": False},
    {"field": "files", "op": "empty"},
    {"field": "created_at", "op": ">=", "value": {"relative": "today"}},
]
ANY = st.recursive(
    st.sampled_from(WRITTEN),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"and": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"or": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)


@given(ANY)
def test_a_condition_is_told_to_the_api_as_it_was_written(written: dict[str, Any]) -> None:
    assert to_api(read(written), BY_ID.__getitem__) == written


@given(ANY)
def test_the_stored_form_is_json_by_id_and_leads_back(written: dict[str, Any]) -> None:
    condition = read(written)
    stored = json.loads(json.dumps(dump(condition)))
    assert load(stored) == condition
    assert [test.type for test in comparisons(load(stored))] == [test.type for test in comparisons(condition)]
    assert not any(key in json.dumps(stored) for key in ("department", "stage", "done"))


@pytest.mark.parametrize("stored", [{}, [], {"field": "name"}, {"path": [1]}, 5])
def test_what_was_never_stored_is_not_loaded(stored: Any) -> None:
    with pytest.raises(ValueError, match="stored form"):
        load(stored)


def test_the_paths_of_a_condition_are_its_fields() -> None:
    condition = read({"and": [WRITTEN[0], {"not": {"field": "department.head", "op": "=", "value": "@me"}}]})
    assert paths(condition) == {(1,), (8, 21)}


def test_a_condition_holds_of_a_row_as_its_parts_do() -> None:
    row = {(1,): "华为", (2,): Decimal(5), (6,): None}
    name, amount, owner = Test((1,), "contains", "华"), Test((2,), ">", Decimal(9)), Test((6,), "=", 3)
    assert holds(name, row.get)
    assert not holds(And((name, amount)), row.get)
    assert holds(Or((name, amount)), row.get)
    assert holds(Not(owner), row.get)
    assert holds(ALWAYS, row.get)
    assert not holds(NEVER, row.get)


def test_a_condition_with_a_variable_left_in_it_is_not_tested() -> None:
    with pytest.raises(ValueError, match="variable"):
        holds(Test((6,), "=", Variable("@me")), {(6,): 3}.get)


def test_a_comparison_made_by_hand_is_tested_by_what_the_value_is() -> None:
    assert holds(Test((1,), "=", "HUA"), {(1,): "hua"}.get)
    assert holds(Test((7,), "contains", 3), {(7,): (1, 3)}.get)
    assert holds(Test((10,), "=", False), {(10,): False}.get)
    assert holds(Test((2,), "!=", Decimal(1)), {}.get)
