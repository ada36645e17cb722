"""The measures, each over HTTP with a token, as a program would do it. Times are the 50th percentile, in milliseconds."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger import Ledger
from workload import FILTER_REGION, SEARCH_TERMS, Workload, percentile

from support.client import Client

BATCH = 1000
CLIENTS = 8


@dataclass
class Run:
    """One workspace with the workload in it."""

    work: Workload
    client: Client
    ledger: Ledger
    connect: Callable[[], Client]  #: another client, for another thread
    repeats: int
    token: str
    extra: int = 0  #: how many lines were made beside the workload's
    slowest: float = 0.0  #: the 99th percentile of `create_8`, milliseconds
    longest: float = 0.0  #: the slowest page while fields were added, milliseconds

    def fresh_line(self, order: int | None = None) -> dict[str, Any]:
        self.extra += 1
        return self.work.new_line(self.extra, order)

    def values(self, row: dict[str, Any]) -> dict[str, object]:
        """A line of the workload as the API takes it."""
        return {
            "order": self.ledger.orders[row["order"]],
            "product": row["product"],
            "price": row["price"],
            "quantity": str(row["quantity"]),
            "discount": row["discount"],
        }


def median(run: Callable[[Any], object], arguments: Iterable[object]) -> float:
    times: list[float] = []
    for argument in arguments:
        began = time.perf_counter()
        run(argument)
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times, 50) or 0.0


def batches(rows: list[Any]) -> Iterable[list[Any]]:
    for begin in range(0, len(rows), BATCH):
        yield rows[begin : begin + BATCH]


def load_parents(run: Run) -> None:
    """Customers and orders, which every measure needs first."""
    for rows in batches(run.work.customers):
        made = run.client.create("customers", [{k: c[k] for k in ("name", "region", "owner", "created")} for c in rows])
        run.ledger.customers += [record["id"] for record in made["records"]]
    for rows in batches(run.work.orders):
        made = run.client.create(
            "orders",
            [
                {**{k: o[k] for k in ("number", "status", "date")}, "customer": run.ledger.customers[o["customer"]]}
                for o in rows
            ],
        )
        run.ledger.orders += [record["id"] for record in made["records"]]


def bulk_create(run: Run) -> float:
    """Lines in batches of 1,000, with relation, formula, both roll-ups and history: rows per second."""
    spent = 0.0
    for rows in batches(run.work.lines):
        body = json.dumps({"records": [{"values": run.values(row)} for row in rows]}).encode()
        began = time.perf_counter()
        answer = run.client.send("POST", "/tables/order_lines/records", body)
        spent += time.perf_counter() - began
        for record, row in zip(json.loads(answer)["records"], rows, strict=True):
            run.ledger.lines.append(record["id"])
            run.ledger.line(record["id"], row)
    return len(run.work.lines) / spent


def file_import(run: Run) -> float:
    """The lines as a CSV file, orders matched by their number: rows per second from the upload to the end of the job."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["product", "order", "price", "quantity", "discount"])
    for row in run.work.lines:
        number = run.work.orders[row["order"]]["number"]
        writer.writerow([row["product"], number, row["price"], row["quantity"], row["discount"]])
    boundary = "gezi-bench"
    parts = [("mode", None, b"create"), ("file", "lines.csv", text.getvalue().encode())]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        + (f'; filename="{file}"\r\nContent-Type: text/csv'.encode() if file else b"")
        + b"\r\n\r\n"
        + content
        + b"\r\n"
        for name, file, content in parts
    )
    body += f"--{boundary}--\r\n".encode()
    began = time.perf_counter()
    job = json.loads(
        run.client.send("POST", "/tables/order_lines/imports", body, f"multipart/form-data; boundary={boundary}")
    )["job"]
    job = ended(run, job)
    seconds = time.perf_counter() - began
    if job["state"] != "done" or job["result"]["created"] != len(run.work.lines):
        raise RuntimeError(f"the import ended as {job}")
    return len(run.work.lines) / seconds


def ended(run: Run, job: Any) -> Any:
    """A job as it has ended."""
    while job["state"] in ("queued", "running"):
        time.sleep(0.05)
        job = json.loads(run.client.get(f"/jobs/{job['id']}"))["job"]
    return job


def first_100(run: Run) -> float:
    """The first page of lines with the order's label and the subtotal."""
    return median(lambda _: run.client.get("/tables/order_lines/records", limit=100), range(run.repeats))


def first_100_alone(run: Run) -> float:
    """The same without the relation."""
    fields = "product,price,quantity,discount,subtotal"
    return median(lambda _: run.client.get("/tables/order_lines/records", limit=100, fields=fields), range(run.repeats))


def region_top(run: Run) -> float:
    """100 customers of a region by total."""
    condition = json.dumps({"field": "region", "op": "=", "value": FILTER_REGION})
    return median(
        lambda _: run.client.get("/tables/customers/records", limit=100, sort="-total", filter=condition),
        range(run.repeats),
    )


def deep_page(run: Run) -> float:
    """100 lines from 90 % of the way."""
    offset = len(run.work.lines) * 9 // 10
    return median(lambda _: run.client.get("/tables/order_lines/records", limit=100, offset=offset), range(run.repeats))


