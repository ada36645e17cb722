"""The trash: what is in it, who sees it, and what comes back with a record (E35)."""

from __future__ import annotations

import pytest

from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Refusal
from gezi.tables.changes import trash
from gezi.tables.changes.trash import Deleted
from gezi.tables.changes.undo import Undone
from gezi.tables.computed import check
from support.shop import Shop
from support.staff import Staff


@pytest.fixture(autouse=True)
def sound(shop: Shop):
    yield
    with shop.read() as tx:
        assert [str(finding) for finding in check.run(tx)] == []


def found(shop: Shop, actor: Actor = SYSTEM, q: str | None = None, limit: int = 50) -> list[Deleted]:
    with shop.read(actor) as tx:
        return list(trash.find(tx, list(tx.catalogue.tables.values()), q=q, limit=limit).items)


def shown(shop: Shop, actor: Actor = SYSTEM, q: str | None = None) -> list[tuple[str, str]]:
    return [(one.table.key, one.label) for one in found(shop, actor, q)]


def restore(shop: Shop, *items: tuple[str, int], actor: Actor = SYSTEM) -> Undone:
    with shop.write(actor=actor) as tx:
        return trash.restore(tx, items)


def test_a_deleted_order_is_listed_and_its_lines_are_not(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "5"}}]}).ids[0]
    number = shop.get("orders", order)["number"]
    shop.delete("orders", order)
    assert shown(shop) == [("orders", number)]


def test_a_line_deleted_by_itself_is_listed(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "5"}}, {"values": {"price": "7"}}]}).ids[0]
    line = shop.get("orders", order)["lines"][0]["id"]
    shop.delete("order_lines", line)
    assert [(one.table.key, one.record) for one in found(shop)] == [("order_lines", line)]
    restore(shop, ("order_lines", line))
    assert shop.get("orders", order)["total"] == "12.00"
    assert found(shop) == []


def test_an_order_comes_back_with_its_lines_its_customer_and_its_totals(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    order = shop.create(
        "orders", {"customer": customer, "status": "approved", "lines": [{"values": {"price": "5"}}]}
    ).ids[0]
    before = shop.get("orders", order)
    shop.delete("orders", order)
    done = restore(shop, ("orders", order))
    assert (done.revived, done.restored, done.kept) == (2, 0, ())
    assert shop.get("orders", order)["lines"][0]["id"] == before["lines"][0]["id"]
    assert shop.get("customers", customer)["deal_amount"] == "5.00"


def test_one_of_many_deleted_together_comes_back_alone_with_the_references_to_it(shop: Shop) -> None:
    one, two = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    order = shop.create("orders", {"customer": one, "friends": [one, two]}).ids[0]
    shop.delete("customers", one, two)
    done = restore(shop, ("customers", two))
    assert (done.revived, done.restored) == (1, 1)
    assert [friend["id"] for friend in shop.get("orders", order)["friends"]] == [two]
    assert shop.get("orders", order)["customer"] is None
    assert shown(shop) == [("customers", "甲")]
    restore(shop, ("customers", one))
    values = shop.get("orders", order)
    assert (values["customer"]["id"], [friend["id"] for friend in values["friends"]]) == (one, [one, two])


def test_records_deleted_one_after_the_other_come_back_together(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    order = shop.create("orders", {"customer": customer, "status": "approved"}).ids[0]
    shop.delete("orders", order)
    shop.delete("customers", customer)
    done = restore(shop, ("orders", order), ("customers", customer))
    assert (done.revived, done.kept) == (2, ())
    assert shop.get("customers", customer)["deal_count"] == "1"


def test_a_link_to_what_is_still_in_the_trash_is_left_out_and_told(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    order = shop.create("orders", {"customer": customer}).ids[0]
    shop.delete("orders", order)
    shop.delete("customers", customer)
    done = restore(shop, ("orders", order))
    assert [(one.record, one.problem.field, one.problem.code) for one in done.kept] == [
        (order, "customer", "undo.link_gone")
    ]


def test_what_a_record_cannot_do_without_comes_back_with_it(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "5"}}]}).ids[0]
    line = shop.get("orders", order)["lines"][0]["id"]
    shop.delete("order_lines", line)
    shop.delete("orders", order)
    with pytest.raises(Refusal) as refusal:
        restore(shop, ("order_lines", line))
    (problem,) = refusal.value.problems
    number = shown(shop)[0][1]
    assert (problem.code, problem.row) == ("undo.owner_gone", 0)
    assert problem.details["needs"] == [{"table": "orders", "id": order, "label": number}]
    with shop.write() as tx:
        done = trash.restore(tx, [("order_lines", line)], with_needed=True)
    assert (done.revived, done.kept) == (2, ())
    assert shop.get("orders", order)["total"] == "5.00"


def test_a_record_deleted_twice_is_listed_once_and_comes_back_as_it_was_last(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    shop.delete("customers", id_)
    restore(shop, ("customers", id_))
    shop.update("customers", id_, {"name": "乙"})
    shop.delete("customers", id_)
    assert shown(shop) == [("customers", "乙")]
    restore(shop, ("customers", id_))
    assert shop.get("customers", id_)["name"] == "乙"


def test_one_sees_what_one_could_see_and_nothing_else(shop: Shop) -> None:
    staff = Staff(shop)
    west, east = shop.create("customers", {"name": "西", "region": "west"}, {"name": "东", "region": "east"}).ids
    shop.delete("customers", west, east)
    assert shown(shop, staff.bob) == [("customers", "西")]
    assert sorted(shown(shop, staff.ada)) == [("customers", "东"), ("customers", "西")]
    assert shown(shop, staff.dot) == []
    with pytest.raises(Refusal) as refusal:
        restore(shop, ("customers", west), ("customers", east), actor=staff.bob)
    assert [(problem.row, problem.code) for problem in refusal.value.problems] == [(1, "record.not_found")]
    assert restore(shop, ("customers", west), actor=staff.bob).revived == 1


def test_the_trash_is_searched_by_label(shop: Shop) -> None:
    ids = shop.create("customers", *({"name": f"公司{number}"} for number in range(12))).ids
    shop.delete("customers", *ids)
    assert shown(shop, q="司 1") == [("customers", "公司11"), ("customers", "公司10"), ("customers", "公司1")]
