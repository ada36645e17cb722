"""What cells become: values of every kind, and relations that are never guessed (S73, S74). On both databases."""

from __future__ import annotations

from gezi.accounts import members
from gezi.core.context import Source
from gezi.tables import schema
from gezi.tables.schema import FieldDraft
from support.desk import Desk, errors
from support.workbooks import pack, parts, text_cell, workbook


def test_every_kind_of_field_is_read_from_text_as_people_write_it(desk: Desk) -> None:
    desk.person("张伟", email="zhang@example.com")
    desk.person("李娜", account="lina")
    desk.create("departments", {"name": "销售部"}, {"name": "市场、品牌部"}, {"name": "财务部"})
    text = (
        "编码,说明,重量,价格,占比,日期,时间,类别,标记,状态,已检,负责人,成员,部门,可见部门,电话,邮箱,网址\n"
        'A-1,"两行\n文字",1.25,"¥1,234.50",85%,2026年11月21日,2026/11/21 14:05,ＭＡＤＥ,Red；Blue,open,是,'
        "zhang@example.com,张伟;LINA,销售部,市场、品牌部；财务部,0755-12345,a@b.cn,https://example.com\n"
    )
    tally = desk.bring("samples", text)
    assert errors(tally) == []
    (row,) = desk.list("samples").records
    assert {key: value for key, value in row.values.items() if key not in ("double", "serial", "files")} == {
        "code": "A-1",
        "notes": "两行\n文字",
        "weight": "1.25",
        "price": "1234.50",
        "share": "85",
        "day": "2026-11-21",
        "at": "2026-11-21T06:05:00+00:00",
        "kind": "made",
        "marks": ["red", "blue"],
        "state": "open",
        "checked": True,
        "owner": {"id": 1, "label": "张伟"},
        "team": [{"id": 1, "label": "张伟"}, {"id": 2, "label": "李娜"}],
        "home": {"id": 1, "label": "销售部"},
        "seen_by": [{"id": 2, "label": "市场、品牌部"}, {"id": 3, "label": "财务部"}],
        "phone": "0755-12345",
        "mail": "a@b.cn",
        "page": "https://example.com",
    } | {key: row.values[key] for key in ("created_by", "created_at", "updated_by", "updated_at")}


def test_defaults_apply_to_blank_cells_of_new_rows(desk: Desk) -> None:
    order = desk.create("orders", {}).ids[0]
    desk.bring("order_lines", f"订单,单价,折扣,数量\n#{order},10.05,,3\n#{order},10.05,85,\n")
    assert desk.column("order_lines", "discount") == ["100", "85"]
    assert desk.column("order_lines", "subtotal") == ["30.15", "8.54"]
    assert desk.get("orders", order)["total"] == "38.69"


def test_numbers_in_workbooks_are_what_they_show(desk: Desk) -> None:
    rows = [
        ["编码", "价格", "占比", "日期", "电话"],
        ["A-1", 0.1 + 0.2, 0.85, 46347, 13800138000],
        [20260001, 1, None, None, None],
    ]
    tally = desk.bring("samples", workbook(desk.folder / "a.xlsx", *rows))
    assert errors(tally) == []
    assert desk.column("samples", "code") == ["A-1", "20260001"]
    assert desk.column("samples", "price") == ["0.30", "1.00"]
    assert desk.column("samples", "share") == ["0.85", None]  # no per cent format: the number itself
    assert desk.column("samples", "day") == ["2026-11-21", None]
    assert desk.column("samples", "phone") == ["13800138000", None]


def test_numbers_that_lost_digits_are_warned_of(desk: Desk) -> None:
    tally = desk.bring("samples", workbook(desk.folder / "a.xlsx", ["编码"], [310110199001011234], [123456789012345]))
    assert [(one.row, one.problem.code) for one in tally.warnings] == [(2, "import.long_number")]
    assert tally.created == 2


def test_error_cells_are_errors_of_their_row(desk: Desk) -> None:
    cells = f'<row r="1">{text_cell("A1", "编码")}</row><row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    tally = desk.bring("samples", pack(desk.folder / "a.xlsx", parts(f"<sheetData>{cells}</sheetData>")))
    assert errors(tally) == [(2, "code", "import.error_cell")]


def test_every_fault_of_a_row_is_listed_with_its_place(desk: Desk) -> None:
    tally = desk.bring("samples", "编码,价格,日期,类别,部门,负责人\nA-1,dear,someday,rwa,nowhere,nobody\nA-2,1,,,,\n")
    assert (tally.created, tally.dump("en")["skipped"]) == (1, 1)
    assert sorted(errors(tally)) == [
        (2, "day", "value.not_a_date"),
        (2, "home", "import.no_match"),
        (2, "kind", "value.unknown_option"),
        (2, "owner", "import.no_match"),
        (2, "price", "value.not_a_number"),
    ]
    told = {one["field"]: one for one in tally.dump("zh-CN")["errors"]}
    assert told["kind"]["column"] == "类别"
    assert told["kind"]["message"] == "没有选项“rwa”，是不是想填：Raw？"


def test_a_name_that_several_records_have_links_none_of_them_and_lists_them(desk: Desk) -> None:
    desk.person("王一")
    desk.create(
        "departments", {"name": "华为", "head": 1}, {"name": "ＨＵＡＷＥＩ"}, {"name": "华为"}, {"name": "huawei"}
    )
    tally = desk.bring("samples", "编码,部门\nA-1,华为\nA-2,#3\nA-3,Huawei\nA-4,苹果\nA-5,#99\n")
    assert sorted(errors(tally)) == [
        (2, "home", "import.ambiguous"),
        (4, "home", "import.ambiguous"),
        (5, "home", "import.no_match"),
        (6, "home", "value.unknown_record"),
    ]
    first = tally.dump("zh-CN")["errors"][0]["message"]
    assert first == "“部门”中有多条“华为”：王一 #1, #3"
    assert desk.column("samples", "home") == [{"id": 3, "label": "华为"}]


