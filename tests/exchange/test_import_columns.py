"""Which column fills which field, what stands against an import, and the empty workbook (S62, S72). On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.exchange import imports
from gezi.tables import schema
from gezi.tables.queries.query import Query, list_records
from gezi.tables.schema import FieldDraft, TableDraft
from support.desk import Desk, errors
from support.workbooks import opened


def refusal(desk: Desk, table: str, text: str, **options: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(Refusal) as found:
        desk.bring(table, text, **options)
    return [(problem.field, problem.code) for problem in found.value.problems]


def test_columns_are_known_by_label_key_or_alias_whatever_the_width_and_case(desk: Desk) -> None:
    tally = desk.bring("samples", "ＣＯＤＥ , 价 格,weight *,可见部门（x）,kind(类别)\nA-1,3,1,,\n")
    assert tally.mapping == {"ＣＯＤＥ": "code", "weight *": "weight"}
    assert tally.unmapped == ("价 格", "可见部门（x）", "kind(类别)")
    assert desk.bring("samples", "sku,价格\nA-2,3\n").mapping == {"sku": "code", "价格": "price"}
    assert desk.bring("samples", "编码,说明（long）,说明 (notes)\nA-3,,x\n").mapping == {
        "编码": "code",
        "说明 (notes)": "notes",
    }


def test_the_callers_mapping_wins_and_may_leave_a_column_out(desk: Desk) -> None:
    tally = desk.bring("samples", "名,编码,价格\nA-1,x,3\n", mapping={"名": "code", "编码": "notes", "价格": ""})
    assert (tally.mapping, tally.unmapped) == ({"名": "code", "编码": "notes"}, ("价格",))
    assert desk.column("samples", "notes") == ["x"]
    assert desk.column("samples", "price") == [None]


def test_computed_columns_and_files_are_passed_over_with_a_word(desk: Desk) -> None:
    tally = desk.bring("samples", "编码,双倍,流水号,附件,created_at\nA-1,5,S009,a.pdf,2020-01-01\n")
    assert [(one.field, one.reason.code) for one in tally.ignored] == [
        ("double", "import.ignored_computed"),
        ("serial", "import.ignored_computed"),
        ("files", "import.ignored_kind"),
        ("created_at", "import.ignored_computed"),
    ]
    assert desk.column("samples", "serial") == ["S001"]
    desk.create("orders", {})
    looked_up = desk.bring("order_lines", "订单,客户,创建人\n#1,华为,谁\n")  # a look-up that leads to a relation
    assert [one.field for one in looked_up.ignored] == ["customer", "created_by"]


@pytest.mark.parametrize(
    ("table", "text", "options", "problems"),
    [
        ("customers", "区域\nWest\n", {}, [("name", "import.required_unmapped")]),
        ("samples", "甲,乙\n1,2\n", {}, [(None, "import.nothing_mapped")]),
        ("samples", "编码\nA\n", {"mapping": {"丙": "code"}}, [("code", "import.unknown_column")]),
        ("samples", "编码\nA\n", {"mapping": {"编码": "nope"}}, [("nope", "import.unknown_field")]),
        ("samples", "a,b\n1,2\n", {"mapping": {"a": "code", "b": "code"}}, [("code", "import.column_twice")]),
        ("samples", "编码\nA\n", {"mode": "update", "key": "nope"}, [("key", "import.bad_key")]),
        ("samples", "编码\nA\n", {"mode": "update", "key": "marks"}, [("key", "import.bad_key")]),
        ("samples", "价格\n1\n", {"mode": "update", "key": "code"}, [("code", "import.key_unmapped")]),
        ("samples", "编码,部门\nA,x\n", {"match": {"部门": "nope"}}, [("home", "import.bad_match")]),
        ("samples", "编码\nA\n", {"mode": "update"}, [("key", "import.key_needed")]),
        ("samples", "编码\nA\n", {"mode": "merge"}, [("mode", "import.bad_mode")]),
        ("samples", "编码\nA\n", {"mapping": "[1]", "dry_run": "perhaps"},
         [("mapping", "import.bad_option"), ("dry_run", "import.bad_option")]),
    ],
)  # fmt: skip
def test_what_stands_against_the_whole_import_is_said_at_once(
    desk: Desk, table: str, text: str, options: dict[str, Any], problems: list[tuple[str | None, str]]
) -> None:
    assert refusal(desk, table, text, **options) == problems
    assert desk.list(table).records == ()


def test_the_empty_workbook_has_what_can_be_filled_and_comes_back_in(desk: Desk) -> None:
    with desk.read() as tx:
        export = imports.template_workbook(tx, "samples")
    assert export.name == "样品_导入模板.xlsx"
    content = b"".join(export.chunks())
    (header,) = opened(content)
    assert header[:4] == ["编码", "说明", "重量", "价格"]
    assert not {"双倍", "流水号", "附件"} & set(header)
    path = desk.folder / "filled.xlsx"
    path.write_bytes(content)
    book = load_workbook(path)
    assert [sheet.title for sheet in book] == ["样品", "填写示例", "选项"]
    main: Any = book.worksheets[0]
    assert "选项：".strip("：") or True
    assert "Raw / Made" in main["G1"].comment.text or "Raw / Made" in "".join(
        c.comment.text for c in main[1] if c.comment
    )
    lists = [rule.formula1 for rule in main.data_validations.dataValidation]
    assert any("选项" in formula for formula in lists)
    example: Any = book.worksheets[1]
    for place, cell in enumerate(example[2], 1):
        main.cell(2, place, cell.value).number_format = cell.number_format
    for column in ("部门", "可见部门", "负责人", "成员"):
        main.cell(2, header.index(column) + 1).value = None
    book.save(path)
    tally = desk.bring("samples", path)
    assert (tally.created, errors(tally), tally.unmapped) == (1, [], ())
    assert desk.column("samples", "share") == ["85"]


def test_required_columns_are_marked_and_the_mark_is_understood(desk: Desk) -> None:
    with desk.read() as tx:
        (header,) = opened(b"".join(imports.template_workbook(tx, "customers").chunks()))
    assert header[0] == "名称 *"
    assert desk.bring("customers", "名称 *\n华为\n").created == 1


def test_a_new_table_has_its_workbook_the_day_it_exists(desk: Desk) -> None:
    # S62
    with desk.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("novel", {"zh-CN": "新表", "en": "New"})])
        schema.create_fields(tx, [("novel", FieldDraft("title", "text", {"zh-CN": "标题", "en": "Title"}))])
    with desk.read() as tx:
        assert opened(b"".join(imports.template_workbook(tx, "novel").chunks())) == [["标题"]]
    assert desk.bring("novel", "标题\n甲\n").created == 1
    with desk.read() as tx:
        assert len(list_records(tx, "novel", Query()).records) == 1
