"""S4, S9, S21, S36, S65–S69, S76, S78 and S82: who a newcomer is, what roles open, and where records go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gezi.cli.commands import find
from gezi.core.clock import FixedClock
from gezi.core.context import Actor, Source
from gezi.core.errors import Refusal
from gezi.exchange import imports
from gezi.exchange.imports import read_options
from support.flows import Flows
from support.people import BASE, People, code

CUSTOMERS = f"{BASE}/tables/customers/records"
SELF_CREATED = {"name": "自建客户 30 天", "table": "customers", "scope": "self_created", "active": True}


def confirm(people: People, table: str, *changes: dict[str, Any]) -> None:
    """Rules of a timer change by a plan that is confirmed."""
    admin, path = people.crm.visitor("admin"), f"{BASE}/tables/{table}/timers/recycle"
    body: dict[str, Any] = {"changes": list(changes), "mode": "all", "grace": 0}
    token = admin.post(f"{path}/plan", body).json["token"]
    done = admin.post(f"{path}/confirm", {**body, "token": token})
    assert done.status_code == 200, done.json


def test_s4_s9_what_a_sales_person_made_goes_to_the_pool_of_their_department_and_stays_in_their_sight(
    people: People, clock: FixedClock
) -> None:
    confirm(people, "customers", {"values": {**SELF_CREATED, "no_followup_days": "30"}})
    customer, me = people.create("sales1", "customers", name="自建三十天"), people.member("sales1")
    assert people.values("sales1", "customers", customer)["pool"] is None

    def after(days: int) -> Any:
        clock.advance(timedelta(days=days))
        people.crm.visitors.clear()
        people.crm.services.background.run()
        return people.values("sales1", "customers", customer)

    assert after(30)["owner"]["id"] == me
    values = after(1)  # the creator goes on seeing it (S92)
    assert (values["owner"], values["pool"]["label"]) == (None, "销售一部客户池")
    line = people.crm.visitor("sales1").get(f"{CUSTOMERS}/{customer}/ownership").json["entries"][0]
    assert (line["kind"], line["reason"], line["from"]["id"], line["to"]) == ("recycle", "no_follow_up", me, None)
    assert line["pool"] == values["pool"]["id"]
    assert people.press("sales2", "customers", customer, "claim").status_code == 200
    assert people.change("sales1", "customers", customer, note="改").status_code == 403


def test_s21_the_card_of_key_deals_holds_the_rows_of_the_viewer_the_largest_first(office: Flows) -> None:
    people, today = office.people, office.clock.now().date()
    day = (today + timedelta(days=20)).isoformat()
    for who, amount in (("sales1", "910000"), ("sales2", "990000"), ("sales3", "950000"), ("sales1", None)):
        people.create(who, "opportunities", name=f"大单 {amount}", amount=amount, expected_close_date=day)

    def card(who: str) -> Any:
        visitor: Any = people.crm.visitor(who)
        home = visitor.get(f"{BASE}/navigation").json["home"]
        cards = visitor.get(f"{BASE}/dashboards/{home}").json["cards"]
        return next(each for each in cards if each["key"] == "near_term")

    def names(who: str) -> list[str]:
        found = [row["values"]["name"] for row in card(who)["data"]["records"]]
        return [name for name in found if name.startswith("大单")]

    assert names("boss")[:3] == ["大单 990000", "大单 950000", "大单 910000"]
    assert names("manager")[:2] == ["大单 990000", "大单 910000"]  # the department below theirs; not 销售三部
    amounts = [row["values"]["amount"] for row in card("manager")["data"]["records"]]
    known = [float(amount) for amount in amounts if amount is not None]
    assert known == sorted(known, reverse=True)
    assert None not in amounts[: len(known)]


def test_s36_a_button_is_refused_where_it_is_not_shown_and_pressed_twice_it_runs_once(office: Flows) -> None:
    people = office.people
    customer = people.create("sales1", "customers", name="按钮客户")
    quote = people.create("sales1", "quotes", customer=customer, status="submitted", lines=[{"values": {"price": "1"}}])
    assert "create_order" not in people.offered("sales1", "quotes", quote)
    assert people.press("sales1", "quotes", quote, "create_order").status_code == 409
    people.change("sales1", "quotes", quote, status="accepted")
    path = f"{BASE}/tables/quotes/records/{quote}/actions/create_order"
    visitor = people.crm.visitor("sales1")
    once, twice = (visitor.post(path, {"inputs": {}}, headers={"Idempotency-Key": "s36"}) for _ in range(2))
    assert once.status_code == twice.status_code == 200
    assert once.json == twice.json
    wanted = f'{{"field":"quote","op":"=","value":{quote}}}'
    assert visitor.get(f"{BASE}/tables/orders/records", filter=wanted, count="true").json["count"] == 1


def test_s65_the_same_template_is_not_installed_twice(office: Flows) -> None:
    install = find("install")
    assert install is not None
    order = {"template": "crm", "workspace": "crm", "demo": False, "demo_accounts": False, "password": None}
    with pytest.raises(Refusal) as refusal:
        list(install(office.people.crm.services, order))
    assert [problem.code for problem in refusal.value.problems] == ["template.installed"]


def test_s66_s67_who_has_no_group_may_look_at_configuration_and_their_own_rows_and_change_nothing(
    office: Flows,
) -> None:
    people, admin = office.people, office.admin
    me = people.member("sales3")
    path = f"{BASE}/members/{me}/roles"
    before = admin.get(path).json["roles"]
    mine = people.create("sales3", "customers", name="新人客户")
    other = people.create("sales1", "customers", name="别人的客户")
    keys = [role["key"] if isinstance(role, dict) else role for role in before]
    assert admin.patch(path, {"roles": []}).status_code == 200
    try:
        seen: Any = people.crm.visitor("sales3")
        assert seen.get(f"{BASE}/tables/products/records").status_code == 200
        assert seen.get(f"{CUSTOMERS}/{mine}").status_code == 200
        assert seen.get(f"{CUSTOMERS}/{other}").status_code == 404
        tables = {table["key"]: table["allowed"] for table in seen.get(f"{BASE}/tables").json["tables"]}
        assert not any(allowed["create"] or allowed["edit"] or allowed["delete"] for allowed in tables.values())
        assert people.change("sales3", "customers", mine, note="改").status_code == 403
        union = admin.patch(path, {"roles": ["marketing", "finance"]})
        assert union.status_code == 200
        tables = {table["key"]: table["allowed"] for table in seen.get(f"{BASE}/tables").json["tables"]}
        assert tables["campaigns"]["create"]  # marketing's
        assert tables["receipts"]["create"]  # finance's
    finally:
        assert admin.patch(path, {"roles": keys}).status_code == 200


def test_s69_a_right_set_on_the_page_of_a_role_is_the_one_of_the_table(office: Flows) -> None:
    admin = office.admin

    def of_role() -> Any:
        found = admin.get(f"{BASE}/roles/finance/rights").json["tables"]
        return next(table for table in found if table["table"] == "orders")["actions"]

    def of_table() -> Any:
        roles = admin.get(f"{BASE}/tables/orders/rights").json["roles"]
        return next(role for role in roles if role["role"] == "finance")["actions"]

    had = of_role()
    assert of_table() == had
    assert had["edit"]["rows_text"] == "负责人 是 本人"
    body = {
        "tables": {"orders": {"actions": {action: {} for action in ("view", "export", "edit")}}},
        "reason": "月底补录",
    }
    assert admin.patch(f"{BASE}/roles/finance/rights", body).status_code == 200
    assert of_table() == of_role()
    assert of_role()["edit"]["rows_text"] == "所有记录"
    entry = admin.get(f"{BASE}/permissions/log").json["entries"][0]
    assert entry["reason"] == "月底补录"
    assert admin.post(f"{BASE}/permissions/log/{entry['id']}/undo", {}).status_code == 200
    assert of_role() == had


def test_s76_who_is_bound_to_no_employee_is_named_on_the_page_of_health(office: Flows) -> None:
    people, admin = office.people, office.admin
    bound = people.find("admin", "employees", "account", people.member("sales2"))
    assert people.change("admin", "employees", bound, account=None).status_code == 200
    try:
        findings = admin.get(f"{BASE}/organisation/health").json["findings"]
        named = {each["code"]: [item["label"] for item in each["items"]] for each in findings}
        assert named["member_without_employee"] == [
            admin.get(f"{BASE}/tables/employees/records/{bound}").json["values"]["name"]
        ]
    finally:
        assert people.change("admin", "employees", bound, account=people.member("sales2")).status_code == 200


def test_s78_leads_are_assigned_by_managers_claimed_by_colleagues_and_may_be_left_out(office: Flows) -> None:
    people = office.people
    lead = people.create("manager", "leads", name="分配线索")
    assert code(people.press("sales1", "leads", lead, "assign", owner=people.member("sales1"))) in (
        (404, "record.not_found"),
        (403, "button.forbidden"),
    )
    assert people.press("manager", "leads", lead, "assign", owner=people.member("sales1")).status_code == 200
    assert people.values("sales1", "leads", lead)["owner"]["id"] == people.member("sales1")
    assert people.press("sales1", "leads", lead, "release", reason="忙").status_code == 200
    assert people.press("sales2", "leads", lead, "claim").status_code == 200
    assert people.values("sales1", "customers", people.create("sales1", "customers", name="不经线索"))["lead"] is None


def test_s93_imported_rows_stay_public_where_a_manager_chooses_so(office: Flows, tmp_path: Path) -> None:
    people, services = office.people, office.people.crm.services
    sheet = tmp_path / "leads.csv"
    sheet.write_text("姓名,负责人\n公共线索,\n自有线索,乙销售\n", "utf-8")

    def told(who: str, table: str = "leads", **chosen: Any) -> Any:
        ctx = services.workspaces.context(Actor(people.member(who), who), Source.IMPORT)
        workspace = services.workspaces.open("crm")
        return imports.run(services.workspaces, workspace, ctx, table, sheet, read_options(chosen)).dump("en")

    assert told("manager", public="true")["created"] == 2
    public = people.values("manager", "leads", people.find("manager", "leads", "name", "公共线索"))
    owned = people.values("manager", "leads", people.find("manager", "leads", "name", "自有线索"))
    assert (public["owner"], public["department"]["label"]) == (None, "销售部")
    assert (owned["owner"]["id"], owned["department"]["label"]) == (people.member("sales2"), "销售一部")
    sales = told("sales1", public="true")  # whose new rows are their own
    assert (sales["created"], {error["code"] for error in sales["errors"]}) == (0, {"permission.create"})
    sheet.write_text("产品名称\n产品\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        told("boss", "products", public="true")
    assert [problem.code for problem in refused.value.problems] == ["import.no_owner"]


def test_s82_what_hangs_on_a_customer_is_offered_to_those_who_may_make_it(office: Flows) -> None:
    made = ("contacts", "opportunities", "orders", "receipts", "invoices")

    def offered(who: str) -> list[str]:
        tables: Any = office.visitor(who).get(f"{BASE}/tables").json["tables"]
        return [table["key"] for table in tables if table["key"] in made and table["allowed"]["create"]]

    assert set(offered("sales1")) == set(made)
    assert set(offered("finance")) == {"receipts", "invoices"}
    assert set(offered("marketing")) == {"contacts", "opportunities"}
