"""Reading and printing: spans, stored and displayed forms, and the law that printing loses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.formulas import (
    FormulaInvalid,
    FormulaSyntaxError,
    bind,
    check,
    parse,
    print_display,
    print_stored,
    remap,
    restate,
)
from gezi.formulas.nodes import Binary, Boolean, Call, Name, Node, Number, Ref, Text, Unary
from support.formula_table import KINDS, NAMES, bound, checked, resolve


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("", "formula.empty", (0, 0)),
        ("  ", "formula.empty", (0, 2)),
        ("1 +", "formula.unexpected_end", (3, 3)),
        ("1 2", "formula.unexpected", (2, 3)),
        ("1 ; 2", "formula.unexpected", (2, 3)),
        ("f(1,)", "formula.unexpected", (4, 5)),
        ("(1", "formula.unclosed_bracket", (0, 1)),
        ("1)", "formula.unmatched_bracket", (1, 2)),
        ('"abc', "formula.unclosed_text", (0, 4)),
        ("1 + {abc", "formula.unclosed_field", (4, 8)),
        ("{}", "formula.bad_field", (0, 2)),
        ("{a..b}", "formula.bad_field", (0, 6)),
        ("{#1.level}", "formula.bad_field", (0, 10)),
        ("9" * 39, "formula.number_too_long", (0, 39)),
        ("import os", "formula.unexpected", (7, 9)),
        ("price.__class__()", "formula.unknown_function", (0, 15)),
    ],
)
def test_a_text_that_is_no_formula_is_refused_with_its_place(text: str, code: str, span: tuple[int, int]):
    with pytest.raises(FormulaInvalid) as caught:
        check(parse(text), KINDS.get)
    [found] = caught.value.problems
    assert (found.code, found.span) == (code, span)
    assert found.text("zh-CN")
    assert found.dump("en")["span"] == list(span)


def test_fields_are_stored_by_id_and_a_rename_changes_nothing():
    node = bound("round(price × discount, 2) + {成交金额(元)}")
    stored = print_stored(node)
    assert stored == "round({#1} * {#2}, 2) + {#14}"
    assert parse(stored) == node
    assert print_display(node, NAMES.get) == "round(price * discount, 2) + {成交金额(元)}"
    assert print_display(node, (NAMES | {1: "单价"}).get) == "round(单价 * discount, 2) + {成交金额(元)}"


def test_a_path_is_stored_as_ids():
    node = bound("customer.level = {customer.level}")
    assert print_stored(node) == "{#8.#40} = {#8.#40}"
    assert print_display(node, NAMES.get) == "customer.level = customer.level"


def test_a_field_that_is_gone_shows_as_its_id():
    assert print_display(parse("{#12} + {#1}"), {1: "price"}.get) == "{#12} + price"


def test_options_are_stored_by_key_and_shown_by_label():
    node = checked('IF(status = "已成交", 1, 0)').node
    assert print_stored(node) == 'IF({#4} = "won", 1, 0)'
    again = check(parse(print_stored(node)), KINDS.get).node
    assert print_display(again, NAMES.get) == 'IF(status = "已成交", 1, 0)'


def test_the_author_keeps_spaces_brackets_and_line_breaks():
    text = 'IF(\n  （ status ）="已成交",\n  (((price)))×  2,\n  {成交金额(元)}  )'
    node = checked(text).node
    stored = restate(text, node)
    assert stored == 'IF(\n  （ {#4} ）="won",\n  ((({#1})))×  2,\n  {#14}  )'
    again = check(parse(stored), KINDS.get).node
    assert again == node
    assert restate(stored, again, NAMES.get) == text


def test_all_unknown_names_are_reported_at_once():
    with pytest.raises(FormulaInvalid) as caught:
        bind(parse("nosuch + price + {也没有}"), resolve)
    assert [(found.span, found.params["name"]) for found in caught.value.problems] == [
        ((0, 6), "nosuch"),
        ((17, 22), "也没有"),
    ]


def test_a_template_brings_its_formulas_to_other_ids():
    assert print_stored(remap(parse("{#1} + {#8.#40} + {#2}"), {1: 101, 40: 140})) == "{#101} + {#8.#140} + {#2}"


names = st.one_of(
    st.sampled_from(["price", "单价", "and", "TRUE", "a b", "#12", " x ", "a.b", "}{", "\\", "成交金额(元)", "#"]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
).filter(lambda name: name.strip() != "" and name == name.strip())
leaves = st.one_of(
    st.decimals(min_value=0, max_value=10**18, places=4).map(Number),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(Text),
    st.booleans().map(Boolean),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=3).map(lambda ids: Ref(tuple(ids))),
    st.lists(names, min_size=1, max_size=3).map(lambda steps: Name(tuple(steps))),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Unary, st.sampled_from(["-", "+", "%", "NOT"]), inner),
        st.builds(
            Binary,
            st.sampled_from(["OR", "AND", "=", "<>", "<", "<=", ">", ">=", "&", "+", "-", "*", "/", "^"]),
            inner,
            inner,
        ),
        st.builds(Call, st.sampled_from(["round", "if", "and", "求和"]), st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=12,
)


@given(trees)
def test_what_is_printed_is_read_back(tree: Node):
    assert parse(print_stored(tree)) == tree


@given(st.text(alphabet='ab1.,+-*/%&<=>!()（）"“”{}#\\ ∈NOTandIF', max_size=60))
def test_any_text_is_a_tree_or_a_syntax_error(text: str):
    try:
        tree = parse(text)
    except FormulaSyntaxError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)
    else:
        assert parse(print_stored(tree)) == tree


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(lambda name: name.strip() == name)
)
def test_any_label_can_be_written_and_read(label: str):
    shown = print_display(Ref((5,)), {5: label}.get)
    assert parse(shown) == Name((label,))


def test_spans_cover_the_source_of_each_part():
    text = "1 + round( price , 2 )"
    tree = parse(text)
    assert isinstance(tree, Binary)
    assert isinstance(tree.right, Call)
    assert text[slice(*tree.span)] == text
    assert text[slice(*tree.right.span)] == "round( price , 2 )"
    assert text[slice(*tree.right.args[0].span)] == "price"
    assert tree.left == Number(Decimal(1))
