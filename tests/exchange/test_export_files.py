"""Exports: what is in the file, for whom, and that an import makes the same records of it again. On both databases."""

from __future__ import annotations

import csv
import io
import string
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gezi.core.context import Source
from gezi.core.errors import Kind, Refusal
from gezi.exchange import exports, sheets
from gezi.exchange.exports import DANGEROUS
from gezi.exchange.sheets.delimited import GUARD
from gezi.exchange.workbooks import escaped
from gezi.fields import conditions
from gezi.permissions import grants
from gezi.permissions.actions import Action
from gezi.tables import authoring, views
from gezi.tables.queries.query import Query
from gezi.tables.views import ViewDraft
from support.desk import Desk, errors
from support.workbooks import opened

NASTY = [
    "=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "'quoted'", "''", "plain",
    '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "a,b;c\t\"d\"", "两行\n文字", "crlf\r\nline", "_x000D_", "_x0041_",
    "emoji 😀", "0012", "1e5", "TRUE", "2026-11-21", "é ß ﬁ", " ", "<&>", "#N/A",
]  # fmt: skip


def export(desk: Desk, table: str, format: str = "csv", actor: Any = None, **asked: Any) -> exports.Export:
    with desk.read(*([actor] if actor else [])) as tx:
        return exports.write(tx, table, Query(**asked), format)


