"""One search over all tables: inside Chinese words too, every word somewhere, nothing that the caller may not see."""

from __future__ import annotations

import pytest

from gezi.accounts import members
from gezi.core.context import SYSTEM, Actor
from gezi.fields.conditions import Test
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables.queries import query, search
from gezi.tables.queries.query import Query
from gezi.tables.system import RECORD_ID
from support.shop import Shop, named


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.create("customers", {"name": "北京用户科技"}, {"name": "Acme 用户组"}, {"name": "华为"})
    shop.create("orders", {"customer": 1}, {"customer": 3})
    return shop


def found(shop: Shop, text: str, actor: Actor = SYSTEM, limit: int = 20) -> list[tuple[str, str]]:
    with shop.read(actor) as tx:
        return [(hit.table.key, hit.label) for hit in search.everywhere(tx, text, limit)]


def test_a_word_is_found_inside_a_text(stocked: Shop) -> None:
    assert found(stocked, "用户") == [("customers", "Acme 用户组"), ("customers", "北京用户科技")]


def test_every_word_has_to_occur_in_whatever_case_and_width(stocked: Shop) -> None:
    assert found(stocked, "ＡＣＭＥ 用户") == [("customers", "Acme 用户组")]
    assert found(stocked, "acme 华为") == []
    assert found(stocked, "  ") == []


def test_rows_are_found_by_number_in_any_table(stocked: Shop) -> None:
    assert found(stocked, "20261122-0002") == [("orders", "DD-20261122-0002")]


def test_wildcards_are_texts(stocked: Shop) -> None:
    assert found(stocked, "%") == []
    assert found(stocked, "_") == []


def test_the_limit_counts_over_all_tables(stocked: Shop) -> None:
    assert len(found(stocked, "用户", limit=1)) == 1


def test_a_hit_says_where(stocked: Shop) -> None:
    with stocked.read() as tx:
        (hit,) = search.everywhere(tx, "华为", 5)
    assert hit.field is not None
    assert (hit.field.key, hit.snippet) == ("name", "华为")


def test_tables_and_fields_that_one_may_not_see_are_not_searched(stocked: Shop) -> None:
    with stocked.write() as tx:
        bob = members.add(tx.connection, "Bob", now=tx.ctx.now)
        clerks = roles.add(tx.connection, "clerks", named("店员"))
        roles.put_in(tx.connection, clerks.id, bob.id)
        customers = tx.catalogue.table("customers")
        grants.allow(tx.connection, clerks.id, customers.id, (Action.VIEW,))
        name = customers.by_key["name"].id
        grants.limit_field(tx.connection, clerks.id, customers.id, name, read=False, edit=False, give=False)
        tx.reload()
    assert found(stocked, "用户", Actor(bob.id, "Bob")) == []
    assert found(stocked, "20261122", Actor(bob.id, "Bob")) == []


def test_the_name_of_a_hidden_record_finds_nothing_that_points_to_it(stocked: Shop) -> None:
    with stocked.write() as tx:
        bob = members.add(tx.connection, "Bob", now=tx.ctx.now)
        clerks = roles.add(tx.connection, "clerks", named("店员"))
        roles.put_in(tx.connection, clerks.id, bob.id)
        grants.allow(tx.connection, clerks.id, tx.catalogue.table("orders").id, (Action.VIEW,))
        tx.reload()
    clerk = Actor(bob.id, "Bob")
    with stocked.read(clerk) as tx:
        assert query.list_records(tx, "orders", Query(q="华为", count=True)).count == 0
        assert query.list_records(tx, "orders", Query(q="dd", count=True)).count == 2
    assert [table for table, _ in found(stocked, "20261122", clerk)] == ["orders", "orders"]
    assert found(stocked, "huawei", clerk) == []


def test_a_text_that_is_masked_on_some_rows_is_found_on_the_others_only(stocked: Shop) -> None:
    with stocked.write() as tx:
        bob = members.add(tx.connection, "Bob", now=tx.ctx.now)
        clerks = roles.add(tx.connection, "clerks", named("店员"))
        roles.put_in(tx.connection, clerks.id, bob.id)
        for key in ("customers", "orders"):
            grants.allow(tx.connection, clerks.id, tx.catalogue.table(key).id, (Action.VIEW,))
        tx.reload()
        customers = tx.catalogue.table("customers")
        own = Test((RECORD_ID.id,), "in", (3,), "number")
        name = customers.by_key["name"].id
        grants.limit_field(tx.connection, clerks.id, customers.id, name, read_rows=own, edit=False, give=False)
        tx.reload()
    clerk = Actor(bob.id, "Bob")
    with stocked.read(clerk) as tx:
        for typed, seen in (("用户", 0), ("用户科技", 0), ("yonghu", 0), ("华", 1), ("hw", 1), ("huawei", 1)):
            assert query.list_records(tx, "customers", Query(q=typed, count=True)).count == seen, typed
            assert query.list_records(tx, "orders", Query(q=typed, count=True)).count == seen, typed
    assert found(stocked, "用户", clerk) == []
    assert found(stocked, "hua", clerk) == [("customers", "华为")]
