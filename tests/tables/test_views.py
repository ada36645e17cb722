"""Views as people save them: whose they are, what they hold, what a lock means, what their viewers learn (E17)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from gezi.accounts import members
from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Refusal
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables import description, models
from gezi.tables.queries import query
from gezi.tables.views import saving
from gezi.tables.views.saving import ViewChange
from support.shop import Shop, named


class People:
    """`ada` builds; `bob` and `cid` may see orders, but not whose they are."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        with shop.write() as tx:
            found = [members.add(tx.connection, name, now=tx.ctx.now) for name in ("Ada", "Bob", "Cid")]
            builders = roles.add(tx.connection, "builders", named("搭建"), admin=True)
            clerks = roles.add(tx.connection, "clerks", named("店员"))
            roles.put_in(tx.connection, builders.id, found[0].id)
            for person in found[1:]:
                roles.put_in(tx.connection, clerks.id, person.id)
            orders = tx.catalogue.table("orders")
            grants.allow(tx.connection, clerks.id, orders.id, (Action.VIEW,))
            customer = orders.by_key["customer"].id
            grants.limit_field(tx.connection, clerks.id, orders.id, customer, read=False, edit=False, give=False)
            tx.reload()
        self.ada, self.bob, self.cid = (Actor(person.id, person.name) for person in found)

    def add(self, actor: Actor, copy: str | None = None, **said: Any) -> str:
        with self.shop.write(actor=actor) as tx:
            return saving.add(tx, "orders", change(said), copy).key

    def change(self, actor: Actor, key: str, **said: Any) -> None:
        with self.shop.write(actor=actor) as tx:
            saving.change(tx, "orders", key, change(said))

    def remove(self, actor: Actor, key: str) -> None:
        with self.shop.write(actor=actor) as tx:
            saving.remove(tx, "orders", key)

    def views(self, actor: Actor) -> dict[str, dict[str, Any]]:
        with self.shop.read(actor) as tx:
            found = next(table for table in description.describe(tx) if table["key"] == "orders")
        return {view["label"]: view for view in found["views"]}


PARTS = ("fields", "filter", "sort", "settings", "widths")


def change(said: dict[str, Any]) -> ViewChange:
    parts = {name: said.pop(name) for name in PARTS if name in said}
    return ViewChange(parts=parts, **said)


@pytest.fixture
def people(shop: Shop) -> People:
    return People(shop)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_one_s_own_view_is_seen_by_nobody_else(people: People) -> None:
    key = people.add(people.bob, label="我的")
    assert set(people.views(people.bob)) == {"我的"}
    assert people.views(people.bob)["我的"]["personal"] is True
    assert people.views(people.cid) == {}
    assert people.views(people.ada) == {}
    for act in (people.change, people.remove):
        with pytest.raises(Refusal) as refusal:
            act(people.ada, key)
        assert codes(refusal) == ["view.unknown"]
    with pytest.raises(Refusal) as refusal, people.shop.read(people.cid) as tx:
        query.list_records(tx, "orders", query.Query(view=key))
    assert codes(refusal) == ["view.not_found"]


def test_only_builders_share(people: People) -> None:
    with pytest.raises(Refusal) as refusal:
        people.add(people.bob, label="大家的", shared=True)
    assert codes(refusal) == ["view.forbidden"]
    key = people.add(people.ada, label="大家的", shared=True)
    assert people.views(people.cid)["大家的"]["editable"] is False
    assert people.views(people.ada)["大家的"]["editable"] is True
    for act in (lambda: people.change(people.bob, key, sort="number"), lambda: people.remove(people.bob, key)):
        with pytest.raises(Refusal) as refusal:
            act()
        assert codes(refusal) == ["view.forbidden"]


def test_what_is_saved_comes_back(people: People) -> None:
    said: dict[str, Any] = {
        "fields": ["number", "status", "total"],
        "filter": {"and": [{"field": "status", "op": "=", "value": "approved"}]},
        "sort": "-total,number",
        "settings": {
            "group": [{"field": "status", "descending": True, "collapsed": False}],
            "colors": [{"when": {"field": "total", "op": ">", "value": "1000.00"}, "color": "red"}],
            "footer": {"total": "avg"},
            "row_height": 40,
            "frozen": 2,
            "thanks": {"zh-CN": "谢谢，两天内答复。"},
        },
        "widths": {"number": 180},
    }
    people.add(people.bob, label="大单", type="grid", **said)
    shown = people.views(people.bob)["大单"]
    assert {name: shown[name] for name in said} == said


