"""Converting while a record like the new one is there already: told, taken, or made all the same (S15)."""

from __future__ import annotations

from typing import Any

from support.people import BASE, People, code


def a_lead(people: People, who: str, company: str) -> int:
    return people.create(who, "leads", name="林一帆", company=company, phone="13900000001")


def convert(people: People, who: str, lead: int, **use: int | None) -> Any:
    at = f"{BASE}/tables/leads/records/{lead}/actions/convert"
    return people.crm.visitor(who).post(at, {"inputs": {}, "use": use})


def told(answer: Any) -> list[tuple[str | None, bool]]:
    assert code(answer) == (422, "button.duplicates"), answer.json
    (problem,) = answer.json["errors"]
    return [(each["label"], each["usable"]) for each in problem["duplicates"]["records"]]


def test_a_lead_becomes_part_of_a_customer_that_is_there_under_nearly_the_same_name(people: People) -> None:
    there = people.create("sales1", "customers", name="飞鸟 科技（ABC）有限公司")
    lead = a_lead(people, "sales1", "飞鸟科技ＡＢｃ")
    assert told(people.press("sales1", "leads", lead, "convert")) == [("飞鸟 科技（ABC）有限公司", True)]
    assert people.values("sales1", "leads", lead)["status"] == "new"
    done = convert(people, "sales1", lead, customer=there)
    assert [made["table"] for made in done.json["created"]] == ["contacts"]
    (contact,) = (made["id"] for made in done.json["created"])
    assert people.values("sales1", "contacts", contact)["customer"]["id"] == there
    after = people.values("sales1", "leads", lead)
    assert (after["status"], after["customer"]["id"]) == ("converted", there)


def test_another_one_is_made_all_the_same_where_that_was_chosen(people: People) -> None:
    people.create("sales1", "customers", name="飞鸟科技")
    lead = a_lead(people, "sales1", "飞鸟科技有限公司")
    done = convert(people, "sales1", lead, customer=None)
    assert [made["table"] for made in done.json["created"]] == ["customers", "contacts"]


def test_of_somebody_elses_customer_only_name_and_owner_are_told_and_it_cannot_be_taken(people: People) -> None:
    theirs = people.create("sales3", "customers", name="飞鸟科技")
    lead = a_lead(people, "sales1", "飞鸟科技股份有限公司")
    refused = people.press("sales1", "leads", lead, "convert")
    assert told(refused) == [("飞鸟科技", False)]
    assert refused.json is not None
    (record,) = refused.json["errors"][0]["duplicates"]["records"]
    assert record["id"] is None
    assert [(each["field"], each["text"]) for each in record["shown"]] == [("owner", "丙销售"), ("pool", "")]
    assert code(convert(people, "sales1", lead, customer=theirs)) == (422, "button.not_a_duplicate")
    assert code(convert(people, "sales1", lead, nonsense=1)) == (422, "button.no_choice")
    assert people.values("sales1", "leads", lead)["customer"] is None


def test_names_that_only_share_a_part_are_no_duplicates(people: People) -> None:
    people.create("sales1", "customers", name="飞鸟科技北京")
    assert convert(people, "sales1", a_lead(people, "sales1", "飞鸟科技")).status_code == 200
