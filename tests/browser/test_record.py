"""A record on screen: its own address, lines whose totals follow, and values that explain themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from support.client import Client
from support.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def order(program: Callable[[str], Client], word: str) -> int:
    """A draft order of two lines: 10.05 × 85 % × 3 = 25.6275 → 25.63, and 100 × 1; total 125.63."""
    boss = program("boss")
    (customer,) = boss.create("customers", [{"name": word}])["records"]
    (made,) = boss.create("orders", [{"customer": customer["id"]}])["records"]
    boss.create(
        "order_lines",
        [
            {"order": made["id"], "description": "甲件", "price": "10.05", "discount": "85", "quantity": "3"},
            {"order": made["id"], "description": "乙件", "price": "100", "discount": "100", "quantity": "1"},
        ],
    )
    return made["id"]


def test_a_record_opens_at_its_own_address_with_its_lines_and_total(signed_in: Callable[..., Page], order: int) -> None:
    page = signed_in("boss")
    page.goto(f"/w/crm/t/orders/r/{order}")
    lines = page.get_by_role("table", name="订单明细")
    expect(lines).to_contain_text("25.63")
    expect(page.get_by_role("article")).to_contain_text("125.63")


def test_an_order_is_made_with_its_lines_and_each_refusal_stands_at_its_cell(
    signed_in: Callable[..., Page],
) -> None:
    """10.05 × 85 % × 3 = 25.6275 → 25.63 a line, twice: 51.26."""
    page = signed_in("boss")
    page.goto("/w/crm/t/orders")
    page.get_by_role("button", name="新建").last.click()
    form = page.get_by_role("dialog")
    save = form.get_by_role("button", name=re.compile("保存$"))  # its icon of waiting may fade out late
    expect(form.get_by_role("textbox", name="签订日期")).not_to_have_value("")
    for line, discount in ((0, "85"), (1, "850")):
        form.get_by_role("button", name="添加一行").click()
        row = form.get_by_role("table", name="订单明细").get_by_role("row").nth(line + 1)
        for name, value in (("单价", "10.05"), ("折扣", discount), ("数量", "3")):
            row.get_by_role("group", name=name).get_by_role("textbox").fill(value)
    save.click()
    wrong = form.get_by_role("row").nth(2).get_by_role("group", name="折扣")
    expect(wrong).to_contain_text("折扣必须在 0 到 100 之间")
    wrong.get_by_role("textbox").fill("85")
    expect(form.get_by_role("table", name="订单明细")).to_contain_text("51.26")  # before anything is saved
    save.click()
    expect(page.get_by_role("table", name="订单明细")).to_contain_text("51.26")


def test_changing_a_line_moves_subtotal_and_total_at_once(signed_in: Callable[..., Page], order: int) -> None:
    page = signed_in("boss")
    page.goto(f"/w/crm/t/orders/r/{order}")
    row = page.get_by_role("table", name="订单明细").get_by_role("row").filter(has_text="乙件")
    row.get_by_role("button", name="数量").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("200.00")
    expect(page.get_by_role("article")).to_contain_text("225.63")


def test_a_total_explains_which_rows_it_counted(signed_in: Callable[..., Page], order: int) -> None:
    page = signed_in("boss")
    page.goto(f"/w/crm/t/orders/r/{order}")
    page.get_by_role("button", name=re.compile("订单总金额")).first.click()
    explanation = page.get_by_role("tooltip")
    expect(explanation).to_contain_text("125.63")
    expect(explanation).to_contain_text("25.63")
    expect(explanation).to_contain_text("2")


def test_a_record_of_another_department_is_not_found(signed_in: Callable[..., Page], visit: Visit, order: int) -> None:
    visit.forgiven.add(404)
    page = signed_in("sales3")
    page.goto(f"/w/crm/t/orders/r/{order}")
    expect(page.get_by_text("找不到")).to_be_visible()
