"""The people of the demo company, and how they press buttons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from .installations import Crm

BASE = "/workspaces/crm"


@dataclass
class People:
    """`people.press("sales1", "leads", 7, "claim")`."""

    crm: Crm

    def press(self, who: str, table: str, record: int, button: str, **inputs: Any) -> TestResponse:
        path = f"{BASE}/tables/{table}/records/{record}/actions/{button}"
        return self.crm.visitor(who).post(path, {"inputs": inputs})

    def create(self, who: str, table: str, /, **values: Any) -> int:
        answer = self.crm.visitor(who).post(f"{BASE}/tables/{table}/records", {"records": [{"values": values}]})
        assert answer.status_code == 201, answer.json
        return answer.json["records"][0]["id"]

    def change(self, who: str, table: str, record: int, **values: Any) -> TestResponse:
        body = {"records": [{"id": record, "values": values}]}
        return self.crm.visitor(who).patch(f"{BASE}/tables/{table}/records", body)

    def get(self, who: str, table: str, record: int) -> Any:
        answer = self.crm.visitor(who).get(f"{BASE}/tables/{table}/records/{record}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def values(self, who: str, table: str, record: int) -> Any:
        return self.get(who, table, record)["values"]

    def offered(self, who: str, table: str, record: int) -> set[str]:
        return {action["key"] for action in self.get(who, table, record)["actions"]}

    def find(self, who: str, table: str, field: str, value: Any) -> int:
        """The one record of the table whose field has this value."""
        condition = json.dumps({"field": field, "op": "=", "value": value})
        found = self.crm.visitor(who).get(f"{BASE}/tables/{table}/records", filter=condition).json["records"]
        assert len(found) == 1, found
        return found[0]["id"]

    def member(self, account: str) -> int:
        return self.crm.visitor(account).get(f"{BASE}/me").json["id"]

    def box(self, who: str, name: str) -> list[Any]:
        return self.crm.visitor(who).get(f"{BASE}/approvals", box=name).json["approvals"]

    def order_of(self, who: str, price: str = "1000.00", quantity: str = "2", **customer: Any) -> tuple[int, int]:
        """A customer of one's own with a draft order of one line; (customer, order)."""
        owner = self.create(who, "customers", name=f"审批客户 {who}", **customer)
        line = {"values": {"description": "顾问服务", "price": price, "quantity": quantity}}
        return owner, self.create(who, "orders", customer=owner, lines=[line])


def code(answer: TestResponse) -> tuple[int, str]:
    """Status and code of the first problem."""
    document: Any = answer.json
    return answer.status_code, document["errors"][0]["code"]
