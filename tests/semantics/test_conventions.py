"""C1–C10: what holds on every route."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.exchange import imports
from gezi.exchange.imports import read_options
from support.people import BASE, People, code


def order(people: People, *lines: dict[str, str], **values: object) -> int:
    rows = [{"values": line} for line in lines]
    customer = people.create("boss", "customers", name=f"约定客户 {len(lines)} {sorted(values)}")
    return people.create("boss", "orders", customer=customer, lines=rows, **values)


def test_c1_parts_of_a_hundred_add_up_to_exactly_a_hundred(people: People) -> None:
    made = order(people, *({"price": price} for price in ("72.68", "10.93", "2.73", "13.66")))
    assert people.values("boss", "orders", made)["total"] == "100.00"
    third = {"price": "300", "discount": "33.3333", "quantity": "0.125"}  # what is typed is kept: 12.4999875
    (line,) = people.values("boss", "orders", order(people, third))["lines"]
    assert [line["values"][key] for key in ("discount", "quantity", "subtotal")] == ["33.3333", "0.125", "12.50"]


def test_c1_a_percent_has_four_decimals(people: People) -> None:
    made = order(people, {"price": "10000", "discount": "33.33335"})
    assert people.values("boss", "orders", made)["lines"][0]["values"]["discount"] == "33.3334"
    assert people.values("boss", "orders", made)["total"] == "3333.34"


def test_c2_a_total_is_the_sum_of_rounded_lines_and_never_the_rounded_sum(people: People) -> None:
    line = {"price": "10.05", "discount": "85", "quantity": "3"}  # 25.6275
    made = people.values("boss", "orders", order(people, line, line, line))
    assert [each["values"]["subtotal"] for each in made["lines"]] == ["25.63"] * 3
    assert made["total"] == "76.89"


def test_c5_a_cost_of_nothing_gives_an_empty_return(people: People) -> None:
    for cost in ("0", None):
        campaign = people.create("boss", "campaigns", name=f"活动 {cost}", actual_cost=cost)
        assert people.values("boss", "campaigns", campaign)["roi"] is None


def test_c6_a_new_customer_has_no_deals_and_an_empty_last_follow_up(people: People) -> None:
    values = people.values("boss", "customers", people.create("boss", "customers", name="新客户"))
    assert (values["deal_amount"], values["deal_count"]) == ("0.00", "0")
    assert values["last_followed_at"] is None


def test_c7_s63_a_discount_is_refused_by_the_same_rule_on_every_route(people: People, tmp_path) -> None:
    made = order(people, {"price": "1"})
    line = people.values("boss", "orders", made)["lines"][0]["id"]
    rule = "order_lines.discount_range"
    create = people.crm.visitor("boss").post(
        f"{BASE}/tables/order_lines/records", {"records": [{"values": {"order": made, "discount": "120"}}]}
    )
    assert code(create) == (422, rule)
    assert code(people.change("boss", "order_lines", line, discount="120")) == (422, rule)
    document = [{"id": line, "values": {"discount": "120"}}]
    assert code(people.change("boss", "orders", made, lines=document)) == (422, rule)
    sheet = tmp_path / "lines.csv"
    number = people.values("boss", "orders", made)["number"]
    sheet.write_text(f"合同订单,单价,折扣\n{number},1,120\n", "utf-8")
    services = people.crm.services
    ctx = services.workspaces.context(SYSTEM, Source.IMPORT)
    tally = imports.run(
        services.workspaces, services.workspaces.open("crm"), ctx, "order_lines", sheet, read_options({})
    )
    assert [error["code"] for error in tally.dump("en")["errors"]] == [rule]
    assert len(people.values("boss", "orders", made)["lines"]) == 1


def test_s62_what_was_exported_comes_back_in_though_timers_fill_some_of_its_columns(people: People, tmp_path) -> None:
    boss = people.crm.visitor("boss")
    lead = people.create("boss", "leads", name="往返线索", note="=1+1", phone="13800138000")
    only = json.dumps({"field": "name", "op": "=", "value": "往返线索"})
    sheet = tmp_path / "leads.xlsx"
    sheet.write_bytes(boss.get(f"{BASE}/tables/leads/export?format=xlsx&filter={only}").data)
    before = people.values("boss", "leads", lead)
    assert boss.delete(f"{BASE}/tables/leads/records", {"ids": [lead]}).status_code == 200
    services = people.crm.services
    ctx = services.workspaces.context(SYSTEM, Source.IMPORT)
    workspace = services.workspaces.open("crm")
    told = imports.run(services.workspaces, workspace, ctx, "leads", sheet, read_options({})).dump("en")
    assert (told["created"], told["errors"]) == (1, [])
    assert {"owned_since", "recycle_due", "recycle_reason"} <= {each["field"] for each in told["ignored"]}
    (back,) = boss.get(f"{BASE}/tables/leads/records?filter={only}").json["records"]
    kept = ("name", "note", "phone", "owner", "department", "status", "doNotDisturb")
    assert {key: back["values"][key] for key in kept} == {key: before[key] for key in kept}


def test_c9_s20_a_view_of_the_next_sixty_days_changes_at_midnight_without_a_write(
    people: People, clock: FixedClock
) -> None:
    """On 2027-01-01 March 2 is the sixtieth day; on the day after March 3 is, and January 1 has gone."""
    clock.at = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 00:30 on New Year's Day in Shanghai
    people.crm.visitors.clear()  # sessions have ended long ago
    for day in ("2026-12-31", "2027-01-01", "2027-03-02", "2027-03-03"):
        people.create("boss", "opportunities", name=f"结单 {day}", expected_close_date=day)

    def shown() -> list[str]:
        records = people.crm.visitor("boss").get(f"{BASE}/tables/opportunities/records", view="near_term", limit=1000)
        names = [record["values"]["name"] for record in records.json["records"]]
        return sorted(name for name in names if name.startswith("结单 "))

    assert shown() == ["结单 2027-01-01", "结单 2027-03-02"]
    clock.advance(timedelta(hours=23, minutes=29))
    assert shown() == ["结单 2027-01-01", "结单 2027-03-02"]
    clock.advance(timedelta(minutes=2))
    assert shown() == ["结单 2027-03-02", "结单 2027-03-03"]


def test_c10_two_bad_fields_are_two_errors_and_nothing_is_saved(people: People) -> None:
    boss = people.crm.visitor("boss")
    before = boss.get(f"{BASE}/tables/customers/records", count="true", limit=1).json["count"]
    rows = [{"values": {"name": "好客户"}}, {"values": {"name": "坏客户", "website": "javascript:1", "phone": "x"}}]
    answer = boss.post(f"{BASE}/tables/customers/records", {"records": rows})
    assert answer.status_code == 422
    assert sorted((error["row"], error["field"]) for error in answer.json["errors"]) == [(1, "phone"), (1, "website")]
    assert boss.get(f"{BASE}/tables/customers/records", count="true", limit=1).json["count"] == before
    asked = json.dumps({"field": "name", "op": "=", "value": "好客户"})
    assert boss.get(f"{BASE}/tables/customers/records", filter=asked).json["records"] == []


def test_c10_a_deletion_names_everything_that_stands_in_its_way_and_where(people: People) -> None:
    free = people.create("boss", "customers", name="可删客户")
    customer = people.create("boss", "customers", name="不可删客户")
    people.create("boss", "opportunities", name="机会", customer=customer)
    people.create("boss", "orders", customer=customer)
    boss = people.crm.visitor("boss")
    refused = boss.delete(f"{BASE}/tables/customers/records", {"ids": [free, customer]})
    errors = [(error["row"], error["code"]) for error in refused.json["errors"]]
    assert (refused.status_code, errors) == (409, [(1, "record.in_use")] * 2)
    assert ["销售机会" in error["message"] for error in refused.json["errors"]] == [True, False]
    assert boss.get(f"{BASE}/tables/customers/records/{free}").status_code == 200

    source = people.create("boss", "sources", name="不可删来源")
    lead = people.create("boss", "leads", name="转化线索", source=source)
    assert boss.post(f"{BASE}/tables/leads/records/{lead}/actions/convert", {"inputs": {}}).status_code == 200
    refused = boss.delete(f"{BASE}/tables/sources/records", {"ids": [source]})
    (error,) = refused.json["errors"]
    assert (refused.status_code, error["row"], error["code"]) == (409, 0, "lock.converted")
    assert "销售线索" in error["message"]
