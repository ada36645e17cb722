"""Running an import, of customers if nothing else is said, as people do: a file sent, its job waited for."""

from __future__ import annotations

import io
from typing import Any

from .people import BASE, People
from .servers import wait_for


def run(people: People, who: str, sheet: str, table: str = "customers", **options: str) -> Any:
    """The job of an import, ended."""
    visitor = people.crm.visitor(who)
    data = {"file": (io.BytesIO(sheet.encode()), "sheet.csv"), **options}
    answer = visitor.send("POST", f"{BASE}/tables/{table}/imports", data=data)
    assert answer.status_code == 202, answer.json
    address = f"{BASE}/jobs/{answer.json['job']['id']}"
    wait_for(lambda: visitor.get(address).json["job"]["finished_at"] is not None)
    return visitor.get(address).json["job"]
