"""How the database finds the rows of the main lists: its own plan for each SELECT that the engine sends."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy import event
from workload import FILTER_REGION, Workload

from gezi.api.app import build
from gezi.api.services import Services
from gezi.core.clock import SystemClock
from gezi.core.settings import Settings

_USER_TABLE = re.compile(r"\bt_\d+\b")
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
        name: (table, {key: str(work.n * 9 // 10) if value == "?" else value for key, value in query.items()})
        for name, (table, query) in MAIN_LISTS.items()
    }
    return of_lists(data, database_url, token, "bench", lists)


def of_lists(
    data: Path, database_url: str | None, token: str, workspace: str, lists: Mapping[str, tuple[str, Mapping[str, str]]]
) -> dict[str, list[str]]:
    """The plans of any lists, each as (table, query). What is explained is the third request for each: by then all is known
    that is remembered between requests."""
    services = Services.open(Settings(data=data, database_url=database_url), SystemClock())
    found: dict[str, list[str]] = {}
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and _USER_TABLE.search(statement):
            sent.append((statement, parameters))

    try:
        client = build(services).test_client()
        headers = {"Authorization": f"Bearer {token}"}
        database = services.workspaces.open(workspace).database
        for name, (table, query) in lists.items():
            path = f"/api/v1/workspaces/{workspace}/tables/{table}/records?{urlencode(query)}"
            for _ in range(2):
                client.get(path, headers=headers)
            sent.clear()
            event.listen(sa.Engine, "before_cursor_execute", note)
            answer = client.get(path, headers=headers)
            event.remove(sa.Engine, "before_cursor_execute", note)
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.get_data(as_text=True)}")
            with database.read() as connection:
                found[name] = [step for one in sent for step in _explained(connection, *one)]
    finally:
        services.close()
    return found


def _explained(connection: sa.Connection, statement: str, parameters: Any) -> list[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[-1] for row in rows]
    rows = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", parameters)
    return [row[0].strip() for row in rows if not row[0].strip().startswith(("Filter", "Hash Cond"))]
