"""Automations in a workspace with the CRM: made by HTTP, run by the background work of the installation."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from gezi.core.clock import FixedClock

from .people import BASE, People

ENDED = ("done", "failed", "cancelled", "stopped")


class Flows:
    """`flows.make(…)` makes an automation as admin, `flows.run()` does all the background work there is."""

    def __init__(self, people: People, clock: FixedClock) -> None:
        self.people, self.clock = people, clock
        self.admin = self.visitor("admin")
        self.background = people.crm.services.background
        self.made: list[str] = []

    def visitor(self, account: str) -> Any:
        return self.people.crm.visitor(account)

    def make(
        self, key: str, table: str, trigger: Any, *do: Any, who: str = "admin", where: Any = None, **more: Any
    ) -> Any:
        label = {"zh-CN": key, "en": key}
        document = {"key": key, "label": label, "table": table, "trigger": trigger, "do": list(do), **more}
        document |= {} if where is None else {"if": where}
        answer = self.visitor(who).post(f"{BASE}/automations", {"definition": document})
        if answer.status_code == 201:
            self.made.append(key)
        return answer

    def change(self, key: str, **parts: Any) -> Any:
        """Other parts of the definition; `enabled` and `shadow` are switches beside it."""
        switches = {name: parts.pop(name) for name in ("enabled", "shadow") if name in parts}
        path = f"{BASE}/automations/{key}"
        if parts:
            switches["definition"] = {**self.admin.get(path).json["definition"], **parts}
        answer = self.admin.patch(path, switches)
        assert answer.status_code == 200, answer.json
        return answer.json

    def run(self, after: timedelta = timedelta(0)) -> None:
        self.clock.advance(after)
        self.background.run()

    def runs(self, **query: Any) -> list[Any]:
        return self.admin.get(f"{BASE}/runs", **query).json["runs"]

    def one(self, **query: Any) -> Any:
        (found,) = self.runs(**query)
        return self.admin.get(f"{BASE}/runs/{found['id']}").json

    def bell(self, who: str, automation: str | None = None) -> list[str]:
        told = self.visitor(who).get(f"{BASE}/notifications").json["notifications"]
        return [each["text"] for each in told if automation in (None, each["automation"])]

    @contextmanager
    def cleared(self) -> Generator[Flows]:
        """What is made within the block is gone after it, so that one workspace serves many tests."""
        self.made.clear()
        yield self
        for key in self.made:
            self.admin.delete(f"{BASE}/automations/{key}", {})
        self.background.run()
