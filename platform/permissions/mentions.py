"""Where rights on rows name whoever asks: in which fields a person has only to stand to be let."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..fields.conditions import ALWAYS, And, Condition, Or, Path, Test, Variable
from .actions import Action
from .policy import Policy
from .roles import RoleGroup

_ME = Variable("@me")
_NAMES = frozenset({"=", "in", "contains"})  #: comparisons that hold for whoever stands in the field


def paths(policy: Policy, held: tuple[RoleGroup, ...], table: int, action: Action) -> tuple[Path, ...]:
    """The fields, own or along relations, that would have to name the person: of grants to their groups first, then of
    standing rules."""
    ruling = policy.book.rule(held, table)
    found = (path for share in ruling.shares if share.action is action for path in _mentioned(share.rows))
    return tuple(dict.fromkeys(found))


def named(policy: Policy, held: tuple[RoleGroup, ...], table: int, path: Path) -> Policy:
    """The policy as it would decide of a row on which this field names the person."""
    book = policy.book
    places = [(None if voice is None else voice.id, table) for voice in (held or (None,))]
    grants = {
        place: tuple(replace(grant, rows=_met(grant.rows, path)) for grant in book.tables.get(place, ()))
        for place in places
    }
    rules = tuple(replace(rule, rows=_met(rule.rows, path)) for rule in book.standing.get(table, ()))
    return replace(
        policy,
        book=replace(book, tables={**book.tables, **grants}, standing={**book.standing, table: rules}),
    )


def _names(test: Test) -> bool:
    items = test.value if isinstance(test.value, tuple) else (test.value,)
    return test.op in _NAMES and _ME in items


def _mentioned(condition: Condition) -> Iterator[Path]:
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _mentioned(part)
        case Test(path=path) if _names(condition):
            yield path
        case _:
            return


def _met(condition: Condition, path: Path) -> Condition:
    """The condition where the comparison with the person holds on this path."""
    match condition:
        case And(parts):
            return And(tuple(_met(part, path) for part in parts))
        case Or(parts):
            return Or(tuple(_met(part, path) for part in parts))
        case Test(path=here) if here == path and _names(condition):
            return ALWAYS
        case _:
            return condition
