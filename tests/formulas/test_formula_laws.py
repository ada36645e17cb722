"""Laws that hold for all formulas: they never raise, a trace is the same evaluation, rounding and dates are consistent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gezi.formulas import Checked, FormulaError, FormulaInvalid, Kind, check, compile, parse, print_stored  # noqa: A004
from gezi.formulas.functions import FUNCTIONS
from gezi.formulas.functions.calendar import weekday_later, weekdays
from gezi.formulas.functions.signature import Var
from gezi.formulas.nodes import Binary, Boolean, Call, Node, Number, Ref, Text, Unary
from gezi.formulas.trace import trace
from support.formula_table import ENV, KINDS, NAMES, evaluate

LEAVES: dict[str, st.SearchStrategy[Node]] = {
    "number": st.one_of(
        st.sampled_from([Ref((1,)), Ref((2,)), Ref((3,))]),
        st.decimals(min_value=0, max_value=10**9, places=2).map(Number),
        st.sampled_from(["0", "1", "99999999999999999999999999999999999999", "0.00000001"]).map(
            lambda n: Number(Decimal(n))
        ),
    ),
    "text": st.one_of(st.just(Ref((7,))), st.sampled_from(["", "a", "1.5", "2026-01-01", "won"]).map(Text)),
    "boolean": st.one_of(st.just(Ref((10,))), st.booleans().map(Boolean)),
    "date": st.one_of(st.sampled_from([Ref((5,)), Ref((15,))]), st.just(Call("today", ()))),
    "datetime": st.one_of(st.sampled_from([Ref((6,)), Ref((13,))]), st.just(Call("now", ()))),
    "option": st.sampled_from([Ref((4,)), Ref((8, 40))]),
    "record": st.just(Ref((8,))),
    "list": st.sampled_from([Ref((9,)), Ref((12,))]),
}
LITERALS = {
    "unit": st.sampled_from(["day", "week", "month", "quarter", "year"]),
    "format": st.sampled_from(["0.00", "yyyy-mm-dd"]),
}


@st.composite
def expressions(draw: st.DrawFn, name: str | None = None, depth: int = 3) -> Node:
    """A tree that mostly fits its kinds; the checker sorts out the rest."""
    name = name or draw(st.sampled_from(sorted(LEAVES)))
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(LEAVES[name])
    forms = ["call"]
    if name == "number":
        forms += ["arithmetic", "sign"]
    if name == "boolean":
        forms += ["compare", "logic"]
    if name == "text":
        forms += ["join"]
    match draw(st.sampled_from(forms)):
        case "arithmetic":
            sides = draw(st.sampled_from([("number", "number"), ("number", "number"), ("date", "date")]))
            operator = "-" if sides[0] == "date" else draw(st.sampled_from("+-*/^"))
            return Binary(operator, *[draw(expressions(side, depth - 1)) for side in sides])
        case "sign":
            return Unary(draw(st.sampled_from("-+%")), draw(expressions("number", depth - 1)))
        case "compare":
            kind = draw(st.sampled_from(["number", "text", "date", "option", "datetime"]))
            operator = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="]))
            return Binary(operator, *[draw(expressions(kind, depth - 1)) for _ in range(2)])
        case "logic":
            sides = [draw(expressions("boolean", depth - 1)) for _ in range(2)]
            return draw(st.sampled_from([Unary("NOT", sides[0]), Binary("AND", *sides), Binary("OR", *sides)]))
        case "join":
            kinds = st.sampled_from(["number", "text", "date", "option", "boolean", "datetime"])
            return Binary("&", *[draw(expressions(draw(kinds), depth - 1)) for _ in range(2)])
        case _:
            return draw(calls(name, depth))


@st.composite
def calls(draw: st.DrawFn, name: str, depth: int) -> Node:
    fitting = [
        function
        for function in FUNCTIONS.values()
        if not function.returns_list and (function.returns.name == name if isinstance(function.returns, Kind) else True)
    ]
    function = draw(st.sampled_from(fitting))
    args: list[Node] = []
    for arg in (*function.args, *function.repeat):
        if arg.name in LITERALS:
            args.append(Text(draw(LITERALS[arg.name])))
        elif arg.is_list:
            args.append(draw(LEAVES["list"]))
        elif isinstance(arg.kind, Var):
            args.append(
                draw(expressions(name if not arg.kind.among or name in arg.kind.among else "number", depth - 1))
            )
        else:
            args.append(draw(expressions(arg.kind.name, depth - 1)))
    return Call(function.name.lower(), tuple(args))


decimals = st.one_of(
    st.none(),
    st.decimals(min_value=-(10**12), max_value=10**12, places=4),
    st.just(FormulaError.of("formula.overflow")),
)
dates = st.one_of(st.none(), st.dates())
times = st.one_of(
    st.none(),
    st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999),
)
ROWS: dict[tuple[int, ...], st.SearchStrategy[object]] = {
    (1,): decimals, (2,): decimals, (3,): st.one_of(decimals, st.integers(0, 10**6)),
    (4,): st.sampled_from([None, 7, 8, 999]), (5,): dates, (6,): times, (7,): st.one_of(st.none(), st.text(max_size=30)),
    (8,): st.sampled_from([None, 1, 2]), (8, 40): st.sampled_from([None, 17, 18]),
    (9,): st.sampled_from([None, (), (17,), (17, 18)]), (10,): st.sampled_from([None, True, False]),
    (12,): st.lists(decimals, max_size=4).map(tuple), (13,): times, (15,): dates,
}  # fmt: skip


def typed(tree: Node) -> Checked:
    try:
        return check(tree, KINDS.get)
    except FormulaInvalid:
        assume(False)
        raise


@given(expressions(), st.data())
def test_a_checked_formula_never_raises_and_its_trace_agrees(tree: Node, data: st.DataObject):
    formula = typed(tree)
    compiled = compile(formula)
    row = [data.draw(ROWS[path]) for path in compiled.columns]
    value = compiled.run(row, ENV)
    assert fits(formula.kind, value), (formula.kind, value)
    assert trace(formula, row, ENV, NAMES.get).value == value


@given(expressions())
def test_a_checked_tree_is_stored_and_read_back(tree: Node):
    formula = typed(tree)
    again = check(parse(print_stored(formula.node)), KINDS.get)
    assert again.node == formula.node
    assert again.kind == formula.kind


def fits(kind: Kind, value: object) -> bool:
    if value is None or isinstance(value, FormulaError):
        return True
    match kind.name:
        case "number":
            return isinstance(value, Decimal) and value.is_finite() and len(value.as_tuple().digits) <= 38
        case "text":
            return isinstance(value, str) and 0 < len(value) <= 100_000
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "datetime":
            return isinstance(value, datetime) and value.tzinfo is not None
        case "list":
            return isinstance(value, tuple)
        case "nothing":
            return False
        case _:
            return isinstance(value, int | str)


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6), st.integers(-4, 6))
def test_rounding_goes_half_away_from_zero_and_never_twice(number: Decimal, places: int):
    rounded = evaluate(f"ROUND(price, {places})", price=number)
    with localcontext(prec=50):
        assert rounded == number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert abs(rounded - number) * 2 <= Decimal(1).scaleb(-places)
    assert evaluate(f"ROUND(price, {places})", price=rounded) == rounded
    assert evaluate(f"ROUND(-price, {places})", price=number) == -rounded


@given(st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=2), max_size=8))
def test_a_sum_does_not_depend_on_its_order(amounts: list[Decimal]):
    assert evaluate("SUM(amounts)", amounts=tuple(amounts)) == evaluate(
        "SUM(amounts)", amounts=tuple(reversed(amounts))
    )


near = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@given(near, near, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_datedif_is_the_largest_count_that_dateadd_does_not_pass(one: date, other: date, unit: str):
    start, end = min(one, other), max(one, other)
    count = evaluate(f'DATEDIF(start, due, "{unit}")', start=start, due=end)
    reached = f'DATEADD(start, price, "{unit}")'
    assert evaluate(reached, start=start, price=count) <= end < evaluate(reached, start=start, price=count + 1)
    assert evaluate(f'DATEDIF(due, start, "{unit}")', start=start, due=end) == -count


@given(near, st.integers(-200, 200), st.lists(near, max_size=3))
def test_working_days_agree_with_a_calendar_walked_day_by_day(start: date, count: int, holidays: list[date]):
    nearby = tuple(holidays) + tuple(date.fromordinal(start.toordinal() + offset) for offset in (-3, 1, 2, 9))
    day, left = start, count
    while left:
        day = date.fromordinal(day.toordinal() + (1 if left > 0 else -1))
        if day.weekday() < 5 and day not in nearby:
            left += -1 if left > 0 else 1
    assert FUNCTIONS["workday"].body(start, Decimal(count), nearby) == day


@given(near, st.integers(1, 400))
def test_counting_weekdays_undoes_adding_them(start: date, count: int):
    assert weekdays(date.fromordinal(start.toordinal() + 1), weekday_later(start, count)) == count


@pytest.mark.parametrize("text", ["1/0", "9^9^9", "price + 1", "IF(TRUE, 1, 1/0)"])
def test_evaluation_is_a_function_of_its_inputs(text: str):
    assert evaluate(text) == evaluate(text)
