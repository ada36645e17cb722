"""S10–S15 of section 1a: claiming, handing over, renamed keys."""

from __future__ import annotations

from support.importing import run
from support.people import BASE, People, code


def test_s10_of_two_who_claim_the_second_is_told_that_it_is_gone(people: People) -> None:
    lead = people.create("sales1", "leads", name="公海线索")
    assert people.press("sales1", "leads", lead, "release", reason="不合适").status_code == 200
    assert people.press("sales2", "leads", lead, "claim").status_code == 200
    answer = people.press("sales1", "leads", lead, "claim")
    assert answer.status_code in (404, 409)
    assert "销售二" not in answer.text
    assert people.values("boss", "leads", lead)["owner"]["id"] == people.member("sales2")


def test_s11_a_sales_person_cannot_hand_over_a_lead_but_a_manager_can(people: People) -> None:
    lead = people.create("sales1", "leads", name="我的线索")
    other = people.member("sales2")
    assert people.change("sales1", "leads", lead, owner=other).status_code == 403
    assert people.change("manager", "leads", lead, owner=other).status_code == 200


def test_s13_the_old_key_may_still_be_written_but_not_against_the_new_one(people: People) -> None:
    for table in ("customers", "contacts", "leads"):
        row = people.create("boss", table, name=f"改名 {table}", IsDisturb=True)
        values = people.values("boss", table, row)
        assert values["doNotDisturb"] is True
        assert "IsDisturb" not in values
        assert code(people.change("boss", table, row, IsDisturb=True, doNotDisturb=False))[0] == 422


def test_s54_a_stale_version_is_refused_and_a_repeated_key_makes_one_order(people: People) -> None:
    boss = people.crm.visitor("boss")
    body = {"records": [{"values": {"note": "一次"}}]}
    first, second = (
        boss.post(f"{BASE}/tables/orders/records", body, headers={"Idempotency-Key": "一" and "order-1"})
        for _ in range(2)
    )
    assert first.json == second.json
    record = first.json["records"][0]
    assert people.change("boss", "orders", record["id"], note="改").status_code == 200
    late = {"records": [{"id": record["id"], "version": record["version"], "values": {"note": "晚了"}}]}
    answer = boss.patch(f"{BASE}/tables/orders/records", late)
    assert answer.status_code in (409, 412)
    assert people.values("boss", "orders", record["id"])["note"] == "改"


def test_s15_a_customer_that_is_there_already_is_named_with_its_owner_only(people: People) -> None:
    boss, rep = people.crm.visitor("boss"), people.crm.visitor("sales1")
    far = people.create("sales3", "customers", name="远山科技有限公司", phone="13900001111")
    assert rep.get(f"{BASE}/tables/customers/records/{far}").status_code == 404
    body = {"records": [{"values": {"name": "远山科技有限公司"}}]}
    refused = rep.post(f"{BASE}/tables/customers/records", body)
    assert code(refused) == (422, "customers.same_name")
    (problem,) = refused.json["errors"]
    assert problem["message"] == "已有同名客户：客户名称 远山科技有限公司，客户负责人 丙销售"
    (found,) = problem["duplicates"]
    assert (found["id"], found["label"], found["trashed"]) == (None, None, False)
    assert {one["field"]: one["text"] for one in found["shown"]} == {"name": "远山科技有限公司", "owner": "丙销售"}
    assert str(far) not in str(problem)
    assert "13900001111" not in refused.text
    english = rep.post(f"{BASE}/tables/customers/records", body, headers={"Accept-Language": "en"})
    (problem,) = english.json["errors"]
    assert problem["message"] == "There is a customer of this name: Name 远山科技有限公司, Owner 丙销售"

    result = run(people, "sales1", "客户名称\n远山科技有限公司\n远海科技\n", mode="create")["result"]
    assert (result["created"], [each["code"] for each in result["errors"]]) == (1, ["customers.same_name"])
    assert result["errors"][0]["message"] == "已有同名客户：客户名称 远山科技有限公司，客户负责人 丙销售"

    assert boss.delete(f"{BASE}/tables/customers/records", {"ids": [far]}).status_code in (200, 204)
    (problem,) = rep.post(f"{BASE}/tables/customers/records", body).json["errors"]
    assert problem["message"].endswith("客户负责人 丙销售，在回收站")


def test_s15_a_customer_whose_name_is_written_otherwise_is_let_in_with_a_note(people: People) -> None:
    people.create("sales3", "customers", name="远岭科技有限公司")
    body = {"records": [{"values": {"name": "远岭 科技"}}]}
    made = people.crm.visitor("sales1").post(f"{BASE}/tables/customers/records", body)
    assert made.status_code == 201
    (warning,) = made.json["warnings"]
    assert (warning["code"], warning["message"]) == (
        "customers.similar_name", "已有名称相近的客户：客户名称 远岭科技有限公司，客户负责人 丙销售",
    )  # fmt: skip
    result = run(people, "sales1", "客户名称\n远岭科技股份有限公司\n", mode="create")["result"]
    assert (result["created"], [each["code"] for each in result["warnings"]]) == (1, ["customers.similar_name"])