def search(run: Run) -> float:
    """Customers whose name contains a syllable."""
    terms = SEARCH_TERMS * max(1, run.repeats // len(SEARCH_TERMS))
    return median(lambda term: run.client.get("/tables/customers/records", limit=100, q=term), terms)


def touched_total(answer: Any, table: str, record: int, unmoved: Decimal | None = None) -> Decimal:
    """The total of another row as the answer to a write gives it; one that the write does not move is not in it."""
    for row in answer["touched"]:
        if row["table"] == table and row["id"] == record:
            return Decimal(row["values"]["total"])
    if unmoved is not None:
        return unmoved
    raise AssertionError(f"the answer does not say the new total of {table} {record}")


def create_line(run: Run) -> float:
    """One line; the order's and the customer's new totals are in the answer, and right."""
    times: list[float] = []
    for _ in range(run.repeats):
        row = run.fresh_line()
        values = run.values(row)
        began = time.perf_counter()
        answer = run.client.create("order_lines", [values])
        times.append((time.perf_counter() - began) * 1000)
        run.ledger.line(answer["records"][0]["id"], row)
        _totals_are_right(run, answer, row["order"])
    return percentile(times, 50) or 0.0


def change_price(run: Run) -> float:
    """One price; the new totals are in the answer, and right."""
    times: list[float] = []
    for index in run.work.probe_line_indexes(run.repeats):
        record = run.ledger.lines[index]
        price = str(Decimal(run.work.lines[index]["price"]) + 1)
        body = {"records": [{"id": record, "values": {"price": price}}]}
        began = time.perf_counter()
        answer = run.client.patch("/tables/order_lines/records", body)
        times.append((time.perf_counter() - began) * 1000)
        run.ledger.priced(record, price)
        _totals_are_right(run, answer, run.work.lines[index]["order"])
    return percentile(times, 50) or 0.0


def _totals_are_right(run: Run, answer: Any, order_index: int) -> None:
    order = run.ledger.orders[order_index]
    customer_index = run.work.orders[order_index]["customer"]
    assert touched_total(answer, "orders", order) == run.ledger.order_total[order]
    customer = run.ledger.customers[customer_index]
    assert touched_total(answer, "customers", customer) == run.ledger.customer_total(customer_index)


def by_path(run: Run) -> float:
    """100 lines of orders in a state: a filter that follows a relation."""
    condition = json.dumps({"field": "order.status", "op": "=", "value": "draft"})
    return median(
        lambda _: run.client.get("/tables/order_lines/records", limit=100, filter=condition), range(run.repeats)
    )


def grouped(run: Run) -> float:
    """Sum and count of all orders, by status and month."""
    question = {
        "group_by": ["status", {"field": "date", "bucket": "month"}],
        "measures": [{"op": "sum", "field": "total"}, {"op": "count"}],
    }
    return median(
        lambda _: run.client.post("/tables/orders/records/aggregate", question), range(max(1, run.repeats // 10))
    )


def move_order(run: Run) -> float:
    """An order goes to another customer: a roll-up of roll-ups on either side, right in the answer."""
    times: list[float] = []
    for index in run.work.probe_order_indexes(min(run.repeats, len(run.work.orders)), salt=3):
        old = run.work.orders[index]["customer"]
        new = (old + 1) % len(run.work.customers)
        body = {"records": [{"id": run.ledger.orders[index], "values": {"customer": run.ledger.customers[new]}}]}
        began = time.perf_counter()
        answer = run.client.patch("/tables/orders/records", body)
        times.append((time.perf_counter() - began) * 1000)
        run.work.move_order(index, new)
        for customer in (old, new):
            total = touched_total(
                answer, "customers", run.ledger.customers[customer], run.ledger.customer_total(customer)
            )
            assert total == run.ledger.customer_total(customer)
    return percentile(times, 50) or 0.0


def paste(run: Run) -> float:
    """1,000 prices at once, as a paste into the grid sends them: seconds, totals included."""
    indexes = run.work.probe_line_indexes(min(BATCH, run.work.n), salt=4)
    rows = [
        {"id": run.ledger.lines[index], "values": {"price": f"{place + 1}.25"}} for place, index in enumerate(indexes)
    ]
    body = json.dumps({"records": rows}).encode()
    began = time.perf_counter()
    run.client.send("PATCH", "/tables/order_lines/records", body)
    seconds = time.perf_counter() - began
    for row in rows:
        run.ledger.priced(row["id"], row["values"]["price"])
    return seconds


def together(run: Run, work: Callable[[Client, int], None], each: int, times: list[float] | None = None) -> float:
    """Requests per second of 8 clients at once; the milliseconds of each are added to `times`."""
    clients = [run.connect() for _ in range(CLIENTS)]
    failures: list[BaseException] = []
    spent = [] if times is None else times

    def one(client: Client, number: int) -> None:
        try:
            for turn in range(each):
                start = time.perf_counter()
                work(client, number * each + turn)
                spent.append((time.perf_counter() - start) * 1000)
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=one, args=(client, number)) for number, client in enumerate(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    for client in clients:
        client.close()
    if failures:
        raise failures[0]
    return CLIENTS * each / seconds


def list_8(run: Run) -> float:
    """8 clients read the first 100 lines with relation and formula."""

    def read(client: Client, _number: int) -> None:
        client.get("/tables/order_lines/records", limit=100)

    return together(run, read, run.repeats)


def create_8(run: Run) -> float:
    """8 clients create lines of the same few orders, so their totals contend."""
    orders = run.work.probe_order_indexes(3)
    rows = [run.fresh_line(orders[number % len(orders)]) for number in range(CLIENTS * run.repeats)]
    made: list[tuple[int, dict[str, Any]]] = []

    def create(client: Client, number: int) -> None:
        answer = client.create("order_lines", [run.values(rows[number])])
        made.append((answer["records"][0]["id"], rows[number]))

    times: list[float] = []
    rate = together(run, create, run.repeats, times)
    for record, row in made:
        run.ledger.line(record, row)
    run.slowest = percentile(times, 99) or 0.0
    return rate


def create_8_p99(run: Run) -> float:
    """Milliseconds of the slowest hundredth of the creations just measured; an error in any of them has ended the run."""
    return run.slowest
