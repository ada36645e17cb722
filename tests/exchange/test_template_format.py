"""What makes a document a template, and what it is told when it is none: every mistake at once, each with its place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from gezi.exchange.template import format

Document = dict[str, Any]


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def small() -> Document:
    """Two tables, one of them lines of the other; a view, a role, a grant, a dashboard."""
    return {
        "format": 1,
        "key": "library",
        "version": "1.2.0",
        "name": label("图书馆", "Library"),
        "tables": [
            {
                "key": "books",
                "label": label("书", "Books"),
                "primary": "title",
                "fields": [
                    {"key": "title", "type": "text", "label": label("书名", "Title"), "required": True},
                    {
                        "key": "shelf",
                        "type": "option",
                        "label": label("架", "Shelf"),
                        "choices": [
                            {"key": "left", "label": label("左", "Left")},
                            {"key": "right", "label": label("右", "Right")},
                        ],
                        "default": {"value": "left"},
                    },
                    {
                        "key": "loans",
                        "type": "rollup",
                        "label": label("借阅", "Loans"),
                        "options": {"path": ["loans.book"], "aggregate": "count", "result": {"type": "number"}},
                    },
                    {
                        "key": "owner",
                        "type": "member",
                        "label": label("管理人", "Keeper"),
                        "default": {"variable": "@me"},
                    },
                ],
                "views": [{"key": "all", "label": label("全部", "All"), "type": "grid", "fields": ["title", "shelf"]}],
            },
            {
                "key": "loans",
                "label": label("借阅", "Loans"),
                "primary": "reader",
                "fields": [
                    {"key": "reader", "type": "text", "label": label("读者", "Reader")},
                    {"key": "book", "type": "relation", "label": label("书", "Book"), "options": {"table": "books"}},
                    {"key": "fee", "type": "money", "label": label("费用", "Fee")},
                    {
                        "key": "double",
                        "type": "formula",
                        "label": label("双倍", "Double"),
                        "options": {"formula": "fee * 2", "result": {"type": "money"}},
                    },
                ],
            },
        ],
        "roles": [{"key": "reader", "label": label("读者", "Readers")}],
        "grants": [
            {
                "role": "reader",
                "table": "books",
                "actions": ["view"],
                "rows": {"field": "owner", "op": "=", "value": "@me"},
            }
        ],
        "dashboards": [
            {
                "key": "home",
                "label": label("首页", "Home"),
                "cards": [
                    {
                        "key": "fees",
                        "label": label("费用", "Fees"),
                        "type": "number",
                        "width": 1,
                        "table": "loans",
                        "measures": [{"op": "sum", "field": "fee"}],
                    }
                ],
            }
        ],
        "navigation": [{"key": "home", "label": label("首页", "Home"), "items": [{"kind": "table", "key": "books"}]}],
    }


def found(document: object) -> list[tuple[str | None, str]]:
    return [(problem.field, problem.code) for problem in format.validate(document)]


def test_a_good_template_has_no_problem() -> None:
    assert found(small()) == []


def change(path: str, value: object) -> Callable[[Document], None]:
    """A change at a place written like a problem's: `tables[0].key`."""

    def apply(document: Document) -> None:
        *way, last = [
            int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
        ]
        place: Any = document
        for step in way:
            place = place[step]
        place[last] = value

    return apply


LOANS, FEE = "tables[0].fields[2].options", "tables[1].fields[3].options.formula"
VIEW, CARD = "tables[0].views[0]", "dashboards[0].cards[0]"
SHAPE = [
    ("format", 2, ("format", "template.not_one_of")),
    ("format", True, ("format", "template.not_one_of")),
    ("version", "1.0", ("version", "template.bad_text")),
    ("key", "Library", ("key", "template.bad_text")),
    ("key", "library\n", ("key", "template.bad_text")),
    ("name", {"zh-CN": "图书馆"}, ("name", "template.missing_key")),
    ("surprise", 1, ("$", "template.unknown_key")),
    ("tables", [], ("tables", "template.bad_size")),
    ("tables", {}, ("tables", "template.wrong_type")),
    ("tables[0].colour", "red", ("tables[0]", "template.unknown_key")),
    ("tables[0].fields[0].type", "texts", ("tables[0].fields[0].type", "template.not_one_of")),
    ("tables[0].fields[0].label", "书名", ("tables[0].fields[0].label", "template.wrong_type")),
    ("tables[0].fields[0].choices", [], ("tables[0].fields[0].choices", "template.out_of_place")),
    (f"{LOANS}.path", [], (f"{LOANS}.path", "template.bad_size")),
    (f"{LOANS}.path[0]", "book", (f"{LOANS}.path[0]", "template.bad_text")),
    ("tables[0].fields[2].default", {"value": "1"}, ("tables[0].fields[2].default", "template.out_of_place")),
    (f"{VIEW}.type", "kanban", (VIEW, "template.missing_key")),
    (f"{VIEW}.fields", ["title", "title"], (f"{VIEW}.fields", "template.twice")),
    (f"{VIEW}.filter", {"field": "title"}, (f"{VIEW}.filter", "template.missing_key")),
    (f"{VIEW}.filter", {"field": "title", "op": "like", "value": "x"}, (f"{VIEW}.filter.op", "template.not_one_of")),
    (f"{VIEW}.filter", {"and": []}, (f"{VIEW}.filter.and", "template.bad_size")),
    ("tables[1].fields[1].options", {}, ("tables[1].fields[1].options", "template.missing_key")),
    ("grants[0].actions", ["look"], ("grants[0].actions[0]", "template.not_one_of")),
    ("grants[0].none", True, ("grants[0].actions", "template.out_of_place")),
    (f"{CARD}.width", 9, (f"{CARD}.width", "template.bad_size")),
    ("demo", {"file": "../secrets.json"}, ("demo.file", "template.bad_text")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "problem"), SHAPE, ids=[f"{path} {code}" for path, _, (_, code) in SHAPE])
