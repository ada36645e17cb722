"""The graph of computed fields: order, cycles, and what a change reaches."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.formulas.graph import CycleError, Edge, SameRow, ThroughLink, Where, downstream, edges_of, find_cycle, order

# A line's subtotal (13) from price (11) and quantity (12); an order's total (21) from the lines' subtotals; a customer's deal
# amount (31) from the totals of orders that are approved (22); the customer's rate (32) from the amount and a target (33).
EDGES = (
    Edge(11, 13, SameRow()),
    Edge(12, 13, SameRow()),
    Edge(13, 21, ThroughLink((20,))),
    Edge(21, 31, ThroughLink((30,))),
    Edge(22, 31, Where((30,))),
    Edge(31, 32, SameRow()),
    Edge(33, 32, SameRow()),
)


def test_fields_come_in_levels_each_reading_only_earlier_ones():
    assert order(EDGES) == ((13,), (21,), (31,), (32,))
    assert order((Edge(1, 3, SameRow()), Edge(2, 4, SameRow()), Edge(3, 5, SameRow()))) == ((3, 4), (5,))
    assert order(()) == ()


def test_a_circle_is_found_with_its_path():
    circle = (*EDGES, Edge(32, 12, ThroughLink((40,))))
    found = find_cycle(circle)
    assert found is not None
    assert found[0] == found[-1]
    assert set(found) == {12, 13, 21, 31, 32}
    with pytest.raises(CycleError) as caught:
        order(circle)
    assert caught.value.path == found
    assert caught.value.problems[0].code == "formula.cycle"
    assert "#13" in caught.value.problems[0].text("en")


def test_a_field_that_reads_itself_is_a_circle():
    assert find_cycle([Edge(1, 1, ThroughLink((2,)))]) == (1, 1)


def test_no_circle_is_none():
    assert find_cycle(EDGES) is None


def test_a_change_reaches_everything_computed_from_it():
    assert downstream(EDGES, [12]) == {13, 21, 31, 32}
    assert downstream(EDGES, [33]) == {32}
    assert downstream(EDGES, []) == frozenset()


def test_a_path_depends_on_the_relations_it_follows():
    assert edges_of(9, [(1,), (2, 3), (2, 4, 5)]) == (
        Edge(1, 9, SameRow()),
        Edge(2, 9, SameRow()),
        Edge(3, 9, ThroughLink((2,))),
        Edge(4, 9, ThroughLink((2,))),
        Edge(5, 9, ThroughLink((2, 4))),
    )


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_an_order_exists_exactly_when_there_is_no_circle(pairs: list[tuple[int, int]]):
    edges = [Edge(source, target, SameRow()) for source, target in pairs]
    circle = find_cycle(edges)
    if circle is None:
        level = {field: number for number, fields in enumerate(order(edges), start=1) for field in fields}
        assert all(level.get(source, 0) < level[target] for source, target in pairs)
    else:
        assert all(pair in pairs for pair in pairwise(circle))


def test_ten_thousand_fields_in_a_chain_need_no_recursion():
    chain = [Edge(field, field + 1, SameRow()) for field in range(10_000)]
    assert len(order(chain)) == 10_000
    assert find_cycle([*chain, Edge(10_000, 0, SameRow())]) is not None
