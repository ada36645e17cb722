"""The ownership log: every change of a record's owner, on every route, with its kind and reason (E23)."""

from __future__ import annotations

from typing import Any

from support.people import BASE, People


def told(people: People, who: str, record: int) -> list[tuple[str, int | None, int | None, str | None, int | None]]:
    """The log of a lead, first line first: kind, from, to, reason, by."""

    def id_of(member: dict[str, Any] | None) -> int | None:
        return member["id"] if member else None

    answer = people.crm.visitor(who).get(f"{BASE}/tables/leads/records/{record}/ownership")
    assert answer.status_code == 200, answer.json
    return [
        (line["kind"], id_of(line["from"]), id_of(line["to"]), line["reason"], id_of(line["by"]))
        for line in reversed(answer.json["entries"])
    ]


def test_every_change_of_owner_writes_a_line_with_its_kind_and_reason(people: People) -> None:
    one, two, head = (people.member(who) for who in ("sales1", "sales2", "manager"))
    lead = people.create("sales1", "leads", name="归属")
    people.press("sales1", "leads", lead, "release", reason="没有意向")
    people.press("sales2", "leads", lead, "claim")
    people.press("manager", "leads", lead, "assign", owner=one)
    people.press("sales1", "leads", lead, "release", reason="太忙")
    people.press("manager", "leads", lead, "assign", owner=two)
    assert told(people, "manager", lead) == [
        ("create", None, one, None, one),
        ("release", one, None, "没有意向", one),
        ("claim", None, two, None, two),
        ("transfer", two, one, None, head),
        ("release", one, None, "太忙", one),
        ("assign", None, two, None, head),
    ]


def test_an_edit_of_another_field_or_of_the_same_owner_writes_none(people: People) -> None:
    one = people.member("sales1")
    lead = people.create("sales1", "leads", name="归属")
    assert people.change("manager", "leads", lead, note="看过").status_code == 200
    assert people.change("manager", "leads", lead, owner=one).status_code == 200
    assert len(told(people, "manager", lead)) == 1


def test_a_record_that_comes_back_from_the_trash_keeps_its_owner_without_a_line(people: People) -> None:
    lead = people.create("sales1", "leads", name="归属")
    visitor = people.crm.visitor("sales1")
    assert visitor.delete(f"{BASE}/tables/leads/records", {"ids": [lead]}).status_code == 200
    body = {"items": [{"table": "leads", "id": lead}]}
    assert visitor.post(f"{BASE}/trash/restore", body).status_code == 200
    assert [line[0] for line in told(people, "sales1", lead)] == ["create"]


def test_whoever_may_not_see_the_record_learns_nothing_of_its_owners(people: People) -> None:
    lead = people.create("sales1", "leads", name="归属")
    answer = people.crm.visitor("sales3").get(f"{BASE}/tables/leads/records/{lead}/ownership")
    assert answer.status_code == 404


def test_a_table_without_an_owner_has_no_lines(people: People) -> None:
    made = people.create("sales1", "customers", name="归属客户")
    contact = people.create("sales1", "contacts", name="甲", customer=made)
    answer = people.crm.visitor("sales1").get(f"{BASE}/tables/contacts/records/{contact}/ownership")
    assert answer.json == {"entries": [], "next": None}


def test_the_field_that_says_who_owns_a_record_cannot_be_deleted(people: People) -> None:
    answer = people.crm.visitor("admin").get(f"{BASE}/tables/leads/fields/owner/uses")
    assert {"kind": "ownership", "table": "leads"}.items() <= next(
        use for use in answer.json["uses"] if use["kind"] == "ownership"
    ).items()
