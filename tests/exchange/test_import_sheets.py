"""Reading sheets: what people's files look like, and what files made to do harm are answered with (attacks, "Files")."""

from __future__ import annotations

import struct
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gezi.core.errors import Kind, Refusal
from gezi.exchange import sheets
from gezi.exchange.sheets import ErrorCell
from gezi.fields.numerals import SheetNumber
from support.steps import within
from support.workbooks import MAIN, csv, pack, parts, text_cell, workbook, worksheet

AT = datetime.fromisoformat("2026-11-21T14:05")
HEAD = f'<row r="1">{text_cell("A1", "名称")}</row>'


def read(path: Path) -> tuple[tuple[str, ...], list[tuple[int, tuple[Any, ...]]]]:
    with sheets.read(path) as sheet:
        rows = [(row.number, row.cells) for row in sheet.rows()]
        assert sheet.count == len(rows)
        assert rows == [(row.number, row.cells) for row in sheet.rows()], "the rows can be gone through again"
        return sheet.headers, rows


def refused(path: Path) -> str:
    with within(2_000_000), pytest.raises(Refusal) as refusal:
        sheets.read(path).close()
    (problem,) = refusal.value.problems
    for locale in ("zh-CN", "en"):
        assert "{" not in problem.text(locale)
        assert "…" not in problem.text(locale)
    return problem.code


# -- what people have ------------------------------------------------------------------------------------------------


def test_a_workbook_gives_texts_numbers_dates_and_ticks(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["名称", "数量", "签订日期", "时间", "有效"],
        ["华为", 12.5, date(2026, 11, 21), AT, True],
        [None, None, None, None, None],
        ["中兴", 0, None, None, False],
    )
    headers, rows = read(path)
    assert headers == ("名称", "数量", "签订日期", "时间", "有效")
    assert rows == [
        (2, ("华为", 12.5, date(2026, 11, 21), AT, True)),
        (4, ("中兴", 0, None, None, False)),  # an empty row is none, and the rows after it keep their numbers
    ]


def test_a_number_under_a_per_cent_format_says_so(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["折扣", "折扣2", "数"])
    sheet.append([0.85, 0.125, 0.85])
    sheet["A2"].number_format = "0%"
    sheet["B2"].number_format = '0.0"%"0.00%'
    sheet["C2"].number_format = '0.00" 100%"'  # a sign in quotes is only decoration
    book.save(tmp_path / "a.xlsx")
    ((_, cells),) = read(tmp_path / "a.xlsx")[1]
    assert all(isinstance(cell, SheetNumber) for cell in cells)
    assert [cell.percent for cell in cells] == [True, True, False]


def test_merged_cells_below_the_header_count_for_every_row_they_cover(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["省", "市"], ["广东", "广州"], [None, "深圳"], [None, "珠海"], ["福建", "厦门"]):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "a.xlsx")
    assert [cells for _, cells in read(tmp_path / "a.xlsx")[1]] == [
        ("广东", "广州"),
        ("广东", "深圳"),
        ("广东", "珠海"),
        ("福建", "厦门"),
    ]


