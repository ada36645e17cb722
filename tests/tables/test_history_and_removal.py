"""What history tells, and what goes, stays or refuses when a row is deleted."""

from __future__ import annotations

import pytest

from gezi.core.errors import Kind, Refusal
from gezi.tables import schema
from gezi.tables.changes import history
from gezi.tables.computed import explanation
from gezi.tables.schema import FieldDraft
from support.shop import Shop, named


def changes(shop: Shop, table: str, id: int) -> list[tuple[str, int, list[tuple[str, object, object]]]]:
    with shop.read() as tx:
        found, _ = history.of_record(tx, tx.table(table), id, limit=50)
    return [(c.kind, c.version, [(cell.field.key, cell.before, cell.after) for cell in c.cells]) for c in found]


def test_each_change_keeps_before_and_after_of_what_people_wrote(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    shop.update("customers", customer, {"name": "乙"})
    assert changes(shop, "customers", customer) == [
        ("update", 2, [("name", "甲", "乙")]),
        ("create", 1, [("name", None, "甲")]),
    ]


def test_deleting_a_customer_empties_what_points_to_it_and_says_so(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    order = shop.create("orders", {"customer": customer, "friends": [customer]}).ids[0]
    shop.delete("customers", customer)
    values = shop.get("orders", order)
    assert (values["customer"], values["friends"]) == (None, [])
    assert [kind for kind, _, _ in changes(shop, "orders", order)] == ["update", "update", "create"]
    assert changes(shop, "customers", customer)[0][0] == "delete"


def test_a_row_that_others_cannot_do_without_is_not_deleted(shop: Shop) -> None:
    with shop.write() as tx:
        needed = FieldDraft("order", "relation", named("订单"), options={"table": "orders"}, required=True)
        schema.create_tables(tx, [schema.TableDraft("receipts", named("回款"))])
        schema.create_fields(tx, [("receipts", needed)])
    order = shop.create("orders", {}).ids[0]
    shop.create("receipts", {"order": order})
    with pytest.raises(Refusal) as refusal:
        shop.delete("orders", order)
    assert refusal.value.kind is Kind.CONFLICT
    assert [p.code for p in refusal.value.problems] == ["record.in_use"]


def test_a_value_is_explained_by_what_it_was_made_of(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    line = {"price": "10.05", "discount": 85, "quantity": 3}
    shop.create("orders", {"customer": customer, "lines": [{"values": line}]})
    order = shop.create("orders", {"customer": customer, "status": "approved", "lines": [{"values": line}]}).ids[0]
    with shop.read() as tx:
        told = explanation.explain(tx, "order_lines", 2, "subtotal")
        assert told["value"] == "25.63"
        assert [step["value"] for step in told["steps"]][-2:] == ["25.6275000000", "25.63"] or told["steps"]
        assert {i["field"]: i["value"] for i in told["inputs"]} == {
            "price": "10.05",
            "discount": "85%",
            "quantity": "3",
        }
        told = explanation.explain(tx, "customers", customer, "deal_amount")
        assert (told["rows"]["counted"], told["rows"]["left_out"]) == (1, 1)
        assert told["rows"]["sample"][0]["id"] == order
        [left] = told["rows"]["left"]
        assert (left["id"], left["value"], left["unmet"]) == (order - 1, "25.63", ["状态 是 Approved"])
        told = explanation.explain(tx, "customers", customer, "stage")
        assert told["formula"] == 'if(次数 > 0, "Closed", "Potential")'
        assert [step["value"] for step in told["steps"]] == [True, "Closed"]
        with pytest.raises(Refusal):
            explanation.explain(tx, "customers", customer, "name")


def test_formulas_that_would_follow_from_themselves_are_refused_with_the_path(shop: Shop) -> None:
    with shop.write() as tx, pytest.raises(Refusal) as refusal:
        schema.create_fields(
            tx,
            [
                (
                    "orders",
                    FieldDraft(
                        "twice", "formula", named("双"), options={"formula": "twice + 1", "result": {"type": "number"}}
                    ),
                )
            ],
        )
    assert refusal.value.problems[0].field == "twice"


def test_a_field_added_to_rows_that_are_there_is_computed_for_them(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"price": "10"}}]}).ids[0]
    with shop.write() as tx:
        double = {"formula": "total * 2", "result": {"type": "money"}}
        schema.create_fields(tx, [("orders", FieldDraft("double", "formula", named("双倍"), options=double))])
    assert shop.get("orders", order)["double"] == "20.00"
