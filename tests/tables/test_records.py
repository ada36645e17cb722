"""The write path: what a write stores, fills in, refuses, and answers."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import Source
from gezi.core.errors import Kind, Refusal
from gezi.tables import records
from gezi.tables.records import Mode, RowUpdate
from support.shop import Shop

LINE = {"price": "10.05", "discount": 85, "quantity": 3}


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.field, problem.code) for problem in refusal.value.problems]


def test_two_lines_of_10_05_at_85_percent_times_3_make_51_26(shop: Shop) -> None:
    # C2: 10.05 × 0.85 × 3 = 25.6275, stored as 25.63; the total is the sum of the rounded lines
    customer = shop.create("customers", {"name": "华为"}).ids[0]
    written = shop.create(
        "orders", {"customer": customer, "status": "approved", "lines": [{"values": LINE}, {"values": LINE}]}
    )
    assert written.records[0].values["total"] == "51.26"
    assert [line["values"]["subtotal"] for line in shop.get("orders", written.ids[0])["lines"]] == ["25.63", "25.63"]
    assert shop.get("customers", customer)["deal_amount"] == "51.26"


def test_the_answer_of_a_line_carries_the_totals_it_moved(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "华为"}).ids[0]
    order = shop.create("orders", {"customer": customer, "status": "approved"}).ids[0]
    written = shop.create("order_lines", {"order": order, "price": "10.00", "quantity": 2})
    touched = {(table, record.id): record.values for table, record in written.touched}
    assert touched["orders", order]["total"] == "20.00"
    assert touched["customers", customer]["deal_amount"] == "20.00"
    assert touched["customers", customer]["stage"] == "closed"


def test_every_problem_of_every_row_comes_back_and_nothing_is_saved(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", {"name": "甲", "region": "nowhere", "nonsense": 1}, {"name": " "}, {"name": "乙"})
    assert codes(refusal) == [
        (0, "region", "value.unknown_option"),
        (0, "nonsense", "field.unknown"),
        (1, "name", "value.required"),
    ] or {code for _, _, code in codes(refusal)} == {"field.unknown", "value.required", "value.no_such_option"}
    assert shop.list("customers").records == ()


def test_a_computed_field_cannot_be_written(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", {"name": "甲", "deal_amount": "1"})
    assert codes(refusal) == [(0, "deal_amount", "field.read_only")]


@pytest.mark.parametrize("key", ["id", "version", "created_by", "created_at", "updated_by", "updated_at"])
def test_what_the_engine_keeps_cannot_be_written(shop: Shop, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", {"name": "甲", key: 1})
    assert codes(refusal)[0][2] in ("field.read_only", "field.unknown")


def test_defaults_fill_what_is_left_out_and_leave_what_is_given(shop: Shop) -> None:
    order = shop.create("orders", {}).ids[0]
    values = shop.get("orders", order)
    assert (values["status"], values["signed_on"]) == ("draft", "2026-11-22")
    line = shop.create("order_lines", {"order": order, "price": 5}).records[0].values
    assert (line["discount"], line["quantity"], line["subtotal"]) == ("100", "1", "5.00")


def test_autonumbers_count_within_the_day_and_never_repeat(shop: Shop) -> None:
    first = shop.create("orders", {}, {})
    shop.delete("orders", first.ids[1])
    third = shop.create("orders", {})
    numbers = [record.values["number"] for record in (*first.records, *third.records)]
    assert numbers == ["DD-20261122-0001", "DD-20261122-0002", "DD-20261122-0003"]


def test_a_stale_version_is_refused_and_the_row_stays(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    shop.update("customers", customer, {"region": "west"}, version=1)
    with pytest.raises(Refusal) as refusal:
        shop.update("customers", customer, {"region": "east"}, version=1)
    assert refusal.value.kind is Kind.CONFLICT
    assert shop.get("customers", customer)["region"] == "west"


def test_without_a_version_the_last_write_wins_per_field(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲", "region": "west"}).ids[0]
    shop.update("customers", customer, {"name": "乙"})
    shop.update("customers", customer, {"region": "east"})
    values = shop.get("customers", customer)
    assert (values["name"], values["region"]) == ("乙", "east")


def test_values_sent_back_unchanged_raise_no_version(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲", "region": "west"}).ids[0]
    assert (
        shop.update("customers", customer, {"name": "甲", "region": "西" if False else "west"}).records[0].version == 1
    )
    assert shop.update("customers", customer, {"region": "east"}).records[0].version == 2


def test_a_unique_value_is_compared_without_case_and_width(shop: Shop) -> None:
    shop.create("customers", {"name": "ABC 公司"})
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", {"name": "ａｂｃ 公司"}, {"name": "新"}, {"name": "新"})
    assert codes(refusal) == [(0, "name", "value.not_unique"), (2, "name", "value.not_unique")]


def test_a_row_may_keep_its_own_unique_value(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    assert shop.update("customers", customer, {"name": "甲", "region": "west"}).records[0].values["name"] == "甲"


@pytest.mark.parametrize("value", [999, "999", {"id": 999}])
def test_a_relation_to_a_row_that_is_not_there_is_refused(shop: Shop, value: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("orders", {"customer": value})
    assert codes(refusal) == [(0, "customer", "value.unknown_record")]


def test_an_unknown_id_is_refused_before_anything_is_written(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "甲"}).ids[0]
    with shop.write() as tx, pytest.raises(Refusal) as refusal:
        records.update(tx, "customers", [RowUpdate(customer, {"name": "乙"}), RowUpdate(77, {"name": "丙"})])
    assert codes(refusal) == [(1, None, "record.not_found")]
    assert shop.get("customers", customer)["name"] == "甲"


def test_skipping_bad_rows_saves_the_good_ones_and_reports_the_others(shop: Shop) -> None:
    with shop.write(Source.IMPORT) as tx:
        written = records.create(tx, "customers", [{"name": "甲"}, {"name": ""}, {"name": "乙"}], mode=Mode.SKIP_BAD)
    assert len(written.ids) == 2
    assert [(problem.row, problem.code) for problem in written.problems] == [(1, "value.required")]


def test_problems_of_sub_table_rows_name_their_place(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("orders", {"lines": [{"values": LINE}, {"values": {"price": "abc"}}]})
    assert codes(refusal) == [(0, "lines.1.price", "value.not_a_number")]
    assert shop.list("orders").records == ()


def test_saving_a_sub_table_with_its_parent_changes_adds_and_removes_rows(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": LINE}, {"values": LINE}]}).ids[0]
    first, second = (line["id"] for line in shop.get("orders", order)["lines"])
    shop.update("orders", order, {"lines": [{"id": second, "values": {"quantity": 1}}, {"values": {"price": "1.00"}}]})
    lines = shop.get("orders", order)["lines"]
    assert first not in [line["id"] for line in lines]
    # 10.05 × 0.85 = 8.5425 → 8.54, and 1.00
    assert [line["values"]["subtotal"] for line in lines] == ["8.54", "1.00"]
    assert shop.get("orders", order)["total"] == "9.54"


def test_more_than_a_thousand_rows_at_once_are_refused(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", *({"name": str(number)} for number in range(1001)))
    assert refusal.value.kind is Kind.TOO_LARGE


def test_a_multiple_relation_keeps_its_rows(shop: Shop) -> None:
    a, b = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    order = shop.create("orders", {"friends": [b, a]}).ids[0]
    assert {friend["label"] for friend in shop.get("orders", order)["friends"]} == {"甲", "乙"}
    shop.update("orders", order, {"friends": [b]})
    assert shop.get("orders", order)["friends"] == [{"id": b, "label": "乙"}]


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "1e400", 10**400, "9" * 5000, "\x00", True, [], {}, "１٣", "1_000", 1e400, "0x10"],
)
def test_numbers_that_are_none_are_refused_with_field_and_sentence(shop: Shop, value: Any) -> None:
    order = shop.create("orders", {}).ids[0]
    with pytest.raises(Refusal) as refusal:
        shop.create("order_lines", {"order": order, "price": value})
    (problem,) = refusal.value.problems
    assert problem.field == "price"
    assert problem.text("zh-CN")
    assert problem.text("en")


def test_a_total_that_cannot_be_stored_is_an_error_value_and_never_an_exception(shop: Shop) -> None:
    order = shop.create("orders", {}).ids[0]
    huge = {"order": order, "price": "90000000000000000.00"}
    shop.create("order_lines", huge)
    shop.create("order_lines", huge)  # 180,000,000,000,000,000.00 is more than 64 bits of cents hold
    total = shop.get("orders", order)["total"]
    assert set(total) == {"error"}
    shop.delete("order_lines", *[line["id"] for line in shop.get("orders", order)["lines"]][:1])
    assert shop.get("orders", order)["total"] == "90000000000000000.00"
