"""What the machines have found, each as a literal example, through HTTP and on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.databases import Cluster
from support.market import pair
from support.market.pair import House


@pytest.fixture
def house(database_kind: str, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    with pair.opened(pair.masters(run_folder, cluster)[-1:], tmp_path) as opened:
        yield opened.houses[0]


def send(house: House, method: str, path: str, body: Any = None) -> Any:
    answer = house.send("ann", method, path, json=body)
    assert answer.status_code < 500, answer.data
    return answer


def make(house: House, table: str, *rows: dict[str, Any]) -> list[int]:
    answer = send(house, "POST", f"/tables/{table}/records", {"records": [{"values": row} for row in rows]})
    assert answer.status_code == 201, answer.json
    return [record["id"] for record in answer.json["records"]]


def test_a_look_up_of_options_is_renamed_deleted_and_restored(house: House) -> None:
    (customer,) = make(house, "customers", {"name": "甲", "region": "west"})
    (order,) = make(house, "orders", {"customer": customer})
    renamed = send(house, "PATCH", "/tables/orders/fields/region", {"key": "area", "label": "地区"})
    assert renamed.status_code == 200
    gone = send(house, "DELETE", "/tables/orders/fields/area", {})
    assert gone.status_code == 200
    assert send(house, "POST", "/schema/trash/restore", {"id": gone.json["trash"]}).status_code == 200
    assert send(house, "GET", f"/tables/orders/records/{order}").json["values"]["area"] == "west"


def test_a_name_that_another_row_of_the_request_keeps_is_taken(house: House) -> None:
    one, other = make(house, "customers", {"name": "甲"}, {"name": "乙"})
    rows = [{"id": one, "values": {"name": "乙"}}, {"id": other, "values": {"note": "乙仍叫乙"}}]
    answer = send(house, "PATCH", "/tables/customers/records", {"records": rows})
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "value.not_unique")


def test_two_rows_may_swap_their_unique_names(house: House) -> None:
    one, other = make(house, "customers", {"name": "甲"}, {"name": "乙"})
    rows = [{"id": one, "values": {"name": "乙"}}, {"id": other, "values": {"name": "甲"}}]
    assert send(house, "PATCH", "/tables/customers/records", {"records": rows}).status_code == 200
    assert send(house, "GET", f"/tables/customers/records/{one}").json["values"]["name"] == "乙"


def test_groups_of_equal_figures_come_in_the_order_of_their_names(house: House) -> None:
    """A tie in the figure that groups are sorted by is no reason for an order that differs between databases."""
    make(
        house, "customers", *({"name": f"{n}", "region": region} for n, region in enumerate(["north", "east", "west"]))
    )
    for sort in ("count", "-count"):
        body = {"group_by": ["region"], "measures": [{"op": "count"}], "sort": sort}
        rows = send(house, "POST", "/tables/customers/records/aggregate", body).json["rows"]
        assert [row["group"]["region"] for row in rows] == ["east", "north", "west"], sort


def test_a_checkbox_that_was_added_later_is_not_ticked_rather_than_empty(house: House) -> None:
    (order,) = make(house, "orders", {})
    (line,) = make(house, "order_lines", {"order": order})
    field = {"type": "checkbox", "label": "已发货", "key": "sent"}
    assert send(house, "POST", "/tables/order_lines/fields", field).status_code == 201
    assert send(house, "GET", f"/tables/order_lines/records/{line}").json["values"]["sent"] is False
    (listed,) = send(house, "GET", "/tables/order_lines/records").json["records"]
    assert listed["values"]["sent"] is False


def test_a_sum_may_be_larger_than_any_of_its_parts_can_be(house: House) -> None:
    """Totals that need more than 64 bits are told, whole or by group, and means of them."""
    large = "92233720368547758.07"  # 2⁶³ − 1 cents
    rows = [{"name": f"{place}", "credit": large, "region": "west"} for place in range(3)]
    make(house, "customers", *rows, {"name": "x", "credit": "-" + large})
    measures = [{"op": op, "field": "credit", "as": op} for op in ("sum", "avg", "count", "max")]
    body = {"group_by": ["region"], "measures": measures, "sort": "-sum"}
    answer = send(house, "POST", "/tables/customers/records/aggregate", body)
    west, nowhere = (row["values"] for row in answer.json["rows"])
    assert west == {"sum": "276701161105643274.21", "avg": large + "0000", "count": 3, "max": large}
    assert nowhere["sum"] == "-" + large
    answer = send(house, "POST", "/tables/customers/records/aggregate", body | {"group_by": []})
    assert answer.json["rows"][0]["values"]["sum"] == "184467440737095516.14"


def test_a_figure_over_a_value_in_error_is_in_error_and_recovers_with_it(house: House) -> None:
    """A total that left out what could not be computed would be wrong without a word."""
    (customer,) = make(house, "customers", {"name": "甲"})
    lines = [{"values": {"price": price}} for price in ("92233720368547758.07", "1.00")]
    (order,) = make(house, "orders", {"customer": customer, "status": "approved", "lines": lines})
    make(house, "orders", {"customer": customer, "status": "approved", "lines": [{"values": {"price": "5.00"}}]})

    def figures() -> list[Any]:
        values = send(house, "GET", f"/tables/customers/records/{customer}").json["values"]
        total = send(house, "GET", f"/tables/orders/records/{order}").json["values"]["total"]
        return [total, values["deal_amount"], values["average"], values["deal_count"]]

    error = {"error": "formula.overflow"}
    assert figures() == [error, error, error, "2"]
    line = send(house, "GET", f"/tables/orders/records/{order}").json["values"]["lines"][0]["id"]
    rows = [{"id": line, "values": {"price": "2.00"}}]
    assert send(house, "PATCH", "/tables/order_lines/records", {"records": rows}).status_code == 200
    assert figures() == ["3.00", "8.00", "4.00", "2"]
