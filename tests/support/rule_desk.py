"""An administrator of a shop who keeps the rules of its tables over HTTP."""

from __future__ import annotations

from typing import Any

from gezi.api.app import build
from gezi.api.services import Services

from .visitors import Browser

SHOP = "/workspaces/other"
Rule = dict[str, Any]


class Desk:
    """An administrator of a shop whose template brought one rule."""

    def __init__(self, services: Services) -> None:
        self.app = build(services)
        self.eve = Browser(self.app)
        self.eve.sign_in("eve")
        self.ann = Browser(self.app)
        self.ann.sign_in("ann")

    def rules(self, table: str) -> Any:
        return self.eve.get(f"{SHOP}/tables/{table}/rules").json

    def at(self, table: str, kind: str, key: str) -> str:
        return f"{SHOP}/tables/{table}/rules/{kind}/{key}"

    def put(self, table: str, kind: str, key: str, rule: Rule, **more: Any) -> Any:
        return self.eve.send("PUT", self.at(table, kind, key), json={"rule": rule, **more})

    def kept(self, table: str, kind: str, key: str, rule: Rule, **more: Any) -> Any:
        answer = self.put(table, kind, key, rule, **more)
        assert answer.status_code == 200, answer.json
        return answer.json

    def trial(self, table: str, kind: str, rule: Rule) -> Any:
        answer = self.eve.post(f"{SHOP}/tables/{table}/rules/{kind}/try", {"rule": rule})
        assert answer.status_code == 200, answer.json
        return answer.json

    def add(self, table: str, *rows: Rule) -> list[int]:
        body = {"records": [{"values": values} for values in rows]}
        answer = self.eve.post(f"{SHOP}/tables/{table}/records", body)
        assert answer.status_code == 201, answer.json
        return [record["id"] for record in answer.json["records"]]

    def change(self, table: str, id_: int, values: Rule) -> Any:
        return self.eve.patch(f"{SHOP}/tables/{table}/records/{id_}", {"values": values})
