"""The raw limit: the workload in hand-written SQL through Python's `sqlite3`, without server, rights, history or recomputation.

Same machine, same data, same pragmas as the product (WAL, `synchronous=FULL`). Money in 1/10000 of a unit, as integers.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from workload import FILTER_REGION, SEARCH_TERMS, Workload, percentile

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, region TEXT, owner TEXT, created TEXT,
  total INTEGER NOT NULL DEFAULT 0, order_count INTEGER NOT NULL DEFAULT 0);
CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT, customer INTEGER REFERENCES customers, status TEXT, date TEXT,
  total INTEGER NOT NULL DEFAULT 0);
CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders, product TEXT, price INTEGER, quantity INTEGER,
  discount INTEGER, subtotal INTEGER);
CREATE INDEX orders_customer ON orders (customer);
CREATE INDEX lines_order ON lines (order_id);
CREATE INDEX customers_region_total ON customers (region, total);
"""
FIRST = "SELECT l.*, o.number FROM lines l LEFT JOIN orders o ON o.id = l.order_id ORDER BY l.id LIMIT 100"
FIRST_ALONE = "SELECT * FROM lines ORDER BY id LIMIT 100"
REGION = "SELECT * FROM customers WHERE region = ? ORDER BY total DESC, id LIMIT 100"
DEEP = (
    "SELECT l.*, o.number FROM (SELECT * FROM lines ORDER BY id LIMIT 100 OFFSET ?) l"
    " LEFT JOIN orders o ON o.id = l.order_id"
)
SEARCH = "SELECT * FROM customers WHERE name LIKE ? ORDER BY id LIMIT 100"
ADD_LINE = "INSERT INTO lines (order_id, product, price, quantity, discount, subtotal) VALUES (?, ?, ?, ?, ?, ?)"
ADD_TO_ORDER = "UPDATE orders SET total = total + ? WHERE id = ? RETURNING customer"
ADD_TO_CUSTOMER = "UPDATE customers SET total = total + ? WHERE id = ?"


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def median(run: Callable[[Any], object], arguments: Iterable[object]) -> float:
    """The 50th percentile of one call each, in milliseconds."""
    times: list[float] = []
    for argument in arguments:
        began = time.perf_counter()
        run(argument)
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times, 50) or 0.0


def load(connection: sqlite3.Connection, work: Workload) -> float:
    """Everything but the lines, then the lines with their subtotals and both totals; seconds for the second part."""
    connection.executescript(SCHEMA)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO customers (id, name, region, owner, created) VALUES (?, ?, ?, ?, ?)",
        ((c["key"] + 1, c["name"], c["region"], c["owner"], c["created"]) for c in work.customers),
    )
    connection.executemany(
        "INSERT INTO orders (id, number, customer, status, date) VALUES (?, ?, ?, ?, ?)",
        ((o["key"] + 1, o["number"], o["customer"] + 1, o["status"], o["date"]) for o in work.orders),
    )
    connection.execute("COMMIT")
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        ADD_LINE,
        (
            (row["order"] + 1, row["product"], row["price_cents"], row["quantity"], row["discount_pct"], subtotal(row))
            for row in work.lines
        ),
    )
    connection.execute(
        "UPDATE orders SET total = (SELECT coalesce(sum(subtotal), 0) FROM lines WHERE order_id = orders.id)"
    )
    connection.execute(
        "UPDATE customers SET (total, order_count) ="
        " (SELECT coalesce(sum(total), 0), count(*) FROM orders WHERE customer = customers.id)"
    )
    connection.execute("COMMIT")
    return time.perf_counter() - began


def subtotal(row: Mapping[str, Any]) -> int:
    """In 1/10000 of a unit."""
    return row["price_cents"] * row["quantity"] * row["discount_pct"]


def create_line(connection: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    amount, order = subtotal(row), row["order"] + 1
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        ADD_LINE, (order, row["product"], row["price_cents"], row["quantity"], row["discount_pct"], amount)
    )
    (customer,) = connection.execute(ADD_TO_ORDER, (amount, order)).fetchone()
    connection.execute(ADD_TO_CUSTOMER, (amount, customer))
    connection.execute("COMMIT")


def change_price(connection: sqlite3.Connection, line: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    order, old, quantity, discount, price = connection.execute(
        "SELECT order_id, subtotal, quantity, discount, price FROM lines WHERE id = ?", (line + 1,)
    ).fetchone()
    new = (price + 100) * quantity * discount
    connection.execute("UPDATE lines SET price = ?, subtotal = ? WHERE id = ?", (price + 100, new, line + 1))
    (customer,) = connection.execute(ADD_TO_ORDER, (new - old, order)).fetchone()
    connection.execute(ADD_TO_CUSTOMER, (new - old, customer))
    connection.execute("COMMIT")


def measure(folder: Path, work: Workload, repeats: int) -> dict[str, float]:
    """Every measure that makes sense without a server, under the names that `measures.py` uses."""
    connection = connect(folder / "raw.db")
    seconds = load(connection, work)

    def read(statement: str) -> Callable[[Any], object]:
        return lambda argument: connection.execute(statement, () if argument is None else (argument,)).fetchall()

    found = {
        "bulk_create": work.n / seconds,
        "first_100": median(read(FIRST), [None] * repeats),
        "first_100_alone": median(read(FIRST_ALONE), [None] * repeats),
        "region_top": median(read(REGION), [FILTER_REGION] * repeats),
        "deep_page": median(read(DEEP), [work.n * 9 // 10] * repeats),
        "search": median(read(SEARCH), [f"%{term}%" for term in SEARCH_TERMS] * max(1, repeats // 8)),
        "create_line": median(lambda j: create_line(connection, work.new_line(j)), range(repeats)),
        "change_price": median(lambda i: change_price(connection, i), work.probe_line_indexes(repeats)),
    }
    connection.close()
    return found
