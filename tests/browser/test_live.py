"""Others' edits appear by themselves, a conflict is shown and never overwritten, and undo works where something was done."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from support.client import Client

pytestmark = pytest.mark.browser


class Meeting:
    """A customer that the sales manager has on the screen, and the boss who changes it by a program."""

    def __init__(self, page: Page, boss: Client, word: str) -> None:
        self.page = page
        self.boss = boss
        self.word = word
        values = {"name": word, "phone": "111", "address": "旧址"}
        self.id: int = boss.create("customers", [values])["records"][0]["id"]

    def others(self, **values: object) -> None:
        self.boss.patch("/tables/customers/records", {"records": [{"id": self.id, "values": values}]})

    def stored(self, field: str) -> object:
        return self.boss.values("customers", self.id)[field]

    def becomes(self, field: str, value: object) -> None:
        for _ in range(100):
            if self.stored(field) == value:
                return
            self.page.wait_for_timeout(50)
        assert self.stored(field) == value

    def grid(self) -> Meeting:
        self.page.goto(f"/w/crm/t/customers/all?q={self.word}")
        expect(self.rows).to_have_count(1)
        return self

    def opened(self) -> Meeting:
        self.page.goto(f"/w/crm/t/customers/r/{self.id}")
        expect(self.page.get_by_role("heading", name=self.word, level=1)).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("grid").get_by_role("row").filter(has_text=self.word)

    @property
    def phone(self) -> Locator:
        heads = self.page.get_by_role("grid").get_by_role("columnheader").filter(has_text="电话")
        return self.rows.first.locator(f'[aria-colindex="{heads.first.get_attribute("aria-colindex")}"]')


@pytest.fixture
def meeting(signed_in: Callable[..., Page], program: Callable[[str], Client], word: str) -> Meeting:
    return Meeting(signed_in("admin"), program("boss"), word)


def test_others_edits_and_new_rows_appear_in_the_grid_of_every_tab(meeting: Meeting) -> None:
    meeting.grid()
    second = meeting.page.context.new_page()  # the stream is the first tab's; this one hears of it from there
    second.goto(f"/w/crm/t/customers/all?q={meeting.word}")
    expect(second.get_by_role("grid").get_by_role("row").filter(has_text=meeting.word)).to_have_count(1)
    meeting.others(phone="222")
    expect(meeting.phone).to_have_text("222")
    expect(second.get_by_role("grid").get_by_role("row").filter(has_text="222")).to_have_count(1)
    meeting.boss.create("customers", [{"name": f"{meeting.word}-新"}])
    expect(meeting.rows).to_have_count(2)


def test_rows_leave_an_open_page_with_the_role_group_that_let_see_them(
    meeting: Meeting, signed_in: Callable[..., Page], program: Callable[[str], Client]
) -> None:
    admin = program("admin")
    people = json.loads(admin.get("/members"))["members"]
    finance = next(one["id"] for one in people if one["name"] == "金财务")
    page = signed_in("finance")
    page.goto(f"/w/crm/t/customers/all?q={meeting.word}")
    row = page.get_by_role("grid").get_by_role("row").filter(has_text=meeting.word)
    expect(row).to_have_count(1)
    admin.patch(f"/members/{finance}/roles", {"roles": []})
    try:
        expect(page.get_by_role("status").filter(has_text="您还没有角色组")).to_be_visible()
        expect(row).to_have_count(0)
    finally:
        admin.patch(f"/members/{finance}/roles", {"roles": ["finance"]})
    expect(row).to_have_count(1)


def test_a_cell_that_somebody_changed_meanwhile_shows_both_values(meeting: Meeting) -> None:
    meeting.grid().phone.click()
    meeting.page.keyboard.type("333")
    meeting.others(phone="222", address="新址")
    meeting.page.wait_for_timeout(1000)
    meeting.page.keyboard.press("Enter")
    meeting.phone.click()
    choice = meeting.page.get_by_role("alert").filter(has_text="对方的")
    expect(choice).to_contain_text("222")
    expect(choice).to_contain_text("333")
    assert meeting.stored("phone") == "222"
    choice.get_by_role("button", name="改为我的").click()
    meeting.becomes("phone", "333")
    assert meeting.stored("address") == "新址"


def test_a_record_follows_others_and_asks_before_it_overwrites_a_field(meeting: Meeting) -> None:
    page = meeting.opened().page
    meeting.others(phone="222")
    expect(page.get_by_text("222", exact=True)).to_be_visible()
    page.get_by_role("button", name="编辑“电话”").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("333")
    meeting.others(phone="444")
    page.wait_for_timeout(1200)
    page.keyboard.press("Enter")
    choice = page.get_by_role("alert").filter(has_text="对方的")
    expect(choice).to_contain_text("444")
    choice.get_by_role("button", name="保留对方的").click()
    expect(page.get_by_text("444", exact=True)).to_be_visible()
    assert meeting.stored("phone") == "444"


def test_what_somebody_changed_since_is_kept_by_undo_and_named(meeting: Meeting) -> None:
    meeting.grid().phone.click()
    meeting.page.keyboard.type("333")
    meeting.page.keyboard.press("Enter")
    meeting.becomes("phone", "333")
    meeting.others(phone="555")
    meeting.page.keyboard.press("Control+z")
    expect(meeting.page.get_by_role("alert").filter(has_text="保持原样")).to_contain_text("电话")
    assert meeting.stored("phone") == "555"


def test_undo_and_redo_work_on_a_record_page_but_not_beneath_a_dialog(meeting: Meeting) -> None:
    page = meeting.opened().page
    page.get_by_role("button", name="编辑“电话”").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("333")
    page.keyboard.press("Enter")
    meeting.becomes("phone", "333")
    page.get_by_role("heading", name=meeting.word, level=1).click()
    page.keyboard.press("Control+z")
    meeting.becomes("phone", "111")
    page.keyboard.press("Control+Shift+z")
    meeting.becomes("phone", "333")
    page.goto(f"/w/crm/t/customers/all?q={meeting.word}")
    page.get_by_role("button", name="新建").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")  # a reload lost nothing: the tab still knows
    meeting.becomes("phone", "111")


def test_a_deleted_record_comes_back_from_its_toast(meeting: Meeting) -> None:
    page = meeting.opened().page
    page.get_by_role("button", name="更多").first.click()
    page.get_by_role("menuitem", name="删除").click()
    expect(page.get_by_text(f"已删除“{meeting.word}”")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("找回 1 条记录")).to_be_visible()
    meeting.becomes("name", meeting.word)


def test_an_older_change_is_taken_back_after_a_look_at_what_would_stay(meeting: Meeting) -> None:
    page = meeting.page
    boss = meeting.boss
    made = boss.create("customers", [{"name": f"{meeting.word}-{letter}"} for letter in "甲乙"])["records"]
    admin = page.context.new_page()
    admin.goto("/w/crm/past/changes")
    admin.get_by_role("switch", name="显示所有人的").click()
    meeting.others(phone="222")
    line = admin.get_by_role("listitem").filter(has_text="新建 2 条").first
    line.get_by_role("button", name="撤销").click()
    dialog = admin.get_by_role("dialog")
    expect(dialog).to_contain_text("移除 2 条记录")
    dialog.get_by_role("button", name="撤销").click()
    expect(admin.get_by_text("已撤销：移除 2 条记录")).to_be_visible()
    admin.goto("/w/crm/past/trash")
    admin.get_by_label("搜索已删除的记录").fill(f"{meeting.word}-甲")
    expect(admin.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    admin.get_by_role("button", name="恢复").click()
    expect(admin.get_by_text("回收站是空的").or_(admin.get_by_text("没有找到已删除的记录"))).to_be_visible()
    assert boss.values("customers", made[0]["id"])["name"] == f"{meeting.word}-甲"
