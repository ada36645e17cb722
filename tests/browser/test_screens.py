"""Every screen of the CRM opens without an error, in both languages, on a desk and on a phone, and is accessible."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from support.tree import ROOT
from support.visit import Visit

pytestmark = pytest.mark.browser

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def addresses(page: Page) -> list[str]:
    """Every address of the navigation."""
    links = page.get_by_role("navigation").first.get_by_role("link")
    expect(links.first).to_be_visible()
    found = [link.get_attribute("href") or "" for link in links.all()]
    assert len(found) > 20
    return found


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    rendered(page)


def rendered(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.locator("h1").first).to_be_attached()
    expect(page.get_by_role("status", name="正在加载").or_(page.get_by_role("status", name="Loading"))).to_have_count(0)


def go(page: Page, address: str, visit: Visit) -> None:
    """Where a link of this page leads, without loading the whole application again."""
    page.locator(f'a[href="{address}"]').first.dispatch_event("click")
    expect(page).to_have_url(re.compile(re.escape(address)))
    rendered(page)
    visit.quiet(page)
    rendered(page)


def test_every_place_of_the_navigation_opens(signed_in: Callable[..., Page], visit: Visit) -> None:
    page = signed_in("admin")
    for address in addresses(page):
        go(page, address, visit)


def test_every_view_of_every_kind_opens(signed_in: Callable[..., Page], visit: Visit) -> None:
    page = signed_in("boss")
    for table in ("customers", "opportunities", "leads", "customer_followups", "products"):
        page.goto(f"/w/crm/t/{table}")
        settled(page)
        tabs = page.locator(".gz-views").get_by_role("link")
        for address in [tab.get_attribute("href") or "" for tab in tabs.all()]:
            go(page, address, visit)


@pytest.mark.parametrize("address", ["/w/crm", "/w/crm/t/customers", "/w/crm/t/orders", "/w/crm/t/opportunities"])
def test_on_a_phone_nothing_scrolls_sideways(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("sales1", width=390, height=844)
    page.goto(address)
    settled(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_the_screen_speaks_english_when_asked(signed_in: Callable[..., Page]) -> None:
    page = signed_in("success", language="en")
    page.goto("/w/crm/t/customers")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customers")
    expect(page.get_by_role("navigation").first).to_contain_text("Opportunities")


@pytest.mark.parametrize(
    "address",
    [
        "/w/crm",
        "/w/crm/t/customers",
        "/w/crm/t/opportunities",
        "/w/crm/t/orders/r/1",
        "/w/crm/t/products",
        "/w/crm/account",
        "/w/crm/past/changes",
        "/w/crm/past/trash",
    ],
)
def test_a_screen_has_no_accessibility_violation(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("boss")
    page.goto(address)
    settled(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })).violations
            .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(" ")).slice(0, 3).join(" | ")}`)"""
    )
    assert found == []
