"""Coming in, looking around, going out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_answered_by_a_sentence_and_lets_nobody_in(
    context_of: Callable[..., BrowserContext],
) -> None:
    page = context_of().new_page()
    page.goto("/w/crm")
    page.get_by_label("账号").fill("sales1")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert "/sign-in" in page.url


def test_whoever_signs_in_lands_on_the_home_page_of_their_role(context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    page.goto("/")
    page.get_by_label("账号").fill("sales1")
    page.get_by_label("密码").fill("格子里的秘密 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("销售员首页")


def test_the_address_that_was_asked_for_opens_after_signing_in(context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    page.goto("/w/crm/t/contacts")
    page.get_by_label("账号").fill("boss")
    page.get_by_label("密码").fill("格子里的秘密 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("联系人")


def test_the_way_back_after_leaving_needs_the_password_again(signed_in: Callable[..., Page]) -> None:
    page = signed_in("marketing")
    page.get_by_role("button", name="的菜单").click()
    page.get_by_text("退出登录").click()
    page.wait_for_url("**/sign-in**")
    page.goto("/w/crm/t/campaigns")
    page.wait_for_url("**/sign-in**")
