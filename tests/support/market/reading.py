"""What a list, a filter, an order and a figure mean, worked out over the model."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gezi.fields.text import fold, normal, sort_key

from .ledger import Column, Ledger, Row

TRUE_OF_EMPTY = ("!=", "not_in", "empty")


def canonical(column: Column, shown: Any) -> Any:
    """A value of the API in the model's form."""
    if shown is None:
        return None
    if column.numeric:
        assert isinstance(shown, str), (column.name, shown)
        return Decimal(shown)
    if column.type == "relation":
        return shown["id"]
    if column.type == "relations":
        return tuple(each["id"] for each in shown)
    return tuple(shown) if column.type == "multi_option" else shown


def is_empty(value: Any) -> bool:
    return value is None or value == ()


def compared(column: Column, value: Any) -> Any:
    return normal(value) if isinstance(value, str) and column.type in TEXTS else value


TEXTS = ("text", "long_text", "autonumber")


def holds(ledger: Ledger, table: str, row: Row, condition: Mapping[str, Any] | None) -> bool:
    """Whether a condition of the API holds of a row."""
    if condition is None:
        return True
    if "and" in condition:
        return all(holds(ledger, table, row, part) for part in condition["and"])
    if "or" in condition:
        return any(holds(ledger, table, row, part) for part in condition["or"])
    if "not" in condition:
        return not holds(ledger, table, row, condition["not"])
    column = next(each for each in ledger.sheets[table].columns.values() if each.key == condition["field"])
    value = ledger.value(table, row, column.name)
    op = condition["op"]
    if column.type == "checkbox":
        return (value == condition["value"]) == (op == "=")
    if is_empty(value):
        return op in TRUE_OF_EMPTY
    return _test(column, op, value, condition.get("value"))


def _test(column: Column, op: str, value: Any, given: Any) -> bool:
    if op in ("empty", "not_empty"):
        return op == "not_empty"
    many = isinstance(given, list)
    operands = [_operand(column, each) for each in (given if many else [given])]
    if column.type in ("multi_option", "relations"):
        mine = set(value)
        match op:
            case "=" | "!=":
                return (mine == set(operands)) == (op == "=")
            case "contains":
                return operands[0] in mine
            case _:
                return bool(mine & set(operands)) == (op == "in")
    value = compared(column, value)
    match op:
        case "=" | "!=":
            return (value == operands[0]) == (op == "=")
        case "in" | "not_in":
            return (value in operands) == (op == "in")
        case "contains":
            return fold(given) in value
        case "starts_with":
            return value.startswith(fold(given))
        case "between":
            return operands[0] <= value <= operands[1]
        case ">":
            return value > operands[0]
        case ">=":
            return value >= operands[0]
        case "<":
            return value < operands[0]
        case _:
            return value <= operands[0]


def _operand(column: Column, given: Any) -> Any:
    return Decimal(given) if column.numeric else compared(column, given)


def place(ledger: Ledger, column: Column, value: Any) -> Any:
    """What rows are ordered by."""
    if column.type == "option":
        return column.choices.index(value)
    if column.type == "relation":
        named = ledger.sheets[column.target].rows[value]
        return sort_key(named["name" if column.target == "customers" else "number"])
    return sort_key(value) if column.type in TEXTS else value


def ordered(ledger: Ledger, table: str, rows: list[Row], sort: list[tuple[Column, bool]]) -> list[int]:
    """Ids in order: empties last whichever the direction, then by id."""
    found = sorted(rows, key=lambda row: row["id"])
    for column, down in reversed(sort):

        def value(row: Row, column: Column = column) -> Any:
            return ledger.value(table, row, column.name)

        filled = [row for row in found if not is_empty(value(row))]
        filled.sort(key=lambda row: place(ledger, column, value(row)), reverse=down)
        found = [*filled, *(row for row in found if is_empty(value(row)))]
    return [row["id"] for row in found]


def figures(ledger: Ledger, table: str, rows: list[Row], column: Column) -> dict[str, Any]:
    """count, distinct, sum, avg, min, max of a numeric field."""
    values = [value for row in rows if (value := ledger.value(table, row, column.name)) is not None]
    total = sum(values, Decimal(0))
    mean = (total / len(values)).quantize(Decimal("0.000001"), ROUND_HALF_UP) if values else None
    return {
        "count": len(values),
        "distinct": len(set(values)),
        "sum": total,
        "avg": mean,
        "min": min(values, default=None),
        "max": max(values, default=None),
    }
