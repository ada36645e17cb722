"""Ranges that do not overlap (E30, E31, S30, S32) and edges that lead nowhere back (S27)."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier, Thread
from typing import Any

import pytest

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.tables import records, schema
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.rules import stored
from gezi.tables.schema import FieldDraft, TableDraft
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop, choices, named

WHOLE = {"scale": 0}


@pytest.fixture
def rates(shop: Shop) -> Shop:
    """The shop with price books, their entries (tiers by quantity, for a while, for somebody), and parts of bundles."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft(key, named(key)) for key in ("entries", "goods", "groups", "parts")])
        fields: Sequence[tuple[str, FieldDraft]] = [
            ("entries", FieldDraft("name", "text", named("名称"))),
            ("entries", FieldDraft("customer", "relation", named("客户"), options={"table": "customers"})),
            ("entries", FieldDraft("level", "option", named("级别"), choices=choices("vip", "plain"))),
            ("entries", FieldDraft("least", "number", named("起"), options=WHOLE)),
            ("entries", FieldDraft("most", "number", named("止"), options=WHOLE)),
            ("entries", FieldDraft("since", "date", named("从"))),
            ("entries", FieldDraft("until", "date", named("到"))),
            ("entries", FieldDraft("active", "checkbox", named("启用"), default={"value": True})),
            ("goods", FieldDraft("name", "text", named("名称"))),
            ("groups", FieldDraft("product", "relation", named("产品"), options={"table": "goods"}, required=True)),
            ("parts", FieldDraft("group", "relation", named("组"), options={"table": "groups"}, required=True)),
            ("parts", FieldDraft("child", "relation", named("子件"), options={"table": "goods"})),
        ]
        schema.create_fields(tx, fields)
        schema.set_primary(tx, {"entries": "name", "goods": "name"})
    return shop


def entry(shop: Shop, name: str, **values: Any) -> int:
    return shop.create("entries", {"name": name, **values}).ids[0]


def test_tiers_are_told_apart_by_where_they_begin_within_their_group(rates: Shop) -> None:
    """S30: a second tier with the same `from` is refused; the book of another customer has tiers of its own."""
    rule(rates, "entries", ranges=[{"key": "tiers", "from": "least", "by": ["customer", "level"]}])
    someone = rates.create("customers", {"name": "A"}).ids[0]
    first = entry(rates, "one", least=1)
    entry(rates, "ten", least=10)
    entry(rates, "for A", least=1, customer=someone)
    entry(rates, "for VIP", least=1, level="vip")
    assert refused(lambda: entry(rates, "again", least=10)) == [(0, "least", "entries.tiers")]
    assert sentences(lambda: entry(rates, "again", least=10)) == ["“ten” (10) and “again” (10) overlap"]
    assert refused(lambda: rates.update("entries", first, {"least": 10})) == [(0, "least", "entries.tiers")]
    rows = [{"name": "a", "least": 20}, {"name": "b", "least": 1}, {"name": "c", "least": 20}]
    assert refused(lambda: rates.create("entries", *rows)) == [
        (1, "least", "entries.tiers"),
        (2, "least", "entries.tiers"),
    ]
    with rates.write(Source.IMPORT) as tx:
        written = records.create(tx, "entries", rows, mode=Mode.SKIP_BAD)
    assert [(p.row, p.field, p.code) for p in written.problems] == [
        (1, "least", "entries.tiers"),
        (2, "least", "entries.tiers"),
    ]
    assert rates.column("entries", "least", sort="least") == ["1", "1", "1", "10", "20"]


def test_days_from_and_to_are_both_included_and_an_open_end_reaches_everything(rates: Shop) -> None:
    """S32: two prices that could both be meant are refused when the second is saved."""
    held = {"key": "one_price", "from": "since", "to": "until", "by": ["customer"], "ends": "inclusive"}
    rule(rates, "entries", ranges=[held | {"when": at("active", "=", True)}])
    march = entry(rates, "March", since="2026-03-01", until="2026-03-31")
    april = entry(rates, "April", since="2026-04-01")
    broken = [(0, "since", "entries.one_price")]
    assert refused(lambda: rates.update("entries", march, {"until": "2026-04-01"})) == broken
    assert sentences(lambda: entry(rates, "May", since="2026-05-01", until="2026-05-31")) == [
        "“April” (2026-04-01 – …) and “May” (2026-05-01 – 2026-05-31) overlap"
    ]
    assert refused(lambda: entry(rates, "back", since="2026-02-02", until="2026-02-01")) == [
        (0, "until", "entries.one_price")
    ]
    off = entry(rates, "off", since="2026-05-01", active=False)
    assert refused(lambda: rates.update("entries", off, {"active": True})) == broken
    with rates.write() as tx:  # what is right when all is written is right, whatever it passes through
        changes = [({"until": "2026-04-30"}, march), ({"since": "2026-05-01"}, april)]
        records.update(tx, "entries", [RowUpdate(id_, values) for values, id_ in changes])


