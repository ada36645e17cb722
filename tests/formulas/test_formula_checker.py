"""What is refused when a formula is saved: every problem at once, each with its place."""

from __future__ import annotations

import pytest

from gezi.formulas import BOOLEAN, DATE, NUMBER, TEXT, FormulaInvalid, check, parse, print_display, restate
from gezi.formulas.functions import FUNCTIONS
from gezi.formulas.functions.dates import UNITS
from support.formula_table import KINDS, NAMES, bound, checked


def problems(text: str, want: object = None) -> list[tuple[str, str]]:
    """Codes and the source they are about."""
    with pytest.raises(FormulaInvalid) as caught:
        checked(text, want)  # type: ignore[arg-type]
    for found in caught.value.problems:
        for locale in ("zh-CN", "en"):
            assert "…" not in found.text(locale), "a place of the sentence was left open"
    return [(found.code.removeprefix("formula."), text[slice(*found.span)]) for found in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rond(price, 2)", [("unknown_function", "rond")]),
        ("name + 1", [("wrong_operands", "name + 1")]),
        ("-name", [("wrong_operand", "-name")]),
        ("NOT price", [("wrong_operand", "NOT price")]),
        ("price AND done", [("wrong_operands", "price AND done")]),
        ("1 < price < 3", [("not_comparable", "1 < price < 3")]),
        ("customer & name", [("not_text", "customer")]),
        ("tags & name", [("list_as_text", "tags")]),
        ("customer > customer", [("no_order", "customer > customer")]),
        ("customer = owner", [("not_comparable", "customer = owner")]),
        ("done > TRUE", [("no_order", "done > TRUE")]),
        ("tags = tags", [("not_comparable", "tags = tags")]),
        ('price = "5"', [("not_comparable", 'price = "5"')]),
        ('due > "soon"', [("not_comparable", 'due > "soon"')]),
        ("due + due", [("wrong_operands", "due + due")]),
        ("due * 2", [("wrong_operands", "due * 2")]),
        ('status = "未知"', [("unknown_option", '"未知"')]),
        ('SWITCH(status, "won", 1, "未知", 2)', [("unknown_option", '"未知"')]),
        ('CONTAINS(tags, "未知")', [("unknown_option", '"未知"')]),
        ('IF(done, 1, "a")', [("mixed_kinds", 'IF(done, 1, "a")')]),
        ("IF(price, 1, 2)", [("wrong_argument", "price")]),
        ("ROUND(name)", [("wrong_argument", "name")]),
        ("ROUND()", [("too_few_arguments", "ROUND()")]),
        ("ROUND(1, 2, 3)", [("too_many_arguments", "ROUND(1, 2, 3)")]),
        ("SWITCH(price, 1)", [("too_few_arguments", "SWITCH(price, 1)")]),
        ("BEST(price, done, price)", [("no_rows", "price")]),
        ("BEST(LIST(1), TRUE, LIST(customer))", [("wrong_argument", "LIST(customer)")]),
        ("BEST(LIST(1), BEST(LIST(1), TRUE, 1) > 0, 1)", [("within_each", "BEST(LIST(1), TRUE, 1)")]),
        ("IFS(done, 1, done)", [("mixed_kinds", "IFS(done, 1, done)")]),
        ("MIN(name)", [("wrong_argument", "name")]),
        ("MAX(price, due)", [("mixed_kinds", "MAX(price, due)")]),
        ("FIRST(price)", [("needs_list", "price")]),
        ("LEN(price)", [("wrong_argument", "price")]),
        ("HOUR(due)", [("wrong_argument", "due")]),
        ("DATEADD(due, 1, name)", [("literal_choice", "name")]),
        ('DATEADD(due, 1, "day" & "")', [("literal_choice", '"day" & ""')]),
        ('TEXT(price, "yyyy")', [("literal_format", '"yyyy"')]),
        ('TEXT(due, "0.00")', [("literal_format", '"0.00"')]),
        ("TEXT(price, name)", [("literal_format", "name")]),
    ],
)
def test_problems(text: str, expected: list[tuple[str, str]]):
    assert problems(text) == expected


