"""Compiled conditions agree with the test in memory that SQL agrees with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gezi.fields.conditions import And, Condition, Not, Or, Test, holds
from gezi.formulas.values import FormulaError
from gezi.tables.rules.predicates import compiled

PATHS = ((1,), (2,), (3, 4), (5,))
NUMBERS = st.integers(-3, 3).map(Decimal)
TEXTS = st.sampled_from(["a", "A", "ab", "ＡＢ", "b"])
EMPTY = st.sampled_from([None, FormulaError.of("overflow")])


def leaf(path: tuple[int, ...], type: str, operand: st.SearchStrategy[Any], *ops: str) -> st.SearchStrategy[Condition]:
    def made(op: str, first: Any, second: Any) -> Condition:
        if op in ("empty", "not_empty"):
            return Test(path, op, None, type)
        value = (first, second) if op in ("between", "in", "not_in") else first
        return Test(path, op, value, type)

    return st.builds(made, st.sampled_from((*ops, "=", "!=", "in", "not_in", "empty", "not_empty")), operand, operand)


leaves = st.one_of(
    leaf(PATHS[0], "number", NUMBERS, "<", "<=", ">", ">=", "between"),
    leaf(PATHS[1], "text", TEXTS, "contains", "starts_with"),
    leaf(PATHS[2], "option", st.integers(1, 3)),
    leaf(PATHS[3], "members", st.integers(1, 3), "contains").filter(
        lambda test: not (isinstance(test, Test) and test.op in ("=", "!="))
    ),
)
trees: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
rows = st.tuples(
    NUMBERS | EMPTY,
    TEXTS | st.none(),
    st.integers(1, 3) | st.none(),
    st.lists(st.integers(1, 3), unique=True).map(tuple),
)


@given(condition=trees, row=rows)
def test_compiled_conditions_agree_with_those_that_are_walked(condition: Condition, row: tuple[Any, ...]) -> None:
    ask = compiled(condition, {path: place for place, path in enumerate(PATHS)})
    values = dict(zip(PATHS, row, strict=True))
    assert ask(row) is holds(condition, lambda path: values[path])
