"""Rows that form a tree inside a sub-table (E29; S27, S29): quantities multiply down, sums gather up, no row stands below
itself, and the whole is saved as one document."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import Source
from gezi.tables import records, schema
from gezi.tables.changes import undo
from gezi.tables.computed import check
from gezi.tables.records import RowUpdate
from gezi.tables.schema import FieldDraft, TableDraft, changing
from support.ruling import refused, sentences
from support.shop import MONEY, Shop, choices, named

EFFECTIVE = 'if(kind = "accessory", quantity, quantity * coalesce(above.effective, 1))'
NUMBER = {"type": "number", "options": {"scale": 2}}


@pytest.fixture
def kits(shop: Shop) -> Shop:
    """Kits with parts: a part hangs below another; a component comes so often per part above, an accessory as it says."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("kits", named("套件")), TableDraft("parts", named("部件"))])
        schema.create_fields(
            tx,
            [
                ("kits", FieldDraft("name", "text", named("名称"))),
                ("parts", FieldDraft("name", "text", named("名称"))),
                ("parts", FieldDraft("kit", "relation", named("套件"), options={"table": "kits"}, required=True)),
                ("parts", FieldDraft("above", "relation", named("上级"), options={"table": "parts"})),
                ("parts", FieldDraft("place", "number", named("序号"), options={"scale": 0})),
                ("parts", FieldDraft("kind", "option", named("方式"), choices=choices("component", "accessory"))),
                ("parts", FieldDraft("quantity", "number", named("数量"), default={"value": "1"})),
                ("parts", FieldDraft("price", "money", named("单价"))),
            ],
        )
        schema.set_primary(tx, {"kits": "name", "parts": "name"}, {"parts": "kit"})
        schema.set_shape(tx, "parts", {"tree": "above", "order": "place"})
        effective = {"formula": EFFECTIVE, "result": NUMBER}
        schema.create_fields(tx, [("parts", FieldDraft("effective", "formula", named("实际数量"), options=effective))])
        schema.create_fields(
            tx,
            [
                ("parts", _formula("amount", "round(price * effective, 2)", MONEY)),
                ("parts", _formula("level", "coalesce(above.level, 0) + 1", NUMBER)),
                ("kits", FieldDraft("parts", "subtable", named("部件"), options={"table": "parts", "field": "kit"})),
            ],
        )
        subtree = {"path": ["parts.above"], "aggregate": "sum", "field": "amount", "subtree": True, "result": MONEY}
        total = {"path": ["parts.kit"], "aggregate": "sum", "field": "amount", "result": MONEY}
        schema.create_fields(
            tx,
            [
                ("parts", FieldDraft("with_below", "rollup", named("合计"), options=subtree)),
                ("kits", FieldDraft("total", "rollup", named("总额"), options=total)),
            ],
        )
    return shop


def _formula(key: str, text: str, result: dict[str, Any]) -> FieldDraft:
    return FieldDraft(key, "formula", named(key), options={"formula": text, "result": result})


def line(name: str, below: int | None = None, **values: Any) -> dict[str, Any]:
    return {"values": {"name": name, "above": None if below is None else {"line": below}, **values}}


BUNDLE = (
    line("mouse", 1, kind="accessory", quantity=1, price=30),  # before what it hangs below: places, not order, count
    line("bundle", None, quantity=2, price=1000),
    line("ram", 1, kind="component", quantity=2, price=50),
)


def parts(shop: Shop, kit: int) -> dict[str, Any]:
    return {row["values"]["name"]: row for row in shop.get("kits", kit)["parts"]}


def make(shop: Shop, *lines: dict[str, Any]) -> int:
    return shop.create("kits", {"name": "kit", "parts": list(lines)}).ids[0]


def clean(shop: Shop) -> bool:
    with shop.read() as tx:
        return not list(check.run(tx))


def test_the_bundle_of_s29_costs_2230(kits: Shop) -> None:
    kit = make(kits, *BUNDLE)
    found = parts(kits, kit)
    amounts = {name: row["values"]["amount"] for name, row in found.items()}
    assert amounts == {"bundle": "2000.00", "ram": "200.00", "mouse": "30.00"}
    assert found["bundle"]["values"]["with_below"] == "2230.00"
    assert kits.get("kits", kit)["total"] == "2230.00"
    assert clean(kits)