def test_all_problems_come_together_in_the_order_of_the_text():
    assert problems('name + 1 > foo(2) OR status = "x" OR LEN(due) > ROUND()') == [
        ("wrong_operands", "name + 1"),
        ("unknown_function", "foo"),
        ("unknown_option", '"x"'),
        ("wrong_argument", "due"),
        ("too_few_arguments", "ROUND()"),
    ]


def test_a_broken_reference_is_reported_with_its_place():
    text = "1 + {#99}"
    with pytest.raises(FormulaInvalid) as caught:
        check(parse(text), KINDS.get)
    [found] = caught.value.problems
    assert (found.code, text[slice(*found.span)]) == ("formula.missing_field", "{#99}")


def test_an_unbound_name_is_an_unknown_field():
    with pytest.raises(FormulaInvalid, match="unknown_field"):
        check(parse("price"), KINDS.get)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_no_argument_that_must_be_written_out_takes_anything_else(name: str):
    """NocoDB CVE-2026-28399: a unit is chosen from its list, in every function that takes one."""
    function = FUNCTIONS[name]
    values = {"number": "1", "date": "TODAY()", "datetime": "NOW()", "text": '"x"', "boolean": "TRUE"}
    for position, arg in enumerate(function.args):
        if not arg.choices and arg.accepts is None:
            continue
        args = [values.get(getattr(other.kind, "name", ""), "TODAY()") for other in function.args]
        for attack in ('"day\'); select 1--"', '"DAY;"', "name", '""', '"decade"', "1", "BLANK()"):
            args[position] = attack
            with pytest.raises(FormulaInvalid):
                checked(f"{name}({', '.join(args)})")


def test_every_unit_is_accepted_in_either_case():
    for unit in UNITS:
        checked(f'DATEADD(due, 1, "{unit}") + DATEDIF(due, start, "{unit.upper()}")')


def test_the_kind_of_the_result():
    kinds = {
        "price + 1": "number",
        "due + 1": "date",
        "due - start": "number",
        "created_at + 1": "datetime",
        "name & 1": "text",
        "price > 1": "boolean",
        "status": "option",
        "IF(done, status)": "option",
        'IF(done, 1, "")': "number",
        "COALESCE(closed_at, TODAY())": "date",
        "MAX(amounts)": "number",
        "UNIQUE(tags)": "list",
        '""': "nothing",
    }
    assert {text: checked(text).kind.name for text in kinds} == kinds


@pytest.mark.parametrize(
    ("text", "want", "fits"),
    [
        ("price", NUMBER, True),
        ("price", TEXT, False),
        ("status", TEXT, True),
        ("created_at", DATE, True),
        ("due", BOOLEAN, False),
        ('""', NUMBER, True),
        ("customer", TEXT, False),
    ],
)
def test_a_wanted_kind_is_reached_or_refused(text: str, want: object, fits: bool):
    if fits:
        assert checked(text, want).kind == want  # type: ignore[arg-type]
    else:
        assert problems(text, want) == [("wrong_result", text)]


def test_texts_that_are_no_option_of_the_field_are_refused():
    status = KINDS[4,]
    assert problems('IF(done, "won", IFS(price > 1, "x", "y"))', status) == [
        ("unknown_option", '"x"'),
        ("unknown_option", '"y"'),
    ]


def test_options_that_a_formula_yields_are_kept_by_key():
    status = KINDS[4,]
    text = 'IF(name = "输单", "已成交", SWITCH(price, 1, "lost", "输单"))'
    formula = checked(text, status)
    stored = restate(text, formula.node)
    assert stored == 'IF({#7} = "输单", "won", SWITCH({#1}, 1, "lost", "lost"))'
    again = check(parse(stored), KINDS.get, status)
    assert print_display(again.node, NAMES.get) == 'IF(name = "输单", "已成交", SWITCH(price, 1, "输单", "输单"))'


def test_what_a_formula_reads_is_known():
    found = checked('IF(status = "won", customer.level & "", DATEDIF(due, TODAY(), "day") & "")')
    assert found.refs == {(4,), (8, 40), (5,)}
    assert found.labels == {(8, 40)}, "the comparison goes by the option, only the joined text by its label"
    assert found.volatile
    assert not checked("due + 1").volatile


def test_a_field_may_have_the_name_of_a_function():
    assert bound("{price}") == bound("price")
