"""Laws of the union, over random grants: joining a group takes nothing away, unless the group is closed out."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from gezi.core.context import Actor
from gezi.fields.conditions import ALWAYS, Condition, Or
from gezi.fields.conditions import Test as Cell
from gezi.permissions.actions import Action
from gezi.permissions.explain import explain
from gezi.permissions.grants import FieldGrant, Grant, StandingRule
from gezi.permissions.policy import Policy
from gezi.permissions.roles import RoleGroup
from gezi.permissions.ruling import Rulebook

TABLE = 1
ROWS = frozenset(range(1, 6))
GROUPS = {id: RoleGroup(id, f"g{id}", {}, id) for id in range(1, 5)}

conditions = st.one_of(
    st.just(ALWAYS),
    st.builds(lambda row: Cell((row,), "not_empty"), st.sampled_from(sorted(ROWS))),
    st.builds(
        lambda rows: Or(tuple(Cell((row,), "not_empty") for row in rows)),
        st.lists(st.sampled_from(sorted(ROWS)), max_size=3),
    ),
)
roles = st.sampled_from([None, *GROUPS])
grants = st.builds(Grant, roles, st.just(TABLE), st.sampled_from([None, None, *Action]), conditions)
limits = st.builds(
    FieldGrant, roles, st.just(TABLE), st.sampled_from([10, 11]), st.booleans(), st.booleans(), st.booleans()
)
standing = st.builds(
    StandingRule, st.just("creator"), st.just({}), st.just(TABLE), st.sampled_from(list(Action)), conditions
)
books = st.builds(
    Rulebook.of, st.lists(grants, max_size=8), st.lists(limits, max_size=4), st.lists(standing, max_size=2)
)
held = st.sets(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=3)


def covered(condition: Condition) -> frozenset[int]:
    """The rows that a condition of this module's kind extends to: the row n meets `Cell((n,), …)`."""
    if condition == ALWAYS:
        return ROWS
    if isinstance(condition, Or):
        return frozenset().union(*(covered(part) for part in condition.parts))
    assert isinstance(condition, Cell)
    return frozenset(condition.path)


def policy(book: Rulebook, *people: set[int]) -> Policy:
    return Policy(
        tuple(GROUPS.values()),
        {number: tuple(GROUPS[id] for id in sorted(ids)) for number, ids in enumerate(people)},
        book,
    )


def closes(book: Rulebook, role: int) -> bool:
    return any(grant.closes for grant in book.tables.get((role, TABLE), ()))


def opens(book: Rulebook, role: int) -> bool:
    return bool(book.tables.get((role, TABLE))) and not closes(book, role)


@given(books, held, st.sampled_from(sorted(GROUPS)))
def test_another_group_takes_no_row_away_unless_it_is_closed_out(book: Rulebook, before: set[int], new: int) -> None:
    rights = policy(book, before, before | {new})
    old, more = rights.scope(Actor(0), TABLE), rights.scope(Actor(1), TABLE)
    lost = {action: covered(old.where(action)) - covered(more.where(action)) for action in Action}
    if any(lost.values()):
        assert closes(book, new)
        assert not any(opens(book, role) for role in before)  # what was lost came from standing rules alone
        assert not more.visible


@given(books, held, held)
def test_people_with_two_sets_of_groups_have_what_either_set_grants(
    book: Rulebook, first: set[int], second: set[int]
) -> None:
    rights = policy(Rulebook(book.tables, book.fields), first, second, first | second)
    one, other, both = (rights.scope(Actor(member), TABLE) for member in range(3))
    for action in Action:
        assert covered(both.where(action)) == covered(one.where(action)) | covered(other.where(action))


@given(books, held, st.sampled_from(sorted(GROUPS)))
def test_another_group_that_grants_the_table_hides_and_freezes_no_field(
    book: Rulebook, before: set[int], new: int
) -> None:
    if not any(opens(book, role) for role in before):
        return
    rights = policy(book, before, before | {new})
    old, more = rights.scope(Actor(0), TABLE), rights.scope(Actor(1), TABLE)
    assert more.hidden <= old.hidden
    assert more.frozen <= old.frozen
    assert more.withheld <= old.withheld


@given(books, held)
def test_a_closed_table_is_closed_for_every_action(book: Rulebook, groups: set[int]) -> None:
    scope = policy(book, groups).scope(Actor(0), TABLE)
    if any(closes(book, role) for role in groups) and not any(opens(book, role) for role in groups):
        assert not scope.visible


@given(books, held, st.sampled_from(list(Action)), st.sampled_from([None, *sorted(ROWS)]))
@example(Rulebook.of([], [], [StandingRule("creator", {}, TABLE, Action.VIEW, Or(()))]), {1}, Action.VIEW, None)
def test_the_explanation_never_differs_from_the_decision(
    book: Rulebook, groups: set[int], action: Action, row: int | None
) -> None:
    rights = policy(book, groups)
    scope = rights.scope(Actor(0), TABLE)
    if row is None:
        explained = explain(rights, Actor(0), TABLE, action)
        assert explained.allowed is (action in scope.actions)
    else:
        explained = explain(rights, Actor(0), TABLE, action, lambda condition: row in covered(condition))
        assert explained.allowed is (row in covered(scope.where(action)))
    assert explained.reasons
    assert (explained.hint is None) is explained.allowed
