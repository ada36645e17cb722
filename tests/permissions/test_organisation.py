"""Departments, heads and reports: one literal tree, the variables of everybody in it, and trees that users break.

1 head office (head 1)      2 sales (head 2) ─ 3 north (no head)      5 finance
                                             └ 4 south (head 4)
"""

from __future__ import annotations

import pytest

from gezi.core.context import SYSTEM, Actor
from gezi.core.database import Database
from gezi.permissions import organisation
from gezi.permissions.organisation import Belonging, Department, Organisation, variables

TREE = Organisation.of(
    [Department(1, head=1), Department(2, head=2), Department(3, 2), Department(4, 2, head=4), Department(5)],
    [
        Belonging(1, 1),
        Belonging(2, 2),
        Belonging(3, 3),
        Belonging(4, 4),
        Belonging(5, 4),
        Belonging(6, 5),
        Belonging(6, 3, main=False),
        Belonging(7, 2),
    ],
)


@pytest.mark.parametrize(
    ("member", "department", "and_below", "headed", "reports"),
    [
        (1, (1,), (1,), (1,), ()),
        (2, (2,), (2, 3, 4), (2, 3, 4), (3, 4, 5, 6, 7)),
        (3, (3,), (3,), (), ()),
        (4, (4,), (4,), (4,), (5,)),
        (6, (3, 5), (3, 5), (), ()),
        (7, (2,), (2, 3, 4), (), ()),
        (99, (), (), (), ()),
        (None, (), (), (), ()),
    ],
)
def test_the_variables_of_everybody(
    member: int | None,
    department: tuple[int, ...],
    and_below: tuple[int, ...],
    headed: tuple[int, ...],
    reports: tuple[int, ...],
) -> None:
    assert variables(Actor(member), TREE) == {
        "@me": member,
        "@my_department": department,
        "@my_department_and_below": and_below,
        "@my_headed_departments": headed,
        "@my_reports": reports,
    }


def test_the_engine_itself_belongs_nowhere() -> None:
    assert variables(SYSTEM, TREE)["@my_department"] == ()


def test_a_head_counts_the_department_as_theirs_without_sitting_in_it() -> None:
    found = variables(Actor(9), Organisation.of([Department(1), Department(2, 1, head=9)], [Belonging(9, 1)]))
    assert found["@my_department"] == (1, 2)
    assert found["@my_headed_departments"] == (2,)


def test_the_main_department_comes_first() -> None:
    assert TREE.departments_of(6) == (5, 3)
    assert TREE.departments_of(99) == ()


@pytest.mark.parametrize(("department", "heads"), [(3, (2,)), (4, (4, 2)), (2, (2,)), (5, ()), (99, ()), (None, ())])
def test_heads_are_asked_from_the_nearest_upwards(department: int | None, heads: tuple[int, ...]) -> None:
    assert TREE.heads_upwards(department) == heads


def test_a_cycle_of_departments_hangs_nothing() -> None:
    ring = Organisation.of([Department(1, 2, head=1), Department(2, 1, head=2), Department(3, 3, head=1)], [])
    assert ring.heads_upwards(1) == (1, 2)
    assert ring.heads_upwards(3) == (1,)
    assert ring.with_below([1]) == {1, 2}
    assert variables(Actor(1), ring)["@my_headed_departments"] == (1, 2, 3)


def test_a_department_said_twice_of_a_member_is_one() -> None:
    twice = Organisation.of([], [Belonging(1, 7, main=False), Belonging(1, 7), Belonging(1, 8, main=False)])
    assert twice.departments_of(1) == (7, 8)


def test_what_is_stored_is_what_is_loaded_and_a_change_is_noticed(database: Database) -> None:
    with database.write() as connection:
        assert Organisation.load(connection) == Organisation()
        assert organisation.store(connection, TREE)
        assert not organisation.store(connection, TREE)
        assert Organisation.load(connection) == TREE
        smaller = Organisation.of([Department(1)], [Belonging(3, 1)])
        assert organisation.store(connection, smaller)
        assert Organisation.load(connection) == smaller
        assert organisation.store(connection, Organisation())
        assert Organisation.load(connection) == Organisation()
