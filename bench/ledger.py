"""What every subtotal and total must be: the workload's exact figures, kept up to date with each write of the run."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workload import Workload, exact

from support.client import Client


class Ledger:
    """Keys are the ids of the server's records."""

    def __init__(self, work: Workload) -> None:
        self._work = work
        self.customers: list[int] = []
        self.orders: list[int] = []
        self.lines: list[int] = []
        self.subtotal: dict[int, Decimal] = {}
        self._line: dict[int, Mapping[str, Any]] = {}
        self.order_total: dict[int, Decimal] = {}

    def line(self, record: int, row: Mapping[str, Any]) -> None:
        """A line was created, or its price changed."""
        order = self.orders[row["order"]]
        now = exact(row["price"], row["quantity"], row["discount"])
        self.order_total[order] = self.order_total.get(order, Decimal(0)) + now - self.subtotal.get(record, Decimal(0))
        self.subtotal[record] = now
        self._line[record] = row

    def priced(self, record: int, price: str) -> None:
        self.line(record, {**self._line[record], "price": price})

    def customer_of(self, order_index: int) -> int:
        return self.customers[self._work.orders[order_index]["customer"]]

    def customer_total(self, customer_index: int) -> Decimal:
        orders = self._work.customer_order_indexes(customer_index)
        return sum((self.order_total.get(self.orders[index], Decimal(0)) for index in orders), Decimal(0))

    def check(self, client: Client) -> tuple[int, int]:
        """(subtotals not exact, totals or counts wrong) over every record of the three tables."""
        inexact = 0
        found = {record["id"]: record["values"]["subtotal"] for record in client.everything("order_lines", "subtotal")}
        for record, value in self.subtotal.items():
            inexact += found.get(record) is None or Decimal(found[record]) != value
        inexact += len(found.keys() - self.subtotal.keys())
        wrong = 0
        for record in client.everything("orders", "total"):
            wrong += Decimal(record["values"]["total"]) != self.order_total.get(record["id"], Decimal(0))
        values = {record["id"]: record["values"] for record in client.everything("customers", "total,order_count")}
        for index, record in enumerate(self.customers):
            wrong += Decimal(values[record]["total"]) != self.customer_total(index)
            wrong += int(Decimal(values[record]["order_count"])) != self._work.customer_order_count(index)
        return inexact, wrong
