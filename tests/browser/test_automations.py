"""Automations in the settings: building one, trying it, reading what it has done, and guarded changes of a template's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from support.client import Client

pytestmark = pytest.mark.browser
DONE = """async (key) => {
  const answer = await fetch(`/api/v1/workspaces/crm/runs?automation=${key}`);
  return (await answer.json()).runs.some((run) => run.state === "done");
}"""


def test_an_automation_is_built_tried_and_set_off_and_the_record_tells_why(
    signed_in: Callable[..., Page], program: Callable[[str], Client], word: str
) -> None:
    page, admin = signed_in("admin"), program("admin")
    admin.create("industries", [{"name": f"已有{word}"}])
    page.goto("/w/crm/settings/automations/-new?table=industries")
    page.get_by_role("textbox", name="名称", exact=True).fill(f"提醒{word}")
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="发送通知").click()
    page.get_by_role("button", name="保存").click()
    step = page.get_by_role("region", name="1 发送通知")
    expect(step.get_by_role("alert")).to_contain_text("请选择通知谁")
    expect(step.get_by_role("alert")).to_contain_text("请填写内容")
    step.get_by_role("button", name="添加", exact=True).click()
    step.get_by_label("通知谁 1").first.click()
    page.get_by_title("指定成员").click()
    step.get_by_label("内容", exact=True).fill("新行业：{name}")

    page.get_by_role("tab", name="试运行").click()
    picker = page.get_by_label("选择一条行业")
    picker.click()
    picker.fill(word)
    page.get_by_title(f"已有{word}").click()
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_text(f"新行业：已有{word}").first).to_be_visible()

    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/settings/automations/auto_*")
    key = page.url.rsplit("/", 1)[1]
    made = admin.create("industries", [{"name": word}])["records"][0]["id"]
    page.wait_for_function(DONE, arg=key, polling=300)
    page.get_by_role("tab", name="运行记录").last.click()
    page.get_by_role("button", name="完成").click()
    expect(page.get_by_role("dialog").get_by_text(f"新行业：{word}")).to_be_visible()

    page.goto(f"/w/crm/t/industries/r/{made}")
    page.get_by_role("tab", name="自动化").click()
    expect(page.get_by_role("region", name=f"提醒{word}")).to_contain_text("运行过 1 次")
    admin.send("DELETE", f"/automations/{key}", b"{}")


def test_on_a_phone_a_template_s_automation_asks_for_a_reason_and_goes_back_to_what_it_was(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("admin", width=390, height=844)
    page.goto("/w/crm/settings/automations/demo_confirm_receipt")
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="等待").click()
    page.get_by_role("button", name="上移 2 等待").click()
    expect(page.get_by_role("region", name="1 等待")).to_be_visible()
    page.get_by_role("link", name="返回自动化列表").click()
    page.get_by_role("dialog", name="离开并放弃修改？").get_by_role("button", name="继续编辑").click()
    page.get_by_role("button", name="保存").click()
    guard = page.get_by_role("dialog", name="修改模板自带的自动化")
    guard.get_by_role("button", name="确认").click()
    expect(guard.get_by_role("alert")).to_contain_text("请填写原因")
    guard.get_by_label("原因").fill("先等一小时")
    guard.get_by_role("button", name="确认").click()
    expect(page.get_by_text("模板 · 已修改")).to_be_visible()
    page.get_by_role("button", name="“演示-自动确认回款”的更多操作").click()
    page.get_by_role("menuitem", name="恢复为模板版本").click()
    reset = page.get_by_role("dialog", name="恢复为模板版本？")
    expect(reset.get_by_role("row", name="执行 1")).to_contain_text("等待 1 小时")
    reset.get_by_label("原因").fill("不必等")
    reset.get_by_role("button", name="恢复为模板版本").click()
    expect(page.get_by_text("模板 · 已修改")).to_have_count(0)


def test_a_button_is_made_in_the_settings_tried_pressed_on_a_record_and_deleted(
    signed_in: Callable[..., Page], program: Callable[[str], Client], word: str
) -> None:
    page, admin = signed_in("admin"), program("admin")
    made = admin.create("industries", [{"name": word}])["records"][0]["id"]
    page.goto("/w/crm/settings/actions/-button?table=industries")
    page.get_by_role("textbox", name="名称", exact=True).fill(f"备注{word}")
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="修改本记录").click()
    page.get_by_role("button", name="保存").click()
    step = page.get_by_role("region", name="1 修改本记录")
    expect(step.get_by_role("alert")).to_contain_text("请至少填写一个字段")
    step.get_by_label("字段与取值：添加字段").click()
    page.locator(".ant-select-item-option", has_text="备注").click()
    step.get_by_role("textbox", name="备注").fill(f"看过{word}")

    page.get_by_role("tab", name="试运行").click()
    picker = page.get_by_label("选择一条行业")
    picker.click()
    picker.fill(word)
    page.get_by_title(word, exact=True).click()
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_text("会看到这个按钮")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="试运行").get_by_text(f"看过{word}")).to_be_visible()

    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/settings/actions/button.industries.button_*")
    editor = page.url
    page.goto(f"/w/crm/t/industries/r/{made}")
    page.get_by_role("button", name=f"备注{word}").click()
    expect(page.get_by_text(f"看过{word}").first).to_be_visible()

    page.goto(editor)
    page.get_by_role("button", name=f"“备注{word}”的更多操作").click()
    page.get_by_role("menuitem", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    page.wait_for_url("**/settings/actions")
