"""The comparisons that conditions are made of. Each is defined twice, as SQL and in memory, and the two always agree.

Both are two-valued: an empty value (or a computed one in error) satisfies no comparison but `!=`, `not_in` and `empty`, and
`sql` never yields NULL, so that `not` means the same on both sides.

What `sql` gets as its first argument: for a field stored in the row the sequence of its `FieldType.columns`, as the query
names them; for links (members, relations, sub-tables) a `Links` that the query builder provides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa

from ..core.numbers import ExactNumeric, ExactOperand, Side
from ..formulas.values import FormulaError
from .text import fold, normal

Clause = sa.ColumnElement[bool]
Columns = Sequence[sa.ColumnElement[Any]]
_ESCAPE = "/"


class Arity(StrEnum):
    """How many operands an operator takes."""

    NONE = "none"
    ONE = "one"
    RANGE = "range"  #: two, from and to, both included
    MANY = "many"  #: a list


class Links(Protocol):
    """The pairs of one row, as `EXISTS` over a link table (or over the far table of an inverse relation)."""

    def exists(self) -> Clause:
        """There is a pair."""
        ...

    def any(self, ids: Collection[int]) -> Clause:
        """There is a pair whose far id is one of `ids`."""
        ...

    def other(self, ids: Collection[int]) -> Clause:
        """There is a pair whose far id is none of `ids`."""
        ...


@dataclass(frozen=True, slots=True)
class Operator:
    """A comparison: `sql(columns or links, operand)` and its twin `test(value, operand)`."""

    name: str
    arity: Arity
    sql: Callable[[Any, Any], Clause]
    test: Callable[[Any, Any], bool]


ARITIES: Mapping[str, Arity] = {
    "=": Arity.ONE, "!=": Arity.ONE, ">": Arity.ONE, ">=": Arity.ONE, "<": Arity.ONE, "<=": Arity.ONE, "in": Arity.MANY,
    "not_in": Arity.MANY, "contains": Arity.ONE, "starts_with": Arity.ONE, "empty": Arity.NONE, "not_empty": Arity.NONE,
    "between": Arity.RANGE,
}  # fmt: skip
#: what holds of an empty value
TRUE_OF_EMPTY = frozenset({"!=", "not_in", "empty"})


def _operator(name: str, sql: Callable[[Any, Any], Clause], test: Callable[[Any, Any], bool]) -> Operator:
    """An operator whose `test` is asked of values that are not empty; the answer for empty ones is the name's."""
    of_empty = name in TRUE_OF_EMPTY

    def total(value: Any, operand: Any) -> bool:
        if value is None or isinstance(value, FormulaError) or (not value and value == ()):
            return of_empty
        return test(value, operand)

    return Operator(name, ARITIES[name], sql, total)


def _by_name(*operators: Operator) -> Mapping[str, Operator]:
    return {operator.name: operator for operator in operators}


def _empty(columns: Columns, _: object) -> Clause:
    return columns[0].is_(None)


def _not_empty(columns: Columns, _: object) -> Clause:
    return columns[0].is_not(None)


_EMPTINESS = (
    _operator("empty", _empty, lambda value, _: False),
    _operator("not_empty", _not_empty, lambda value, _: True),
)


def _given(columns: Columns, clause: Clause) -> Clause:
    """The clause where the value is not empty, false elsewhere."""
    return sa.and_(clause, columns[0].is_not(None))


