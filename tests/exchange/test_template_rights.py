"""Who sees and may change what in the installed CRM: the manual's matrix, against an oracle that knows the demo data only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gezi.accounts import members
from gezi.core.context import Actor, Source
from gezi.core.errors import Refusal
from gezi.exchange.template import demo, library
from gezi.tables import records
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import RowUpdate
from gezi.tables.transaction import Tx
from support.installations import Crm

Values = dict[str, Any]
PARENT = {
    "lead_followups": ("lead", "leads"), "contacts": ("customer", "customers"),
    "customer_followups": ("customer", "customers"), "opportunity_followups": ("opportunity", "opportunities"),
    "quote_lines": ("quote", "quotes"), "order_lines": ("order", "orders"), "receipts": ("order", "orders"),
    "invoices": ("order", "orders"),
}  # fmt: skip
SALES = [
    "leads",
    "lead_followups",
    "customers",
    "contacts",
    "customer_followups",
    "opportunities",
    "opportunity_followups",
]
PAPERS = ["quotes", "quote_lines", "orders", "order_lines", "receipts", "invoices"]
DEPARTMENT = {"sales1": "dept_sales_1", "sales2": "dept_sales_1", "sales3": "dept_sales_3"}
BELOW_MANAGER = {"dept_sales", "dept_sales_1", "dept_sales_2"}


class Demo:
    """What the demo data say, without the engine."""

    def __init__(self) -> None:
        parts = demo.read(library.load("crm"))
        self.rows = {part["table"]: {row["ref"]: row for row in part["rows"]} for part in parts}

    def holder(self, table: str, row: Values) -> Values:
        """The row that has the owner: the row itself, or what it hangs on."""
        if table not in PARENT:
            return row
        field, parent = PARENT[table]
        return self.rows[parent][row["values"][field]["ref"]]

    def customer(self, table: str, row: Values) -> Values | None:
        values = self.holder(table, row)["values"]
        if table in ("customers", "contacts", "customer_followups"):
            return self.holder(table, row)
        return self.rows["customers"][values["customer"]["ref"]] if table not in ("leads", "lead_followups") else None

    def sees(self, who: str, table: str, row: Values) -> bool:
        """The rules of the manual, in words of the demo data."""
        holder = self.holder(table, row)
        owner, department = who_is(holder["values"].get("owner")), holder["values"]["department"]["ref"]
        if who in ("admin", "boss", "finance") or row.get("by") == who or owner == who:
            return True
        by_itself = table.endswith("_followups") or table in ("receipts", "invoices")
        if by_itself and who_is(row["values"].get("owner")) == who:
            return True
        for place in (holder, self.customer(table, row)):
            shared = [who_is(one) for one in (place or {"values": {}})["values"].get("collaborators", ())]
            if who in shared and who != "success":
                return True
        if who == "manager":
            return department in BELOW_MANAGER
        if who in DEPARTMENT and table in SALES:
            return owner is None and department == DEPARTMENT[who]
        return who == "marketing" and table in SALES


def who_is(reference: Any) -> str | None:
    return reference["account"] if reference else None


class World:
    def __init__(self, crm: Crm) -> None:
        self.workspaces = crm.services.workspaces
        self.workspace = self.workspaces.open("crm")
        names = {person["name"]: person["account"] for person in library.load("crm")["demo"]["accounts"]}
        with self.workspace.database.read() as connection:
            self.ids = {names[member.name]: member.id for member in members.all(connection) if member.name in names}

    @contextmanager
    def read(self, who: str) -> Iterator[Tx]:
        with self.workspace.read(self.workspaces.context(Actor(self.ids[who], who), Source.API)) as tx:
            yield tx

    @contextmanager
    def write(self, who: str) -> Iterator[Tx]:
        with self.workspace.write(self.workspaces.context(Actor(self.ids[who], who), Source.API)) as tx:
            yield tx

    def find(self, table: str, filter: Values, who: str = "admin") -> records.Record:
        with self.read(who) as tx:
            return query.list_records(tx, table, Query(filter=filter, limit=1, sort="created_at")).records[0]

    def create(self, who: str, table: str, **values: Any) -> records.Record:
        with self.write(who) as tx:
            return records.create(tx, table, [values]).records[0]

    def update(self, who: str, table: str, id: int, **values: Any) -> records.Record:
        with self.write(who) as tx:
            return records.update(tx, table, [RowUpdate(id, values)]).records[0]

    def refused(self, who: str, table: str, id: int, **values: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            self.update(who, table, id, **values)
        return refusal.value.kind.name


@pytest.fixture
def world(crm: Crm) -> World:
    return World(crm)


def of(field: str, op: str, value: Any = None) -> Values:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def test_everybody_sees_exactly_the_rows_that_the_manual_gives_them(world: World) -> None:
    demo_data = Demo()
    for who in ("admin", "boss", "finance", "manager", "sales1", "sales2", "sales3", "marketing", "success"):
        for table in ["campaigns", *SALES, *PAPERS]:
            if table in PAPERS and who in ("marketing", "success"):
                with world.read(who) as tx, pytest.raises(Refusal) as refusal:
                    query.list_records(tx, table, Query())
                assert refusal.value.kind.name == "NOT_FOUND"
                continue
            rows = demo_data.rows[table].values()
            everything = table == "campaigns" and who != "success"
            expected = sum(everything or (table != "campaigns" and demo_data.sees(who, table, row)) for row in rows)
            with world.read(who) as tx:
                assert query.list_records(tx, table, Query(limit=1, count=True)).count == expected, (who, table)


def test_configuration_is_for_everybody_to_see(world: World) -> None:
    for who in world.ids:
        for table in ("departments", "employees", "product_categories", "products", "industries", "sources", "pools"):
            with world.read(who) as tx:
                assert query.list_records(tx, table, Query(limit=1)).records, (who, table)


def test_a_sales_person_keeps_what_is_theirs_but_cannot_hand_it_over(world: World) -> None:
    mine = world.find("customers", of("owner", "=", "@me"), "sales1")
    assert world.update("sales1", "customers", mine.id, address="青丘路 1 号").values["address"] == "青丘路 1 号"
    assert world.refused("sales1", "customers", mine.id, owner=world.ids["sales2"]) == "FORBIDDEN"
    assert world.refused("sales1", "customers", mine.id, department=None) == "FORBIDDEN"


def test_a_sales_person_may_edit_a_public_lead_of_their_department_but_not_delete_it(world: World) -> None:
    public = world.find("leads", {"and": [of("owner", "empty"), of("department.name", "=", "销售一部")]})
    assert world.update("sales1", "leads", public.id, note="已查看").values["note"] == "已查看"
    with world.write("sales1") as tx, pytest.raises(Refusal) as refusal:
        records.delete(tx, "leads", [public.id])
    assert refusal.value.kind.name == "FORBIDDEN"
    assert world.refused("sales3", "leads", public.id, note="看不到") == "NOT_FOUND"


def test_a_public_lead_can_be_followed_up_within_the_department(world: World) -> None:
    public = world.find("leads", {"and": [of("owner", "empty"), of("department.name", "=", "销售一部")]})
    made = world.create("sales2", "lead_followups", lead=public.id, content="电话沟通")
    assert made.values["owner"] == {"id": world.ids["sales2"], "label": "乙销售"}
    with pytest.raises(Refusal):
        world.create("sales3", "lead_followups", lead=public.id, content="电话沟通")


def test_a_manager_assigns_within_the_departments_they_head(world: World) -> None:
    row = world.find("customers", of("owner", "=", world.ids["sales1"]))
    moved = world.update("manager", "customers", row.id, owner=world.ids["sales2"])
    assert moved.values["owner"]["id"] == world.ids["sales2"]
    assert moved.values["department"]["label"] == "销售一部"
    assert world.refused("manager", "customers", row.id, owner=world.ids["sales3"]) == "FORBIDDEN"
    other = world.find("customers", of("owner", "=", world.ids["sales3"]))
    assert world.refused("manager", "customers", other.id, note="别人的") == "NOT_FOUND"


def test_the_department_follows_the_owner_and_stays_when_released(world: World) -> None:
    row = world.find("customers", of("owner", "=", world.ids["sales1"]))
    assert (
        world.update("boss", "customers", row.id, owner=world.ids["sales3"]).values["department"]["label"] == "销售三部"
    )
    released = world.update("boss", "customers", row.id, owner=None)
    assert released.values["owner"] is None
    assert released.values["department"]["label"] == "销售三部"


def test_an_owner_who_is_not_named_is_the_creator(world: World) -> None:
    made = world.create("sales1", "customers", name="方壶远航科技有限公司")
    assert made.values["owner"]["id"] == world.ids["sales1"]
    assert made.values["department"]["label"] == "销售一部"
    assert (made.values["level"], made.values["stage"]) == ("key", "potential")


def test_the_creator_goes_on_seeing_but_not_changing(world: World) -> None:
    made = world.create("sales1", "customers", name="归墟远航科技有限公司")
    world.update("boss", "customers", made.id, owner=world.ids["sales3"])
    assert world.find("customers", of("name", "=", "归墟远航科技有限公司"), "sales1").id == made.id
    assert world.refused("sales1", "customers", made.id, note="还是我的") == "FORBIDDEN"


def test_collaborators_see_all_that_hangs_on_a_customer_until_they_are_removed(world: World) -> None:
    order = world.find("orders", {"and": [of("owner", "=", world.ids["sales1"]), of("received_amount", ">", "0")]})
    customer = order.values["customer"]["id"]

    def seen(who: str) -> list[int]:
        with world.read(who) as tx:
            return [
                query.list_records(tx, table, Query(filter=of(path, "=", customer), count=True, limit=1)).count or 0
                for table, path in (("contacts", "customer"), ("orders", "customer"), ("receipts", "customer"))
            ]

    assert seen("sales3") == [0, 0, 0]
    world.update("boss", "customers", customer, collaborators=[world.ids["sales3"], world.ids["marketing"]])
    assert seen("sales3") == seen("admin")
    assert world.refused("sales3", "customers", customer, note="只能看") == "FORBIDDEN"
    with world.read("marketing") as tx, pytest.raises(Refusal):
        query.list_records(tx, "orders", Query())
    world.update("boss", "customers", customer, collaborators=[])
    assert seen("sales3") == [0, 0, 0]


def test_only_finance_and_management_confirm(world: World) -> None:
    def open_receipt() -> int:
        return world.find("receipts", of("finance_confirmed", "=", "unconfirmed")).id

    mine = world.find("receipts", of("finance_confirmed", "=", "unconfirmed"))
    owner = next(who for who, id_ in world.ids.items() if id_ == mine.values["owner"]["id"])
    assert world.refused(owner, "receipts", mine.id, finance_confirmed="confirmed") == "FORBIDDEN"
    for who in ("finance", "boss"):
        receipt = open_receipt()
        assert (
            world.update(who, "receipts", receipt, finance_confirmed="confirmed").values["finance_confirmed"]
            == "confirmed"
        )


def test_sales_may_not_enter_a_receipt_that_is_confirmed_already(world: World) -> None:
    order = world.find("orders", {"and": [of("owner", "=", world.ids["sales1"]), of("status", "=", "approved")]})
    with pytest.raises(Refusal) as refusal:
        world.create("sales1", "receipts", order=order.id, amount="1.00", finance_confirmed="confirmed")
    assert refusal.value.kind.name == "FORBIDDEN"
    made = world.create("sales1", "receipts", order=order.id, amount="1.00")
    assert made.values["finance_confirmed"] == "unconfirmed"
    assert made.values["customer"] == order.values["customer"]


def test_finance_keeps_receipts_but_only_looks_at_orders(world: World) -> None:
    order = world.find("orders", of("status", "=", "approved"))
    world.create("finance", "receipts", order=order.id, amount="12.50")
    assert world.refused("finance", "orders", order.id, note="改不了") == "FORBIDDEN"


def test_a_newcomer_sees_configuration_and_public_rows_and_changes_nothing(world: World) -> None:
    with world.workspace.write(
        world.workspaces.context(Actor(world.ids["admin"], "admin", system=True), Source.SYSTEM)
    ) as tx:
        world.ids["newcomer"] = members.add(tx.connection, "新来的", None, now=tx.ctx.now).id
        tx.reload()
    with world.read("newcomer") as tx:
        assert query.list_records(tx, "departments", Query(count=True)).count == 7
        public = query.list_records(tx, "customers", Query(count=True))
        assert public.count == 7
        with pytest.raises(Refusal):
            query.list_records(tx, "salaries", Query())
    assert world.refused("newcomer", "customers", public.records[0].id, note="不能改") == "FORBIDDEN"
    with pytest.raises(Refusal) as refusal:
        world.create("newcomer", "customers", name="子虚新人有限公司")
    assert refusal.value.kind.name == "FORBIDDEN"


def test_marketing_keeps_its_own_leads_and_looks_at_the_others(world: World) -> None:
    made = world.create("marketing", "leads", name="上官谷雨")
    assert world.update("marketing", "leads", made.id, company="青丘有限公司").values["company"] == "青丘有限公司"
    theirs = world.find("leads", of("owner", "=", world.ids["sales1"]))
    assert world.refused("marketing", "leads", theirs.id, company="改不了") == "FORBIDDEN"


@pytest.mark.parametrize("table", ["receipts", "invoices"])
def test_what_finance_has_confirmed_is_read_only_for_everybody(world: World, table: str) -> None:
    row = world.find(table, of("finance_confirmed", "=", "confirmed"))
    for who in ("finance", "boss", "admin"):
        assert world.refused(who, table, row.id, amount="1.00") == "CONFLICT"
        assert world.refused(who, table, row.id, finance_confirmed="unconfirmed") == "CONFLICT"
        with world.write(who) as tx, pytest.raises(Refusal) as refusal:
            records.delete(tx, table, [row.id])
        assert refusal.value.kind.name == "CONFLICT"


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_an_order_in_approval_is_locked_with_its_lines(world: World, status: str) -> None:
    order = world.find("orders", of("status", "=", status))
    line = world.find("order_lines", of("order", "=", order.id))
    assert world.refused("boss", "orders", order.id, note="不能改") == "CONFLICT"
    assert world.refused("boss", "order_lines", line.id, price="1.00") == "CONFLICT"
    with pytest.raises(Refusal) as refusal:
        world.create("boss", "order_lines", order=order.id, price="1.00")
    assert refusal.value.kind.name == "CONFLICT"


def test_a_rejected_order_can_be_edited_again(world: World) -> None:
    order = world.find("orders", of("status", "=", "rejected"))
    assert world.update("boss", "orders", order.id, note="已调整").values["note"] == "已调整"


def test_a_lead_that_became_a_customer_is_locked(world: World) -> None:
    lead = world.find("leads", of("customer", "not_empty"))
    assert lead.values["status"] == "converted"
    assert world.refused("boss", "leads", lead.id, note="不能改") == "CONFLICT"


def test_money_must_be_more_than_nothing(world: World) -> None:
    order = world.find("orders", of("status", "=", "approved"))
    for amount in ("0", "-1.00"):
        with pytest.raises(Refusal) as refusal:
            world.create("finance", "receipts", order=order.id, amount=amount)
        (problem,) = refusal.value.problems
        assert (problem.field, problem.kind.name) == ("amount", "INVALID")
        assert problem.text("zh-CN") == "金额必须大于 0"


def test_nothing_is_confirmed_before_its_order_is_approved(world: World) -> None:
    order = world.find("orders", of("status", "=", "draft"))
    made = world.create("boss", "receipts", order=order.id, amount="1.00")
    with pytest.raises(Refusal) as refusal:
        world.update("finance", "receipts", made.id, finance_confirmed="confirmed")
    assert refusal.value.problems[0].text("en") == "Only on an approved order can finance confirm"


def test_a_line_s_quantity_and_discount_keep_their_bounds(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        world.create("boss", "orders", lines=[{"values": {"price": "1.00", "quantity": "0", "discount": "101"}}])
    assert {problem.text("zh-CN") for problem in refusal.value.problems} == {
        "数量必须大于 0",
        "折扣必须在 0 到 100 之间",
    }


def test_a_follow_up_lies_in_the_past(world: World) -> None:
    customer = world.find("customers", of("owner", "=", "@me"), "sales1")
    with pytest.raises(Refusal) as refusal:
        world.create("sales1", "customer_followups", customer=customer.id, followed_at="2026-11-23T09:00:00+08:00")
    assert refusal.value.problems[0].field == "followed_at"
    world.create("sales1", "customer_followups", customer=customer.id, followed_at="2026-11-22T23:00:00+08:00")
