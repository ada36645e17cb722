"""Who may take what back: undo asks for the caller's rights on every record and field, as any other write does (attacks)."""

from __future__ import annotations

import pytest

from gezi.core.context import Actor, Source
from gezi.core.errors import Kind, Refusal
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables import records
from gezi.tables.changes import batches, undo
from gezi.tables.changes.undo import Undone
from gezi.tables.computed import check
from gezi.tables.records import RowUpdate
from support.ruling import at, rule, said
from support.shop import Shop
from support.staff import Staff


@pytest.fixture
def staff(shop: Shop) -> Staff:
    return Staff(shop)


@pytest.fixture(autouse=True)
def sound(shop: Shop):
    yield
    with shop.read() as tx:
        assert [str(finding) for finding in check.run(tx)] == []


def create(shop: Shop, actor: Actor, table: str, *rows: dict[str, object]) -> tuple[str, tuple[int, ...]]:
    with shop.write(actor=actor) as tx:
        written = records.create(tx, table, rows)
        return written.batch, written.ids


def update(shop: Shop, actor: Actor, table: str, id_: int, values: dict[str, object]) -> str:
    with shop.write(actor=actor) as tx:
        return records.update(tx, table, [RowUpdate(id_, values)]).batch


def delete(shop: Shop, actor: Actor, table: str, *ids: int) -> str:
    with shop.write(actor=actor) as tx:
        return records.delete(tx, table, ids).batch


def take_back(shop: Shop, batch: str, actor: Actor) -> Undone:
    with shop.write(actor=actor) as tx:
        return undo.undo(tx, batch)


def codes(done: Undone) -> list[tuple[str, int, str | None, str]]:
    return [(one.table.key, one.record, one.problem.field, one.problem.code) for one in done.kept]


def test_another_persons_batch_is_not_there(shop: Shop, staff: Staff) -> None:
    batch, _ = create(shop, staff.bob, "orders", {})
    for actor in (staff.cid, staff.dot):
        with pytest.raises(Refusal) as refusal:
            take_back(shop, batch, actor)
        assert refusal.value.kind is Kind.NOT_FOUND
        assert [problem.code for problem in refusal.value.problems] == ["batch.not_found"]


def test_an_unknown_batch_looks_the_same(shop: Shop, staff: Staff) -> None:
    with pytest.raises(Refusal) as refusal:
        take_back(shop, "nothing", staff.ada)
    assert [problem.code for problem in refusal.value.problems] == ["batch.not_found"]


def test_the_maker_and_an_administrator_may(shop: Shop, staff: Staff) -> None:
    for actor in (staff.bob, staff.ada):
        batch, _ = create(shop, staff.bob, "orders", {}, {})
        assert take_back(shop, batch, actor).removed == 2


def test_a_right_that_was_taken_away_is_missed(shop: Shop, staff: Staff) -> None:
    _, ids = create(shop, staff.bob, "orders", {})
    changed = update(shop, staff.bob, "orders", ids[0], {"status": "approved"})
    with shop.write() as tx:
        clerks = roles.find(tx.connection, "clerks")
        assert clerks is not None
        grants.withdraw(tx.connection, clerks.id, tx.catalogue.table("orders").id, [Action.DELETE, Action.EDIT])
        tx.reload()
    assert codes(take_back(shop, changed, staff.bob)) == [("orders", ids[0], None, "permission.edit")]
    assert take_back(shop, changed, staff.ada).restored == 1
    fresh, more = create(shop, staff.bob, "orders", {})
    assert codes(take_back(shop, fresh, staff.bob)) == [("orders", more[0], None, "permission.delete")]


def test_a_record_that_went_out_of_sight_is_left(shop: Shop, staff: Staff) -> None:
    _, ids = create(shop, staff.bob, "customers", {"name": "甲", "region": "west"})
    batch = update(shop, staff.bob, "customers", ids[0], {"name": "乙"})
    update(shop, staff.ada, "customers", ids[0], {"region": "east"})
    assert codes(take_back(shop, batch, staff.bob)) == [("customers", ids[0], None, "record.not_found")]
    assert shop.get("customers", ids[0])["name"] == "乙"


def test_nobody_puts_a_value_back_into_a_field_that_they_may_not_write(shop: Shop, staff: Staff) -> None:
    _, ids = create(shop, staff.bob, "orders", {"status": "draft", "signed_on": "2026-01-01"})
    batch = update(shop, staff.bob, "orders", ids[0], {"status": "approved", "signed_on": "2026-02-02"})
    with shop.write() as tx:
        orders = tx.catalogue.table("orders")
        grants.limit_field(tx.connection, None, orders.id, orders.by_key["status"].id, read=True, edit=False, give=True)
        tx.reload()
    assert codes(take_back(shop, batch, staff.bob)) == [("orders", ids[0], "status", "field.forbidden")]
    values = shop.get("orders", ids[0])
    assert (values["status"], values["signed_on"]) == ("approved", "2026-01-01")


