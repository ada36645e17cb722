"""How the database finds the rows of the main lists: its own plan for each SELECT that the engine sends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from asks import Ask, records
from workload import FILTER_REGION, Workload

from gezi.api.app import build
from gezi.api.services import Services
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from support.plans import explained, indexes, selects, whole

MAIN_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "first_100": ("order_lines", {"limit": "100"}),
    "region_top": (
        "customers",
        {"sort": "-total", "filter": json.dumps({"field": "region", "op": "=", "value": FILTER_REGION})},
    ),
    "deep_page": ("order_lines", {"offset": "?"}),
    "by_path": ("order_lines", {"filter": json.dumps({"field": "order.status", "op": "=", "value": "draft"})}),
    "lines_of_order": ("order_lines", {"filter": json.dumps({"field": "order", "op": "=", "value": 1})}),
}


def plans(data: Path, database_url: str | None, token: str, work: Workload) -> dict[str, list[str]]:
    """The plans of the main lists by name, in the database's words; the server must have stopped."""
    lists = {
        name: records(table, **{key: str(work.n * 9 // 10) if value == "?" else value for key, value in query.items()})
        for name, (table, query) in MAIN_LISTS.items()
    }
    return of_asks(data, database_url, token, "bench", lists)


def of_asks(
    data: Path, database_url: str | None, token: str, workspace: str, asks: Mapping[str, Ask]
) -> dict[str, list[str]]:
    """The plans of any requests. What is explained is the third request for each: by then all is known that is remembered
    between requests."""
    services = Services.open(Settings(data=data, database_url=database_url), SystemClock())
    found: dict[str, list[str]] = {}
    try:
        client = build(services).test_client()
        headers = {"Authorization": f"Bearer {token}"}
        database = services.workspaces.open(workspace).database
        for name, ask in asks.items():
            path = f"/api/v1/workspaces/{workspace}{ask.address}"
            for _ in range(2):
                client.open(path, method=ask.method, headers=headers, json=ask.document)
            with selects() as sent:
                answer = client.open(path, method=ask.method, headers=headers, json=ask.document)
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.get_data(as_text=True)}")
            with database.read() as connection:
                found[name] = [step for one in sent for step in explained(connection, *one)]
    finally:
        services.close()
    return found


def said(data: Path, database_url: str | None, workspace: str, table: str, steps: Sequence[str]) -> str:
    """Whether a plan finds the rows of a table by indexes, and by which; one that looks at their ids alone uses none."""
    services = Services.open(Settings(data=data, database_url=database_url), SystemClock())
    try:
        ctx = services.workspaces.context(SYSTEM, Source.API)
        with services.workspaces.open(workspace).read(ctx) as tx:
            id_ = tx.catalogue.table(table).id
    finally:
        services.close()
    read = whole(steps, id_)
    return (
        f"reads the table whole: {', '.join(read)}" if read else f"found by {', '.join(indexes(steps, id_)) or 'ids'}"
    )