def test_changing_the_quantity_above_rescales_components_at_every_level_but_no_accessory(kits: Shop) -> None:
    kit = make(kits, *BUNDLE, line("chip", 2, kind="component", quantity=8, price=1))
    assert parts(kits, kit)["chip"]["values"]["effective"] == "32"  # 2 × 2 × 8
    kits.update("parts", parts(kits, kit)["bundle"]["id"], {"quantity": 3})
    found = {name: row["values"]["effective"] for name, row in parts(kits, kit).items()}
    assert found == {"bundle": "3", "ram": "6", "chip": "48", "mouse": "1"}
    assert kits.get("kits", kit)["total"] == "3378.00"  # 3000 + 300 + 48 + 30
    assert clean(kits)


def test_rows_are_shown_from_the_top_down_in_their_order(kits: Shop) -> None:
    kit = make(kits, *BUNDLE, line("chip", 2), line("bag"))
    assert list(parts(kits, kit)) == ["bundle", "mouse", "ram", "chip", "bag"]
    assert [row["values"]["level"] for row in parts(kits, kit).values()] == ["1", "2", "2", "3", "1"]


def test_a_document_sent_in_another_order_is_kept_in_that_order(kits: Shop) -> None:
    kit = make(kits, line("a"), line("b"), line("c"))
    rows = list(parts(kits, kit).values())
    kits.update("kits", kit, {"parts": [{"id": rows[at]["id"], "values": {}} for at in (2, 0, 1)]})
    assert list(parts(kits, kit)) == ["c", "a", "b"]
    kits.create("parts", {"kit": kit, "name": "d"})
    assert list(parts(kits, kit)) == ["c", "a", "b", "d"]


def test_a_row_below_itself_is_refused_with_the_path_named(kits: Shop) -> None:
    kit = make(kits, line("A"), line("B", 0), line("C", 1))
    found = parts(kits, kit)

    def close() -> None:
        kits.update("parts", found["A"]["id"], {"above": found["C"]["id"]})

    assert sentences(close) == ["A record would come to stand below itself: A → B → C → A"]
    assert refused(close) == [(0, "above", "tree.circle")]
    document = [{"id": row["id"], "values": {}} for row in found.values()]
    document[0]["values"] = {"above": {"line": 2}}
    assert refused(lambda: kits.update("kits", kit, {"parts": document})) == [(0, "parts.0.above", "tree.circle")]
    assert clean(kits)


def test_lines_that_name_each_other_or_none_are_refused(kits: Shop) -> None:
    assert refused(lambda: make(kits, line("a", 1), line("b", 0), line("c", 7))) == [
        (0, "parts.0.above", "tree.no_such_line"),
        (0, "parts.1.above", "tree.no_such_line"),
        (0, "parts.2.above", "tree.no_such_line"),
    ]


def test_a_row_cannot_hang_below_one_of_another_owner(kits: Shop) -> None:
    one, other = make(kits, line("a"), line("b", 0)), make(kits, line("x"))
    theirs = parts(kits, other)["x"]["id"]
    own = parts(kits, one)
    assert refused(lambda: kits.update("parts", own["b"]["id"], {"above": theirs})) == [
        (0, "above", "tree.other_owner")
    ]
    assert refused(lambda: kits.update("parts", own["a"]["id"], {"kit": other})) == [(0, "above", "tree.other_owner")]
    with kits.write() as tx:  # the whole branch together may move
        records.update(tx, "parts", [RowUpdate(own[name]["id"], {"kit": other}) for name in ("a", "b")])
    assert kits.get("kits", one)["parts"] == []


def test_deleting_a_row_deletes_what_hangs_below_it_and_undo_brings_it_back(kits: Shop) -> None:
    kit = make(kits, *BUNDLE, line("chip", 2), line("bag", price=7))
    kits.delete("parts", parts(kits, kit)["bundle"]["id"])
    assert list(parts(kits, kit)) == ["bag"]
    assert kits.get("kits", kit)["total"] == "7.00"
    assert clean(kits)


