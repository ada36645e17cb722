"""What undoing a batch takes back, what it leaves because somebody changed it since, and that undo can be undone (S75, E35)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gezi.core.context import SYSTEM, Actor, Source
from gezi.core.errors import Kind, Refusal
from gezi.tables import records
from gezi.tables.changes import history, undo
from gezi.tables.changes.undo import Undone
from gezi.tables.computed import check
from gezi.tables.records import RowUpdate
from support.shop import Shop


def take_back(shop: Shop, batch: str, actor: Actor = SYSTEM) -> Undone:
    with shop.write(actor=actor) as tx:
        return undo.undo(tx, batch)


def kept(done: Undone) -> list[tuple[str, int, str | None, str]]:
    return [(one.table.key, one.record, one.problem.field, one.problem.code) for one in done.kept]


def counts(done: Undone) -> tuple[int, int, int]:
    """Records restored, removed and revived."""
    return done.restored, done.removed, done.revived


def changing(shop: Shop, *writes: Callable[[Any], object]) -> str:
    """One batch of several writes; its token."""
    with shop.write() as tx:
        for write in writes:
            write(tx)
        return tx.ctx.batch


@pytest.fixture(autouse=True)
def sound(shop: Shop):
    """Whatever a test undoes, stored values are what would be computed."""
    yield
    with shop.read() as tx:
        assert [str(finding) for finding in check.run(tx)] == []


def test_a_hundred_rows_of_which_two_were_edited_leave_these_two(shop: Shop) -> None:
    made = shop.create("customers", *({"name": f"公司{number:03}"} for number in range(100)))
    edited = made.ids[3], made.ids[70]
    for id_ in edited:
        shop.update("customers", id_, {"region": "west"})
    done = take_back(shop, made.batch)
    assert counts(done) == (0, 98, 0)
    assert kept(done) == [("customers", id_, None, "undo.row_changed") for id_ in edited]
    assert shop.column("customers", "name", sort="name") == ["公司003", "公司070"]


def test_what_is_kept_says_who_changed_it_and_when(shop: Shop) -> None:
    made = shop.create("customers", {"name": "甲"})
    shop.update("customers", made.ids[0], {"region": "west"})
    (one,) = take_back(shop, made.batch).kept
    assert one.problem.text("zh-CN") == "系统在 2026-11-22 10:00 改过这条记录，予以保留"


def test_a_cell_goes_back_unless_it_was_changed_since(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲", "region": "west", "tags": ["vip"]}).ids[0]
    batch = shop.update("customers", id_, {"name": "乙", "region": "east", "tags": ["new", "old"]}).batch
    shop.update("customers", id_, {"region": None})
    done = take_back(shop, batch)
    assert counts(done) == (1, 0, 0)
    assert kept(done) == [("customers", id_, "region", "undo.cell_changed")]
    values = shop.get("customers", id_)
    assert (values["name"], values["region"], values["tags"]) == ("甲", None, ["vip"])


def test_a_value_changed_to_and_fro_counts_as_unchanged(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    batch = shop.update("customers", id_, {"name": "乙"}).batch
    shop.update("customers", id_, {"name": "丙"})
    shop.update("customers", id_, {"name": "乙"})
    take_back(shop, batch)
    assert shop.get("customers", id_)["name"] == "甲"


def test_a_deleted_order_comes_back_with_its_id_number_lines_links_and_totals(shop: Shop) -> None:
    one, two = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    lines = [{"values": {"price": "10.05", "quantity": 3}}, {"values": {"price": "1"}}]
    order = shop.create("orders", {"customer": one, "friends": [two, one], "status": "approved", "lines": lines}).ids[0]
    before, customer = shop.get("orders", order), shop.get("customers", one)
    batch = shop.delete("orders", order).batch
    assert shop.get("customers", one)["deal_amount"] == "0.00"
    done = take_back(shop, batch)
    assert counts(done) == (0, 0, 3)
    assert kept(done) == []
    after = shop.get("orders", order)
    ours = ("number", "customer", "friends", "status", "total", "created_at", "created_by")
    assert {key: after[key] for key in ours} == {key: before[key] for key in ours}
    assert [line["id"] for line in after["lines"]] == [line["id"] for line in before["lines"]]
    assert shop.get("customers", one) == customer


def test_versions_go_on_where_they_were(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    shop.update("customers", id_, {"name": "乙"})
    take_back(shop, shop.delete("customers", id_).batch)
    with shop.read() as tx:
        found, _ = history.of_record(tx, tx.table("customers"), id_, limit=9)
    assert [(change.kind, change.version, change.source) for change in found] == [
        ("create", 3, "undo"),
        ("delete", 2, "api"),
        ("update", 2, "api"),
        ("create", 1, "api"),
    ]


def test_references_that_a_deletion_emptied_come_back(shop: Shop) -> None:
    one, two, three = shop.create("customers", {"name": "甲"}, {"name": "乙"}, {"name": "丙"}).ids
    order = shop.create("orders", {"customer": one, "friends": [three, one, two], "status": "approved"}).ids[0]
    batch = shop.delete("customers", one, two).batch
    assert shop.get("orders", order)["customer"] is None
    done = take_back(shop, batch)
    assert counts(done) == (1, 0, 2)
    values = shop.get("orders", order)
    assert values["customer"]["id"] == one
    assert [friend["id"] for friend in values["friends"]] == [one, two, three]
    assert shop.get("customers", one)["deal_count"] == "1"


def test_a_reference_that_names_another_row_by_now_is_left_and_told(shop: Shop) -> None:
    one, two = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    order = shop.create("orders", {"customer": one}).ids[0]
    batch = shop.delete("customers", one).batch
    shop.update("orders", order, {"customer": two})
    done = take_back(shop, batch)
    assert counts(done) == (0, 0, 1)
    assert kept(done) == [("orders", order, "customer", "undo.link_kept")]
    assert shop.get("orders", order)["customer"]["id"] == two


def test_undo_of_undo_is_redo_and_so_on(shop: Shop) -> None:
    made = shop.create("orders", {"lines": [{"values": {"price": "5"}}]}, {})
    before = shop.get("orders", made.ids[0])
    first = take_back(shop, made.batch)
    assert counts(first) == (0, 3, 0)
    second = take_back(shop, first.batch)
    assert counts(second) == (0, 0, 3)
    again = shop.get("orders", made.ids[0])
    assert (again["number"], again["total"]) == (before["number"], "5.00")
    assert counts(take_back(shop, made.batch)) == (0, 3, 0)


def test_redo_of_a_changed_value(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    back = take_back(shop, shop.update("customers", id_, {"name": "乙"}).batch)
    assert shop.get("customers", id_)["name"] == "甲"
    take_back(shop, back.batch)
    assert shop.get("customers", id_)["name"] == "乙"


def test_what_is_undone_cannot_be_undone_again(shop: Shop) -> None:
    made = shop.create("customers", {"name": "甲"})
    take_back(shop, made.batch)
    with pytest.raises(Refusal) as refusal:
        take_back(shop, made.batch)
    assert refusal.value.kind is Kind.CONFLICT
    assert [problem.code for problem in refusal.value.problems] == ["undo.already"]


def test_an_undo_that_could_take_nothing_back_is_none(shop: Shop) -> None:
    made = shop.create("customers", {"name": "甲"})
    shop.update("customers", made.ids[0], {"name": "乙"})
    assert counts(take_back(shop, made.batch)) == (0, 0, 0)
    assert counts(take_back(shop, made.batch)) == (0, 0, 0)


def test_a_new_row_that_others_refer_to_by_now_is_kept(shop: Shop) -> None:
    made = shop.create("customers", {"name": "甲"}, {"name": "乙"})
    order = shop.create("orders", {"customer": made.ids[0]}).ids[0]
    done = take_back(shop, made.batch)
    assert counts(done) == (0, 1, 0)
    assert kept(done) == [("customers", made.ids[0], None, "undo.row_needed")]
    assert shop.get("orders", order)["customer"]["id"] == made.ids[0]


def test_an_order_with_a_line_of_somebody_else_is_kept_with_its_own_lines(shop: Shop) -> None:
    made = shop.create("orders", {"lines": [{"values": {"price": "5"}}]}, {"lines": [{"values": {"price": "7"}}]})
    line = shop.create("order_lines", {"order": made.ids[0], "price": "1"}).ids[0]
    done = take_back(shop, made.batch)
    assert counts(done) == (0, 2, 0)
    assert kept(done) == [("orders", made.ids[0], None, "undo.row_needed")]
    values = shop.get("orders", made.ids[0])
    assert values["total"] == "6.00"
    assert [one["id"] for one in values["lines"]][-1] == line


def test_rows_made_in_one_batch_that_refer_to_each_other_go_together(shop: Shop) -> None:
    ids: dict[str, int] = {}

    def make(tx: Any) -> None:
        ids["customer"] = records.create(tx, "customers", [{"name": "甲"}]).ids[0]
        ids["order"] = records.create(tx, "orders", [{"customer": ids["customer"]}]).ids[0]

    batch = changing(shop, make)
    done = take_back(shop, batch)
    assert counts(done) == (0, 2, 0)
    assert counts(take_back(shop, done.batch)) == (0, 0, 2)
    assert shop.get("orders", ids["order"])["customer"]["id"] == ids["customer"]


def test_a_row_swapped_for_a_new_one_with_its_unique_name_comes_back(shop: Shop) -> None:
    old = shop.create("customers", {"name": "甲"}).ids[0]
    batch = changing(
        shop,
        lambda tx: records.delete(tx, "customers", [old]),
        lambda tx: records.create(tx, "customers", [{"name": "甲"}]),
    )
    done = take_back(shop, batch)
    assert counts(done) == (0, 1, 1)
    assert [record.id for record in shop.list("customers").records] == [old]


def test_a_deleted_row_whose_unique_name_is_taken_stays_deleted(shop: Shop) -> None:
    ids = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    batch = shop.delete("customers", *ids).batch
    shop.create("customers", {"name": "甲"})
    done = take_back(shop, batch)
    assert counts(done) == (0, 0, 1)
    assert kept(done) == [("customers", ids[0], "name", "value.not_unique")]


def test_a_field_that_is_refused_does_not_hold_back_the_others_of_its_row(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲", "region": "west"}).ids[0]
    batch = shop.update("customers", id_, {"name": "乙", "region": "east"}).batch
    shop.create("customers", {"name": "甲"})
    done = take_back(shop, batch)
    assert kept(done) == [("customers", id_, "name", "value.not_unique")]
    assert (shop.get("customers", id_)["name"], shop.get("customers", id_)["region"]) == ("乙", "west")


def test_a_line_does_not_come_back_without_its_order(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "5"}}]}).ids[0]
    line = shop.get("orders", order)["lines"][0]["id"]
    batch = shop.delete("order_lines", line).batch
    shop.delete("orders", order)
    done = take_back(shop, batch)
    assert counts(done) == (0, 0, 0)
    assert kept(done) == [("order_lines", line, None, "undo.owner_gone")]


def test_a_changed_row_that_was_deleted_since_is_told(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    batch = shop.update("customers", id_, {"name": "乙"}).batch
    shop.delete("customers", id_)
    assert kept(take_back(shop, batch)) == [("customers", id_, None, "undo.row_deleted")]


def test_a_link_to_a_row_that_is_gone_is_not_put_back(shop: Shop) -> None:
    one, two = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    order = shop.create("orders", {"customer": one, "friends": [one, two]}).ids[0]
    batch = shop.update("orders", order, {"customer": two, "friends": []}).batch
    shop.delete("customers", one)
    done = take_back(shop, batch)
    assert sorted(kept(done), key=str) == [
        ("orders", order, "customer", "undo.link_gone"),
        ("orders", order, "friends", "undo.link_gone"),
    ]
    assert [friend["id"] for friend in shop.get("orders", order)["friends"]] == [two]


def test_lines_saved_with_their_order_go_back_with_it(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "5"}}, {"values": {"price": "7"}}]}).ids[0]
    first, second = (line["id"] for line in shop.get("orders", order)["lines"])
    lines = [{"id": first, "values": {"price": "6"}}, {"values": {"price": "100"}}]
    batch = shop.update("orders", order, {"lines": lines}).batch
    assert shop.get("orders", order)["total"] == "106.00"
    done = take_back(shop, batch)
    assert counts(done) == (1, 1, 1)
    values = shop.get("orders", order)
    assert values["total"] == "12.00"
    assert [line["id"] for line in values["lines"]] == [first, second]


def test_a_plan_tells_the_same_and_changes_nothing(shop: Shop) -> None:
    one, two = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    batch = changing(
        shop,
        lambda tx: records.create(tx, "customers", [{"name": "丙"}, {"name": "丁"}]),
        lambda tx: records.update(tx, "customers", [RowUpdate(one, {"region": "west"})]),
        lambda tx: records.delete(tx, "customers", [two]),
    )
    shop.update("customers", 3, {"region": "east"})
    with shop.read() as tx:
        plan = undo.plan(tx, batch)
    assert (len(plan.restores), len(plan.removals), len(plan.revivals)) == (1, 1, 1)
    assert [(one.record, one.problem.code) for one in plan.kept] == [(3, "undo.row_changed")]
    assert counts(take_back(shop, batch)) == (1, 1, 1)


def test_an_import_of_many_transactions_is_one_batch(shop: Shop) -> None:
    ctx = shop.workspaces.context(SYSTEM, Source.IMPORT)
    for part in range(3):
        with shop.workspace.write(ctx) as tx:
            records.create(tx, "customers", [{"name": f"公司{part}{number}"} for number in range(4)])
    shop.update("customers", 6, {"region": "west"})
    done = take_back(shop, ctx.batch)
    assert (counts(done), kept(done)) == ((0, 11, 0), [("customers", 6, None, "undo.row_changed")])


def test_what_is_undone_and_redone_and_changed_in_between_stays_changed(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲", "region": "west"}).ids[0]
    batch = shop.update("customers", id_, {"name": "乙", "region": "east"}).batch
    back = take_back(shop, batch)
    shop.update("customers", id_, {"name": "丙"})
    redone = take_back(shop, back.batch)
    assert kept(redone) == [("customers", id_, "name", "undo.cell_changed")]
    assert (shop.get("customers", id_)["name"], shop.get("customers", id_)["region"]) == ("丙", "east")
