"""Installing: everything or nothing, twice never, and an export is the template again. On both databases."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from gezi.accounts import members
from gezi.core.context import SYSTEM, Actor, Context, Source
from gezi.core.errors import Refusal
from gezi.exchange.template import exporter, installer, library
from gezi.tables import description, records
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.workspaces import Workspace, Workspaces

SMALL: dict[str, Any] = {
    "format": 1,
    "key": "shop",
    "version": "1.0.0",
    "name": {"zh-CN": "小店", "en": "Shop"},
    "tables": [
        {
            "key": "sales",
            "label": {"zh-CN": "销售", "en": "Sales"},
            "primary": "title",
            "fields": [
                # written before what it needs: the installer finds the order
                {
                    "key": "double",
                    "type": "formula",
                    "label": {"zh-CN": "双倍", "en": "Double"},
                    "options": {"formula": "price * 2", "result": {"type": "money", "options": {"currency": "CNY"}}},
                },
                {"key": "title", "type": "text", "label": {"zh-CN": "名称", "en": "Title"}, "required": True},
                {
                    "key": "price",
                    "type": "money",
                    "label": {"zh-CN": "价格", "en": "Price"},
                    "options": {"currency": "CNY"},
                    "default": {"copy": "item.price"},
                },
                {
                    "key": "item",
                    "type": "relation",
                    "label": {"zh-CN": "货品", "en": "Item"},
                    "options": {"table": "items"},
                },
            ],
            "views": [
                {"key": "all", "label": {"zh-CN": "全部", "en": "All"}, "type": "grid", "fields": ["title", "double"]}
            ],
        },
        {
            "key": "items",
            "label": {"zh-CN": "货品", "en": "Items"},
            "primary": "name",
            "fields": [
                {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}, "required": True},
                {
                    "key": "price",
                    "type": "money",
                    "label": {"zh-CN": "价格", "en": "Price"},
                    "options": {"currency": "CNY"},
                },
                {
                    "key": "sold",
                    "type": "rollup",
                    "label": {"zh-CN": "销售额", "en": "Sold"},
                    "options": {
                        "path": ["sales.item"],
                        "aggregate": "sum",
                        "field": "double",
                        "result": {"type": "money", "options": {"currency": "CNY"}},
                    },
                },
            ],
        },
    ],
    "roles": [{"key": "seller", "label": {"zh-CN": "店员", "en": "Sellers"}}],
    "dashboards": [
        {
            "key": "shop_home",
            "label": {"zh-CN": "首页", "en": "Home"},
            "cards": [
                {
                    "key": "sold",
                    "label": {"zh-CN": "销售额", "en": "Sold"},
                    "type": "number",
                    "width": 1,
                    "table": "sales",
                    "measures": [{"op": "sum", "field": "double"}],
                }
            ],
        }
    ],
    "demo": {
        "records": [
            {
                "table": "sales",
                "rows": [
                    {"ref": "one", "values": {"title": "一", "item": {"ref": "tea"}}},
                    {"ref": "two", "days": -3, "values": {"title": "二", "item": {"ref": "tea"}, "price": "1.05"}},
                ],
            },
            {"table": "items", "rows": [{"ref": "tea", "values": {"name": "茶", "price": "10.00"}}]},
        ]
    },
}


@pytest.fixture
def empty(workspaces: Workspaces) -> Workspace:
    return workspaces.create("shop", "Shop")


@pytest.fixture
def ctx(workspaces: Workspaces) -> Context:
    return workspaces.context(SYSTEM, Source.TEMPLATE)


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    document = copy.deepcopy(SMALL)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


def install(
    workspace: Workspace, ctx: Context, document: Mapping[str, Any], *, demo: bool = False
) -> installer.Installed:
    with workspace.write(ctx) as tx:
        return installer.install(tx, document, demo=demo)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def tables(workspace: Workspace, ctx: Context) -> list[str]:
    with workspace.read(ctx) as tx:
        return [table["key"] for table in description.describe(tx)]


def test_an_installation_counts_what_it_made(empty: Workspace, ctx: Context) -> None:
    done = install(empty, ctx, SMALL, demo=True)
    assert (done.tables, done.fields, done.views, done.dashboards, done.records) == (2, 7, 1, 1, 3)
    with empty.read(ctx) as tx:
        assert installer.installed(tx) == {"shop": "1.0.0"}


def test_fields_stand_in_the_order_of_the_file_whatever_they_need(empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL)
    with empty.read(ctx) as tx:
        (sales,) = [table for table in description.describe(tx) if table["key"] == "sales"]
    assert [field["key"] for field in sales["fields"]][:4] == ["double", "title", "price", "item"]
    assert sales["primary"] == "title"


def test_demo_rows_may_name_rows_that_come_later(empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL, demo=True)
    with empty.read(ctx) as tx:
        (tea,) = query.list_records(tx, "items", Query()).records
        sales = query.list_records(tx, "sales", Query(sort="created_at")).records
    assert tea.values["sold"] == "2.10", "the first sale had no item yet when it was made, so it has no price"
    assert [(row.values["title"], row.values["item"]["label"]) for row in sales] == [("二", "茶"), ("一", "茶")]
    assert [row.values["created_at"][:10] for row in sales] == ["2026-11-19", "2026-11-22"]


def test_without_demo_there_are_no_rows(empty: Workspace, ctx: Context) -> None:
    assert install(empty, ctx, SMALL).records == 0
    with empty.read(ctx) as tx:
        assert query.list_records(tx, "items", Query(count=True)).count == 0


def test_a_second_installation_says_that_it_is_installed(empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL)
    with pytest.raises(Refusal) as refusal:
        install(empty, ctx, SMALL)
    assert codes(refusal) == ["template.installed"]
    assert refusal.value.problems[0].text("zh-CN") == "模板“小店”已经安装（版本 1.0.0），可以选择升级"


def test_keys_that_are_taken_are_all_listed_and_nothing_is_installed(empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL)
    other = changed(["key"], "market")
    other["roles"] = [{"key": "seller", "label": {"zh-CN": "管理", "en": "Admins"}, "admin": True}]
    with pytest.raises(Refusal) as refusal:
        install(empty, ctx, other)
    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("template.table_taken", "tables[0].key"),
        ("template.table_taken", "tables[1].key"),
        ("template.dashboard_taken", "dashboards[0].key"),
        ("role.taken", "roles[0].key"),
    ]
    with empty.read(ctx) as tx:
        assert installer.installed(tx) == {"shop": "1.0.0"}


def test_a_role_group_that_is_there_under_its_key_is_used(empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL)
    other = copy.deepcopy(SMALL) | {"key": "market", "dashboards": []}
    for table in other["tables"]:
        table["key"] = f"other_{table['key']}"
    other["tables"][0]["fields"][3]["options"]["table"] = "other_items"
    other["tables"][1]["fields"][2]["options"]["path"] = ["other_sales.item"]
    install(empty, ctx, other)
    with empty.read(ctx) as tx:
        assert sorted(installer.installed(tx)) == ["market", "shop"]
        assert [group.key for group in tx.policy.groups] == ["seller"]


LAST = ["demo", "records", 1, "rows", 0, "values", "price"]


def test_a_failure_at_the_last_object_leaves_the_workspace_as_it_was(empty: Workspace, ctx: Context) -> None:
    with pytest.raises(Refusal) as refusal:
        install(empty, ctx, changed(LAST, "a lot"), demo=True)
    assert codes(refusal) == ["value.not_a_number"]
    assert tables(empty, ctx) == []
    install(empty, ctx, SMALL, demo=True)
    assert tables(empty, ctx) == ["sales", "items"]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["demo", "records", 1, "table"], "shops", "template.no_table"),
        (["demo", "records", 1, "rows", 0, "values"], {"nome": "茶"}, "template.no_field"),
        (["demo", "records", 0, "rows", 0, "values", "item"], {"ref": "coffee"}, "template.no_reference"),
        (["demo", "records", 0, "rows", 1, "ref"], "one", "template.twice"),
        (["demo"], {"file": "shop/missing.json"}, "template.demo_unreadable"),
    ],
)
def test_wrong_demo_data_are_refused_before_anything_is_made(
    empty: Workspace, ctx: Context, path: list[str | int], value: object, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        install(empty, ctx, changed(path, value), demo=True)
    assert code in codes(refusal)


def test_a_template_without_demo_data_cannot_be_installed_with_them(empty: Workspace, ctx: Context) -> None:
    document = {key: value for key, value in SMALL.items() if key != "demo"}
    with pytest.raises(Refusal) as refusal:
        install(empty, ctx, document, demo=True)
    assert codes(refusal) == ["template.no_demo"]


def test_an_export_is_the_template_again(workspaces: Workspaces, ctx: Context) -> None:
    """The law of design 11, for every template that comes with the product."""
    for key in library.available():
        template = library.load(key)
        workspace = workspaces.create(f"w_{key}", key)
        install(workspace, ctx, template)
        with workspace.read(ctx) as tx:
            assert exporter.export(tx, key) == template


def test_an_export_can_be_installed_elsewhere(workspaces: Workspaces, empty: Workspace, ctx: Context) -> None:
    install(empty, ctx, SMALL)
    with empty.read(ctx) as tx:
        exported = exporter.export(tx, "shop")
    other = workspaces.create("other", "Other")
    install(other, ctx, exported, demo=True)
    with other.read(ctx) as tx:
        assert exporter.export(tx, "shop") == exported


def test_only_what_is_installed_can_be_exported(empty: Workspace, ctx: Context) -> None:
    with empty.read(ctx) as tx, pytest.raises(Refusal) as refusal:
        exporter.export(tx, "crm")
    assert codes(refusal) == ["template.not_found"]


@pytest.mark.parametrize("key", ["nothing", "../crm", "Crm", "crm\n", ""])
def test_an_unknown_template_is_not_found(key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        library.load(key)
    assert codes(refusal) == ["template.not_found"]


def test_whoever_installs_the_crm_into_an_empty_workspace_becomes_its_administrator(
    workspaces: Workspaces, empty: Workspace, ctx: Context
) -> None:
    with empty.write(ctx) as tx:
        member = members.add(tx.connection, "某人", 1, now=ctx.now)
        tx.reload()
    actor = Actor(member=member.id, name="某人", system=True)
    with empty.write(ctx.as_(actor)) as tx:
        installer.install(tx, library.load("crm"))
    person = workspaces.context(Actor(member=member.id, name="某人"), Source.API)
    with empty.write(person) as tx:
        assert tx.policy.is_admin(person.actor)
        records.create(tx, "customers", [{"name": "子虚有限公司"}])