def test_a_header_merged_over_two_rows_is_refused_with_its_place(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["名称", "联系"], [None, "电话"], ["华为", "0755"]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx") == "sheet.merged_header"


def test_error_cells_are_told_from_empty_ones(tmp_path: Path) -> None:
    sheet = f'<sheetData>{HEAD}<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    sheet += '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    path = pack(tmp_path / "a.xlsx", parts(sheet))
    assert read(path)[1] == [(2, (ErrorCell("#N/A"),)), (3, (ErrorCell("#DIV/0!"),))]


def test_dates_of_the_1904_calendar_are_the_same_days(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet.append(["日期"])
    sheet.append([date(2026, 11, 21)])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[1] == [(2, (date(2026, 11, 21),))]


def test_the_first_visible_sheet_with_data_is_taken(tmp_path: Path) -> None:
    book = Workbook()
    first: Any = book.active
    first.title = "空"
    hidden: Any = book.create_sheet("隐藏")
    hidden.append(["不要"])
    hidden.sheet_state = "hidden"
    book.create_sheet("数据").append(["名称"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0] == ("名称",)


def test_cells_that_only_have_a_format_do_not_widen_a_sheet(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/><c r="A1048576" s="0"></c></row>'
    path = pack(
        tmp_path / "a.xlsx", parts(f'<sheetData>{HEAD}<row r="2">{text_cell("A2", "华为")}</row>{far}</sheetData>')
    )
    assert read(path)[1] == [(2, ("华为",))]


def test_formulas_give_their_last_value(tmp_path: Path) -> None:
    sheet = f'<sheetData>{HEAD}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row></sheetData>'
    assert read(pack(tmp_path / "a.xlsx", parts(sheet)))[1] == [(2, (2.0,))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_files_are_read_in_the_encodings_that_chinese_programs_write(tmp_path: Path, encoding: str) -> None:
    path = csv(tmp_path / "a.csv", "名称,城市\r\n华为技术,深圳\r\n", encoding)
    assert read(path) == (("名称", "城市"), [(2, ("华为技术", "深圳"))])


@pytest.mark.parametrize(
    ("text", "headers", "rows"),
    [
        ("a;b\n1,5;2\n", ("a", "b"), [(2, ("1,5", "2"))]),
        ("a\tb\n1\t2\n", ("a", "b"), [(2, ("1", "2"))]),
        ("sep=;\na;b\n1;2\n", ("a", "b"), [(2, ("1", "2"))]),
        ('a,b\n"one\r\ntwo","say ""hi"""\n', ("a", "b"), [(2, ("one\r\ntwo", 'say "hi"'))]),
        ("a\n\n x \n", ("a",), [(3, (" x ",))]),
        ('"a,b",c\n1,2\n', ("a,b", "c"), [(2, ("1", "2"))]),
        ("a,b\n1\n1,2,3\n", ("a", "b"), [(2, ("1",)), (3, ("1", "2", "3"))]),
    ],
)
def test_delimiters_quotes_and_line_breaks(
    tmp_path: Path, text: str, headers: tuple[str, ...], rows: list[tuple[int, tuple[str, ...]]]
) -> None:
    assert read(csv(tmp_path / "a.csv", text)) == (headers, rows)


def test_the_mark_before_a_formula_is_taken_off_again(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "a,b,c,d\n'=1+1,'－1,''=x,'quoted'\n")
    assert read(path)[1] == [(2, ("=1+1", "－1", "'=x", "'quoted'"))]


# -- what others send ------------------------------------------------------------------------------------------------


def test_two_cells_in_opposite_corners_are_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    far = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    path = pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}{far}</sheetData>"))
    assert path.stat().st_size < 2_500
    assert refused(path) == "sheet.too_many_rows"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', "sheet.too_many_columns"),
        ('<row r="200002"><c r="A200002"><v>1</v></c></row>', "sheet.too_many_rows"),
        ('<row r="200002"><c><v>1</v></c></row>', "sheet.too_many_rows"),  # a cell need not say where it is
        ("<row r='1048576'><c\n t='n'\n r='a1048576'><v>1</v></c></row>", "sheet.too_many_rows"),
        ('<x:row xmlns:x="urn:x" r="9"/><row r="300000"><c r="B300000" s="0" t="n"><v>1</v></c></row>', "sheet.too_many_rows"),
        ('<row r="100000"><c r="ZZ100000"/><c r="CZ100000"><v>1</v></c></row>', "sheet.too_many_cells"),
    ],
)  # fmt: skip
def test_the_extent_of_a_sheet_is_measured_not_believed(tmp_path: Path, cell: str, code: str) -> None:
    assert refused(pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}{cell}</sheetData>"))) == code


def test_a_dimension_that_lies_changes_nothing(tmp_path: Path) -> None:
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData>{HEAD}<row r="2">{text_cell("A2", "华为")}</row></sheetData>'
    assert read(pack(tmp_path / "a.xlsx", parts(sheet)))[1] == [(2, ("华为",))]


def test_a_far_cell_that_hides_from_the_measure_ends_the_reading_process_and_not_the_server(tmp_path: Path) -> None:
    far = '<row r="2"><c x=">" r="XFD1048576"><v>1</v></c></row>'
    code = refused(pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}{far}</sheetData>")))
    assert code in ("sheet.too_much_work", "sheet.unreadable")


def test_merged_cells_cannot_be_made_to_fill_a_continent(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 12))
    merges = '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    headers, found = read(pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}{rows}</sheetData>{merges}")))
    assert (headers, len(found), max(len(cells) for _, cells in found)) == (("名称",), 10, 1)


def test_a_shared_string_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = f'<sst xmlns="{MAIN}"><si><t>{"a" * 40_000_000}</t></si></sst>'
    path = pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}</sheetData>", shared=bomb))
    assert path.stat().st_size < 100_000
    assert refused(path) == "sheet.suspicious"


def test_an_archive_with_thousands_of_entries_is_refused(tmp_path: Path) -> None:
    files = [*parts(f"<sheetData>{HEAD}</sheetData>").items(), *((f"x/{n}", "") for n in range(2_100))]
    assert refused(pack(tmp_path / "a.xlsx", files)) == "sheet.suspicious"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