def _unless(columns: Columns, clause: Clause) -> Clause:
    """The clause where the value is not empty, true elsewhere."""
    return sa.or_(columns[0].is_(None), clause)


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Whether one of many clauses holds, as a list rather than a chain of ORs: SQLite allows 1,000 levels of those."""
    cases = [(clause, sa.true()) for clause in clauses]
    return sa.case(*cases, else_=sa.false()) == sa.true() if cases else sa.false()


def one_of(column: sa.ColumnElement[Any], values: Iterable[Any]) -> Clause:
    """Whether the column has one of a few values. A parameter for each: a list that is filled in at every run, as `in_` makes
    it, costs more than the comparison."""
    known = list(values)
    if not known:
        return sa.false()
    if len(known) > _FEW:
        return column.in_(known)
    each = [sa.literal(value, column.type) for value in known]
    return column == each[0] if len(each) == 1 else column.in_(each)


_FEW = 32

#: values compared as they are: options, states, single members and relations
EQUALITY = _by_name(
    _operator("=", lambda c, x: _given(c, c[0] == x), lambda v, x: v == x),
    _operator("!=", lambda c, x: _unless(c, c[0] != x), lambda v, x: v != x),
    _operator("in", lambda c, x: _given(c, one_of(c[0], x)), lambda v, x: v in x),
    _operator("not_in", lambda c, x: _unless(c, ~one_of(c[0], x)), lambda v, x: v not in x),
    *_EMPTINESS,
)

#: values with an order: numbers, dates, instants
ORDER = {
    **EQUALITY,
    **_by_name(
        _operator(">", lambda c, x: _given(c, c[0] > x), lambda v, x: v > x),
        _operator(">=", lambda c, x: _given(c, c[0] >= x), lambda v, x: v >= x),
        _operator("<", lambda c, x: _given(c, c[0] < x), lambda v, x: v < x),
        _operator("<=", lambda c, x: _given(c, c[0] <= x), lambda v, x: v <= x),
        _operator(
            "between",
            lambda c, x: sa.and_(c[0] >= x[0], c[0] <= x[1], c[0].is_not(None)),
            lambda v, x: x[0] <= v <= x[1],
        ),
    ),
}


def _exact(column: sa.ColumnElement[Any], operand: Any, side: Side) -> Any:
    """A number to compare the column with, or several for `in`, not rounded to the column's scale."""
    if not isinstance(column.type, ExactNumeric):
        return operand
    type_ = ExactOperand(column.type.scale, side)
    if isinstance(operand, Decimal):
        return sa.literal(operand, type_)
    return sa.bindparam(None, list(operand), type_=type_, expanding=True)


#: numbers, whose operands may be finer than the column
NUMBERS = {
    **ORDER,
    **_by_name(
        _operator("=", lambda c, x: _given(c, c[0] == _exact(c[0], x, "equal")), lambda v, x: v == x),
        _operator("!=", lambda c, x: _unless(c, c[0] != _exact(c[0], x, "equal")), lambda v, x: v != x),
        _operator("in", lambda c, x: _given(c, c[0].in_(_exact(c[0], x, "equal"))), lambda v, x: v in x),
        _operator("not_in", lambda c, x: _unless(c, c[0].not_in(_exact(c[0], x, "equal"))), lambda v, x: v not in x),
        _operator(">", lambda c, x: _given(c, c[0] > _exact(c[0], x, "below")), lambda v, x: v > x),
        _operator(">=", lambda c, x: _given(c, c[0] >= _exact(c[0], x, "above")), lambda v, x: v >= x),
        _operator("<", lambda c, x: _given(c, c[0] < _exact(c[0], x, "above")), lambda v, x: v < x),
        _operator("<=", lambda c, x: _given(c, c[0] <= _exact(c[0], x, "below")), lambda v, x: v <= x),
        _operator(
            "between",
            lambda c, x: sa.and_(
                c[0] >= _exact(c[0], x[0], "above"), c[0] <= _exact(c[0], x[1], "below"), c[0].is_not(None)
            ),
            lambda v, x: x[0] <= v <= x[1],
        ),
    ),
}


def _like(column: sa.ColumnElement[Any], text: str, *, anywhere: bool) -> Clause:
    """`text` literally, at the start of the column or anywhere in it."""
    literal = text.replace(_ESCAPE, _ESCAPE * 2).replace("%", _ESCAPE + "%").replace("_", _ESCAPE + "_")
    return column.like(f"%{literal}%" if anywhere else f"{literal}%", escape=_ESCAPE)


