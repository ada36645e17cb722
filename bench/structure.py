"""Measures of changes of the structure: what a field costs where many rows are, and how long others wait meanwhile."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from measures import Run, ended

LINES = "/tables/order_lines/fields"
NET = {"en": "Net", "zh-CN": "净额"}
RESULT = {"type": "number", "options": {"scale": 2}}


def add_field(run: Run) -> float:
    """A new text field in the table with the most rows: seconds. A reader looks on."""
    return restructured(run, "POST", LINES, {"type": "text", "label": {"en": "Remark", "zh-CN": "备注"}})


def add_formula(run: Run) -> float:
    """A new formula there, computed for every row: seconds. A reader looks on."""
    return restructured(run, "POST", LINES, {"key": "net", "type": "formula", "label": NET, **net("price * quantity")})


def change_formula(run: Run) -> float:
    """Another formula for that field, computed anew for every row: seconds. A reader looks on."""
    return restructured(run, "PATCH", f"{LINES}/net", net("price * quantity * discount"))


def add_rollup(run: Run) -> float:
    """A sum of it for every order: seconds. A reader looks on."""
    field = {
        "type": "rollup",
        "label": {"en": "Net of the lines", "zh-CN": "明细净额"},
        "options": {"path": ["order_lines.order"], "aggregate": "sum", "field": "net", "result": RESULT},
    }
    return restructured(run, "POST", "/tables/orders/fields", field)


def net(formula: str) -> dict[str, Any]:
    return {"options": {"formula": formula, "result": RESULT}}


def restructured(run: Run, method: str, path: str, body: dict[str, Any]) -> float:
    """Seconds until a change of the structure is done for every row."""
    with pauses(run) as waited:
        began = time.perf_counter()
        answer = json.loads(run.client.send(method, path, json.dumps(body).encode(), "application/json"))
        if "job" in answer:  # many rows: it is done beside the request
            job = ended(run, answer["job"])
            if job["state"] != "done":
                raise RuntimeError(f"a change of the structure ended as {job}")
        seconds = time.perf_counter() - began
    run.longest = max(run.longest, *waited)
    return seconds


def reader_pause(run: Run) -> float:
    """Milliseconds of the slowest page that was read while these fields were added."""
    return run.longest


@contextmanager
def pauses(run: Run) -> Iterator[list[float]]:
    """Pages of lines are read by somebody else all the time; how many milliseconds each took."""
    client, ended, waited = run.connect(), threading.Event(), [0.0]

    def read() -> None:
        while not ended.is_set():
            began = time.perf_counter()
            client.get("/tables/order_lines/records", limit=100)
            waited.append((time.perf_counter() - began) * 1000)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield waited
    finally:
        ended.set()
        reader.join()
        client.close()