def table_of(desk: Desk, table: str, format: str = "csv", actor: Any = None, **asked: Any) -> list[list[Any]]:
    content = b"".join(export(desk, table, format, actor, **asked).chunks())
    if format == "xlsx":
        return opened(content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def full(desk: Desk) -> None:
    """A few samples that use every kind of field."""
    desk.person("张伟")
    desk.person("李娜")
    desk.create("departments", {"name": "销售部"}, {"name": "市场、品牌；公关"}, {"name": "=部门"})
    desk.create(
        "samples",
        {
            "code": "A-1", "notes": "两行\n文字", "weight": "-1234.567891", "price": "1234567890123456.78", "share": "12.3456",
            "day": "2026-11-21", "at": "2026-11-21T06:05:00Z", "kind": "raw", "marks": ["red", "green"], "state": "shut",
            "checked": True, "owner": 1, "team": [1, 2], "home": 2, "seen_by": [1, 2, 3], "phone": "+86 755-1234",
            "mail": "a@b.cn", "page": "https://example.com/?a=1&b=2",
        },
        {"code": "A-2", "day": "1900-01-15", "at": "1900-02-28T01:00:00Z", "price": "-0.10", "share": "100"},
        {"code": None, "notes": "=1+1"},
    )  # fmt: skip


def test_a_csv_is_read_by_people_and_numbers_stay_numbers(desk: Desk) -> None:
    full(desk)
    fields = [
        "code",
        "notes",
        "weight",
        "price",
        "share",
        "day",
        "at",
        "kind",
        "marks",
        "checked",
        "owner",
        "team",
        "home",
        "seen_by",
        "double",
    ]
    head, first, second, third = table_of(desk, "samples", fields=fields)
    assert head[:4] == ["编码", "说明", "重量", "价格"]
    assert first == [
        "A-1", "两行\n文字", "-1234.567891", "1234567890123456.78", "12.3456%", "2026-11-21", "2026-11-21 14:05", "Raw",
        "Red；Green", "是", "张伟", "张伟；李娜", "市场、品牌；公关", "销售部\n市场、品牌；公关\n=部门", "2469135780246913.56",
    ]  # fmt: skip
    assert second[3:5] == ["-0.10", "100%"]
    assert third[:2] == ["", "'=1+1"]


def test_a_workbook_has_numbers_dates_and_texts_that_are_never_formulas(desk: Desk) -> None:
    full(desk)
    rows = table_of(desk, "samples", "xlsx", fields=["code", "notes", "weight", "price", "share", "day", "at", "phone"])
    assert [type(cell).__name__ for cell in rows[1]] == [
        "str",
        "str",
        "float",
        "str",
        "float",
        "datetime",
        "datetime",
        "str",
    ]
    assert rows[1][2:5] == [-1234.567891, "1234567890123456.78", 0.123456]  # 18 digits only survive as a text
    assert rows[3][1] == "=1+1"
    content = b"".join(export(desk, "samples", "xlsx").chunks())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert "=1+1</t>" in sheet


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_imported_into_an_empty_copy_gives_the_same_values(desk: Desk, tmp_path: Path, format: str) -> None:
    full(desk)
    desk.create("samples", *[{"code": f"N{n}", "notes": text} for n, text in enumerate(NASTY)])
    path = tmp_path / f"out.{format}"
    path.write_bytes(b"".join(export(desk, "samples", format).chunks()))
    copy = Desk(desk.workspaces, tmp_path, "copy")
    copy.person("张伟")
    copy.person("李娜")
    copy.create("departments", {"name": "销售部"}, {"name": "市场、品牌；公关"}, {"name": "=部门"})
    tally = copy.bring("samples", path)
    assert errors(tally) == []
    assert tally.created == 3 + len(NASTY)
    for left, right in zip(desk.list("samples").records, copy.list("samples").records, strict=True):
        assert dict(left.values) == dict(right.values)


def test_what_is_exported_is_what_the_list_shows_in_its_order(desk: Desk) -> None:
    desk.create("samples", *[{"code": f"S{n:04}", "weight": n % 7} for n in range(2_300)], source=Source.TEMPLATE)
    rows = table_of(
        desk,
        "samples",
        fields=["code", "weight"],
        sort="-weight,code",
        filter={"field": "weight", "op": ">", "value": "4"},
    )
    listed = [row for row in range(2_300) if row % 7 > 4]
    assert len(rows) == 1 + len(listed)
    assert rows[1:] == [[f"S{n:04}", str(n % 7)] for n in sorted(listed, key=lambda n: (-(n % 7), n))]


def test_a_view_gives_its_fields_rows_and_name(desk: Desk) -> None:
    desk.create("samples", {"code": "A", "kind": "raw"}, {"code": "B", "kind": "made"})
    draft = ViewDraft(
        "raw",
        {"zh-CN": "原料/进", "en": "Raw"},
        fields=["kind", "code"],
        filter={"field": "kind", "op": "=", "value": "raw"},
    )
    with desk.write() as tx:
        views.create(tx, [("samples", draft)])
    assert table_of(desk, "samples", view="raw") == [["类别", "编码"], ["Raw", "A"]]
    for made, name in (
        (export(desk, "samples", view="raw"), "样品_原料-进_2026-11-22.csv"),
        (export(desk, "samples", "xlsx"), "样品_2026-11-22.xlsx"),
    ):
        assert made.name == name
        assert made.size == len(b"".join(made.chunks()))


def test_fields_with_the_same_label_keep_their_keys_and_find_their_way_back(desk: Desk) -> None:
    with desk.read() as tx:
        head = exports._headers([tx.catalogue.table("samples").by_key[key] for key in ("owner", "code")], "zh-CN")
    assert head == ["负责人", "编码"]
    rows = table_of(desk, "departments", fields=["name", "head"])
    assert rows == [["部门名称", "负责人"]]


def test_only_what_the_caller_may_see_and_export_is_in_the_file(desk: Desk) -> None:
    desk.create("customers", {"name": "华为", "region": "west"}, {"name": "中兴", "region": "east"}, {"name": "小米"})
    west, east = ({"field": "region", "op": "=", "value": word} for word in ("west", "east"))
    some = {"or": [west, east]}
    seller = desk.colleague("销售", {"customers": ("view", some)})
    with pytest.raises(Refusal) as refusal:
        export(desk, "customers", actor=seller)
    assert refusal.value.kind is Kind.FORBIDDEN
    clerk = desk.colleague("文员", {"customers": ("view export", west)}, hidden={"customers": "region"})
    assert table_of(desk, "customers", actor=clerk, fields=["name"]) == [["名称"], ["华为"]]
    assert "区域" not in table_of(desk, "customers", actor=clerk)[0]
    with pytest.raises(Refusal):
        export(desk, "customers", actor=clerk, fields=["region"])


def test_rows_that_may_be_seen_but_not_exported_stay_behind(desk: Desk) -> None:
    desk.create("customers", {"name": "华为", "region": "west"}, {"name": "中兴", "region": "east"})
    seller = desk.colleague("销售", {"customers": "view"})
    with desk.write() as tx:
        table = tx.catalogue.table("customers")
        parsed = conditions.parse(
            {"field": "region", "op": "=", "value": "west"}, authoring.path_resolver(tx.catalogue, table)
        )
        (role,) = [role.id for role in tx.policy.roles_of(seller.member)]
        grants.allow(tx.connection, role, table.id, [Action.EXPORT], parsed)
        tx.reload()
    assert [row[0] for row in table_of(desk, "customers", actor=seller)] == ["名称", "华为"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_that_is_refused_leaves_nothing_open(desk: Desk, format: str) -> None:
    for asked in ({"filter": {"field": "nope", "op": "=", "value": 1}}, {"sort": "nope"}, {"view": "nope"}):
        with pytest.raises(Refusal) as refusal:
            export(desk, "samples", format, **asked)
        assert refusal.value.kind is Kind.MALFORMED


def test_an_unknown_format_is_malformed(desk: Desk) -> None:
    with pytest.raises(Refusal) as refusal:
        export(desk, "customers", "pdf")
    assert refusal.value.kind is Kind.MALFORMED


TEXTS = st.text(
    st.one_of(st.sampled_from("'=+-@\t＝＋－＠\"\n,;_x0D"), st.characters(codec="utf-8", exclude_characters="\r\x00")),
    max_size=12,
)


@given(TEXTS)
def test_no_text_leaves_a_csv_as_a_formula_and_each_comes_back(text: str) -> None:
    cell = f"'{text}" if DANGEROUS.match(text) else text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
    assert (cell[1:] if GUARD.match(cell) else cell) == text


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=40))
def test_csv_cells_survive_the_way_through_a_file(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["a"])
    writer.writerows([[f"'{text}" if DANGEROUS.match(text) else text] for text in texts])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    with sheets.read(path) as sheet:
        assert [row.cells for row in sheet.rows()] == [(text,) for text in texts]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\rb", "a_x000D_b"),
        ("_x000D_", "_x005F_x000D_"),
        ("\x01", "_x0001_"),
        ("_x", "_x"),
        (string.printable[:62], string.printable[:62]),
    ],
)
def test_characters_that_xml_cannot_carry_are_written_as_spreadsheets_do(text: str, written: str) -> None:
    assert escaped(text) == written
