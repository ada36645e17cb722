"""Creating, updating, both; dry runs, errors, rights, and the whole of an import (S75). On both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gezi.core.context import SYSTEM, Source
from gezi.core.errors import Kind, Refusal
from gezi.exchange import imports, sheets
from gezi.exchange.imports import running
from gezi.tables import models, schema
from gezi.tables.schema import FieldDraft
from support.desk import Desk, errors


def test_update_changes_what_is_there_and_reports_what_is_not(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1", "price": "1", "notes": "keep"}, {"code": "A-2", "price": "2"})
    tally = desk.bring("samples", "编码,价格,说明\na-1,10,\nB-9,3,\n,4,\n", mode="update", key="code")
    assert (tally.created, tally.updated) == (0, 1)
    assert errors(tally) == [(3, "code", "import.key_not_found"), (4, "code", "import.key_empty")]
    assert desk.get("samples", 1)["price"] == "10.00"
    assert desk.get("samples", 1)["notes"] == "keep"
    desk.bring("samples", "编码,说明\nA-1,\n", mode="update", key="code", clear_blank=True)
    assert desk.get("samples", 1)["notes"] is None


def test_upsert_changes_or_makes(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1", "price": "1"})
    tally = desk.bring("samples", "编码,价格\nA-1,10\nA-2,20\n,30\n", mode="upsert", key="code")
    assert (tally.created, tally.updated, errors(tally)) == (2, 1, [])
    assert desk.column("samples", "price") == ["10.00", "20.00", "30.00"]


def test_a_record_may_be_found_by_its_number(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1"}, {"code": "A-2"})
    tally = desk.bring("samples", "流水号,价格\nS002,7\n", mode="update", key="serial")
    assert (tally.updated, errors(tally)) == (1, [])
    assert desk.column("samples", "price") == [None, "7.00"]


def test_a_key_that_comes_twice_in_the_file_is_applied_by_none_of_its_rows(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1", "price": "1"})
    text = "编码,价格\nA-1,10\n" + "".join(f"X-{n},1\n" for n in range(1_200)) + "ａ-1,20\n"
    tally = desk.bring("samples", text, mode="upsert", key="code")
    assert errors(tally) == [(2, "code", "import.key_twice"), (1203, "code", "import.key_twice")]
    assert (tally.created, tally.updated) == (1_200, 0)
    assert desk.get("samples", 1)["price"] == "1.00"


def test_a_key_that_several_records_have_is_no_key(desk: Desk) -> None:
    desk.create("departments", {"name": "甲"}, {"name": "甲"})
    tally = desk.bring("departments", "部门名称,上级部门\n甲,\n", mode="update", key="name")
    assert errors(tally) == [(2, "name", "import.ambiguous")]


def test_a_unique_value_that_exists_refuses_its_row(desk: Desk) -> None:
    desk.create("samples", {"code": "A-1"})
    tally = desk.bring("samples", "编码\nA-2\nA-1\na-2\n")
    assert errors(tally) == [(3, "code", "value.not_unique"), (4, "code", "value.not_unique")]
    assert tally.created == 1


def hundred(bad: set[int], mend: bool = False) -> str:
    lines = [f"C{n:03},{'dear' if n in bad and not mend else n},West" for n in range(1, 101)]
    return "编码,价格,说明\n" + "\n".join(lines) + "\n"


def test_of_100_rows_with_7_bad_ones_93_go_in_and_the_7_mended_ones_follow(desk: Desk) -> None:
    bad = {3, 14, 15, 92, 65, 35, 89}
    first = desk.bring("samples", hundred(bad))
    assert (first.created, first.updated, len(first.bad)) == (93, 0, 7)
    assert errors(first) == [(n + 1, "price", "value.not_a_number") for n in sorted(bad)]
    file = desk.folder / "errors.csv"
    file.write_bytes(first.errors_csv("zh-CN"))
    with sheets.read(file) as sheet:
        assert sheet.headers == ("编码", "价格", "说明", "原行号", "原因")
        assert next(row.cells[3:] for row in sheet.rows()) == ("4", "价格: “dear”不是数字")
    mended = file.read_text("utf-8-sig").replace("dear,", "7,")
    second = desk.bring("samples", mended)
    assert (second.created, errors(second)) == (7, [])
    assert second.unmapped == ("原行号", "原因")
    assert desk.list("samples", count=True).count == 100
    with desk.read() as tx:
        batches = tx.connection.execute(
            sa.select(models.change_sets.c.batch).where(models.change_sets.c.source == "import")
        )
        assert set(batches.scalars()) == {first.batch, second.batch}


def test_one_import_is_one_batch_however_many_rows_it_has(desk: Desk) -> None:
    tally = desk.bring("samples", "编码\n" + "".join(f"{n}\n" for n in range(2_500)))
    assert tally.created == 2_500
    assert tally.dump("en")["batch"] == tally.batch
    with desk.read() as tx:
        rows = tx.connection.execute(
            sa.select(sa.func.count(), models.change_sets.c.batch)
            .join(models.changes, models.changes.c.change_set == models.change_sets.c.id)
            .where(models.change_sets.c.source == "import")
            .group_by(models.change_sets.c.batch)
        ).all()
    assert [tuple(row) for row in rows] == [(2_500, tally.batch)]


def test_a_dry_run_finds_the_same_and_writes_nothing(desk: Desk) -> None:
    desk.create("samples", {"code": "C001"})
    tally = desk.bring("samples", hundred({2, 3}), mode="upsert", key="code", dry_run="true")
    assert (tally.created, tally.updated, len(tally.bad)) == (97, 1, 2)
    assert tally.dump("en")["batch"] is None
    assert desk.column("samples", "code") == ["C001"]
    real = desk.bring("samples", hundred({2, 3}), mode="upsert", key="code")
    assert (real.created, real.updated, errors(real)) == (97, 1, errors(tally))


def test_a_dry_run_of_very_many_rows_gives_way_to_others_and_still_knows_what_comes_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "EXACT_REHEARSAL", 2_000)
    text = "编码,价格\n" + "".join(f"{n},{n}\n" for n in range(2_200)) + "ａ,x\n0,1\n5,x\n"
    rehearsed = desk.bring("samples", text, dry_run=True)
    assert desk.list("samples", count=True).count == 0
    real = desk.bring("samples", text)
    assert (rehearsed.created, sorted(errors(rehearsed))) == (real.created, sorted(errors(real)))
    assert (real.created, sorted(errors(real))) == (
        2_200,
        [
            (2202, "price", "value.not_a_number"),
            (2203, "code", "value.not_unique"),
            (2204, "code", "value.not_unique"),
            (2204, "price", "value.not_a_number"),
        ],
    )


def test_a_dry_run_tells_what_is_unmapped_instead_of_refusing(desk: Desk) -> None:
    tally = desk.bring("customers", "客户全称,区域\n华为,West\n", dry_run=True)
    assert errors(tally) == [(None, "name", "import.required_unmapped")]
    assert (tally.unmapped, tally.mapping) == (("客户全称",), {"区域": "region"})


def test_all_or_nothing_is_that(desk: Desk) -> None:
    tally = desk.bring("samples", hundred({50}), all_or_nothing=True)
    assert (tally.created, len(tally.bad), tally.dump("en")["batch"]) == (0, 1, None)
    assert desk.list("samples", count=True).count == 0
    assert desk.bring("samples", hundred(set()), all_or_nothing=True).created == 100


def test_rows_outside_the_importers_own_scope_are_errors_and_the_others_go_in(desk: Desk) -> None:
    west = {"field": "region", "op": "=", "value": "west"}
    seller = desk.colleague("销售", {"customers": ("view import edit", west)})
    text = "名称,区域\n华为,West\n中兴,East\n小米,West\n"
    for options in ({"dry_run": True}, {}):
        tally = desk.bring("customers", text, actor=seller, **options)
        assert (tally.created, errors(tally)) == (2, [(3, None, "permission.create")])
    assert desk.column("customers", "name") == ["华为", "小米"]
    desk.create("customers", {"name": "中兴", "region": "east"})
    moved = desk.bring("customers", "名称,区域\n华为,East\n小米,\n中兴,West\n", actor=seller, mode="update", key="name")
    assert sorted(errors(moved)) == [(2, None, "permission.edit_away"), (4, "name", "import.key_not_found")]
    assert moved.updated == 1


def test_importing_is_a_right_of_its_own(desk: Desk) -> None:
    clerk = desk.colleague("文员", {"customers": "view create edit"})
    with pytest.raises(Refusal) as found:
        desk.bring("customers", "名称\n华为\n", actor=clerk)
    assert found.value.kind is Kind.FORBIDDEN
    stranger = desk.colleague("外人", {"orders": "view"})
    with pytest.raises(Refusal) as found:
        desk.bring("customers", "名称\n华为\n", actor=stranger)
    assert found.value.kind is Kind.NOT_FOUND


def test_hidden_fields_are_no_columns(desk: Desk) -> None:
    clerk = desk.colleague("文员", {"samples": "view import"}, hidden={"samples": "price"})
    tally = desk.bring("samples", "编码,价格\nA-1,5\n", actor=clerk)
    assert (tally.mapping, tally.unmapped) == ({"编码": "code"}, ("价格",))


def test_errors_are_counted_beyond_those_that_are_kept(desk: Desk) -> None:
    tally = desk.bring("samples", "编码,价格\n" + "".join(f"{n},x\n" for n in range(1_500)))
    result = tally.dump("en")
    assert (len(result["errors"]), result["error_count"], result["skipped"]) == (1_000, 1_500, 1_500)


def test_a_table_changed_during_the_import_stops_it_only_where_its_columns_are_concerned(desk: Desk) -> None:
    changes = iter(["other", "samples"])

    def meddle(done: int, total: int | None) -> None:
        assert total == 3_000
        if done == 1_000:
            with desk.write(Source.TEMPLATE) as tx:
                schema.create_fields(tx, [("orders", FieldDraft(next(changes), "text", {"zh-CN": "新"}))])
        if done == 2_000:
            with desk.write(Source.TEMPLATE) as tx:
                tx.connection.execute(
                    sa.update(models.fields).where(models.fields.c.key == "weight").values(key="mass")
                )
                tx.reload()

    path = desk.file("编码,weight\n" + "".join(f"{n},{n}\n" for n in range(3_000)))
    ctx = desk.workspaces.context(SYSTEM, Source.API)
    with pytest.raises(Refusal) as found:
        imports.run(desk.workspaces, desk.workspace, ctx, "samples", path, imports.Options(), meddle)
    assert [problem.code for problem in found.value.problems] == ["import.table_changed"]
    assert desk.list("samples", count=True).count == 2_000
