"""The grid as people type into it: keys, Chinese input, blocks from a spreadsheet, undo, and what others may see."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from support.client import Client

pytestmark = pytest.mark.browser


class Sheet:
    """Three customers of this test's own in the grid, found by a word that only they have."""

    def __init__(self, page: Page, boss: Client, word: str) -> None:
        self.boss = boss
        self.page = page
        self.word = word
        made = boss.create("customers", [{"name": f"{self.word}-{letter}", "address": ""} for letter in "甲乙丙"])
        self.ids = [record["id"] for record in made["records"]]

    def open(self) -> Sheet:
        self.page.goto("/w/crm/t/customers/all")
        self.page.get_by_label("搜索", exact=False).last.fill(self.word)
        # the search's own answer: before it, the three may be there among all the others and move under the mouse
        expect(self.page.get_by_role("gridcell", name="3 行", exact=True)).to_be_visible()
        expect(self.rows).to_have_count(3)
        return self

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("grid").get_by_role("row").filter(has_text=self.word)

    def cell(self, letter: str, column: str) -> Locator:
        heads = self.page.get_by_role("grid").get_by_role("columnheader")
        index = next(
            head.get_attribute("aria-colindex") for head in heads.all() if column in (head.text_content() or "")
        )
        return self.rows.filter(has_text=f"{self.word}-{letter}").locator(f'[aria-colindex="{index}"]')

    def stored(self, letter: str, field: str) -> object:
        return self.boss.values("customers", self.ids["甲乙丙".index(letter)])[field]

    def becomes(self, letter: str, field: str, value: object) -> None:
        """Wait until the server has it."""
        for _ in range(100):
            if self.stored(letter, field) == value:
                return
            self.page.wait_for_timeout(50)
        assert self.stored(letter, field) == value


@pytest.fixture
def sheet(signed_in: Callable[..., Page], program: Callable[[str], Client], word: str) -> Sheet:
    return Sheet(signed_in("boss"), program("boss"), word).open()


def test_what_is_typed_onto_a_cell_replaces_it_and_is_stored(sheet: Sheet) -> None:
    sheet.cell("甲", "电话").click()
    sheet.page.keyboard.type("010-5550001")
    sheet.page.keyboard.press("Enter")
    sheet.becomes("甲", "phone", "010-5550001")


def test_an_input_method_starts_on_a_selected_cell_without_losing_a_letter(sheet: Sheet) -> None:
    sheet.cell("乙", "客户名称").click()
    session = sheet.page.context.new_cdp_session(sheet.page)
    for part in ("c", "ce", "ce sh", "ce shi"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    session.send("Input.insertText", {"text": f"{sheet.word}-乙测试"})
    sheet.page.keyboard.press("Enter")
    sheet.becomes("乙", "name", f"{sheet.word}-乙测试")


def test_escape_leaves_a_cell_as_it_was(sheet: Sheet) -> None:
    sheet.cell("甲", "电话").click()
    sheet.page.keyboard.type("999")
    sheet.page.keyboard.press("Escape")
    sheet.page.keyboard.press("ArrowDown")
    sheet.page.wait_for_timeout(300)
    assert sheet.stored("甲", "phone") is None


def test_a_pasted_block_touches_its_own_cells_and_no_row_outside(sheet: Sheet) -> None:
    sheet.cell("甲", "电话").click()
    paste(sheet.page, "111\r\n222\r\n")
    sheet.becomes("甲", "phone", "111")
    sheet.becomes("乙", "phone", "222")
    assert sheet.stored("丙", "phone") is None


def test_undo_takes_a_paste_back_as_one(sheet: Sheet) -> None:
    sheet.cell("甲", "电话").click()
    paste(sheet.page, "333\r\n444\r\n555\r\n")
    sheet.becomes("丙", "phone", "555")
    sheet.page.keyboard.press("Control+z")
    for letter in "甲乙丙":
        sheet.becomes(letter, "phone", None)


def test_a_refused_value_says_why_and_is_not_stored(sheet: Sheet) -> None:
    sheet.cell("乙", "客户名称").click()
    sheet.page.keyboard.press("Delete")
    expect(sheet.page.get_by_role("alert").first).to_be_visible()
    assert sheet.stored("乙", "name") == f"{sheet.word}-乙"


def test_an_option_is_chosen_by_typing_part_of_its_label(sheet: Sheet) -> None:
    sheet.cell("丙", "区域").click()
    sheet.page.keyboard.press("Enter")
    sheet.page.keyboard.type("西南")
    sheet.page.keyboard.press("Enter")
    sheet.becomes("丙", "region", "southwest")


def test_rows_of_another_department_are_not_there(
    sheet: Sheet, signed_in: Callable[..., Page], program: Callable[[str], Client]
) -> None:
    page = signed_in("sales3")
    page.goto("/w/crm/t/customers/all")
    page.get_by_label("搜索", exact=False).last.fill(sheet.word)
    expect(page.get_by_role("grid").get_by_role("row").filter(has_text=sheet.word)).to_have_count(0)
    answer = json.loads(program("sales3").get("/tables/customers/records", q=sheet.word, count="true"))
    assert answer["count"] == 0


def paste(page: Page, text: str) -> None:
    """As Ctrl+V does with a block copied from a spreadsheet."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
