"""What live updates tell of computed values and of undo; the bell that rings when something was committed."""

from __future__ import annotations

import threading

from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import refuse
from gezi.tables import records
from gezi.tables.bell import Bell
from gezi.tables.changes import live, undo
from gezi.tables.messages import NO_SUCH_RECORD
from support.shop import Shop
from support.staff import Staff


def last(shop: Shop) -> int:
    with shop.read() as tx:
        return live.since(tx, None).last


def told(shop: Shop, since: int, actor: Actor = SYSTEM) -> list[tuple[str, int | None, str]]:
    with shop.read(actor) as tx:
        return [(event.table, event.id, event.kind) for event in live.since(tx, since).events]


def test_rows_that_are_only_computed_anew_are_told_of_too(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    order = shop.create("orders", {"customer": customer, "status": "approved"}).ids[0]
    since = last(shop)
    line = shop.create("order_lines", {"order": order, "price": "5"}).ids[0]
    assert told(shop, since) == [
        ("customers", customer, "computed"),
        ("orders", order, "computed"),
        ("order_lines", line, "create"),
    ]


def test_a_computed_row_is_told_with_the_version_that_it_has(shop: Shop) -> None:
    order = shop.create("orders", {}).ids[0]
    shop.update("orders", order, {"status": "approved"})
    since = last(shop)
    shop.create("order_lines", {"order": order, "price": "5"})
    with shop.read() as tx:
        assert [event.version for event in live.since(tx, since).events if event.table == "orders"] == [2]


def test_computed_rows_outside_ones_scope_are_not_told(shop: Shop) -> None:
    staff = Staff(shop)
    west, east = shop.create("customers", {"name": "西", "region": "west"}, {"name": "东", "region": "east"}).ids
    since = last(shop)
    for customer in (west, east):
        lines = [{"values": {"price": "5"}}]
        shop.create("orders", {"customer": customer, "status": "approved", "lines": lines})
    assert told(shop, since, staff.bob) == [("customers", west, "computed")]


def test_a_deleted_row_is_told_to_whom_it_was_visible(shop: Shop) -> None:
    staff = Staff(shop)
    west, east = shop.create("customers", {"name": "西", "region": "west"}, {"name": "东", "region": "east"}).ids
    since = last(shop)
    shop.delete("customers", west, east)
    assert told(shop, since, staff.bob) == [("customers", west, "delete")]
    assert told(shop, since, staff.dot) == []


def test_undo_is_told_like_any_change(shop: Shop) -> None:
    id_ = shop.create("customers", {"name": "甲"}).ids[0]
    batch = shop.delete("customers", id_).batch
    since = last(shop)
    with shop.write() as tx:
        undo.undo(tx, batch)
    assert told(shop, since) == [("customers", id_, "create")]


def test_a_write_that_was_refused_rings_no_bell(shop: Shop) -> None:
    shop.create("customers", {"name": "甲"})
    before = shop.workspace.bell.last
    try:
        with shop.write() as tx:
            records.create(tx, "customers", [{"name": "乙"}])
            raise refuse(NO_SUCH_RECORD)
    except Exception:
        pass
    assert shop.workspace.bell.last == before


def test_whoever_waits_is_woken_by_a_commit(shop: Shop) -> None:
    bell, heard = shop.workspace.bell, list[bool]()
    since = bell.last
    waiting = threading.Thread(target=lambda: heard.append(bell.wait(since, 30)))
    waiting.start()
    shop.create("customers", {"name": "甲"})
    waiting.join(30)
    assert heard == [True]


def test_what_another_process_wrote_is_found_by_looking(shop: Shop) -> None:
    shop.create("customers", {"name": "甲"})
    assert Bell().look(shop.workspace.database) == shop.workspace.bell.last
