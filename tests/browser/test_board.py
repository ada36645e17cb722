"""The kanban board: a card moves by mouse and by keyboard, and what is missing is asked for before it settles."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from support.client import Client

pytestmark = pytest.mark.browser


@pytest.fixture
def deal(program: Callable[[str], Client], word: str) -> tuple[Client, int, str]:
    boss = program("boss")
    (customer,) = boss.create("customers", [{"name": word}])["records"]
    values = {"name": word, "customer": customer["id"], "stage": "contact", "amount": "5000"}
    (made,) = boss.create("opportunities", [values])["records"]
    return boss, made["id"], word


def board(page: Page, name: str) -> Page:
    page.goto("/w/crm/t/opportunities")
    page.get_by_role("link", name="看板").or_(page.get_by_role("link", name="阶段")).first.click()
    expect(page.locator("#lane-contact")).to_be_visible()
    page.get_by_label("搜索", exact=False).last.fill(name)
    expect(page.get_by_role("button").filter(has_text=name)).to_have_count(1)
    return page


def test_a_card_dragged_to_the_next_lane_changes_its_stage(
    signed_in: Callable[..., Page], deal: tuple[Client, int, str]
) -> None:
    boss, record, name = deal
    page = board(signed_in("boss"), name)
    card = page.get_by_role("button").filter(has_text=name)
    lane = page.locator("#lane-qualified")
    start, end = card.bounding_box(), lane.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 40, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 120, steps=12)
    page.mouse.up()
    expect(lane.get_by_role("button").filter(has_text=name)).to_have_count(1)
    stage_becomes(page, boss, record, "qualified")


def test_a_card_moves_by_keyboard_too(signed_in: Callable[..., Page], deal: tuple[Client, int, str]) -> None:
    boss, record, name = deal
    page = board(signed_in("boss"), name)
    card = page.get_by_role("button").filter(has_text=name)
    card.focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    stage_becomes(page, boss, record, "qualified")


def test_a_card_put_below_another_one_of_its_lane_stays_there(
    signed_in: Callable[..., Page], deal: tuple[Client, int, str]
) -> None:
    boss, record, name = deal
    customer = boss.values("opportunities", record)["customer"]["id"]
    boss.create("opportunities", [{"name": f"{name} 2", "customer": customer, "stage": "contact"}])
    page = signed_in("boss")
    page.goto("/w/crm/t/opportunities/kanban?" + urlencode({"q": name}))
    cards = page.locator("#lane-contact .gz-kanban-title")
    expect(cards).to_have_text([name, f"{name} 2"])
    cards.first.locator("..").focus()
    page.keyboard.press("Space")
    expect(page.locator(".gz-kanban-lifted")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#lane-contact [data-drop=after]")).to_have_count(1)
    page.keyboard.press("Space")
    expect(cards).to_have_text([f"{name} 2", name])
    with page.expect_response(lambda answer: "/opportunities/records?" in answer.url):
        page.reload()
    expect(cards).to_have_text([f"{name} 2", name])


def stage_becomes(page: Page, boss: Client, record: int, stage: str) -> None:
    for _ in range(100):
        if boss.values("opportunities", record)["stage"] == stage:
            return
        page.wait_for_timeout(50)
    assert boss.values("opportunities", record)["stage"] == stage