def test_a_wrong_shape_is_named_with_its_place(path: str, value: object, problem: tuple[str, str]) -> None:
    document = small()
    change(path, value)(document)
    assert problem in found(document)


REFERENCES = [
    ("tables[1].key", "books", ("tables[1].key", "template.twice")),
    ("tables[0].primary", "name", ("tables[0].primary", "template.no_field")),
    ("tables[0].primary", "shelf", ("tables[0].primary", "template.wrong_field")),
    ("tables[0].fields[0].key", "id", ("tables[0].fields[0].key", "template.twice")),
    ("tables[0].fields[1].default", {"value": "middle"}, ("tables[0].fields[1].default.value", "template.no_choice")),
    ("tables[0].fields[3].default", {"variable": "@today"}, ("tables[0].fields[3].default", "template.wrong_field")),
    ("tables[0].fields[3].default", {"value": 1, "variable": "@me"}, ("tables[0].fields[3].default", "template.out_of_place")),
    (f"{LOANS}.path", ["loans.reader"], (f"{LOANS}.path[0]", "template.wrong_field")),
    (f"{LOANS}.path", ["loans.book", "loans.book"], (f"{LOANS}.path[1]", "template.wrong_target")),
    (f"{LOANS}.where", {"field": "returned", "op": "empty"}, (f"{LOANS}.where.field", "template.no_field")),
    (f"{VIEW}.fields", ["titel"], (f"{VIEW}.fields[0]", "template.no_field")),
    (f"{VIEW}.sort", "-author", (f"{VIEW}.sort", "template.no_field")),
    (f"{VIEW}.filter", {"field": "shelf", "op": "in", "value": ["top"]}, (f"{VIEW}.filter.value", "template.no_choice")),
    (f"{VIEW}.filter", {"field": "owner", "op": "=", "value": "@you"}, (f"{VIEW}.filter.value", "template.no_variable")),
    ("tables[1].fields[1].options.table", "shops", ("tables[1].fields[1].options.table", "template.no_table")),
    (FEE, "fee * (2", (FEE, "template.bad_formula")),
    (FEE, "fee * rate", (FEE, "template.no_field")),
    (FEE, "double * 2", ("tables", "template.circle")),
    ("grants[0].role", "writer", ("grants[0].role", "template.no_role")),
    ("grants[0].rows.field", "owner.name", ("grants[0].rows.field", "template.no_field")),
    (f"{CARD}.measures[0].field", "reader", (f"{CARD}.measures[0].field", "template.wrong_field")),
    (f"{CARD}.view", "mine", (f"{CARD}.view", "template.no_view")),
    ("navigation[0].items[0].key", "films", ("navigation[0].items[0].key", "template.no_table")),
    ("navigation[0].items[0].kind", "dashboard", ("navigation[0].items[0].key", "template.no_dashboard")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "problem"), REFERENCES, ids=[f"{path} {code}" for path, _, (_, code) in REFERENCES]
)
def test_a_reference_that_leads_nowhere_is_named_with_its_place(
    path: str, value: object, problem: tuple[str, str]
) -> None:
    document = small()
    change(path, value)(document)
    assert problem in found(document)


