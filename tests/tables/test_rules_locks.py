"""Locks: judged before the change, on every route, over children too; computed fields move on under them (E9, S88, S91)."""

from __future__ import annotations

import pytest

from gezi.accounts import members
from gezi.core.context import SYSTEM, Actor, Source
from gezi.core.errors import Kind, Refusal
from gezi.permissions import roles
from gezi.tables import records, schema
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.rules import locks, stored
from gezi.tables.schema import FieldDraft
from support.ruling import at, refused, rule, said
from support.shop import Shop, named

LOCKED = "lock.approved"
APPROVED = {
    "key": "approved",
    "when": at("status", "=", "approved"),
    "children": ["lines"],
    "message": said("approved orders stay as they are"),
}
LINE = {"values": {"price": 10, "quantity": 2}}


@pytest.fixture
def orders(shop: Shop) -> tuple[int, int]:
    """A draft and an approved order, each with a line."""
    rule(shop, "orders", locks=[APPROVED])
    draft, approved = shop.create("orders", {"lines": [LINE]}, {"lines": [LINE]}).ids
    shop.update("orders", approved, {"status": "approved"})
    return draft, approved


def line_of(shop: Shop, order: int) -> int:
    return shop.get("orders", order)["lines"][0]["id"]


def test_a_locked_row_refuses_changes_with_409(shop: Shop, orders: tuple[int, int]) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.update("orders", orders[1], {"signed_on": "2026-01-01"})
    assert refusal.value.kind is Kind.CONFLICT
    (problem,) = refusal.value.problems
    assert (problem.row, problem.field, problem.code) == (0, "signed_on", LOCKED)
    assert problem.text("en") == "approved orders stay as they are"
    shop.update("orders", orders[0], {"signed_on": "2026-01-01"})


def test_the_lock_is_judged_before_the_change_so_locking_itself_is_allowed_and_unlocking_is_not(
    shop: Shop, orders: tuple[int, int]
) -> None:
    shop.update("orders", orders[0], {"status": "approved", "signed_on": "2026-01-01"})
    assert refused(lambda: shop.update("orders", orders[1], {"status": "draft"})) == [(0, "status", LOCKED)]


def test_values_sent_back_unchanged_are_no_change(shop: Shop, orders: tuple[int, int]) -> None:
    line = line_of(shop, orders[1])
    version = (
        shop.update("orders", orders[1], {"status": "approved", "lines": [{"id": line, **LINE}]}).records[0].version
    )
    assert version == 2


def test_a_locked_row_is_not_deleted(shop: Shop, orders: tuple[int, int]) -> None:
    assert refused(lambda: shop.delete("orders", orders[0], orders[1])) == [(1, None, LOCKED)]
    assert shop.list("orders", count=True).count == 2
    shop.delete("orders", orders[0])


def test_lines_of_a_locked_row_are_not_changed_made_or_deleted(shop: Shop, orders: tuple[int, int]) -> None:
    draft, approved = orders
    line = line_of(shop, approved)
    assert refused(lambda: shop.update("order_lines", line, {"quantity": 3})) == [(0, None, LOCKED)]
    assert refused(lambda: shop.delete("order_lines", line)) == [(0, None, LOCKED)]
    rows = [{"order": draft}, {"order": approved}]
    assert refused(lambda: shop.create("order_lines", *rows)) == [(1, None, LOCKED)]
    assert shop.get("orders", approved)["total"] == "20.00"


def test_lines_are_not_moved_into_or_out_of_a_locked_row(shop: Shop, orders: tuple[int, int]) -> None:
    draft, approved = orders
    inside, outside = line_of(shop, approved), line_of(shop, draft)
    assert refused(lambda: shop.update("order_lines", outside, {"order": approved})) == [(0, None, LOCKED)]
    assert refused(lambda: shop.update("order_lines", inside, {"order": draft})) == [(0, None, LOCKED)]


def test_lines_are_not_changed_through_a_locked_row_either(shop: Shop, orders: tuple[int, int]) -> None:
    approved = orders[1]
    line = line_of(shop, approved)
    lines = [{"id": line, "values": {"quantity": 3}}, LINE]
    assert refused(lambda: shop.update("orders", approved, {"lines": lines})) == [
        (0, "lines.0", LOCKED),
        (0, "lines.1", LOCKED),
    ]
    assert refused(lambda: shop.update("orders", approved, {"lines": []})) == [(0, "lines", LOCKED)]


