"""What scopes cost: pages of customers for a sales rep and for a manager beside those of the administrator, who sees every row.

The three ask in turn, so that all have the same weather. Whether the goal is met is told by the processor time of the server
and the database, which other programs on the machine cannot distort. Behind the figures stands how the database found the rows
of each list of the rep: by which indexes, and whether it read the whole table.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import branch
import processes
from branch import WORKSPACE
from plans import of_lists, said

from support.client import Client
from support.serving import Server

GOAL = 1.5  #: times the administrator's page
ROUND = 10  #: calls of one person at a time
WARM = 80  #: calls before it counts: PostgreSQL plans a statement anew for the first ones on each connection
LISTS: dict[str, dict[str, str]] = {
    "first page": {"limit": "100"},
    "with count": {"limit": "100", "count": "true"},
    "filtered": {"limit": "100", "filter": json.dumps({"field": "region", "op": "=", "value": "east"})},
    "sorted": {"limit": "100", "sort": "name"},
    "sorted, with count": {"limit": "100", "sort": "-created_at", "count": "true"},
}


@dataclass
class Spent:
    """What one person's calls of one list took."""

    times: list[float] = field(default_factory=list[float])  #: milliseconds of each
    processor: float = 0.0  #: seconds of the server and the database in all

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def each(self) -> float:
        """Milliseconds of processor time for each call."""
        return self.processor / len(self.times) * 1_000


def measure(folder: Path, kind: str, url: str | None, customers: int, repeats: int) -> str:
    """Prints a line of JSON for each list and person and for each plan; the table at the end is returned."""
    seats = branch.lay_out(folder / "data", url, customers)
    server = Server(folder, url)
    server.start()
    lines = [
        "| list | admin, ms of the processor | rep | ratio | on the clock | manager | ratio | goal | met |",
        "| --- " * 9 + "|",
    ]
    try:
        clients = {name: Client(server.port, seat.token, WORKSPACE) for name, seat in seats.items()}
        for name, query in LISTS.items():
            spent = _measured(server, folder, clients, query, repeats)
            admin, rep, manager = (spent[seat] for seat in ("admin", "rep", "manager"))
            for seat, each in spent.items():
                more = {"processor_ms": round(each.each, 2)}
                _say(kind, customers, scope=name, seat=seat, value=round(each.median, 2), unit="ms", **more)
            ratio = rep.each / admin.each
            lines.append(
                f"| {name} | {admin.each:.2f} | {rep.each:.2f} | {ratio:.2f} | {rep.median / admin.median:.2f} "
                f"| {manager.each:.2f} | {manager.each / admin.each:.2f} | ≤ {GOAL} | {'yes' if ratio <= GOAL else 'no'} |"
            )
    finally:
        server.stop()
    asked = {name: ("customers", query) for name, query in LISTS.items()}
    for name, steps in of_lists(folder / "data", url, seats["rep"].token, WORKSPACE, asked).items():
        _say(kind, customers, scope=name, seat="rep", plan=steps)
        lines.append(f"\n{name}, of the rep: {said(folder / 'data', url, WORKSPACE, 'customers', steps)}")
    return "\n".join(lines)


def _measured(
    server: Server, folder: Path, clients: dict[str, Client], query: dict[str, str], repeats: int
) -> dict[str, Spent]:
    spent = {name: Spent() for name in clients}
    for client in clients.values():
        for _ in range(WARM):
            client.get("/tables/customers/records", **query)
    for _ in range(max(1, repeats // ROUND)):
        for name, client in clients.items():
            before = _processor(server, folder)
            for _ in range(ROUND):
                began = time.perf_counter()
                client.get("/tables/customers/records", **query)
                spent[name].times.append((time.perf_counter() - began) * 1_000)
            spent[name].processor += _processor(server, folder) - before
    return spent


def _processor(server: Server, folder: Path) -> float:
    """Seconds that the server has used, and PostgreSQL where that is used."""
    found = processes.processor(server.pid)
    database = folder / "postgresql" / "data" / "postmaster.pid"
    return found + (processes.processor(int(database.read_text().split()[0])) if database.exists() else 0.0)


def _say(kind: str, customers: int, **said: object) -> None:
    print(json.dumps({"peer": "gezi", "workload": kind, "n": customers, **said}, ensure_ascii=False), flush=True)