def test_entities_are_never_expanded(tmp_path: Path, part: str) -> None:
    files = parts(f'<sheetData>{HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row></sheetData>')
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    secret = tmp_path / "secret"
    secret.write_text("42", encoding="utf-8")
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY file SYSTEM "file://{secret}">{levels}]>'
    inside = {
        "xl/workbook.xml": files[part].replace("Sheet1", "&a9;"),
        "xl/styles.xml": files[part].replace("</cellXfs>", "</cellXfs><x>&a9;</x>"),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>&a9;&file;</t></si></sst>',
        "xl/worksheets/sheet1.xml": worksheet(f"<sheetData><row r=\"1\">{text_cell('A1', '&file;&a9;')}</row></sheetData>"),
    }  # fmt: skip
    path = pack(tmp_path / "a.xlsx", {**files, part: bomb + inside[part]})
    with suppress(Refusal):
        _, rows = read(path)
        assert all("42" not in str(cells) and len(str(cells)) < 200 for _, cells in rows)


def test_a_workbook_cut_off_anywhere_is_unreadable_and_nothing_worse(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", ["a"], *[[f"row {n}"] for n in range(50)]).read_bytes()
    for length in range(4, len(whole), max(1, len(whole) // 12)):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:length])
        assert refused(path) == "sheet.unreadable", length


def test_bytes_changed_inside_never_escape_as_anything_but_a_sentence(tmp_path: Path) -> None:
    whole = bytearray(workbook(tmp_path / "whole.xlsx", ["a"], ["x"]).read_bytes())
    for place in range(30, len(whole), len(whole) // 10):
        changed = bytes(whole[:place]) + bytes(b ^ 0xFF for b in whole[place : place + 8]) + bytes(whole[place + 8 :])
        path = tmp_path / "changed.xlsx"
        path.write_bytes(changed)
        with suppress(Refusal):
            read(path)


def test_an_encrypted_entry_is_told(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(f"<sheetData>{HEAD}</sheetData>"))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        struct.pack_into("<H", content, place + offset, 1)
    path.write_bytes(bytes(content))
    assert refused(path) == "sheet.old_or_locked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet.no_data"),
        (b"\n\n\n", "sheet.no_data"),
        (b"\xef\xbb\xbf", "sheet.no_data"),
        (b"\n,,\nx\n", "sheet.no_header"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet.old_or_locked"),
        (b"%PDF-1.7\n", "sheet.unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "sheet.unreadable"),
        (b"PK\x03\x04 not really", "sheet.unreadable"),
        (b"a,b\n1,\x00\n", "sheet.unreadable"),
        (b"a,b\n\xff\xff\xff,1\n", "sheet.unknown_encoding"),
        (b"\xff\xfea\x00\n\x00\x00\xd8\n\x00", "sheet.unknown_encoding"),
        (b'a,b\n"never closed,1\n', "sheet.bad_quotes"),
        (b"a\n" + b"x" * 200_000 + b"\n", "sheet.bad_quotes"),
        (b"a\n" + b"," * 400 + b"x\n", "sheet.too_many_columns"),
    ],
)
def test_files_that_are_no_sheets_are_refused_with_a_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refused(path) == code


def test_more_rows_than_allowed_are_refused_before_the_first_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + b"1\n" * 200_001)
    assert refused(path) == "sheet.too_many_rows"


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(50 * 2**20 + 1)
    with pytest.raises(Refusal) as refusal:
        sheets.read(path)
    assert refusal.value.kind is Kind.TOO_LARGE


def test_macros_links_and_charts_are_left_alone(tmp_path: Path) -> None:
    files = parts(f'<sheetData>{HEAD}<row r="2"><c r="A2"><f>cmd|\'/c calc\'!A0</f><v>7</v></c></row></sheetData>')
    files["xl/vbaProject.bin"] = "macro"
    files["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    assert read(pack(tmp_path / "a.xlsx", files))[1] == [(2, (7.0,))]


def test_what_openpyxl_writes_and_what_we_read_agree_on_every_cell(tmp_path: Path) -> None:
    rows = [["a", "b"], *[[f"文{n}", n / 8] for n in range(500)]]
    path = workbook(tmp_path / "a.xlsx", *rows)
    sheet: Any = load_workbook(path).worksheets[0]
    theirs = [(n, tuple(cell.value for cell in row)) for n, row in enumerate(sheet.iter_rows(min_row=2), 2)]
    assert read(path)[1] == theirs
