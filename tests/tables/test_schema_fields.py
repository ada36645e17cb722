"""Changing the structure: fields and tables made, changed, refused, put into the trash and taken out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from gezi.core.context import Actor
from gezi.core.errors import Refusal
from gezi.tables import models
from gezi.tables.schema import building, changing, dropping, log, making, uses
from support.shop import Shop, choices

STRANGER = Actor(member=99, name="nobody")


def codes(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refusal) as caught:
        act()
    return [problem.code for problem in caught.value.problems]


def add(shop: Shop, table: str, type_: str, label: str, **parts: Any) -> str:
    extra = {name: parts.pop(name) for name in ("after", "view", "confirm") if name in parts}
    with shop.write() as tx:
        return building.add_field(tx, table, type_, {"label": label, **parts}, **extra).key


def change(shop: Shop, table: str, key: str, parts: dict[str, Any], **extra: Any) -> None:
    with shop.write() as tx:
        changing.change_field(tx, table, key, parts, **extra)


def delete(shop: Shop, table: str, key: str, **extra: Any) -> int:
    with shop.write() as tx:
        return dropping.delete_field(tx, table, key, **extra)


def order(shop: Shop) -> int:
    customer = shop.create("customers", {"name": "云南茶厂"}).records[0].id
    lines = [{"values": {"price": "10.00", "discount": "85", "quantity": "2"}}]
    return shop.create("orders", {"customer": customer, "status": "approved", "lines": lines}).records[0].id


def test_a_new_table_has_a_name_field_and_takes_rows(shop: Shop) -> None:
    with shop.write() as tx:
        table = building.add_table(tx, label="仓库", icon="box")
    assert table.primary is not None
    assert (table.primary.key, table.primary.text()) == ("name", "名称")
    row = shop.create(table.key, {"name": "昆明仓"}).records[0].id
    assert shop.get(table.key, row)["name"] == "昆明仓"


def test_a_key_is_made_of_the_label_and_never_given_twice(shop: Shop) -> None:
    assert add(shop, "customers", "text", "Web site") == "web_site"
    assert add(shop, "customers", "text", "Web site") == "web_site_2"
    assert add(shop, "customers", "text", "网址") == "wang_zhi"
    assert add(shop, "customers", "text", "（？）") == "field_1"


def test_a_field_is_put_behind_another_one(shop: Shop) -> None:
    add(shop, "customers", "date", "Founded", after="name")
    with shop.read() as tx:
        assert [spec.key for spec in tx.catalogue.table("customers").fields][:3] == ["name", "founded", "region"]


def test_a_formula_is_filled_for_rows_that_are_there_and_tells_its_own_type(shop: Shop) -> None:
    row = order(shop)
    key = add(shop, "orders", "formula", "Double", options={"formula": "total * 2"})
    assert shop.get("orders", row)[key] == "34"
    assert codes(lambda: add(shop, "orders", "formula", "Bad", options={"formula": "total * nothing"})) == [
        "schema.bad_formula"
    ]


def test_a_changed_formula_is_computed_anew_with_all_that_hangs_on_it(shop: Shop) -> None:
    row = order(shop)
    customer = shop.get("orders", row)["customer"]["id"]
    change(shop, "order_lines", "subtotal", {"options": {"formula": "price * quantity", "result": {"type": "money"}}})
    assert shop.get("orders", row)["total"] == "20.00"
    assert shop.get("customers", customer)["deal_amount"] == "20.00"
    wider = {"formula": "price * quantity", "result": {"type": "number", "options": {"scale": 4}}}
    change(shop, "order_lines", "subtotal", {"options": wider})
    assert shop.get("customers", customer)["deal_amount"] == "20.00"
    circle = {"formula": "order.total", "result": {"type": "money"}}
    assert codes(lambda: change(shop, "order_lines", "subtotal", {"options": circle})) == ["schema.cycle"]
    assert shop.get("orders", row)["total"] == "20.00"


def test_a_scale_that_loses_digits_needs_to_be_confirmed(shop: Shop) -> None:
    key = add(shop, "customers", "number", "Weight", options={"scale": 3})
    ids = [shop.create("customers", {"name": f"n{n}", key: n}).records[0].id for n in ("1.235", "-1.235", "2.5")]
    narrower = {"options": {"scale": 2}}
    assert codes(lambda: change(shop, "customers", key, narrower)) == ["schema.loses_digits"]
    assert shop.get("customers", ids[0])[key] == "1.235"
    change(shop, "customers", key, narrower, confirm=True)
    assert [shop.get("customers", id_)[key] for id_ in ids] == ["1.24", "-1.24", "2.5"]
    change(shop, "customers", key, {"options": {"scale": 6}})
    assert [shop.get("customers", id_)[key] for id_ in ids] == ["1.24", "-1.24", "2.5"]


def test_unique_is_refused_with_the_number_of_rows_in_its_way(shop: Shop) -> None:
    key = add(shop, "customers", "text", "Code")
    for name, code in (("a", "X1"), ("b", "x1"), ("c", "X2")):
        shop.create("customers", {"name": name, key: code})
    with pytest.raises(Refusal) as caught:
        change(shop, "customers", key, {"unique": True})
    assert caught.value.problems[0].params["count"] == 2
    with shop.read() as tx:
        (found,) = [spec for spec in tx.catalogue.table("customers").fields if spec.key == key]
        assert not found.unique


def test_an_old_key_goes_on_taking_values(shop: Shop) -> None:
    change(shop, "customers", "region", {"key": "area"})
    row = shop.create("customers", {"name": "x", "region": "west"}).records[0].id
    assert shop.get("customers", row)["area"] == "west"
    assert codes(lambda: change(shop, "customers", "tags", {"key": "region"})) == ["schema.key_taken"]
    change(shop, "customers", "area", {"key": "region"})
    assert shop.get("customers", row)["region"] == "west"


def test_choices_are_relabelled_added_and_put_in_order_and_values_stay(shop: Shop) -> None:
    row = shop.create("customers", {"name": "x", "region": "west"}).records[0].id
    new = [{"key": "east", "label": "华东", "color": "blue"}, {"label": "华北"}, {"key": "west", "label": "西部"}]
    change(shop, "customers", "region", {"choices": new})
    assert shop.get("customers", row)["region"] == "west"
    with shop.read() as tx:
        spec = tx.catalogue.table("customers").by_key["region"]
        assert [choice.text() for choice in spec.choices] == ["华东", "华北", "西部"]


def test_a_choice_in_use_is_archived_not_deleted(shop: Shop) -> None:
    shop.create("customers", {"name": "x", "region": "west", "tags": ["vip"]})
    assert codes(lambda: change(shop, "customers", "region", {"choices": choices("east")})) == ["schema.choice_in_use"]
    assert codes(lambda: change(shop, "customers", "tags", {"choices": choices("new")})) == ["schema.choice_in_use"]
    change(shop, "customers", "region", {"choices": choices("west")})
    # the roll-up `deal_amount` counts approved orders only
    assert codes(lambda: change(shop, "orders", "status", {"choices": choices("draft")})) == ["schema.choice_in_use"]
    archived = [{"key": "west", "label": "West", "archived": True}]
    change(shop, "customers", "region", {"choices": archived})
    assert codes(lambda: shop.create("customers", {"name": "y", "region": "west"})) == ["value.archived_option"]


def test_a_field_in_use_is_not_deleted(shop: Shop) -> None:
    with shop.read() as tx:
        spec = tx.catalogue.table("orders").by_key["total"]
        found = {(use.kind, use.table, use.key) for use in uses.of_field(tx, spec)}
    assert found == {("rollup", "customers", "deal_amount")}
    for table, key in (("orders", "total"), ("customers", "name"), ("order_lines", "order"), ("orders", "customer")):
        assert codes(lambda table=table, key=key: delete(shop, table, key)) == ["schema.in_use"]


def test_a_deleted_field_comes_back_with_its_values(shop: Shop) -> None:
    row = shop.create("customers", {"name": "x", "tags": ["vip"], "region": "west"}).records[0].id
    entry = delete(shop, "customers", "tags")
    assert "tags" not in shop.get("customers", row)
    shop.update("customers", row, {"region": "east"})
    with shop.write() as tx:
        assert [item["label"] for item in log.trash(tx)] == ["标签"]
        dropping.restore(tx, entry)
    assert shop.get("customers", row)["tags"] == ["vip"]
    with shop.write() as tx:
        assert log.trash(tx) == []
        assert codes(lambda: dropping.restore(tx, entry)) == ["schema.not_in_trash"]


def test_a_relation_that_comes_back_forgets_rows_that_are_gone(shop: Shop) -> None:
    a, b = (shop.create("customers", {"name": name}).records[0].id for name in "ab")
    row = shop.create("orders", {"friends": [a, b]}).records[0].id
    entry = delete(shop, "orders", "friends")
    shop.delete("customers", a)
    with shop.write() as tx:
        dropping.restore(tx, entry)
    assert [each["id"] for each in shop.get("orders", row)["friends"]] == [b]


def test_a_table_that_others_point_to_stays_and_another_comes_back_whole(shop: Shop) -> None:
    with shop.write() as tx:
        assert codes(lambda: dropping.delete_table(tx, "customers")) == ["schema.pointed_at"]
        key = building.add_table(tx, label="Stock").key
        building.add_field(tx, key, "relation", {"label": "Customer", "options": {"table": "customers"}})
    customer = shop.create("customers", {"name": "x"}).records[0].id
    row = shop.create(key, {"name": "一号", "customer": customer}).records[0].id
    with shop.write() as tx:
        entry = dropping.delete_table(tx, key)
        assert key not in tx.catalogue.tables
    with shop.write() as tx:
        dropping.restore(tx, entry)
    assert shop.get(key, row)["name"] == "一号"


def test_a_second_relation_to_the_same_table_needs_to_be_confirmed(shop: Shop) -> None:
    options = {"table": "customers"}
    assert codes(lambda: add(shop, "orders", "relation", "Payer", options=options)) == ["schema.duplicate_relation"]
    key = add(shop, "orders", "relation", "Payer", options=options, confirm=True)
    assert codes(lambda: change(shop, "orders", key, {"options": {"table": "orders"}})) == ["schema.target_fixed"]


def test_what_a_template_protects_is_unlocked_with_a_reason(shop: Shop) -> None:
    with shop.write() as tx:
        tx.connection.execute(sa.update(models.fields).where(models.fields.c.key == "region").values(protected=True))
        tx.reload()
    change(shop, "customers", "region", {"label": "大区", "help": "按省份"})
    assert codes(lambda: change(shop, "customers", "region", {"key": "area"})) == ["schema.protected"]
    assert codes(lambda: change(shop, "customers", "region", {"required": True})) == ["schema.reason_needed"]
    assert codes(lambda: delete(shop, "customers", "region")) == ["schema.of_template"]
    change(shop, "customers", "region", {"key": "area"}, unlock=True, reason="与财务系统一致")
    with shop.read() as tx:
        table = tx.catalogue.table("customers")
        assert table.settings["diverged"] == [table.by_key["area"].id]
        reasons = tx.connection.execute(sa.select(models.config_log.c.reason)).scalars().all()
    assert reasons[-1] == "与财务系统一致"
    change(shop, "customers", "area", {"key": "zone"})  # it is the workspace's own now


def test_only_builders_change_the_structure(shop: Shop) -> None:
    def build() -> None:
        with shop.write(actor=STRANGER) as tx:
            building.add_table(tx, label="x")

    assert codes(build) == ["schema.forbidden"]


def test_what_is_written_wrong_is_refused(shop: Shop) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("nothing", {"label": "x"}),
        ("text", {"label": "  "}),
        ("text", {"label": "x", "key": "1x"}),
        ("text", {"label": "x", "options": {"max_length": "many"}}),
        ("text", {"label": "x", "options": {"unknown": 1}}),
        ("relation", {"label": "x"}),
        ("relation", {"label": "x", "options": {"table": 3}}),
        ("relation", {"label": "x", "options": {"table": "nowhere"}}),
        ("lookup", {"label": "x", "options": {"relation": "region", "field": "name"}}),
        ("rollup", {"label": "x", "options": {"path": [], "aggregate": "sum"}}),
        ("rollup", {"label": "x", "options": {"path": ["orders.customer"], "aggregate": "sum"}}),
        ("rollup", {"label": "x", "options": {"path": ["orders.customer"], "aggregate": "sum", "field": "number"}}),
        ("formula", {"label": "x"}),
        ("formula", {"label": "x", "options": {"formula": "1 +"}}),
        ("option", {"label": "x", "choices": [{"label": "a"}, {"label": "A "}]}),
        ("option", {"label": "x", "choices": [{"label": 3}]}),
        ("number", {"label": "x", "default": {"value": "many"}}),
        ("number", {"label": "x", "default": "3"}),
        ("checkbox", {"label": "x", "unique": True}),
        ("autonumber", {"label": "x", "options": {"pattern": "{nothing}"}}),
    ]
    for type_, parts in wrong:
        with pytest.raises(Refusal), shop.write() as tx:
            building.add_field(tx, "customers", type_, parts)
    assert len(wrong) == 20


def test_a_failure_at_the_last_step_leaves_the_old_schema(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    row = order(shop)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power is out")

    with monkeypatch.context() as patch:
        patch.setattr(log, "write", fail)
        options = {"formula": "price * quantity", "result": {"type": "number", "options": {"scale": 4}}}
        with pytest.raises(RuntimeError):
            change(shop, "order_lines", "subtotal", {"options": options})
        with pytest.raises(RuntimeError):
            add(shop, "orders", "text", "Note")
        with pytest.raises(RuntimeError):
            delete(shop, "orders", "friends")
    assert shop.get("orders", row)["total"] == "17.00"
    with shop.read() as tx:
        keys = {spec.key for spec in tx.catalogue.table("orders").fields}
        assert "friends" in keys
        assert "note" not in keys
    assert add(shop, "orders", "text", "Note") == "note"
    assert making.KEY.fullmatch("note")
