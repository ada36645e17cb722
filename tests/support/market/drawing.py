"""Values, conditions and orders for the machine to try: few and alike, so that ties, clashes and empties are common."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from .ledger import Column, Ledger

NAMES = (
    "华为",
    "华润",
    "重庆百货",
    "厦门厚科",
    "Äpfel",
    "äpfel",
    "ＡＢＣ",
    "abc",
    "Zoe",
    "zoe 2",
    "100%",
    "a_b",
    "~~",
    " x",
    "9",
    "10",
)
NOTES = (None, "", "用户 说明", "第一行\n第二行", "50% off_", "ﬁne STRASSE", "x" * 300, "=1+1", "😀 ok")
MONEY = ("0", "0.01", "10.05", "-10.05", "99999999.99", "2.345", "0.005", "-0.005", "100")
NUMBERS = ("0", "1", "2", "3", "2.5", "-1", "0.01", "1000000")
PERCENTS = ("100", "85", "0", "33.3333", "12.5", "66.66666")
DAYS = ("2026-11-22", "2026-11-01", "2026-02-28", "2024-02-29", "1999-12-31", "2027-01-01")
TEXTS = ("12", "3.50", "面议", "", None, "１２", "是", "2026-01-02", "甲", "乙", "1,000")
_OWN: dict[str, tuple[str, ...]] = {
    "text": ("contains", "=", "!=", "starts_with", "in", "not_in", "empty", "not_empty"),
    "long_text": ("contains", "=", "!=", "starts_with", "in", "not_in", "empty", "not_empty"),
    "autonumber": ("contains", "=", "!=", "starts_with", "in", "not_in", "empty", "not_empty"),
    "number": ("=", "!=", ">", ">=", "<", "<=", "between", "in", "not_in", "empty", "not_empty"),
    "option": ("=", "!=", "in", "not_in", "empty", "not_empty"),
    "multi_option": ("contains", "in", "not_in", "=", "!=", "empty", "not_empty"),
    "checkbox": ("=", "!="),
}  # fmt: skip
OPERATORS = _OWN | {
    "money": _OWN["number"], "percent": _OWN["number"], "date": _OWN["number"],
    "relation": _OWN["option"], "relations": _OWN["multi_option"],
}  # fmt: skip


def rounded(text: str, scale: int) -> Decimal:
    """As it is kept: half away from zero."""
    number = Decimal(text)
    unit = Decimal(1).scaleb(-scale)
    half = (abs(number) / unit + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR") * unit
    return half.copy_sign(number) if half else Decimal(0)


def cell(data: st.DataObject, ledger: Ledger, column: Column) -> tuple[Any, Any]:
    """A value as it is sent, and as it is kept."""
    draw = data.draw
    match column.type:
        case "text" if column.own:
            sent = draw(st.sampled_from(TEXTS))
            return sent, sent or None
        case "text":
            name = draw(st.sampled_from(NAMES))
            return name, name
        case "long_text":
            note = draw(st.sampled_from(NOTES))
            return note, note or None
        case "money" | "number" | "percent":
            texts = {"money": MONEY, "number": NUMBERS, "percent": PERCENTS}[column.type]
            text = draw(st.none() | st.sampled_from(texts))
            return text, None if text is None else rounded(text, column.scale)
        case "date":
            day = draw(st.none() | st.sampled_from(DAYS))
            return day, day
        case "checkbox":
            tick = draw(st.booleans())
            return tick, tick
        case "option":
            key = draw(st.none() | st.sampled_from(column.choices))
            return key, key
        case "multi_option":
            keys = draw(st.sets(st.sampled_from(column.choices)))
            return sorted(keys), tuple(key for key in column.choices if key in keys)
        case "relation":
            id_ = draw(st.none() | st.sampled_from(ids)) if (ids := sorted(ledger.sheets[column.target].rows)) else None
            return id_, id_
        case _:
            found = (
                draw(st.sets(st.sampled_from(ids), max_size=3))
                if (ids := sorted(ledger.sheets[column.target].rows))
                else set()
            )
            return sorted(found), tuple(sorted(found))


def pool(ledger: Ledger, column: Column) -> list[tuple[Any, Any]]:
    """Some values of a column, each as it is sent and as it is kept, to take from by the dozen."""
    match column.type:
        case "text" if column.own:
            return [(sent, sent or None) for sent in TEXTS]
        case "long_text":
            return [(note, note or None) for note in NOTES]
        case "money" | "number" | "percent":
            texts = {"money": MONEY, "number": NUMBERS, "percent": PERCENTS}[column.type]
            return [(None, None), *((text, rounded(text, column.scale)) for text in texts)]
        case "date":
            return [(day, day) for day in (None, *DAYS)]
        case "checkbox":
            return [(False, False), (True, True)]
        case "option":
            return [(key, key) for key in (None, *column.choices)]
        case "multi_option":
            return [([], ()), *(([key], (key,)) for key in column.choices), ([*column.choices], column.choices)]
        case "relation":
            return [(None, None), *((id_, id_) for id_ in sorted(ledger.sheets[column.target].rows))]
        case "relations":
            ids = sorted(ledger.sheets[column.target].rows)
            return [([], ()), *(([*pair], pair) for pair in pairwise(ids))]
        case other:
            raise AssertionError(other)


def operand(data: st.DataObject, ledger: Ledger, table: str, column: Column) -> Any:
    """Something to compare with: often a value that is there."""
    there = [
        value
        for row in ledger.rows(table)
        if (value := ledger.value(table, row, column.name)) is not None and value != ()
    ]
    if there and data.draw(st.integers(0, 3)):
        value = data.draw(st.sampled_from(there))
        if isinstance(value, tuple):
            return data.draw(st.sampled_from(value))
        return str(value) if isinstance(value, Decimal) else value
    texts = {"money": MONEY, "number": NUMBERS, "percent": PERCENTS, "date": DAYS}
    if column.type in texts:
        return data.draw(st.sampled_from(texts[column.type]))
    if column.type in ("option", "multi_option"):
        return data.draw(st.sampled_from(column.choices)) if column.choices else None
    if column.type in ("relation", "relations"):
        ids = sorted(ledger.sheets[column.target].rows)
        return data.draw(st.sampled_from(ids)) if ids else None
    if column.type == "checkbox":
        return data.draw(st.booleans())
    return data.draw(st.sampled_from((*NAMES, "华", "%", "_", "A", "1", "用户")))


def comparison(data: st.DataObject, ledger: Ledger, table: str, columns: list[Column]) -> Any:
    column = data.draw(st.sampled_from(columns))
    op = data.draw(st.sampled_from(OPERATORS[column.type]))
    first = operand(data, ledger, table, column)
    if op in ("empty", "not_empty") or first is None:
        return (
            {"field": column.key, "op": "empty" if op != "not_empty" and column.type != "checkbox" else "not_empty"}
            if column.type != "checkbox"
            else {"field": column.key, "op": "=", "value": True}
        )
    if op == "between":
        both = [first, operand(data, ledger, table, column) or first]
        both.sort(key=lambda each: Decimal(each) if column.numeric else each)
        return {"field": column.key, "op": op, "value": both}
    many = op in ("in", "not_in") or (column.type in ("multi_option", "relations") and op in ("=", "!="))
    if many:
        more = operand(data, ledger, table, column)
        first = sorted({first, first if more is None else more})
    return {"field": column.key, "op": op, "value": first}


def condition(data: st.DataObject, ledger: Ledger, table: str, columns: list[Column], depth: int = 2) -> Any:
    """A tree of comparisons, or none."""
    form = data.draw(st.sampled_from(("test", "test", "and", "or", "not", "none" if depth == 2 else "test")))
    if form == "none":
        return None
    if depth == 0 or form == "test":
        return comparison(data, ledger, table, columns)
    if form == "not":
        return {"not": condition(data, ledger, table, columns, depth - 1) or comparison(data, ledger, table, columns)}
    parts = [condition(data, ledger, table, columns, depth - 1) for _ in range(data.draw(st.integers(1, 3)))]
    return {form: [part for part in parts if part is not None]}


def order(data: st.DataObject, columns: list[Column]) -> list[tuple[Column, bool]]:
    """Up to two keys, each up or down."""
    fit = [column for column in columns if column.type not in ("multi_option", "relations", "long_text")]
    keys = data.draw(st.lists(st.sampled_from(fit), max_size=2, unique_by=lambda column: column.name))
    return [(column, data.draw(st.booleans())) for column in keys]
