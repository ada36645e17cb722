"""What scopes cost: pages, figures, pivots, searches and exports of customers for people who see a part of them, beside those
of the administrator, who sees every row.

They ask in turn, so that all have the same weather. Whether the goal is met is told by the processor time of the server and
the database, which other programs on the machine cannot distort. Behind the figures stands how the database found the rows
for the rep and for the manager: by which indexes, and whether it read the whole table.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import branch
import processes
import psycopg
from asks import Ask, records
from branch import ROLES, WORKSPACE
from plans import of_asks, said

from support.client import Client
from support.serving import Server

GOAL = 1.5  #: times the administrator's page
ROUND = 10  #: calls of one person at a time
WARM = 80  #: calls before it counts: PostgreSQL plans a statement anew for the first ones on each connection
EXPLAINED = ("rep", "manager")
EAST = {"field": "region", "op": "=", "value": "east"}
MASKED = {"field": "phone", "op": "empty"}
ONE = {"field": "name", "op": "=", "value": "Customer 000200"}
LISTS: dict[str, Ask] = {
    "first page": records("customers", limit="100"),
    "with count": records("customers", limit="100", count="true"),
    "filtered": records("customers", limit="100", filter=json.dumps(EAST)),
    "filtered, with count": records("customers", limit="100", filter=json.dumps(EAST), count="true"),
    "filtered by a masked field": records("customers", limit="100", filter=json.dumps(MASKED)),
    "filtered to one": records("customers", limit="100", filter=json.dumps(ONE)),
    "sorted": records("customers", limit="100", sort="name"),
    "sorted, with count": records("customers", limit="100", sort="-created_at", count="true"),
    "searched": records("customers", limit="100", q="0123"),
    "searched everywhere": Ask("/search", {"q": "0123"}),
}


def _figures(**asked: Any) -> Ask:
    return Ask("/tables/customers/records/aggregate", document=asked)


FIGURES: dict[str, Ask] = {
    "how many": _figures(measures=[{"op": "count"}], filter=EAST),
    "sums": _figures(measures=[{"op": "count"}, {"op": "sum", "field": "deal_amount"}]),
    "sums by region": _figures(group_by=["region"], measures=[{"op": "count"}, {"op": "sum", "field": "deal_amount"}]),
    "counts by owner": _figures(group_by=["owner"], measures=[{"op": "count"}]),
    "pivot": Ask(
        "/tables/customers/records/pivot",
        document={"rows": ["region"], "columns": ["department"], "measures": [{"op": "count"}]},
        seldom=True,
    ),
    "export of a department": Ask(
        "/tables/customers/export",
        {"format": "csv", "filter": json.dumps({"field": "department", "op": "=", "value": 1})},
        seldom=True,
    ),
}
ASKS = {**LISTS, **FIGURES}


@dataclass
class Spent:
    """What one person's calls of one list took."""

    times: list[float] = field(default_factory=list[float])  #: milliseconds of each
    rounds: list[float] = field(default_factory=list[float])  #: the same of the processor, of a call of each round

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def each(self) -> float:
        """Milliseconds of processor time of the server and the database for each call: in the round in the middle, so that
        what they have to do beside it does not count."""
        return statistics.median(self.rounds)


def measure(folder: Path, kind: str, url: str | None, customers: int, repeats: int) -> str:
    """Prints a line of JSON for each list and person and for each plan; the table at the end is returned."""
    seats = branch.lay_out(folder / "data", url, customers)
    if url is not None:
        _settle(url)
    server = Server(folder, url)
    server.start()
    others = [seat for seat in ROLES if seat != "admin"]
    lines = [
        f"| | admin, ms of the processor | {' | '.join(others)} | rep on the clock | goal | met |",
        "| --- " * 11 + "|",
    ]
    try:
        clients = {name: Client(server.port, seat.token, WORKSPACE) for name, seat in seats.items()}
        for name, ask in ASKS.items():
            spent = _measured(server, folder, clients, ask, repeats)
            for seat, each in spent.items():
                more = {"processor_ms": round(each.each, 2)}
                _say(kind, customers, scope=name, seat=seat, value=round(each.median, 2), unit="ms", **more)
            admin, rep = spent["admin"], spent["rep"]
            ratio = rep.each / admin.each
            cells = (f"{spent[seat].each:.1f} ({spent[seat].each / admin.each:.2f})" for seat in others)
            lines.append(
                f"| {name} | {admin.each:.1f} | {' | '.join(cells)} | {rep.median / admin.median:.2f} "
                f"| ≤ {GOAL} | {'yes' if ratio <= GOAL else 'no'} |"
            )
    finally:
        server.stop()
    for seat in EXPLAINED:
        for name, steps in of_asks(folder / "data", url, seats[seat].token, WORKSPACE, ASKS).items():
            _say(kind, customers, scope=name, seat=seat, plan=steps)
            found = said(folder / "data", url, WORKSPACE, "customers", steps)
            lines.append(f"\n{name}, of the {seat}: {found}")
    return "\n".join(lines)


def _measured(server: Server, folder: Path, clients: dict[str, Client], ask: Ask, repeats: int) -> dict[str, Spent]:
    spent = {name: Spent() for name in clients}
    share = 10 if ask.seldom else 1
    for client in clients.values():
        for _ in range(WARM // share):
            client.send(ask.method, ask.address, ask.body)
    for _ in range(max(1, repeats // share // ROUND)):
        for name, client in clients.items():
            before = _processor(server, folder)
            for _ in range(ROUND):
                began = time.perf_counter()
                client.send(ask.method, ask.address, ask.body)
                spent[name].times.append((time.perf_counter() - began) * 1_000)
            spent[name].rounds.append((_processor(server, folder) - before) / ROUND * 1_000)
    return spent


def _settle(url: str) -> None:
    """What PostgreSQL does by itself a minute after many rows came: else it would do it while the first list is measured."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _processor(server: Server, folder: Path) -> float:
    """Seconds that the server has used, and PostgreSQL where that is used."""
    found = processes.ran(server.pid)
    database = folder / "postgresql" / "data" / "postmaster.pid"
    return found + (processes.ran(int(database.read_text().split()[0])) if database.exists() else 0.0)


def _say(kind: str, customers: int, **said: object) -> None:
    print(json.dumps({"peer": "gezi", "workload": kind, "n": customers, **said}, ensure_ascii=False), flush=True)
