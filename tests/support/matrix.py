"""The CRM with rows of every owner and none in every table, for the matrix of rights."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gezi.accounts import people
from gezi.api.admission import admit
from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.context import Actor, Source
from gezi.tables.transaction import Tx

from .databases import Cluster
from .installations import Crm, lay_out
from .masters import laid_out
from .visitors import PASSWORD, Browser

BASE = "/workspaces/crm"
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
#: one of each role group, and somebody in none
PRINCIPALS = ("admin", "boss", "finance", "marketing", "manager", "sales1", "success", "newcomer")
#: whose rows there are: each principal's, those of colleagues, and nobody's in two departments
OWNERS: Mapping[str, str] = {
    **{who: who for who in PRINCIPALS},
    "public": "sales2",
    "department": "sales2",
    "other": "sales3",
    "far_public": "sales3",
}
FAMILIES = tuple(OWNERS)
CONFIGURATION = (
    "departments", "employees", "product_categories", "products", "industries", "sources", "pools", "recycle_rules",
)  # fmt: skip
#: each business table with the text field that carries the mark of a family, parents first
MARKED: Mapping[str, str] = {
    "campaigns": "name",
    "leads": "name",
    "lead_followups": "content",
    "customers": "name",
    "contacts": "name",
    "customer_followups": "content",
    "opportunities": "name",
    "opportunity_followups": "content",
    "quotes": "note",
    "quote_lines": "note",
    "orders": "note",
    "order_lines": "note",
    "receipts": "note",
    "invoices": "note",
}
TABLES = tuple(MARKED)
#: what a row hangs on, where it does
PARENTS: Mapping[str, tuple[str, str]] = {
    "lead_followups": ("lead", "leads"),
    "contacts": ("customer", "customers"),
    "customer_followups": ("customer", "customers"),
    "opportunities": ("customer", "customers"),
    "opportunity_followups": ("opportunity", "opportunities"),
    "quotes": ("customer", "customers"),
    "quote_lines": ("quote", "quotes"),
    "orders": ("customer", "customers"),
    "order_lines": ("order", "orders"),
    "receipts": ("order", "orders"),
    "invoices": ("order", "orders"),
}
OWNED = tuple(table for table in TABLES if table not in ("contacts", "quote_lines", "order_lines"))
BY_PARENT = ("lead_followups", "customer_followups", "opportunity_followups")  # made and owned by the administrator


#: a field that nothing looks at, to change
SPARE: Mapping[str, str] = {
    "campaigns": "location",
    "leads": "address",
    "lead_followups": "next_at",
    "customers": "address",
    "contacts": "address",
    "customer_followups": "next_at",
    "opportunities": "competitor",
    "opportunity_followups": "next_at",
    "quotes": "valid_until",
    "quote_lines": "description",
    "orders": "delivery_date",
    "order_lines": "description",
    "receipts": "serial",
    "invoices": "title",
}
#: whose picker offers every row that is seen
PICKED: Mapping[str, str] = {
    "lead_followups": "lead", "contacts": "customer", "opportunity_followups": "opportunity", "receipts": "order",
}  # fmt: skip


def mark(family: str) -> str:
    """A word that stands in the rows of one family alone."""
    return f"矩阵{FAMILIES.index(family):02}"


class _Undone(Exception):
    """Takes a transaction back."""


@dataclass
class Matrix:
    crm: Crm
    members: dict[str, int] = field(default_factory=dict[str, int])
    rows: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])  #: id by table and family
    gone: dict[str, int] = field(default_factory=dict[str, int])  #: a deleted lead of each family
    batch: str = ""  #: of the administrator, who made leads
    before: int = 0  #: the last change before the rows were made

    def visitor(self, who: str) -> Browser:
        return self.crm.visitor(who)

    def values(self, table: str, family: str) -> dict[str, Any]:
        """A new row of a family, complete."""
        values: dict[str, Any] = {MARKED[table]: mark(family)}
        if table in OWNED and table not in BY_PARENT:
            values["owner"] = self.members[OWNERS[family]]
        if table in PARENTS:
            key, parent = PARENTS[table]
            values[key] = self.rows[parent][family]
        if table in ("receipts", "invoices"):
            values["amount"] = "1.00"
        return values

    def new(self, table: str, family: str) -> dict[str, Any]:
        """A row that is not there yet."""
        if table in CONFIGURATION:
            return {"name": "矩阵新"}
        return self.values(table, family) | {MARKED[table]: "矩阵新"}

    def other(self, table: str, who: str) -> dict[str, Any]:
        """Another value of the spare field, by whom it is written."""
        day = f"2026-12-{PRINCIPALS.index(who) + 1:02}"
        text = {"next_at": f"{day}T09:00:00+08:00", "valid_until": day, "delivery_date": day}
        return {SPARE[table]: text.get(SPARE[table], f"改 {who}")}

    @contextmanager
    def undone(self, who: str) -> Generator[Tx]:
        """A transaction of a principal that is taken back at its end, whatever was done."""
        workspaces = self.crm.services.workspaces
        ctx = workspaces.context(Actor(self.members[who], who), Source.API)
        try:
            with workspaces.open("crm").write(ctx) as tx:
                yield tx
                raise _Undone
        except _Undone:
            pass

    @property
    def missing(self) -> int:
        """An id that no row has."""
        return 4_711_000

    def furnish(self) -> None:
        """Make the rows as the administrator, whom the creator's right says nothing new."""
        admin = self.visitor("admin")
        for who in {*OWNERS.values()}:
            self.members[who] = self.visitor(who).get(f"{BASE}/me").json["id"]
        self.before = admin.get(f"{BASE}/changes").json["last"]
        for table in TABLES:
            address = f"{BASE}/tables/{table}/records"
            made = admin.post(address, {"records": [{"values": self.values(table, family)} for family in FAMILIES]})
            assert made.status_code == 201, (table, made.json)
            self.rows[table] = {
                family: record["id"] for family, record in zip(FAMILIES, made.json["records"], strict=True)
            }
            if table in OWNED and table not in BY_PARENT:
                public = [self.rows[table][family] for family in ("public", "far_public")]
                freed = admin.patch(address, {"records": [{"id": id_, "values": {"owner": None}} for id_ in public]})
                assert freed.status_code == 200, (table, freed.json)
            if table == "leads":
                self.batch = made.json["batch"]
        self._delete_leads()

    def _delete_leads(self) -> None:
        admin, address = self.visitor("admin"), f"{BASE}/tables/leads/records"
        values = [self.values("leads", family) for family in FAMILIES]
        made = admin.post(address, {"records": [{"values": row} for row in values]}).json["records"]
        self.gone = {family: record["id"] for family, record in zip(FAMILIES, made, strict=True)}
        public = [self.gone[family] for family in ("public", "far_public")]
        admin.patch(address, {"records": [{"id": id_, "values": {"owner": None}} for id_ in public]})
        assert admin.delete(address, {"ids": list(self.gone.values())}).status_code == 200


@contextmanager
def opened(run: Path, target: Path, cluster: Cluster | None) -> Generator[Matrix]:
    clock = FixedClock(NOW)
    master = laid_out(run, "crm", cluster, lambda settings, _: lay_out(settings, clock))
    with master.copied(target / "data") as settings:
        services = Services.open(settings, clock)
        with services.control.write() as control:
            account = people.create(control, "newcomer", "新来的", PASSWORD, now=clock.now())
        admit(services, "crm", account)
        made = Matrix(Crm(services))
        made.furnish()
        yield made
        services.close()
