"""The model: the market kept by hand, as plain Python dictionaries. It knows nothing of databases, formulas or requests.

Values: text `str`; numbers `Decimal`; dates ISO text; options their key; several options and relations tuples; a relation
the id; a checkbox `bool`; empty is `None` or `()`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

Row = dict[str, Any]
CENT = Decimal("0.01")
Snapshot: TypeAlias = "dict[str, tuple[dict[str, Column], dict[int, Row]]]"


@dataclass(repr=False)
class Column:
    """A field. `name` stays, whatever the key becomes."""

    name: str
    type: str
    key: str = ""
    compute: Callable[[Ledger, Row], Any] | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    target: str = ""
    scale: int = 2
    own: bool = False  #: made while the test ran

    def __post_init__(self) -> None:
        self.key = self.key or self.name
        if self.default is None:
            self.default = {"checkbox": False, "multi_option": (), "relations": ()}.get(self.type)

    def __repr__(self) -> str:
        return self.key

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.key)  # in the steps that hypothesis prints

    @property
    def numeric(self) -> bool:
        return self.type in ("number", "money", "percent")


@dataclass
class Sheet:
    """A table with its rows by id."""

    key: str
    columns: dict[str, Column]
    rows: dict[int, Row] = field(default_factory=dict)

    @property
    def inputs(self) -> list[Column]:
        return [column for column in self.columns.values() if column.compute is None and column.type != "autonumber"]


def times(*factors: Decimal | None) -> Decimal | None:
    """Empty counts as 0 beside a number; nothing but empties is empty."""
    product = factors[0]
    for factor in factors[1:]:
        product = None if product is None and factor is None else (product or Decimal(0)) * (factor or Decimal(0))
    return product


def plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None and other is None else (one or Decimal(0)) + (other or Decimal(0))


def cents(number: Decimal | None, places: Decimal = CENT) -> Decimal | None:
    return None if number is None else number.quantize(places, ROUND_HALF_UP)


@dataclass
class Ledger:
    """The whole market as at `today`."""

    today: date
    sheets: dict[str, Sheet]
    _found: dict[Any, Any] | None = None  #: what has been worked out while nothing changes

    def copy(self) -> Snapshot:
        """What there is now. Values are never changed in place, so copies of rows and columns are enough."""
        return {
            key: (
                {name: copy.copy(column) for name, column in sheet.columns.items()},
                {id_: dict(row) for id_, row in sheet.rows.items()},
            )
            for key, sheet in self.sheets.items()
        }

    @contextmanager
    def still(self) -> Generator[None]:
        """Nothing changes in this block, so that what is worked out twice is the same."""
        outer, self._found = self._found, {}
        try:
            yield
        finally:
            self._found = outer

    def rows(self, table: str, **where: Any) -> list[Row]:
        """Rows whose stored values are these, by id."""
        if self._found is None or not where:
            rows = sorted(self.sheets[table].rows.items())
            return [row for _, row in rows if all(row[name] == value for name, value in where.items())]
        names = tuple(where)
        if (table, names) not in self._found:
            groups = self._found[table, names] = {}
            for row in self.rows(table):
                groups.setdefault(tuple(row[name] for name in names), []).append(row)
        return self._found[table, names].get(tuple(where.values()), [])

    def value(self, table: str, row: Row, name: str) -> Any:
        """What a field of a row is; computed ones from scratch."""
        column = self.sheets[table].columns[name]
        if column.compute is None:
            return row[name]
        if self._found is None:
            return column.compute(self, row)
        key = (table, row["id"], name)
        if key not in self._found:
            self._found[key] = column.compute(self, row)
        return self._found[key]

    def total(self, values: Iterable[Decimal | None]) -> Decimal:
        return sum((value for value in values if value is not None), Decimal(0))

    def remove(self, table: str, ids: Iterable[int]) -> None:
        """What an order owns goes with it; what points to a customer is emptied."""
        gone = set(ids)
        for id_ in gone:
            del self.sheets[table].rows[id_]
        if table == "customers":
            for order in self.rows("orders"):
                if order["customer"] in gone:
                    order["customer"] = None
                order["friends"] = tuple(id_ for id_ in order["friends"] if id_ not in gone)
        if table == "orders":
            lines = [line["id"] for line in self.rows("order_lines") if line["order"] in gone]
            self.remove("order_lines", lines)


def _approved(ledger: Ledger, customer: Row) -> list[Row]:
    return ledger.rows("orders", customer=customer["id"], status="approved")


def _subtotals(ledger: Ledger, order: Row) -> list[Decimal | None]:
    return [ledger.value("order_lines", line, "subtotal") for line in ledger.rows("order_lines", order=order["id"])]


def _largest(ledger: Ledger, customer: Row) -> Decimal | None:
    found = [amount for order in _approved(ledger, customer) for amount in _subtotals(ledger, order)]
    return max((amount for amount in found if amount is not None), default=None)


def _share(line: Row) -> Decimal | None:
    return None if line["discount"] is None else line["discount"] / 100


def _average(ledger: Ledger, customer: Row) -> Decimal | None:
    count = len(_approved(ledger, customer))
    return cents(ledger.value("customers", customer, "deal_amount") / count) if count else None


def _age(ledger: Ledger, order: Row) -> Decimal | None:
    signed = order["signed_on"]
    return None if signed is None else Decimal((ledger.today - date.fromisoformat(signed)).days)


def _title(ledger: Ledger, order: Row) -> str:
    customer = ledger.sheets["customers"].rows.get(order["customer"])
    return f"{order['number']} {customer['name'] if customer else ''}"


def _customer_of(ledger: Ledger, line: Row) -> int | None:
    return ledger.sheets["orders"].rows[line["order"]]["customer"]


def _region_of(ledger: Ledger, order: Row) -> str | None:
    customer = ledger.sheets["customers"].rows.get(order["customer"])
    return customer["region"] if customer else None


def market(today: date) -> Ledger:
    """The empty market of `stalls.build`."""
    sheets = {
        "customers": [
            Column("name", "text"),
            Column("code", "autonumber"),
            Column("region", "option", choices=("west", "east", "north")),
            Column("tags", "multi_option", choices=("vip", "new", "old")),
            Column("credit", "money"),
            Column("note", "long_text"),
            Column("vip", "checkbox"),
            Column("deal_amount", "money", compute=lambda ledger, row: ledger.total(
                ledger.value("orders", order, "total") for order in _approved(ledger, row))),
            Column("deal_count", "number", scale=0, compute=lambda ledger, row: Decimal(len(_approved(ledger, row)))),
            Column("largest", "money", compute=_largest),
            Column("stage", "option", choices=("potential", "closed"), compute=lambda ledger, row: (
                "closed" if _approved(ledger, row) else "potential")),
            Column("average", "money", compute=_average),
        ],
        "orders": [
            Column("number", "autonumber"),
            Column("customer", "relation", target="customers"),
            Column("friends", "relations", target="customers"),
            Column("status", "option", choices=("draft", "approved"), default="draft"),
            Column("signed_on", "date"),
            Column("region", "option", choices=("west", "east", "north"), compute=_region_of),
            Column("age", "number", scale=0, compute=_age),
            Column("title", "text", compute=_title),
            Column("total", "money", compute=lambda ledger, row: ledger.total(_subtotals(ledger, row))),
            Column("bulk", "number", scale=0, compute=lambda ledger, row: Decimal(sum(
                (line["quantity"] or 0) > 2 for line in ledger.rows("order_lines", order=row["id"])))),
        ],
        "order_lines": [
            Column("order", "relation", target="orders"),
            Column("price", "money"),
            Column("quantity", "number", default=Decimal(1)),
            Column("discount", "percent", default=Decimal(100), scale=4),
            Column("subtotal", "money", compute=lambda ledger, row: cents(
                times(row["price"], _share(row), row["quantity"]))),
            Column("customer", "relation", target="customers", compute=_customer_of),
        ],
    }  # fmt: skip
    made = {key: Sheet(key, {column.name: column for column in columns}) for key, columns in sheets.items()}
    return Ledger(today, made)
