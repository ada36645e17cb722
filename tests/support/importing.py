"""Running an import of customers as people do: a file sent, its job waited for."""

from __future__ import annotations

import io
from typing import Any

from .people import BASE, People
from .servers import wait_for

CUSTOMERS = f"{BASE}/tables/customers"


def run(people: People, who: str, sheet: str, **options: str) -> Any:
    """The job of an import, ended."""
    visitor = people.crm.visitor(who)
    data = {"file": (io.BytesIO(sheet.encode()), "customers.csv"), **options}
    answer = visitor.send("POST", f"{CUSTOMERS}/imports", data=data)
    assert answer.status_code == 202, answer.json
    address = f"{BASE}/jobs/{answer.json['job']['id']}"
    wait_for(lambda: visitor.get(address).json["job"]["finished_at"] is not None)
    return visitor.get(address).json["job"]
