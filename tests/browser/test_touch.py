"""On a phone that is held in the hand: panels and drawers stay on the screen, and what is tapped is large enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WITHIN = """selector => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return innerWidth === 390 && box !== undefined && box.width > 0 && box.left >= 0 && box.right <= innerWidth;
}"""
SMALL = """() => [...document.querySelectorAll(".gz-icon-button, .ant-btn, .gz-nav-item")]
    .filter(one => one.checkVisibility() && !one.closest(".gz-views") && one.getBoundingClientRect().height < 39.9)
    .map(one => `${one.getAttribute("aria-label") ?? one.textContent} ${one.getBoundingClientRect().height}`)"""


def test_on_a_phone_drawers_and_calendars_fit_and_fingers_hit_what_they_tap(signed_in: Callable[..., Page]) -> None:
    page = signed_in("sales1", width=390, height=844, has_touch=True, is_mobile=True)
    page.goto("/w/crm/t/customers")
    page.get_by_role("button", name="打开导航").tap()
    bell = page.get_by_role("dialog").get_by_role("button", name="通知").first
    expect(bell).to_be_visible()
    assert page.evaluate(SMALL) == []
    bell.tap()
    expect(page.get_by_role("dialog").filter(has_text="全部标为已读")).to_be_visible()
    page.wait_for_function(WITHIN, arg=".ant-drawer-right .ant-drawer-content-wrapper")
    rows = page.request.get("/api/v1/workspaces/crm/tables/opportunities/records?limit=1").json()["records"]
    page.goto(f"/w/crm/t/opportunities/r/{rows[0]['id']}")
    page.get_by_role("button", name="预计结单日期").first.tap()
    page.wait_for_function(WITHIN, arg=".ant-picker-dropdown")