def test_a_relation_may_be_found_by_another_field(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1", "phone": "138 0013 8000"})
    with desk.write() as tx:
        schema.create_fields(
            tx, [("departments", FieldDraft("sample", "relation", {"zh-CN": "样品"}, options={"table": "samples"}))]
        )
    text = "部门名称,样品\n甲,138-0013-8000\n"
    assert errors(desk.bring("departments", text)) == [(2, "sample", "import.no_match")]
    assert errors(desk.bring("departments", text, match={"样品": "phone"})) == []
    assert desk.column("departments", "sample") == [{"id": 1, "label": "A-1"}]


def test_many_records_with_one_name_do_not_hide_the_others(desk: Desk) -> None:
    desk.create("departments", *[{"name": "同名"} for _ in range(990)], {"name": "唯一"})
    desk.create("departments", *[{"name": "同名"} for _ in range(100)], {"name": "独一"})
    tally = desk.bring("samples", "编码,部门\nA,唯一\nB,同名\nC,独一\n")
    assert errors(tally) == [(3, "home", "import.ambiguous")]
    assert tally.created == 2


def test_rows_of_the_same_file_may_name_each_other(desk: Desk) -> None:
    text = (
        "部门名称,上级部门,协助部门\n一组,销售部,\n销售部,总部,一组；二组\n总部,,\n二组,销售部,总部、一组\n三组,没有,\n"
    )
    tally = desk.bring("departments", text)
    assert errors(tally) == [(6, "parent", "import.no_match")]
    named = {row.values["name"]: row.values for row in desk.list("departments").records}
    assert {name: (values["parent"] or {}).get("label") for name, values in named.items()} == {
        "一组": "销售部",
        "销售部": "总部",
        "总部": None,
        "二组": "销售部",
    }
    assert [one["label"] for one in named["销售部"]["helps"]] == ["一组", "二组"]
    assert [one["label"] for one in named["二组"]["helps"]] == ["一组", "总部"]


def test_a_row_whose_target_was_refused_is_imported_and_says_what_is_left_empty(desk: Desk) -> None:
    tally = desk.bring("departments", "部门名称,上级部门,负责人\n一组,总部,\n总部,,无此人\n")
    assert sorted(errors(tally)) == [(2, "parent", "import.link_left_out"), (3, "head", "import.no_match")]
    assert (tally.created, len(tally.bad)) == (1, 1)


def test_what_the_importer_may_not_see_counts_as_not_there(desk: Desk) -> None:
    desk.create("customers", {"name": "华为", "region": "west"}, {"name": "中兴", "region": "east"})
    west = {"field": "region", "op": "=", "value": "west"}
    seller = desk.colleague("销售", {"customers": ("view", west), "orders": "view import create"})
    tally = desk.bring("orders", "客户\n华为\n中兴\n#2\n", actor=seller)
    assert errors(tally) == [
        (3, "customer", "import.no_match"),
        (4, "customer", "value.unknown_record"),
    ]
    assert tally.created == 1


def test_people_are_found_by_name_mail_or_account_and_those_who_left_only_alone(desk: Desk) -> None:
    first, second = (
        desk.person("张伟", account="zw", email="ZW@example.com"),
        desk.person("张伟", email="w2@example.com"),
    )
    gone = desk.person("老张")
    with desk.write() as tx:
        members.leave(tx.connection, gone.id)
        tx.reload()
    tally = desk.bring("samples", "编码,负责人\nA,zw@example.com\nB,ZW\nC,张伟\nD,老张\nE,#2\n")
    assert errors(tally) == [(4, "owner", "import.ambiguous")]
    assert [value["id"] for value in desk.column("samples", "owner")] == [first.id, first.id, gone.id, second.id]


def test_of_several_with_one_name_the_relations_own_limit_may_leave_one(desk: Desk) -> None:
    # S74: the contact of that customer
    limit = {"field": "parent", "op": "=", "value": "@row.home"}
    with desk.write(Source.TEMPLATE) as tx:
        options = {"table": "departments", "filter": limit}
        drafts = [
            ("samples", FieldDraft("team_in", "relation", {"zh-CN": "小组"}, options=options)),
            ("samples", FieldDraft("teams_in", "relations", {"zh-CN": "多组"}, options=options)),
        ]
        schema.create_fields(tx, drafts)
    desk.create("departments", {"name": "甲"}, {"name": "乙"})
    desk.create("departments", {"name": "一组", "parent": 1}, {"name": "一组", "parent": 2})
    desk.create("departments", {"name": "二组", "parent": 2}, {"name": "二组", "parent": 2})
    tally = desk.bring("samples", "小组,编码,部门,多组\n一组,A,乙,一组\n一组,B,,\n二组,C,乙,\n二组,D,甲,\n")
    assert sorted(errors(tally)) == [
        (3, "team_in", "import.ambiguous"),
        (4, "team_in", "import.ambiguous"),
        (5, "team_in", "import.ambiguous"),
    ]
    assert desk.column("samples", "team_in") == [{"id": 4, "label": "一组"}]
    assert desk.column("samples", "teams_in") == [[{"id": 4, "label": "一组"}]]