def test_a_document_that_leaves_a_row_out_must_say_what_becomes_of_those_below(kits: Shop) -> None:
    kit = make(kits, line("a"), line("b", 0), line("c", 1))
    found = parts(kits, kit)
    kept = [{"id": found["c"]["id"], "values": {}}]
    assert refused(lambda: kits.update("kits", kit, {"parts": kept})) == [(0, "parts.0.above", "tree.parent_gone")]
    kept[0]["values"] = {"above": None}
    kits.update("kits", kit, {"parts": kept})
    assert list(parts(kits, kit)) == ["c"]
    assert clean(kits)


def test_a_kept_row_may_move_below_a_new_one(kits: Shop) -> None:
    kit = make(kits, line("ram", quantity=2, price=50))
    old = parts(kits, kit)["ram"]["id"]
    document = [{"id": old, "values": {"above": {"line": 1}}}, line("bundle", quantity=3)]
    kits.update("kits", kit, {"parts": document})
    assert parts(kits, kit)["ram"]["values"]["effective"] == "6"
    assert clean(kits)


def test_a_field_that_would_follow_from_its_own_row_or_from_below_and_above_is_refused(kits: Shop) -> None:
    def make_field(key: str, text: str) -> None:
        with kits.write(Source.TEMPLATE) as tx:
            schema.create_fields(tx, [("parts", _formula(key, text, MONEY))])

    def change_amount(text: str) -> None:
        with kits.write() as tx:
            changing.change_field(tx, "parts", "amount", {"options": {"formula": text}})

    assert refused(lambda: make_field("x", "x + 1")) == [(None, "x", "schema.cycle")]
    # what gathers up from below cannot be handed down again
    assert refused(lambda: change_amount("price * effective + above.with_below")) == [(None, "amount", "schema.cycle")]
    change_amount("price * effective + coalesce(above.amount, 0)")
    with kits.write() as tx:  # a tree that is no longer one has no row above to follow from
        assert refused(lambda: schema.set_shape(tx, "parts", {"tree": None})) == [(None, "effective", "schema.cycle")]


def test_rows_that_stand_in_a_circle_cannot_be_declared_a_tree(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        draft = FieldDraft("above", "relation", named("上级"), options={"table": "customers"})
        schema.create_fields(tx, [("customers", draft)])
    one, two = shop.create("customers", {"name": "A"}, {"name": "B"}).ids
    shop.update("customers", one, {"above": two})
    shop.update("customers", two, {"above": one})
    with shop.write() as tx:
        assert refused(lambda: schema.set_shape(tx, "customers", {"tree": "above"})) == [(None, "above", "tree.circle")]


def test_undo_brings_a_deleted_branch_back(kits: Shop) -> None:
    kit = make(kits, *BUNDLE)
    batch = kits.delete("parts", parts(kits, kit)["bundle"]["id"]).batch
    assert kits.get("kits", kit)["parts"] == []
    with kits.write() as tx:
        undo.undo(tx, batch)
    assert list(parts(kits, kit)) == ["bundle", "mouse", "ram"]
    assert kits.get("kits", kit)["total"] == "2230.00"
    assert clean(kits)


@pytest.mark.parametrize(
    ("aggregate", "by", "expected"),
    [("last", "signed_on", "3.00"), ("first", "signed_on", "5.00"), ("last", None, "7.00")],
)
def test_the_last_is_the_latest_by_its_date_not_the_latest_entered(
    shop: Shop, aggregate: str, by: str | None, expected: str
) -> None:
    options = {"path": ["orders.customer"], "aggregate": aggregate, "field": "total", "by": by, "result": MONEY}
    with shop.write(Source.TEMPLATE) as tx:
        field = FieldDraft("end", "rollup", named("end"), options={k: v for k, v in options.items() if v})
        schema.create_fields(tx, [("customers", field)])
    customer = shop.create("customers", {"name": "A"}).ids[0]
    for day, price in (("2026-03-02", 5), ("2026-03-09", 3), (None, 7)):  # without a day: behind those that have one
        shop.create("orders", {"customer": customer, "signed_on": day, "lines": [{"values": {"price": price}}]})
    assert shop.get("customers", customer)["end"] == expected
    assert clean(shop)
