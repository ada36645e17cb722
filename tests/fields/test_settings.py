"""The settings of fields: what they may be, what they refer to, how references are exchanged."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.errors import Refusal
from gezi.fields.conditions import dump, parse
from gezi.fields.registry import TYPES, check_options, kind_of, settings_of, type_of, value_spec
from gezi.fields.spec import Choice, FieldSpec
from gezi.fields.system import specs
from gezi.formulas import kinds

STAGE = FieldSpec(31, 2, "stage", "option", choices=(Choice(7, "done", {"zh-CN": "完成"}), Choice(8, "new", {})))
OWNER = FieldSpec(32, 2, "owner", "member")
WHERE = dump(
    parse(
        {
            "and": [
                {"field": "stage", "op": "in", "value": ["done", "new"]},
                {"not": {"field": "owner", "op": "=", "value": 5}},
            ]
        },
        lambda key: (STAGE,) if key == "stage" else (OWNER,),
    )
)


@pytest.mark.parametrize(
    ("type", "options"),
    [
        ("text", {}),
        ("text", {"max_length": 10}),
        ("number", {"scale": 6, "thousands": False}),
        ("money", {"currency": "CNY"}),
        ("relation", {"table": 2, "filter": WHERE}),
        ("relations", {"table": 2, "via": 9}),
        ("subtable", {"table": 2, "field": 9}),
        ("autonumber", {"pattern": "DD-{yyyy}-{seq:4}"}),
        ("state", {"transitions": [{"key": "a", "from": [], "to": "done"}], "manual": False}),
        ("formula", {"formula": "1+1", "scope": "viewer"}),
        ("rollup", {"path": [9], "aggregate": "sum", "field": 8, "where": WHERE, "result": {"type": "money"}}),
        ("lookup", {"relation": 9, "field": 8}),
    ],
)
def test_good_settings_are_taken(type: str, options: dict[str, Any]) -> None:
    check_options(type, options)


@pytest.mark.parametrize(
    ("type", "options", "said"),
    [
        ("text", {"max_length": 0}, "max_length"),
        ("text", {"max_length": 10**9}, "max_length"),
        ("text", {"sql": "x"}, "sql"),
        ("number", {"scale": 7}, "scale"),
        ("number", {"scale": True}, "scale"),
        ("money", {"currency": "XXX"}, "currency"),
        ("money", {"scale": 4}, "scale"),
        ("relation", {}, "table"),
        ("relation", {"table": "customers"}, "table"),
        ("rollup", {"path": [], "aggregate": "sum"}, "path"),
        ("rollup", {"path": [9], "aggregate": "if(1=2,sleep(1),sleep(3)) and sum"}, "aggregate"),
        ("autonumber", {"pattern": "DD"}, "DD"),
        ("text", [], ""),
    ],
)
def test_wrong_settings_are_named(type: str, options: Any, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_options(type, options)
    assert said in refused.value.problems[0].text("zh-CN")
    assert said in refused.value.problems[0].text("en")


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check_options("number", {"scale": 9, "thousands": "yes", "color": "red"})
    assert len(refused.value.problems) == 3


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_options("geometry", {})
    assert refused.value.problems[0].code == "field.unknown_type"


def test_defaults_are_filled_in_for_whoever_shows_a_field() -> None:
    assert settings_of(FieldSpec(1, 1, "f", "money")) == {"currency": "CNY", "scale": 2}
    assert settings_of(FieldSpec(1, 1, "f", "text")) == {"max_length": 255}
    assert settings_of(FieldSpec(1, 1, "f", "number", options={"scale": 0})) == {"scale": 0, "thousands": True}


def test_references_of_settings_are_listed_those_in_conditions_and_formulas_too() -> None:
    options = {"path": [9, 10], "aggregate": "sum", "field": 8, "where": WHERE}
    assert TYPES["rollup"].references(options) == {
        *(("field", id) for id in (9, 10, 8, 31, 32)),
        ("choice", 7),
        ("choice", 8),
        ("member", 5),
    }
    assert TYPES["relation"].references({"table": 2, "filter": None}) == {("table", 2)}
    assert TYPES["formula"].references({"formula": "{#12} + SUM({#3.#4})"}) == {
        ("field", 12),
        ("field", 3),
        ("field", 4),
    }
    assert TYPES["text"].references({"max_length": 5}) == set()


def test_references_are_exchanged_and_back() -> None:
    options = {"path": [9, 10], "aggregate": "sum", "field": 8, "where": WHERE}
    there = {(kind, id): f"{kind}.{id}" for kind, id in TYPES["rollup"].references(options)}
    back = {(kind, name): id for (kind, id), name in there.items()}
    portable = TYPES["rollup"].remap(options, there)
    assert portable["path"] == ["field.9", "field.10"]
    assert "31" not in str(portable["where"]["and"][0]["path"][0]).replace("field.31", "")
    assert TYPES["rollup"].remap(portable, back) == options


def test_formulas_exchange_ids_and_keep_what_was_written() -> None:
    options = {"formula": "ROUND( {#12} * 2, 1 )", "scope": "system"}
    assert TYPES["formula"].remap(options, {("field", 12): 40}) == {
        "formula": "ROUND( {#40} * 2, 1 )",
        "scope": "system",
    }


def test_the_value_of_a_computed_field_looks_like_its_results_type() -> None:
    result = {"type": "option", "options": {}, "choices": [{"id": 7, "key": "done", "label": {"zh-CN": "完成"}}]}
    formula = FieldSpec(4, 1, "f", "formula", options={"formula": "1", "result": result})
    assert value_spec(formula).type == "option"
    assert value_spec(formula).column == "f_4"
    assert [column.name for column in type_of(formula).columns(formula)] == ["f_4", "f_4_e"]
    assert type_of(formula).dump(7, formula) == "done"
    assert value_spec(STAGE) is STAGE


def test_kinds_carry_options_and_tables() -> None:
    assert kind_of(FieldSpec(1, 1, "f", "percent")) == kinds.NUMBER
    assert [choice.key for choice in kind_of(STAGE).choices] == ["done", "new"]
    assert kind_of(FieldSpec(1, 1, "f", "relation", options={"table": 2})) == kinds.record(2)
    assert kind_of(FieldSpec(1, 1, "f", "relations", options={"table": 2})) == kinds.list_of(kinds.record(2))
    assert kind_of(OWNER) != kind_of(FieldSpec(1, 1, "f", "relation", options={"table": 2}))


def test_system_fields_are_computed_members_and_instants() -> None:
    found = specs(1)
    assert [(spec.id, spec.key, spec.type) for spec in found] == [
        (-1, "created_by", "member"),
        (-2, "created_at", "datetime"),
        (-3, "updated_by", "member"),
        (-4, "updated_at", "datetime"),
    ]
    assert all(type_of(spec).computed for spec in found)
    assert not TYPES["member"].computed
