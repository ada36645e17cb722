"""Rules and forms on screen: a rule is made and saved in spite of what is there; a form says all that is wrong at once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from support.client import Client
from support.visit import Visit

pytestmark = pytest.mark.browser


def test_a_rule_made_on_screen_is_told_by_a_form_beside_everything_else_that_is_wrong(
    signed_in: Callable[..., Page], program: Callable[[str], Client], visit: Visit, word: str
) -> None:
    admin = program("admin")
    table = admin.post("/tables", {"label": word})["table"]
    key, name = table["key"], table["primary"]
    types = {"choices": [{"key": "person", "label": "个人"}, {"key": "company", "label": "企业"}]}
    admin.post(f"/tables/{key}/fields", {"type": "option", "key": "sort", "label": "类别", **types})
    admin.post(f"/tables/{key}/fields", {"type": "number", "key": "size", "label": "人数"})
    admin.post(f"/tables/{key}/fields", {"type": "text", "key": "code", "label": "代码", "required": True})
    admin.patch(
        f"/tables/{key}", {"record_types": {"field": "sort", "types": [{"key": "company", "required": ["size"]}]}}
    )
    admin.create(key, [{name: "从前的", "code": "A", "size": "3"}])
    thanks = {"zh-CN": f"谢谢{word}"}
    view = admin.post(
        f"/tables/{key}/views",
        {
            "type": "form",
            "label": "登记",
            "shared": True,
            "fields": [name, "sort", "size", "code"],
            "settings": {"thanks": thanks},
        },
    )

    page = signed_in("admin")
    page.goto(f"/w/crm/settings/rules/{key}")
    page.get_by_role("button", name="添加规则").click()
    page.get_by_role("menuitem", name="必须满足条件").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="添加条件").first.click()
    drawer.get_by_role("combobox", name="字段", exact=True).fill("人数")
    page.keyboard.press("Enter")
    drawer.get_by_role("combobox", name="条件", exact=True).click()
    page.get_by_title(">", exact=True).click()
    drawer.get_by_label("人数 值").fill("10")
    expect(drawer.get_by_text("必须满足：人数 > 10")).to_be_visible()
    drawer.get_by_role("button", name="保存").click()
    expect(drawer.get_by_text("请填写", exact=True)).to_be_visible()
    drawer.get_by_label("提示 中文").fill(f"要多于十人{word}")
    drawer.get_by_role("button", name="保存").click()
    expect(drawer.get_by_role("link", name="从前的")).to_be_visible()
    drawer.get_by_role("button", name="仍然保存").click()
    expect(page.get_by_role("article").filter(has_text=f"要多于十人{word}")).to_contain_text("必须满足：人数 > 10")
    [rule] = json.loads(admin.get(f"/tables/{key}/rules"))["rules"]
    assert rule["rule"]["must"] == {"field": "size", "op": ">", "value": "10"}

    page.goto(f"/w/crm/t/{key}/{view['key']}")
    page.get_by_label("名称").fill("新的")
    page.get_by_label("人数").fill("4")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text(f"要多于十人{word}")).to_be_visible()
    expect(page.get_by_text("请填写“代码”")).to_be_visible()
    expect(page.get_by_label("名称")).to_have_value("新的")
    page.get_by_label("人数").fill("40")
    page.get_by_label("代码").fill("B")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status")).to_contain_text(thanks["zh-CN"])
    page.get_by_role("button", name="再填一条").click()
    expect(page.get_by_label("名称")).to_have_value("")
    admin.send("DELETE", f"/tables/{key}", b"{}")
