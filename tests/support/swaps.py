"""One workspace with one of everything that has an id or a key, for the test that swaps them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gezi.core.context import SYSTEM, Source
from gezi.tables import config

from .people import BASE, People
from .visitors import Browser

LABEL = {"zh-CN": "保管", "en": "Vault"}
#: a sales rep, a manager of another department, one who sees everything that is sold, one without any group
PRINCIPALS = ("admin", "sales3", "manager", "finance", "newcomer")
NOWHERE = 4_711_000  #: an id that nothing has
Body = Callable[[Mapping[str, Any]], Any]
HEAD: dict[str, Any] = {"key": "head", "label": LABEL, "approvers": [{"role": "management"}], "fields": ["note"]}


@dataclass(frozen=True, slots=True)
class Case:
    """A request that succeeds for `may`. To the other principals the thing at `swap` is as if it were not there, but to those
    of `sees`, who know of it and are refused."""

    at: Mapping[str, Any]
    swap: str
    may: tuple[str, ...] = ("admin",)
    sees: tuple[str, ...] = ()
    body: Body | None = None
    query: Body | None = None
    upload: bool = False
    soft: bool = False  #: answers what became of each thing, not whether it may
    conflict: bool = False  #: is refused (409) to who may, after the question who may

    def nowhere(self) -> dict[str, Any]:
        """The same places with something that is not there."""
        here = self.at[self.swap]
        return {**self.at, self.swap: NOWHERE if isinstance(here, int) else "nowhere"}

    def ask(self, who: Browser, method: str, path: str, at: Mapping[str, Any]) -> Any:
        for name, value in at.items():
            path = path.replace(f"{{{name}}}", str(value))
        assert "{" not in path.replace("{ws}", ""), path
        sent: dict[str, Any] = {}
        if self.upload:
            sent["data"] = {"file": (io.BytesIO("名称\n甲\n".encode()), "rows.csv")}
        elif method != "GET" and self.body is not None:
            sent["json"] = self.body(at)
        if self.query is not None:
            sent["query_string"] = self.query(at)
        return who.send(method, path.replace("{ws}", "crm"), buffered=True, **sent)


@dataclass
class Things:
    """What there is: made by whom it belongs to."""

    people: People
    members: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self.admin = self.people.crm.visitor("admin")
        self.rep = self.people.crm.visitor("sales3")
        self.customer = self.people.create("sales3", "customers", name="一家客户")
        self.members = {who: self.people.member(who) for who in (*PRINCIPALS, "boss", "sales1")}

    def done(self, answer: Any) -> Any:
        assert answer.status_code < 300, (answer.request.path, answer.json)
        return answer.json

    def lead(self, name: str, **values: Any) -> int:
        return self.people.create("sales3", "leads", name=name, **values)

    def batch(self, name: str) -> str:
        made = self.rep.post(f"{BASE}/tables/leads/records", {"records": [{"values": {"name": name}}]})
        return self.done(made)["batch"]

    def trashed(self, name: str) -> int:
        gone = self.lead(name)
        self.done(self.rep.delete(f"{BASE}/tables/leads/records/{gone}"))
        return gone

    def file(self, name: str) -> tuple[int, int]:
        sent = self.rep.send("POST", f"{BASE}/attachments", data={"file": (io.BytesIO(b"x"), "x.txt")})
        file = self.done(sent)["id"]
        return self.people.create("sales3", "customers", name=name, attachments=[file]), file

    def job(self) -> str:
        """An import of the sales rep's, done, with a refused row."""
        sheet = io.BytesIO("姓名,邮箱\n进来,a@b.cn\n出去,x\n".encode())
        begun = self.rep.send("POST", f"{BASE}/tables/leads/imports", data={"file": (sheet, "leads.csv")})
        job = self.done(begun)["job"]["id"]
        assert self.people.crm.services.jobs.wait(job, 60)
        return job

    def order(self, approved: bool = False) -> tuple[int, int]:
        """A submitted order of the sales rep's and its approval."""
        line = {"values": {"description": "顾问服务", "price": "10.00", "quantity": "2"}}
        order = self.people.create("sales3", "orders", customer=self.customer, lines=[line])
        self.done(self.people.press("sales3", "orders", order, "submit"))
        (mine,) = [each for each in self.people.box("sales3", "started") if each["record"]["id"] == order]
        if approved:
            decided = {"outcome": "approve"}
            self.done(self.people.crm.visitor("boss").post(f"{BASE}/approvals/{mine['id']}/decide", decided))
        return order, mine["id"]

    def approvals(self) -> None:
        """One stage that management decides; approved orders can be changed."""
        workspaces = self.people.crm.services.workspaces
        with workspaces.open("crm").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
            (before,) = config.get(tx, "approvals")
            kept = {key: value for key, value in before.items() if key not in ("approver", "change")}
            stages = {"stages": [HEAD], "fallback": "management", "change": {"fields": ["note"]}}
            config.put(tx, "approvals", [{**kept, **stages}])

    def table(self, key: str) -> int:
        """A table that administrators alone see, with a record in it."""
        fields = f"{BASE}/tables/{key}/fields"
        self.done(self.admin.post(f"{BASE}/tables", {"key": key, "label": LABEL}))
        self.done(self.admin.patch(f"{fields}/name", {"label": "名称", "unique": True}))
        self.done(self.admin.post(fields, {"key": "amount", "label": "amount", "type": "number"}))
        twice = {"key": "twice", "label": "twice", "type": "formula", "options": {"formula": "amount * 2"}}
        self.done(self.admin.post(fields, twice))
        return self.people.create("admin", key, name="乙", amount="1")

    def automation(self, key: str, trigger: Mapping[str, Any], *do: Any) -> str:
        document = {"key": key, "label": LABEL, "table": "leads", "trigger": trigger, "do": list(do)}
        self.done(self.admin.post(f"{BASE}/automations", {"definition": document}))
        return key

    def run(self, automation: str) -> int:
        (found,) = self.done(self.admin.get(f"{BASE}/runs", automation=automation))["runs"]
        return found["id"]