def test_what_is_not_said_stays(people: People) -> None:
    key = people.add(people.bob, label="甲", fields=["number"], sort="-total")
    people.change(people.bob, key, fields=["number", "total"])
    shown = people.views(people.bob)["甲"]
    assert (shown["fields"], shown["sort"], shown["type"]) == (["number", "total"], "-total", "grid")


def test_a_copy_takes_over_what_is_not_said(people: People) -> None:
    key = people.add(people.ada, label="板", type="kanban", shared=True, settings={"stack": "status"}, sort="total")
    people.add(people.bob, copy=key, label="我的板", sort="-total")
    shown = people.views(people.bob)["我的板"]
    assert (shown["type"], shown["settings"], shown["sort"]) == ("kanban", {"stack": "status"}, "-total")


def test_a_locked_view_is_only_unlocked(people: People) -> None:
    key = people.add(people.ada, label="定", shared=True, locked=True)
    for act in (
        lambda: people.change(people.ada, key, sort="number"),
        lambda: people.change(people.ada, key, locked=False, sort="number"),
        lambda: people.remove(people.ada, key),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert codes(refusal) == ["view.locked"]
    people.change(people.ada, key, locked=False)
    people.change(people.ada, key, sort="number")
    people.remove(people.ada, key)
    assert people.views(people.ada) == {}


def test_a_view_becomes_shared_and_one_s_own_again(people: People) -> None:
    key = people.add(people.ada, label="甲")
    people.change(people.ada, key, shared=True)
    assert set(people.views(people.bob)) == {"甲"}
    people.change(people.ada, key, shared=False)
    assert people.views(people.bob) == {}


def test_views_are_put_in_order_without_moving_those_of_others(people: People) -> None:
    people.add(people.ada, label="一", shared=True)
    people.add(people.cid, label="丙")
    people.add(people.ada, label="二", shared=True)
    third = people.add(people.bob, label="三")
    people.change(people.bob, third, position=0)
    assert list(people.views(people.bob)) == ["三", "一", "二"]
    assert list(people.views(people.cid)) == ["一", "丙", "二"]
    people.change(people.bob, third, position=1)
    assert list(people.views(people.bob)) == ["一", "三", "二"]


def test_hidden_fields_are_neither_shown_nor_lost(people: People) -> None:
    people.add(
        people.ada,
        label="全",
        shared=True,
        fields=["number", "customer"],
        filter={"field": "customer.name", "op": "=", "value": "华为"},
        settings={
            "group": [{"field": "customer"}],
            "colors": [{"when": {"field": "customer", "op": "empty"}, "color": "red"}],
        },
    )
    shown = people.views(people.bob)["全"]
    assert (shown["fields"], shown["filter"]) == (["number"], None)
    assert shown["settings"] == {"group": [], "colors": []}
    with pytest.raises(Refusal) as refusal:
        people.add(people.bob, label="探", filter={"field": "customer.name", "op": "=", "value": "华为"})
    assert codes(refusal) == ["condition.unknown_field"]
    with pytest.raises(Refusal) as refusal:
        people.add(people.bob, label="探", fields=["customer"])
    assert codes(refusal) == ["field.unknown"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"type": "pie"}, "view.invalid"),
        ({"type": "kanban"}, "view.needs"),
        ({"type": "kanban", "settings": {"stack": "total"}}, "view.invalid"),
        ({"type": "calendar", "settings": {"date": "status"}}, "view.invalid"),
        ({"fields": ["nothing"]}, "field.unknown"),
        ({"sort": "-nothing"}, "field.unknown"),
        ({"settings": {"speed": 3}}, "view.invalid"),
        ({"settings": {"group": "status"}}, "view.invalid"),
        ({"settings": {"colors": [{"when": {"field": "total", "op": "like"}, "color": "red"}]}}, "condition.unknown_operator"),
        ({"settings": {"colors": [{"when": {"field": "total", "op": "empty"}, "color": "#f00"}]}}, "view.invalid"),
        ({"settings": {"footer": {"total": "median"}}}, "view.invalid"),
        ({"settings": {"row_height": True}}, "view.invalid"),
        ({"settings": {"frozen": True}}, "view.invalid"),
        ({"settings": {"frozen": 7}}, "view.invalid"),
        ({"settings": {"thanks": {"en": " "}}}, "view.invalid"),
        ({"settings": {"thanks": {"de": "danke"}}}, "view.invalid"),
        ({"widths": {"total": 5}}, "view.invalid"),
        ({"label": " "}, "view.bad_label"),
        ({"label": "长" * 61}, "view.bad_label"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(people: People, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        people.add(people.ada, **{"label": "甲", **said})
    assert codes(refusal) == [code]


def test_a_rename_of_a_field_changes_no_view(people: People) -> None:
    people.add(people.ada, label="甲", shared=True, fields=["number", "status"])
    with people.shop.write(actor=SYSTEM) as tx:
        status = tx.catalogue.table("orders").by_key["status"].id
        tx.connection.execute(sa.update(models.fields).where(models.fields.c.id == status).values(key="phase"))
        tx.reload()
    assert people.views(people.ada)["甲"]["fields"] == ["number", "phase"]


PAINT = [
    {"when": {"field": "customer", "op": "not_empty"}, "color": "pink"},
    {"when": {"field": "total", "op": ">", "value": "1000.00"}, "color": "red"},
    {"when": {"field": "status", "op": "=", "value": "approved"}, "color": "green"},
]


def test_the_first_colour_rule_that_holds_for_the_viewer_paints_a_row(people: People) -> None:
    shop = people.shop
    customer = shop.create("customers", {"name": "华为"}).records[0].id
    rows = [{"status": "draft"}, {"status": "approved"}, {"status": "approved"}, {"customer": customer}]
    plain, small, large, named_one = (record.id for record in shop.create("orders", *rows).records)
    shop.create("order_lines", {"order": large, "price": "2000"}, {"order": small, "price": "1000"})
    key = people.add(people.ada, label="色", shared=True, settings={"colors": PAINT})

    def painted(actor: Actor, **said: Any) -> dict[int, str | None]:
        with shop.read(actor) as tx:
            page = query.list_records(tx, "orders", query.Query(colors=key, sort="number", **said))
        return {record.id: record.color for record in page.records}

    everything = {plain: None, small: "green", large: "red", named_one: "pink"}
    assert painted(SYSTEM) == everything
    assert painted(SYSTEM, offset=1, limit=2) == {small: "green", large: "red"}
    assert painted(people.bob) == {**everything, named_one: None}
    shop.update("orders", plain, {"status": "approved"})
    assert painted(people.bob)[plain] == "green"
    people.change(people.ada, key, settings={"colors": PAINT[2:]})
    assert painted(people.bob)[large] == "green"
    assert [record.color for record in shop.list("orders").records] == [None] * 4


def test_rules_for_a_cell_paint_that_cell_beside_the_row(people: People) -> None:
    shop = people.shop
    rules = [
        {**PAINT[1], "field": "total"},
        PAINT[2],
        {**PAINT[2], "field": "total"},
        {**PAINT[0], "field": "customer"},
    ]
    key = people.add(people.ada, label="格", shared=True, settings={"colors": rules})
    assert people.views(people.ada)["格"]["settings"]["colors"] == rules
    approved, large = (record.id for record in shop.create("orders", {"status": "approved"}, {}).records)
    shop.create("order_lines", {"order": large, "price": "2000"})
    with shop.read(people.ada) as tx:
        page = query.list_records(tx, "orders", query.Query(colors=key))
    shown = {record.id: record.dump() for record in page.records}
    assert (shown[approved]["color"], shown[approved]["colors"]) == ("green", {"total": "green"})
    assert "color" not in shown[large]
    assert shown[large]["colors"] == {"total": "red"}


def test_colours_of_a_view_that_one_is_not_shown_are_refused(people: People) -> None:
    key = people.add(people.ada, label="私", settings={"colors": PAINT})
    with pytest.raises(Refusal) as refusal, people.shop.read(people.bob) as tx:
        query.list_records(tx, "orders", query.Query(colors=key))
    assert codes(refusal) == ["view.not_found"]
