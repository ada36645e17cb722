"""The CRM template against its data dictionary, typed in here by hand; nothing in the file may be renamed or dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gezi.exchange.template import format, library, uses

FOLLOWUP = "method:option content:long_text followed_at:datetime next_at:datetime owner:member"
LINE = "product:relation>products list_price:money price:money discount:percent quantity:number subtotal:formula"
POOLED = "owner:member department:relation>departments collaborators:members doNotDisturb:checkbox pool:relation>pools"

FIELDS = {
    "departments": "name:text parent:relation>departments head:relation>employees",
    "employees": "name:text account:member department:relation>departments other_departments:relations>departments "
    "phone:phone email:email status:option",
    "product_categories": "name:text parent:relation>product_categories",
    "products": "code:text name:text category:relation>product_categories unit:text list_price:money status:option "
    "description:long_text image:attachment",
    "industries": "name:text",
    "sources": "name:text",
    "pools": "name:text table:option department:relation>departments members:members admins:members claim_mode:option "
    "hold_cap:number daily_cap:number previous_owner_days:number new_data_days:number skip_won:checkbox "
    "masked_fields:multi_option",
    "recycle_rules": "name:text table:option scope:option level:option no_followup_days:number "
    "no_opportunity_days:number no_deal_days:number extend_days:number max_days:number exempt_won:checkbox "
    "exempt_open_opportunity:checkbox remind_days:text active:checkbox",
    "campaigns": "name:text kind:option status:option start_date:date end_date:date budget:money actual_cost:money "
    "owner:member lead_count:rollup customer_count:rollup deal_amount:rollup roi:formula",
    "leads": f"name:text company:text phone:phone email:email campaign:relation>campaigns source:relation>sources "
    f"status:option {POOLED} customer:relation>customers last_followed_at:rollup followup_count:rollup "
    "deal_amount:rollup deal_count:rollup",
    "lead_followups": f"lead:relation>leads {FOLLOWUP}",
    "customers": f"name:text level:option stage:formula industry:relation>industries source:relation>sources "
    f"region:option address:text phone:phone {POOLED} campaign:relation>campaigns lead:relation>leads "
    "last_followed_at:rollup followup_count:rollup deal_amount:rollup deal_count:rollup received_amount:rollup "
    "receivable_amount:formula invoiced_amount:rollup",
    "contacts": "name:text customer:relation>customers title:text phone:phone email:email wechat:text "
    "is_primary:checkbox doNotDisturb:checkbox",
    "customer_followups": f"customer:relation>customers contact:relation>contacts {FOLLOWUP}",
    "opportunities": "name:text customer:relation>customers stage:state amount:money expected_close_date:date "
    "closed_at:datetime win_reason:long_text loss_reason:long_text last_followed_at:rollup followup_count:rollup "
    "owner:member department:relation>departments collaborators:members days_followed:formula",
    "opportunity_followups": f"opportunity:relation>opportunities {FOLLOWUP}",
    "quotes": "number:autonumber opportunity:relation>opportunities customer:relation>customers quoted_on:date "
    "valid_until:date status:option owner:member department:relation>departments note:long_text total:rollup "
    "lines:subtable>quote_lines",
    "quote_lines": f"quote:relation>quotes {LINE}",
    "orders": "number:autonumber customer:relation>customers contact:relation>contacts "
    "opportunity:relation>opportunities quote:relation>quotes signed_on:date status:state owner:member "
    "department:relation>departments note:long_text total:rollup received_amount:rollup receivable_amount:formula "
    "received_progress:formula invoiced_amount:rollup lines:subtable>order_lines",
    "order_lines": f"order:relation>orders {LINE}",
    "receipts": "number:autonumber order:relation>orders customer:lookup amount:money received_on:date method:option "
    "finance_confirmed:option owner:member note:long_text",
    "invoices": "number:autonumber order:relation>orders customer:lookup amount:money kind:option issued_on:date "
    "finance_confirmed:option owner:member note:long_text",
}
NAMES = (
    "部门 员工 产品分类 产品 行业 来源渠道 公海池 回收规则 市场活动 销售线索 线索跟进 客户信息 联系人 客户跟进 "
    "销售机会 商机跟进 报价单 报价明细 合同订单 订单明细 回款单 开票单"
)
LABELS = dict(zip(FIELDS, NAMES.split(), strict=True))
OPTIONS = {
    "orders.status": "draft pending approved rejected withdrawn",
    "receipts.finance_confirmed": "unconfirmed confirmed",
    "invoices.finance_confirmed": "unconfirmed confirmed",
    "leads.status": "new following converted invalid",
    "opportunities.stage": "contact qualified proposal negotiation won lost",
    "quotes.status": "draft submitted accepted rejected",
    "campaigns.status": "planned running finished",
    "customers.level": "key normal minor",
    "employees.status": "active left",
    "products.status": "on off",
    "pools.table": "leads customers",
    "pools.claim_mode": "open assign_only",
    "recycle_rules.table": "leads customers",
    "recycle_rules.scope": "lead_pool customer_pool self_created",
    "recycle_rules.level": "key normal minor",
}
METHODS = ["电话", "微信", "拜访", "邮件", "其他"]
UNIQUE = {
    "departments.name", "employees.account", "product_categories.name", "products.code", "industries.name", "sources.name",
    "pools.name", "customers.name",
}  # fmt: skip
#: nothing else is required: the field that names a record, what the dictionary marks, and what a line hangs on
REQUIRED = {
    "departments.name", "employees.name", "product_categories.name", "products.name", "industries.name", "sources.name",
    "pools.name", "recycle_rules.name", "campaigns.name", "leads.name", "customers.name", "contacts.name", "opportunities.name",
    "receipts.order", "receipts.amount", "invoices.order", "invoices.amount", "quote_lines.quote", "order_lines.order",
}  # fmt: skip
FORMULAS = {
    "quote_lines.subtotal": "round(price * discount * quantity, 2)",
    "order_lines.subtotal": "round(price * discount * quantity, 2)",
    "orders.receivable_amount": "total - received_amount",
    "orders.received_progress": "received_amount / total",
    "customers.receivable_amount": "deal_amount - received_amount",
    "campaigns.roi": "deal_amount / actual_cost",
}
APPROVED = {"field": "status", "op": "=", "value": "approved"}
CONFIRMED = {"field": "finance_confirmed", "op": "=", "value": "confirmed"}
ROLLUPS = {
    "quotes.total": (["quote_lines.quote"], "sum", "subtotal", None),
    "orders.total": (["order_lines.order"], "sum", "subtotal", None),
    "orders.received_amount": (["receipts.order"], "sum", "amount", CONFIRMED),
    "orders.invoiced_amount": (["invoices.order"], "sum", "amount", CONFIRMED),
    "customers.deal_amount": (["orders.customer"], "sum", "total", APPROVED),
    "customers.deal_count": (["orders.customer"], "count", None, APPROVED),
    "customers.received_amount": (["orders.customer", "receipts.order"], "sum", "amount", CONFIRMED),
    "customers.invoiced_amount": (["orders.customer", "invoices.order"], "sum", "amount", CONFIRMED),
    "leads.deal_amount": (["customers.lead"], "sum", "deal_amount", None),
    "leads.deal_count": (["customers.lead"], "sum", "deal_count", None),
    "campaigns.lead_count": (["leads.campaign"], "count", None, None),
    "campaigns.customer_count": (["customers.campaign"], "count", None, None),
    "campaigns.deal_amount": (["customers.campaign"], "sum", "deal_amount", None),
    "leads.last_followed_at": (["lead_followups.lead"], "max", "followed_at", None),
    "customers.followup_count": (["customer_followups.customer"], "count", None, None),
    "opportunities.last_followed_at": (["opportunity_followups.opportunity"], "max", "followed_at", None),
}


@pytest.fixture(scope="module")
def crm() -> Mapping[str, Any]:
    return library.load("crm")


@pytest.fixture(scope="module")
def tables(crm: Mapping[str, Any]) -> dict[str, Any]:
    return {table["key"]: table for table in crm["tables"]}


@pytest.fixture(scope="module")
def fields(crm: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{table['key']}.{field['key']}": field for table in crm["tables"] for field in table["fields"]}


def test_the_file_is_a_template(crm: Mapping[str, Any]) -> None:
    assert [problem.text("en") for problem in format.validate(crm)] == []


@pytest.mark.parametrize("table", FIELDS)
def test_every_field_of_the_dictionary_is_there_with_its_type(table: str, fields: dict[str, Any]) -> None:
    for written in FIELDS[table].split():
        key, _, kind = written.partition(":")
        type_, _, target = kind.partition(">")
        found = fields[f"{table}.{key}"]
        assert (found["type"], found.get("options", {}).get("table", "")) == (type_, target), f"{table}.{key}"


def test_there_is_no_other_table(tables: dict[str, Any]) -> None:
    assert {key: table["label"]["zh-CN"] for key, table in tables.items()} == LABELS


@pytest.mark.parametrize("field", OPTIONS)
def test_options_have_their_keys(field: str, fields: dict[str, Any]) -> None:
    assert [choice["key"] for choice in fields[field]["choices"]] == OPTIONS[field].split()


@pytest.mark.parametrize("table", ["lead_followups", "customer_followups", "opportunity_followups"])
def test_follow_ups_know_five_methods(table: str, fields: dict[str, Any]) -> None:
    assert [choice["label"]["zh-CN"] for choice in fields[f"{table}.method"]["choices"]] == METHODS


def test_a_customer_s_stage_is_computed(fields: dict[str, Any]) -> None:
    result = fields["customers.stage"]["options"]["result"]
    assert [(choice["key"], choice["label"]["zh-CN"]) for choice in result["choices"]] == [
        ("potential", "潜在"),
        ("closed", "已成交"),
    ]


def test_only_what_the_dictionary_says_is_required_or_unique(fields: dict[str, Any]) -> None:
    assert {name for name, field in fields.items() if field.get("required")} == REQUIRED
    assert {name for name, field in fields.items() if field.get("unique")} == UNIQUE


def test_defaults_are_as_the_dictionary_says(fields: dict[str, Any]) -> None:
    for name, field in fields.items():
        if field["type"] in ("option", "state") and name != "recycle_rules.level":  # empty: every level
            assert field["default"] == {"value": field["choices"][0]["key"]}, name
        if name.endswith(".owner"):
            assert field["default"] == {"variable": "@me"}, name
        if name.endswith(".department") and name.split(".")[0] not in ("employees", "pools"):
            assert field["default"] == {"department_of": "owner", "follow": True}, name
    for lines in ("quote_lines", "order_lines"):
        assert fields[f"{lines}.discount"]["default"] == {"value": "100"}
        assert fields[f"{lines}.quantity"]["default"] == {"value": "1"}
        assert fields[f"{lines}.price"]["default"]["copy"] == "product.list_price"
        assert fields[f"{lines}.list_price"]["default"]["copy"] == "product.list_price"


@pytest.mark.parametrize("field", FORMULAS)
def test_formulas_are_the_manual_s(field: str, fields: dict[str, Any]) -> None:
    assert fields[field]["options"]["formula"] == FORMULAS[field]


@pytest.mark.parametrize("field", ROLLUPS)
def test_roll_ups_are_the_manual_s(field: str, fields: dict[str, Any]) -> None:
    options = fields[field]["options"]
    assert (options["path"], options["aggregate"], options.get("field"), options.get("where")) == ROLLUPS[field]


@pytest.mark.parametrize(
    ("table", "prefix"), [("quotes", "BJ"), ("orders", "DD"), ("receipts", "HK"), ("invoices", "KP")]
)
def test_papers_are_numbered(table: str, prefix: str, fields: dict[str, Any]) -> None:
    assert fields[f"{table}.number"]["options"] == {"pattern": prefix + "-{yyyy}{mm}{dd}-{seq:4}"}


def test_the_old_name_of_do_not_disturb_still_works(fields: dict[str, Any]) -> None:
    for table in ("leads", "customers", "contacts"):
        assert fields[f"{table}.doNotDisturb"]["aliases"] == ["IsDisturb"]


def test_an_order_s_status_is_moved_by_the_approval_alone(fields: dict[str, Any]) -> None:
    options = fields["orders.status"]["options"]
    assert options["manual"] is False
    assert {step["key"]: step["to"] for step in options["transitions"]} == {
        "submit": "pending",
        "withdraw": "withdrawn",
        "approve": "approved",
        "reject": "rejected",
        "change": "pending",
    }


def test_sub_tables_hang_on_their_papers(tables: dict[str, Any]) -> None:
    assert {key: table["parent"] for key, table in tables.items() if "parent" in table} == {
        "quote_lines": "quote",
        "order_lines": "order",
    }


def test_every_field_that_the_template_uses_is_protected(crm: Mapping[str, Any]) -> None:
    assert uses.unprotected(crm) == ()


@pytest.mark.parametrize(
    ("field", "purpose"),
    [
        ("order_lines.discount", "formula"),
        ("orders.status", "rollup"),
        ("customers.collaborators", "permission"),
        ("opportunities.stage", "view"),
        ("employees.account", "organisation"),
        ("receipts.finance_confirmed", "lock"),
        ("products.list_price", "default"),
        ("orders.customer", "lookup"),
    ],
)
def test_uses_are_seen(crm: Mapping[str, Any], field: str, purpose: str) -> None:
    assert (*field.split("."), purpose) in {(use.table, use.field, use.purpose.value) for use in uses.uses(crm)}


def test_an_unmarked_use_is_reported(crm: Mapping[str, Any]) -> None:
    document = {**crm, "tables": [{**table, "fields": [dict(f) for f in table["fields"]]} for table in crm["tables"]]}
    next(f for t in document["tables"] if t["key"] == "order_lines" for f in t["fields"] if f["key"] == "price").pop(
        "protected"
    )
    assert {(use.table, use.field) for use in uses.unprotected(document)} == {("order_lines", "price")}


def test_every_table_has_a_grid_and_those_that_need_it_another_view(tables: dict[str, Any]) -> None:
    views = [(key, view) for key, table in tables.items() for view in table["views"]]
    kinds = {key: {view["type"] for view in table["views"]} for key, table in tables.items()}
    assert [key for key, found in kinds.items() if "grid" not in found] == []
    stacks = {(key, view["settings"]["stack"]) for key, view in views if view["type"] == "kanban"}
    assert {("opportunities", "stage"), ("leads", "status"), ("quotes", "status")} <= stacks
    dates = {(key, view["settings"]["date"]) for key, view in views if view["type"] == "calendar"}
    assert {(f"{part}_followups", "next_at") for part in ("lead", "customer", "opportunity")} <= dates
    assert "gallery" in kinds["products"]


def test_the_view_of_near_term_deals_shows_sixty_days_by_amount(tables: dict[str, Any]) -> None:
    (view,) = [view for view in tables["opportunities"]["views"] if view["label"]["zh-CN"] == "近期重点商机"]
    assert view["filter"] == {
        "field": "expected_close_date",
        "op": "between",
        "value": {"relative": "next_n_days", "n": 60},
    }
    assert view["sort"] == "-amount"


def test_every_field_has_its_place_on_the_page_of_its_record(tables: dict[str, Any]) -> None:
    for key, table in tables.items():
        shown = [name for tab in table["layout"]["tabs"] for part in tab["sections"] for name in part["fields"]]
        assert {field["key"] for field in table["fields"]} <= set(shown), key


def test_a_customer_s_page_lists_what_hangs_on_it(tables: dict[str, Any]) -> None:
    assert [part["table"] for part in tables["customers"]["related"]] == [
        "contacts",
        "customer_followups",
        "opportunities",
        "quotes",
        "orders",
        "receipts",
        "invoices",
    ]


def test_navigation_has_the_manual_s_groups_and_reaches_every_table_but_lines(crm: Mapping[str, Any]) -> None:
    assert [group["label"]["zh-CN"] for group in crm["navigation"]] == [
        "首页",
        "市场",
        "客户",
        "销售",
        "财务",
        "业务配置",
    ]
    reached = [item["key"] for group in crm["navigation"] for item in group["items"] if item["kind"] == "table"]
    assert sorted(reached) == sorted(set(FIELDS) - {"quote_lines", "order_lines"})


def test_role_groups_and_their_home_pages(crm: Mapping[str, Any]) -> None:
    assert {role["key"]: role["label"]["zh-CN"] for role in crm["roles"]} == {
        "admin": "管理员",
        "management": "管理层",
        "sales_rep": "销售员",
        "sales_manager": "销售经理",
        "marketing": "市场部",
        "finance": "财务部",
        "customer_success": "客户成功",
    }
    assert {board["label"]["zh-CN"]: board["home_of"] for board in crm["dashboards"]} == {
        "管理层首页": ["management", "admin"],
        "销售经理首页": ["sales_manager"],
        "销售员首页": ["sales_rep"],
        "市场首页": ["marketing"],
        "财务首页": ["finance"],
    }


def test_the_heads_of_the_company_see_near_term_deals_first_by_amount(crm: Mapping[str, Any]) -> None:
    for board in crm["dashboards"]:
        if board["key"] in ("management_home", "sales_manager_home"):
            (card,) = [card for card in board["cards"] if card["key"] == "near_term"]
            assert (card["type"], card["view"], card["sort"], card["sum"]) == (
                "list",
                "near_term",
                "-amount",
                ["amount"],
            )


def test_marketing_is_kept_out_of_papers_and_money(crm: Mapping[str, Any]) -> None:
    closed = {grant["table"] for grant in crm["grants"] if grant["role"] == "marketing" and grant.get("none")}
    assert closed == {"quotes", "quote_lines", "orders", "order_lines", "receipts", "invoices"}


def test_everything_is_said_in_both_languages(crm: Mapping[str, Any]) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")

    def labels(part: Any) -> Any:
        if isinstance(part, Mapping):
            if set(part) == {"zh-CN", "en"}:
                yield part
            else:
                for inner in part.values():
                    yield from labels(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from labels(inner)

    found = list(labels(crm))
    assert len(found) > 500
    assert [each for each in found if chinese.search(each["en"])] == []
    assert {each["zh-CN"] for each in found if not chinese.search(each["zh-CN"])} == {"ROI"}


def test_the_page_of_the_crm_lists_every_field(tables: dict[str, Any]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "crm.md").read_text("utf-8")
    parts = dict(re.findall(r"^#### `(\w+)` .*?\n(.*?)(?=^####|^### |\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(parts) == set(tables)
    for key, table in tables.items():
        rows = re.findall(r"^\| `(\w+)`( 🔸)? \| (.*?) \| (\w+)", parts[key], re.MULTILINE)
        written = [(name, bool(mark), label, kind) for name, mark, label, kind in rows]
        assert written == [
            (field["key"], field.get("protected", False), field["label"]["zh-CN"], field["type"])
            for field in table["fields"]
        ]
