"""The settings: inviting somebody, and saying what they may do."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from support.client import Client
from support.visit import Visit

pytestmark = pytest.mark.browser


def test_who_was_invited_sees_a_table_once_a_cell_of_the_matrix_says_so(
    signed_in: Callable[..., Page],
    context_of: Callable[..., BrowserContext],
    program: Callable[[str], Client],
    visit: Visit,
    word: str,
) -> None:
    key = f"r{word[1:]}"
    program("admin").post("/roles", {"key": key, "label": {"zh-CN": word}})
    admin = signed_in("admin")
    admin.goto("/w/crm/settings/members")
    admin.get_by_role("button", name="邀请成员").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("姓名").fill(f"新人{word}")
    dialog.get_by_label("加入哪些角色组").fill(word)
    admin.keyboard.press("Enter")
    admin.keyboard.press("Escape")
    dialog.get_by_role("button", name="生成邀请链接").click()
    link = admin.get_by_role("textbox", name="邀请链接").input_value()

    newcomer = context_of().new_page()
    visit.watch(newcomer)
    newcomer.goto(link)
    newcomer.get_by_label("账号").fill(key)
    newcomer.get_by_label("密码").fill("格子里的新人 2026")
    newcomer.get_by_role("button", name="注册并加入").click()
    newcomer.wait_for_url("**/w/crm**")
    newcomer.goto("/w/crm/t/products")
    expect(newcomer.get_by_role("alert")).to_be_visible()

    admin.goto(f"/w/crm/settings/roles/{key}")
    admin.get_by_role("button", name="产品：查看").click()
    cell = admin.get_by_role("dialog")
    cell.get_by_text("允许", exact=True).click()
    cell.get_by_label("修改原因").fill("新人要看产品")
    cell.get_by_role("button", name="保存").click()
    expect(admin.get_by_role("button", name="产品：查看 全部")).to_be_visible()
    admin.goto("/w/crm/settings/log")
    expect(admin.get_by_text("新人要看产品")).to_be_visible()

    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("产品")


def drag(page: Page, what: Locator, where: Locator) -> None:
    start, end = what.bounding_box(), where.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + min(end["height"] / 2, 80), steps=12)
    page.mouse.up()


def test_role_groups_and_members_are_dragged_into_what_they_may_do_with_a_table(
    signed_in: Callable[..., Page], program: Callable[[str], Client], word: str
) -> None:
    key = f"b{word[1:]}"
    program("admin").post("/roles", {"key": key, "label": {"zh-CN": word}})
    admin = signed_in("admin")
    admin.goto("/w/crm/settings/tables/industries")
    lane = admin.get_by_role("region", name="查看和编辑")
    drag(admin, admin.get_by_role("button", name=word, exact=True), lane)
    dialog = admin.get_by_role("dialog")
    expect(dialog.get_by_text("从“未授权”改为“查看和编辑”。")).to_be_visible()
    dialog.get_by_role("button", name="保存").click()
    expect(lane.get_by_role("button", name=word, exact=True)).to_be_visible()
    expect(admin.get_by_role("dialog")).to_have_count(0)

    drag(
        admin, admin.get_by_role("button", name="贴客服", exact=True), lane.get_by_role("article").filter(has_text=word)
    )
    dialog.get_by_role("radio", name=f"加入“{word}”").check()
    dialog.get_by_role("button", name="保存").click()
    expect(lane.get_by_role("article").filter(has_text=word)).to_contain_text("贴客服")
    roles = json.loads(program("success").get("/me"))["roles"]
    assert {role["key"] for role in roles} == {"customer_success", key}
    program("admin").send("DELETE", f"/roles/{key}")