def text_operators(same: Callable[[str], str], part: Callable[[str], str]) -> Mapping[str, Operator]:
    """Comparisons of a text whose second column is `same(text)`; what is searched in it is put in the form `part`."""

    def forms(texts: Iterable[str]) -> list[str]:
        return [same(text) for text in texts]

    return _by_name(
        _operator(
            "contains", lambda c, x: _given(c, _like(c[1], part(x), anywhere=True)), lambda v, x: part(x) in same(v)
        ),
        _operator("=", lambda c, x: _given(c, c[1] == same(x)), lambda v, x: same(v) == same(x)),
        _operator("!=", lambda c, x: _unless(c, c[1] != same(x)), lambda v, x: same(v) != same(x)),
        _operator(
            "starts_with",
            lambda c, x: _given(c, _like(c[1], part(x), anywhere=False)),
            lambda v, x: same(v).startswith(part(x)),
        ),
        _operator("in", lambda c, x: _given(c, c[1].in_(forms(x))), lambda v, x: same(v) in forms(x)),
        _operator("not_in", lambda c, x: _unless(c, c[1].not_in(forms(x))), lambda v, x: same(v) not in forms(x)),
        *_EMPTINESS,
    )


TEXT = text_operators(normal, fold)

#: a checkbox is never empty: what was never ticked is not ticked
CHECK = _by_name(
    Operator("=", Arity.ONE, lambda c, x: _ticked(c, bool(x)), lambda v, x: (v is True) == bool(x)),
    Operator("!=", Arity.ONE, lambda c, x: _ticked(c, not x), lambda v, x: (v is True) != bool(x)),
)


def _ticked(columns: Columns, wanted: bool) -> Clause:
    if wanted:
        return _given(columns, columns[0] == sa.true())
    return _unless(columns, columns[0] == sa.false())


def _overlap(value: Collection[Any], ids: Iterable[Any]) -> bool:
    return any(id in value for id in ids)


#: several choices, packed into one text (`packing.PackedIds`)
SET = _by_name(
    _operator("contains", lambda c, x: _given(c, _packed(c, x)), lambda v, x: x in v),
    _operator("in", lambda c, x: _given(c, any_of(_packed(c, id) for id in x)), _overlap),
    _operator(
        "not_in", lambda c, x: _unless(c, sa.not_(any_of(_packed(c, id) for id in x))), lambda v, x: not _overlap(v, x)
    ),
    _operator("=", lambda c, x: _given(c, c[0] == x), lambda v, x: v == x),
    _operator("!=", lambda c, x: _unless(c, c[0] != x), lambda v, x: v != x),
    *_EMPTINESS,
)


def _packed(columns: Columns, id: int) -> Clause:
    return sa.type_coerce(columns[0], sa.Text()).like(f"%,{id:d},%")


_LINKS_EMPTINESS = (
    _operator("empty", lambda links, _: sa.not_(links.exists()), lambda value, _: False),
    _operator("not_empty", lambda links, _: links.exists(), lambda value, _: True),
)


def _exactly(links: Links, ids: Sequence[int]) -> Clause:
    return sa.and_(*(links.any([id]) for id in ids), sa.not_(links.other(ids)))


#: several members or records; `=` means exactly these
LINKS = _by_name(
    _operator("contains", lambda links, x: links.any([x]), lambda v, x: x in v),
    _operator("in", lambda links, x: links.any(list(x)), _overlap),
    _operator("not_in", lambda links, x: sa.not_(links.any(list(x))), lambda v, x: not _overlap(v, x)),
    _operator("=", _exactly, lambda v, x: v == x),
    _operator("!=", lambda links, x: sa.not_(_exactly(links, x)), lambda v, x: v != x),
    *_LINKS_EMPTINESS,
)

#: only whether there is something
PRESENCE = _by_name(*_EMPTINESS)
ROWS = _by_name(*_LINKS_EMPTINESS)


def for_value(value: object) -> Mapping[str, Operator]:
    """The comparisons that suit a value whose type is not known: what a condition made by hand is tested with."""
    match value:
        case bool():
            return CHECK
        case str():
            return TEXT
        case tuple():
            return LINKS
        case _:
            return ORDER