SAID = label("一", "x")
RULES = [
    (
        "validations",
        {"key": "a", "must": {"field": "price", "op": ">", "value": "0"}, "message": SAID},
        "[0].must.field",
        "no_field",
    ),
    ("validations", {"key": "a", "message": SAID}, "[0]", "missing_key"),
    ("validations", {"key": "a", "required": ["title", "price"]}, "[0].required[1]", "no_field"),
    (
        "validations",
        {"key": "a", "unique": ["title"], "required": ["shelf"], "message": SAID},
        "[0].required",
        "out_of_place",
    ),
    (
        "validations",
        {"key": "a", "children": {"table": "loans", "field": "reader", "max": 3}, "message": SAID},
        "[0].children.field",
        "wrong_field",
    ),
    ("steps", {"key": "a", "field": "shelf", "to": ["middle"]}, "[0].to", "no_choice"),
    ("steps", {"key": "a", "field": "title", "to": ["left"]}, "[0].field", "wrong_field"),
    ("steps", {"key": "a", "field": "shelf", "to": ["left"], "roles": ["writer"]}, "[0].roles[0]", "no_role"),
    (
        "locks",
        {"key": "a", "when": {"field": "shelf", "op": "=", "value": "top"}, "message": SAID},
        "[0].when.value",
        "no_choice",
    ),
    (
        "locks",
        {"key": "a", "when": {"field": "shelf", "op": "empty"}, "children": ["loans"], "message": SAID},
        "[0].children[0]",
        "wrong_field",
    ),
    (
        "locks",
        {"key": "a", "when": {"field": "shelf", "op": "empty"}, "except": [{"sources": ["magic"]}], "message": SAID},
        "[0].except[0].sources[0]",
        "not_one_of",
    ),
    (
        "invariants",
        {"key": "a", "parent": "shelf", "sum": "loans", "at_most": {"value": "1"}, "message": SAID},
        "[0].parent",
        "wrong_field",
    ),
    ("invariants", {"key": "a", "parent": "shelf", "sum": "loans", "message": SAID}, "[0]", "bad_size"),
    (
        "allocations",
        {"key": "a", "parent": "shelf", "field": "title", "of": "loans", "weight": "loans"},
        "[0].field",
        "wrong_field",
    ),
    ("ranges", {"key": "a", "from": "title"}, "[0].from", "wrong_field"),
    ("acyclic", {"key": "a", "from": "shelf", "to": "title"}, "[0].to", "wrong_field"),
]


def test_wrong_record_types_are_named_with_their_places() -> None:
    document = small()
    document["tables"][0]["record_types"] = {
        "field": "title",
        "types": [{"key": "a", "required": ["nothing"]}],
        "defaults": [{"role": "nobody", "type": "a"}],
    }
    assert sorted(found(document)) == [
        ("tables[0].record_types.defaults[0].role", "template.no_role"),
        ("tables[0].record_types.field", "template.wrong_field"),
        ("tables[0].record_types.types[0].required[0]", "template.no_field"),
    ]


@pytest.mark.parametrize(
    ("kind", "rule", "place", "code"), RULES, ids=[f"{kind}{place} {code}" for kind, _, place, code in RULES]
)
def test_a_wrong_rule_is_named_with_its_place(kind: str, rule: Document, place: str, code: str) -> None:
    document = small()
    document["tables"][0][kind] = [rule]
    assert (f"tables[0].{kind}{place}", f"template.{code}") in found(document)


def test_the_same_action_is_granted_only_once() -> None:
    document = small()
    document["grants"].append(copy.deepcopy(document["grants"][0]))
    assert found(document) == [("grants[1]", "template.twice")]


def test_all_mistakes_come_at_once() -> None:
    document = small()
    document["tables"][0]["fields"][0]["typ"] = document["tables"][0]["fields"][0].pop("type")
    document["tables"][1]["label"] = {"zh-CN": ""}
    document["roles"][0]["key"] = "Reader!"
    document["colour"] = "red"
    assert sorted(found(document), key=str) == [
        ("$", "template.unknown_key"),
        ("roles[0].key", "template.bad_text"),
        ("tables[0].fields[0]", "template.missing_key"),
        ("tables[0].fields[0]", "template.unknown_key"),
        ("tables[1].label", "template.missing_key"),
        ("tables[1].label.zh-CN", "template.bad_size"),
    ]


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    document = small()
    document["colour"] = "red"
    (problem,) = format.validate(document)
    assert problem.text("zh-CN") == "$：不认识的属性“colour”"
    assert problem.text("en") == "$: the property “colour” is not known here"


@pytest.mark.parametrize("document", [None, 1, "x", [], {}, {"format": 1}, {"tables": None}], ids=str)
def test_what_is_no_template_at_all_is_refused_too(document: object) -> None:
    assert found(document) != []


def test_a_document_that_is_nested_without_end_is_refused_before_it_is_read() -> None:
    deep: Any = {"field": "title", "op": "empty"}
    for _ in range(100_000):
        deep = {"not": deep}
    document = small()
    document["tables"][0]["views"][0]["filter"] = deep
    assert [problem.code for problem in format.validate(document)] == ["template.too_deep"]
    while "not" in deep:  # taken apart by hand: Python's own destructor is recursive
        deep = deep.pop("not")