def test_a_row_and_its_lines_can_be_saved_in_the_very_write_that_locks_it(shop: Shop, orders: tuple[int, int]) -> None:
    draft = orders[0]
    line = line_of(shop, draft)
    values = {"status": "approved", "lines": [{"id": line, "values": {"quantity": 5}}, LINE]}
    shop.update("orders", draft, values)
    assert shop.get("orders", draft)["total"] == "70.00"
    made = shop.create("orders", {"status": "approved", "lines": [LINE]}).ids[0]
    assert refused(lambda: shop.create("order_lines", {"order": made})) == [(0, None, LOCKED)]


@pytest.mark.parametrize(
    "source",
    [
        Source.UI,
        Source.API,
        Source.IMPORT,
        Source.AUTOMATION,
        Source.BUTTON,
        Source.APPROVAL,
        Source.UNDO,
        Source.SYSTEM,
    ],
)
def test_no_route_goes_round_a_lock(shop: Shop, orders: tuple[int, int], source: Source) -> None:
    approved = orders[1]
    line = line_of(shop, approved)

    def run(write: object) -> list[tuple[int | None, str | None, str]]:
        def inside() -> None:
            with shop.write(source) as tx:
                write(tx)  # type: ignore[operator]

        return refused(inside)

    assert run(lambda tx: records.update(tx, "orders", [RowUpdate(approved, {"signed_on": None})]))[0][2] == LOCKED
    assert run(lambda tx: records.delete(tx, "orders", [approved]))[0][2] == LOCKED
    assert run(lambda tx: records.create(tx, "order_lines", [{"order": approved}]))[0][2] == LOCKED
    assert run(lambda tx: records.delete(tx, "order_lines", [line]))[0][2] == LOCKED


def test_an_import_reports_locked_rows_and_writes_the_others(shop: Shop, orders: tuple[int, int]) -> None:
    draft, approved = orders
    updates = [RowUpdate(id_, {"signed_on": "2026-01-01"}) for id_ in (approved, draft)]
    with shop.write(Source.IMPORT) as tx:
        written = records.update(tx, "orders", updates, mode=Mode.SKIP_BAD)
    assert [(problem.row, problem.code) for problem in written.problems] == [(0, LOCKED)]
    assert shop.get("orders", draft)["signed_on"] == "2026-01-01"


def test_computed_fields_go_on_moving_under_a_lock(shop: Shop) -> None:
    frozen = {"key": "frozen", "when": at("name", "=", "华为"), "message": said("frozen")}
    rule(shop, "customers", locks=[frozen])
    customer = shop.create("customers", {"name": "华为"}).ids[0]
    shop.create("orders", {"customer": customer, "status": "approved", "lines": [LINE]})
    assert shop.get("customers", customer)["deal_amount"] == "20.00"
    assert refused(lambda: shop.update("customers", customer, {"region": "west"})) == [(0, "region", "lock.frozen")]


def test_a_lock_on_some_fields_leaves_the_others_open(shop: Shop) -> None:
    price = {
        "key": "agreed",
        "when": at("status", "=", "approved"),
        "fields": ["customer", "signed_on"],
        "delete": False,
        "message": said("agreed"),
    }
    rule(shop, "orders", locks=[price])
    order = shop.create("orders", {"status": "approved"}).ids[0]
    shop.update("orders", order, {"lines": [LINE]})
    changed = {"customer": shop.create("customers", {"name": "A"}).ids[0], "signed_on": None, "status": "draft"}
    assert refused(lambda: shop.update("orders", order, changed)) == [
        (0, "customer", "lock.agreed"),
        (0, "signed_on", "lock.agreed"),
    ]
    shop.delete("orders", order)


def test_a_lock_may_look_at_other_rows_and_at_totals(shop: Shop) -> None:
    big = {"and": [at("customer.region", "=", "west"), at("total", ">=", "100")]}
    rule(shop, "orders", locks=[{"key": "big", "when": big, "message": said("big")}])
    west = shop.create("customers", {"name": "W", "region": "west"}).ids[0]
    order = shop.create("orders", {"customer": west, "lines": [LINE]}).ids[0]
    shop.update("orders", order, {"signed_on": None})
    shop.create("order_lines", {"order": order, "price": 80})
    assert refused(lambda: shop.update("orders", order, {"signed_on": "2026-01-01"})) == [(0, "signed_on", "lock.big")]


def test_what_a_locked_row_points_to_is_not_deleted_from_under_it(shop: Shop) -> None:
    rule(shop, "orders", locks=[APPROVED])
    kept, free = shop.create("customers", {"name": "A"}, {"name": "B"}).ids
    shop.create("orders", {"customer": kept, "status": "approved"}, {"customer": free})
    assert refused(lambda: shop.delete("customers", kept)) == [(0, None, LOCKED)]
    shop.delete("customers", free)