def test_a_hidden_field_is_not_named(shop: Shop, staff: Staff) -> None:
    _, ids = create(shop, staff.bob, "orders", {"status": "draft"})
    batch = update(shop, staff.bob, "orders", ids[0], {"status": "approved"})
    with shop.write() as tx:
        orders = tx.catalogue.table("orders")
        grants.limit_field(
            tx.connection, None, orders.id, orders.by_key["status"].id, read=False, edit=False, give=False
        )
        tx.reload()
    (one,) = take_back(shop, batch, staff.bob).kept
    assert one.problem.field is None
    assert "状态" not in one.problem.text("zh-CN")


def test_one_who_deleted_a_record_brings_it_back_with_references_that_they_could_not_write(
    shop: Shop, staff: Staff
) -> None:
    _, ids = create(shop, staff.bob, "customers", {"name": "甲", "region": "west"})
    order = shop.create("orders", {"customer": ids[0]}).ids[0]  # not bob's
    batch = delete(shop, staff.bob, "customers", ids[0])
    done = take_back(shop, batch, staff.bob)
    assert (done.revived, done.restored, done.kept) == (1, 1, ())
    assert shop.get("orders", order)["customer"]["id"] == ids[0]


def test_a_record_is_not_brought_back_to_where_one_may_not_delete(shop: Shop, staff: Staff) -> None:
    _, ids = create(shop, staff.bob, "customers", {"name": "甲", "region": "west"})
    batch = delete(shop, staff.bob, "customers", ids[0])
    with shop.write() as tx:
        clerks = roles.find(tx.connection, "clerks")
        assert clerks is not None
        grants.withdraw(tx.connection, clerks.id, tx.catalogue.table("customers").id, [Action.DELETE])
        tx.reload()
    assert codes(take_back(shop, batch, staff.bob)) == [("customers", ids[0], None, "permission.restore")]


def test_undo_does_not_open_a_lock(shop: Shop, staff: Staff) -> None:
    lock = {"key": "approved", "when": at("status", "=", "approved"), "message": said("已审批")}
    rule(shop, "orders", locks=[lock])
    _, ids = create(shop, staff.bob, "orders", {"lines": [{"values": {"price": "5"}}]})
    batch = update(shop, staff.bob, "orders", ids[0], {"status": "approved"})
    done = take_back(shop, batch, staff.bob)
    assert (done.restored, len(done.kept)) == (0, 1)
    assert shop.get("orders", ids[0])["status"] == "approved"


def test_rules_are_asked_of_what_comes_back(shop: Shop, staff: Staff) -> None:
    good, bad = shop.create("orders", {"signed_on": "2026-01-01"}, {"signed_on": "2027-01-01"}).ids
    batch = delete(shop, staff.ada, "orders", good, bad)
    valid = {"key": "past", "must": at("signed_on", "<=", "2026-12-31"), "message": said("太晚")}
    rule(shop, "orders", validations=[valid])
    done = take_back(shop, batch, staff.ada)
    assert (done.revived, [one.record for one in done.kept]) == (1, [bad])


def test_the_list_of_batches_is_ones_own_unless_one_administers(shop: Shop, staff: Staff) -> None:
    first, _ = create(shop, staff.bob, "orders", {}, {})
    second, _ = create(shop, staff.cid, "orders", {})
    third = take_back(shop, first, staff.bob).batch
    with shop.read(staff.bob) as tx:
        told = batches.recent(tx, mine=False, limit=10)
        assert [(one.batch.token, one.batch.undone_by, one.batch.undoes) for one in told] == [
            (third, None, first),
            (first, third, None),
        ]
        assert [(one.table.key, dict(one.kinds)) for one in told[1].tables] == [("orders", {"create": 2})]
    with shop.read(staff.ada) as tx:
        assert [one.batch.token for one in batches.recent(tx, mine=False, limit=10)] == [third, second, first]
        assert batches.recent(tx, mine=True, limit=10) == []


def test_the_installation_of_a_template_is_not_undone(shop: Shop, staff: Staff) -> None:
    batch = shop.create("customers", {"name": "甲"}, source=Source.TEMPLATE).batch
    with pytest.raises(Refusal) as refusal:
        take_back(shop, batch, staff.ada)
    assert [problem.code for problem in refusal.value.problems] == ["undo.installation"]