def test_a_gap_is_refused_when_it_is_left_and_when_it_is_made(rates: Shop) -> None:
    tight = {"key": "tight", "from": "least", "to": "most", "ends": "inclusive", "gaps": False}
    rule(rates, "entries", ranges=[tight])
    rates.create("entries", *({"name": f"{n}", "least": n, "most": n + 8} for n in (1, 10, 19)))
    assert sentences(lambda: entry(rates, "far", least=30)) == [
        "There is a gap between “19” (19 – 27) and “far” (30 – …)"
    ]
    middle = rates.list("entries", sort="least").records[1].id
    assert refused(lambda: rates.delete("entries", middle)) == [(0, None, "entries.tight")]
    assert refused(lambda: rates.update("entries", middle, {"most": 17})) == [(0, "least", "entries.tight")]
    entry(rates, "next", least=28)


def test_of_two_at_the_same_time_that_overlap_one_is_saved(rates: Shop) -> None:
    rule(rates, "entries", ranges=[{"key": "tiers", "from": "least", "to": "most"}])
    start, told = Barrier(2), list[str]()

    def offer(least: int) -> None:
        start.wait(10)
        try:
            entry(rates, "x", least=least, most=20)
            told.append("saved")
        except Refusal as refusal:
            told.extend(problem.code for problem in refusal.problems)

    offers = [Thread(target=offer, args=(least,)) for least in (1, 19)]
    for each in offers:
        each.start()
    for each in offers:
        each.join(30)
    assert sorted(told) == ["entries.tiers", "saved"]


def test_a_bundle_that_would_contain_itself_is_refused_with_the_way_around(rates: Shop) -> None:
    """S27: given A ⊃ B ⊃ C, adding A to C's options is refused with “A → B → C → A”."""
    rule(rates, "parts", acyclic=[{"key": "no_circle", "from": "group.product", "to": "child"}])
    a, b, c = rates.create("goods", *({"name": name} for name in "ABC")).ids
    of_a, of_b, of_c = rates.create("groups", *({"product": each} for each in (a, b, c))).ids
    first = rates.create("parts", {"group": of_a, "child": b}, {"group": of_b, "child": c}).ids[0]
    back = {"group": of_c, "child": a}
    broken = [(0, "child", "parts.no_circle")]
    assert refused(lambda: rates.create("parts", back)) == broken
    assert sentences(lambda: rates.create("parts", back)) == ["This makes a circle: A → B → C → A"]
    assert refused(lambda: rates.create("parts", {"group": of_a, "child": a})) == broken
    assert refused(lambda: rates.update("parts", first, {"child": a})) == broken
    assert refused(lambda: rates.update("groups", of_b, {"product": c})) == [(0, None, "parts.no_circle")]
    with rates.write(Source.IMPORT) as tx:
        rows = [{"group": of_c, "child": None}, back, {"group": of_a, "child": c}]
        written = records.create(tx, "parts", rows, mode=Mode.SKIP_BAD)
    assert [(p.row, p.code) for p in written.problems] == [(1, "parts.no_circle")]
    rates.delete("parts", first)  # and the new way from A to C stays: C in A is no circle


def test_rules_of_ranges_are_kept_by_id_and_written_by_key(rates: Shop) -> None:
    ranges = [
        {"key": "all", "from": "since", "to": "until", "by": ["customer"], "gaps": False, "message": said("no")},
        {"key": "tiers", "from": "least", "when": at("active", "=", True), "severity": "warn"},
    ]
    acyclic = [{"key": "no_circle", "from": "group.product", "to": "child"}]
    rule(rates, "entries", ranges=ranges)
    rule(rates, "parts", acyclic=acyclic)
    with rates.read() as tx:
        assert stored.written(tx, tx.table("entries")) == {"ranges": ranges}
        assert stored.written(tx, tx.table("parts")) == {"acyclic": acyclic}
    wrong = [
        {"key": "name", "from": "name"},
        {"key": "kinds", "from": "least", "to": "until"},
        {"key": "gone", "from": "least", "by": ["nobody"]},
    ]
    assert refused(lambda: rule(rates, "entries", ranges=wrong)) == [
        (None, "entries.name.from", "rule.wrong_field"),
        (None, "entries.kinds.to", "rule.wrong_field"),
        (None, "entries.gone.by[0]", "rule.no_field"),
    ]
    assert refused(lambda: rule(rates, "parts", acyclic=[{"key": "x", "from": "group", "to": "child"}])) == [
        (None, "parts.x.to", "rule.wrong_target")
    ]
    entry(rates, "a", least=1, since="2026-01-01", until="2026-02-01")
    with rates.write() as tx:
        written = records.create(tx, "entries", [{"name": "b", "least": 1, "since": "2026-02-01"}])
    assert [(p.code, p.field) for p in written.warnings] == [("entries.tiers", "least")]