def test_owned_rows_that_are_locked_keep_their_owner(shop: Shop) -> None:
    dear = {"key": "dear", "when": at("price", ">=", "100"), "message": said("dear lines stay")}
    rule(shop, "order_lines", locks=[dear])
    order = shop.create("orders", {"lines": [{"values": {"price": 100}}, LINE]}).ids[0]
    assert [code for _, _, code in refused(lambda: shop.delete("orders", order))] == ["lock.dear"]
    assert shop.list("order_lines", count=True).count == 2


def test_a_template_lays_out_its_rows_in_spite_of_locks(shop: Shop, orders: tuple[int, int]) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        records.create(tx, "order_lines", [{"order": orders[1], "price": 1}])
    assert shop.get("orders", orders[1])["total"] == "21.00"


def people(shop: Shop, **held: str) -> dict[str, Actor]:
    """Members in role groups, made with administrators' rights for all but the locks."""
    with shop.write(Source.TEMPLATE) as tx:
        found: dict[str, Actor] = {}
        for name, group in held.items():
            known = roles.find(tx.connection, group)
            made = known or roles.add(tx.connection, group, named(group), admin=group == "admin")
            member = members.add(tx.connection, name, None, now=tx.ctx.now).id
            roles.put_in(tx.connection, made.id, member)
            found[name] = Actor(member, name, system=group != "admin")
        tx.reload()
    return found


def test_exceptions_name_roles_and_sources_together(shop: Shop) -> None:
    folk = people(shop, ann="admin", bo="bosses", cy="clerks")
    excepted = [{"roles": ["bosses"], "sources": ["button"]}, {"sources": ["approval"]}]
    rule(shop, "orders", locks=[{**APPROVED, "except": excepted}])
    order = shop.create("orders", {"status": "approved"}).ids[0]

    def may(source: Source, actor: Actor) -> bool:
        try:
            with shop.write(source, actor) as tx:
                records.update(tx, "orders", [RowUpdate(order, {"signed_on": f"2026-01-{len(tried) + 1:02}"})])
        except Refusal as refusal:
            codes = [problem.code for problem in refusal.problems]
            return codes != [LOCKED]
        return True

    tried: list[tuple[Source, str, bool]] = []
    for source in (Source.UI, Source.BUTTON, Source.APPROVAL):
        for name, actor in folk.items():
            tried.append((source, name, may(source, actor)))
    assert [(source.value, name) for source, name, done in tried if done] == [
        ("button", "ann"),
        ("button", "bo"),
        ("approval", "ann"),
        ("approval", "bo"),
        ("approval", "cy"),
    ]
    assert not may(Source.BUTTON, SYSTEM)


def test_a_named_action_may_lift_a_lock_for_as_long_as_it_runs(shop: Shop, orders: tuple[int, int]) -> None:
    approved = orders[1]
    with shop.write(Source.BUTTON) as tx:
        with locks.lifted(tx, "orders", "approved"):
            records.update(tx, "orders", [RowUpdate(approved, {"status": "draft"})])
        records.update(tx, "orders", [RowUpdate(approved, {"status": "approved"})])
        with pytest.raises(Refusal):
            records.update(tx, "orders", [RowUpdate(approved, {"status": "draft"})])


def test_the_locks_of_rows_are_told_with_message_and_reach(shop: Shop, orders: tuple[int, int]) -> None:
    draft, approved = orders
    line = line_of(shop, approved)
    with shop.read() as tx:
        found = locks.of(tx, tx.table("orders"), [draft, approved])
        lines = locks.of(tx, tx.table("order_lines"), [line])
        none = locks.of(tx, tx.table("customers"), [1])
    held = locks.Held("approved", "规则：approved orders stay as they are", None, delete=True)
    assert found == {draft: (), approved: (held,)}
    assert lines == {line: (held,)}
    assert none == {1: ()}


def test_locks_are_written_by_key_as_they_came(shop: Shop) -> None:
    people(shop, bo="bosses")
    whole = {**APPROVED, "fields": ["status"], "delete": False, "except": [{"roles": ["bosses"], "sources": ["ui"]}]}
    rule(shop, "orders", locks=[APPROVED | {"key": "plain", "fields": "*"}, whole])
    with shop.read() as tx:
        assert stored.written(tx, tx.table("orders")) == {"locks": [APPROVED | {"key": "plain", "fields": "*"}, whole]}


def test_a_lock_does_not_stop_a_new_field(shop: Shop, orders: tuple[int, int]) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_fields(tx, [("orders", FieldDraft("note", "text", named("备注")))])
    assert refused(lambda: shop.update("orders", orders[1], {"note": "x"})) == [(0, "note", LOCKED)]
