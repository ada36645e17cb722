"""A rule that comes while there are rows: what it says of them, and that it holds at once for whoever writes next (E7, E33)."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import sqlalchemy as sa

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.tables import records, schema
from gezi.tables.rules import changing
from gezi.tables.rules.changing import Steering
from gezi.tables.rules.trial import standing
from gezi.tables.rules.trial.found import Standing
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.workspaces import Workspaces
from support.ruling import at, refused, said
from support.shop import Shop, named

Rule = dict[str, Any]


def stands(shop: Shop, table: str, kind: str, rule: Rule) -> Standing:
    with shop.read() as tx:
        spec = tx.table(table)
        return standing.of(tx, spec, kind, changing.draft(tx, spec, kind, {"key": "trial", **rule}))


def save(shop: Shop, table: str, kind: str, key: str, rule: Rule, *, confirm: bool = False) -> None:
    with shop.write() as tx:
        changing.save(tx, table, kind, key, rule, Steering(confirm=confirm))


def broken(found: Standing) -> list[int]:
    assert len(found.told) == min(found.count, 20)
    return [told.id for told in found.told]


CUSTOMERS: list[Rule] = [
    {"name": "甲"},
    {"name": "乙", "region": "west"},
    {"name": "丙", "region": "east", "tags": ["vip"]},
    {"name": "丁", "region": "west", "tags": ["vip", "new"]},
    {"name": "戊", "tags": ["old"]},
]


RULES: list[Rule] = [
    {"must": at("region", "=", "west"), "message": said("x")},
    {"must": {"not": at("tags", "contains", "vip")}, "message": said("x")},
    {"when": at("region", "!=", "east"), "must": at("name", "in", ["乙", "戊"]), "message": said("x")},
    {"when": at("tags", "not_empty"), "required": ["region"]},
    {"required": ["region", "tags"]},
    {"unique": ["region"], "message": said("x")},
    {"unique": ["region"], "when": at("tags", "empty"), "message": said("x")},
]


def test_a_trial_finds_the_rows_that_the_write_path_would_refuse(shop: Shop) -> None:
    """What the database counts is what is refused row by row: each row is tried again as a new one, with the rule."""
    ids = shop.create("customers", *CUSTOMERS).ids
    for number, rule in enumerate(RULES):
        key = f"held_{number}"
        found = broken(stands(shop, "customers", "validations", rule))
        save(shop, "customers", "validations", key, rule, confirm=True)
        refused_ = [
            id_ for id_, row in zip(ids, CUSTOMERS, strict=True) if again(shop, id_, row) == [f"customers.{key}"]
        ]
        assert found == refused_, rule
        with shop.write() as tx:
            changing.remove(tx, "customers", "validations", key, Steering())


def again(shop: Shop, id_: int, row: Rule) -> list[str]:
    """What the row would be refused for if it were made anew; it stays as it is."""
    try:
        with shop.write() as tx:
            records.delete(tx, "customers", [id_])
            records.create(tx, "customers", [row])
            raise Undone
    except Undone:
        return []
    except Refusal as refusal:
        return list(dict.fromkeys(problem.code for problem in refusal.problems))


class Undone(Exception):
    """Ends a write that is only tried."""


def test_of_two_writers_only_one_gets_past_a_rule_that_has_just_come(shop: Shop) -> None:
    """On PostgreSQL they are two processes, and one of them has read its catalogue before the rule came."""
    shared = shop.workspace.database.dialect == "postgresql"
    others = Workspaces(shop.workspaces.settings, shop.workspaces.clock) if shared else shop.workspaces
    elsewhere = Shop(others)
    elsewhere.create("customers", {"name": "甲", "region": "west"})
    save(shop, "customers", "validations", "one", {"unique": ["region"], "message": said("x")})
    start, told = Barrier(2), list[str]()

    def offer(at_desk: Shop, name: str, region: str) -> None:
        start.wait(10)
        try:
            at_desk.create("customers", {"name": name, "region": region})
            told.append("saved")
        except Refusal as refusal:
            told.extend(problem.code for problem in refusal.problems)

    offers = [Thread(target=offer, args=(desk, name, "east")) for desk, name in ((shop, "乙"), (elsewhere, "丙"))]
    for each in offers:
        each.start()
    for each in offers:
        each.join(30)
    assert sorted(told) == ["customers.one", "saved"]
    assert refused(lambda: elsewhere.create("customers", {"name": "丁", "region": "west"})) == [
        (0, "region", "customers.one")
    ]
    if shared:
        others.close()


def test_fields_that_are_compared_together_have_an_index_as_long_as_the_rule(shop: Shop) -> None:
    def together() -> list[list[Any]]:
        with shop.write() as tx:
            table = tx.catalogue.storage.table(tx.table("customers").id)
            indexes = sa.inspect(tx.connection).get_indexes(table.name, schema=tx.workspace.database.schema)
        return [each["column_names"] for each in indexes if "together" in (each["name"] or "")]

    rule: Rule = {"unique": ["name", "region"], "message": said("x")}
    save(shop, "customers", "validations", "pair", rule)
    assert [len(columns) for columns in together()] == [2]
    save(shop, "customers", "validations", "pair", {**rule, "unique": ["region"]})
    assert together() == [], "an option has an index of its own"
    save(shop, "customers", "validations", "pair", rule)
    with shop.write() as tx:
        changing.remove(tx, "customers", "validations", "pair", Steering())
    assert together() == []


def test_sums_of_one_field_up_two_ways_are_not_mixed_up(shop: Shop) -> None:
    """Two rules that sum the same field, one to the order and one to the customer who pays the line."""
    payer = FieldDraft("payer", "relation", named("付款方"), options={"table": "customers"})
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_fields(tx, [("order_lines", payer)])
    (customer,) = shop.create("customers", {"name": "甲"}).ids
    one, two = shop.create("orders", {}, {}).ids
    for parent, limit in (("order", "100"), ("payer", "150")):
        rule: Rule = {"parent": parent, "sum": "price", "at_most": {"value": limit}, "message": said("{sum}")}
        save(shop, "order_lines", "invariants", parent, rule)
    shop.create("order_lines", {"order": one, "payer": customer, "price": 90})
    assert refused(lambda: shop.create("order_lines", {"order": two, "payer": customer, "price": 90})) == [
        (0, "price", "order_lines.payer")
    ]
    assert refused(lambda: shop.create("order_lines", {"order": one, "price": 20})) == [
        (0, "price", "order_lines.order")
    ]


def test_ranges_and_circles_are_found_among_all_rows_with_who_is_in_the_way(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("goods", named("产品")), TableDraft("parts", named("配件"))])
        product: Rule = {"table": "goods"}
        drafts = [
            ("goods", FieldDraft("name", "text", named("名称"))),
            ("parts", FieldDraft("above", "relation", named("上级"), options=product)),
            ("parts", FieldDraft("below", "relation", named("下级"), options=product)),
            ("parts", FieldDraft("least", "number", named("起"), options={"scale": 0})),
            ("parts", FieldDraft("most", "number", named("止"), options={"scale": 0})),
        ]
        schema.create_fields(tx, drafts)
        schema.set_primary(tx, {"goods": "name"})
    a, b, c, d = shop.create("goods", *({"name": name} for name in "ABCD")).ids
    edges = [(a, b, 1, 10), (b, c, 5, 20), (c, a, 30, 25), (d, a, 40, None), (c, d, 30, 35)]
    ids = shop.create(
        "parts", *({"above": up, "below": down, "least": low, "most": high} for up, down, low, high in edges)
    ).ids
    found = stands(shop, "parts", "acyclic", {"from": "above", "to": "below"})
    assert broken(found) == list(ids), "d → a → b → c → d is a circle as well"
    assert found.told[0].problem.text("en") == "This makes a circle: B → C → A → B"
    clashes = stands(shop, "parts", "ranges", {"from": "least", "to": "most", "ends": "inclusive"})
    assert broken(clashes) == list(ids[:3])
    table = clashes.table.id
    assert [told.beside for told in clashes.told] == [((table, ids[1]),), ((table, ids[0]),), ()]
    gaps = stands(
        shop, "parts", "ranges", {"from": "least", "to": "most", "gaps": False, "when": at("above", "in", [c, d])}
    )
    assert broken(gaps) == [ids[2], ids[3], ids[4]]


def test_an_allocation_that_comes_later_shares_out_what_is_there_once_that_is_confirmed(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        drafts = [
            ("orders", FieldDraft("budget", "money", named("预算"))),
            ("order_lines", FieldDraft("share", "money", named("份额"))),
        ]
        schema.create_fields(tx, drafts)
        roll: Rule = {"path": ["order_lines.order"], "aggregate": "max", "field": "share", "result": {"type": "money"}}
        schema.create_fields(tx, [("orders", FieldDraft("largest", "rollup", named("最大份额"), options=roll))])
    order, without = shop.create("orders", {"budget": "100.01"}, {}).ids
    lines = shop.create(
        "order_lines",
        {"order": order, "quantity": 1, "share": 5},
        {"order": order, "quantity": 1, "share": "50.00"},
        {"order": without, "quantity": 1, "share": 7},
        {"order": without, "quantity": 1},
    ).ids
    rule: Rule = {"parent": "order", "field": "share", "of": "budget", "weight": "quantity"}
    found = stands(shop, "order_lines", "allocations", rule)
    assert (found.effect, broken(found)) == ("moves", [lines[0], lines[2]])
    assert found.told[0].problem.text("en") == "“份额” goes from 5.00 to 50.01"
    assert refused(lambda: save(shop, "order_lines", "allocations", "shares", rule)) == [(None, None, "rule.rows_move")]
    assert shop.get("order_lines", lines[0])["share"] == "5.00"
    save(shop, "order_lines", "allocations", "shares", rule, confirm=True)
    assert [shop.get("order_lines", id_)["share"] for id_ in lines] == ["50.01", "50.00", None, None]
    assert shop.get("orders", order)["largest"] == "50.01"
