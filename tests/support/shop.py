"""A small shop: customers, orders and their lines, with a formula, roll-ups on two levels, a look-up and a volatile field."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from gezi.core.context import SYSTEM, Actor, Source
from gezi.tables import records, schema
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import RowUpdate, Written
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.transaction import Tx
from gezi.tables.workspaces import Workspace, Workspaces


def named(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en": text}


def choices(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": named(key.title())} for key in keys]


MONEY = {"type": "money"}


class Shop:
    """A workspace with the three tables, and the few calls that tests make of it. One that has been laid out is opened."""

    def __init__(self, workspaces: Workspaces, key: str = "shop") -> None:
        self.workspaces = workspaces
        self.laid_out = key in set(workspaces.keys())
        self.workspace: Workspace = workspaces.open(key) if self.laid_out else workspaces.create(key, "Shop")
        if not self.laid_out:
            with self.write(Source.TEMPLATE) as tx:
                furnish(tx)

    @contextmanager
    def write(self, source: Source = Source.API, actor: Actor = SYSTEM) -> Generator[Tx]:
        with self.workspace.write(self.workspaces.context(actor, source)) as tx:
            yield tx

    @contextmanager
    def read(self, actor: Actor = SYSTEM) -> Generator[Tx]:
        with self.workspace.read(self.workspaces.context(actor, Source.API)) as tx:
            yield tx

    def create(self, table: str, *rows: dict[str, Any], source: Source = Source.API) -> Written:
        with self.write(source) as tx:
            return records.create(tx, table, rows)

    def update(self, table: str, id: int, values: dict[str, Any], version: int | None = None) -> Written:
        with self.write() as tx:
            return records.update(tx, table, [RowUpdate(id, values, version)])

    def delete(self, table: str, *ids: int) -> Written:
        with self.write() as tx:
            return records.delete(tx, table, ids)

    def get(self, table: str, id: int) -> dict[str, Any]:
        with self.read() as tx:
            return dict(query.get_record(tx, table, id).values)

    def list(self, table: str, **asked: Any) -> query.Page:
        with self.read() as tx:
            return query.list_records(tx, table, Query(**asked))

    def column(self, table: str, key: str, **asked: Any) -> list[Any]:
        """One field of every row that a query finds, in its order."""
        return [record.values[key] for record in self.list(table, **asked).records]


def furnish(tx: Tx) -> None:
    schema.create_tables(
        tx,
        [
            TableDraft("customers", named("客户")),
            TableDraft("orders", named("订单")),
            TableDraft("order_lines", named("明细")),
        ],
    )
    schema.create_fields(
        tx,
        [
            ("customers", FieldDraft("name", "text", named("名称"), required=True, unique=True)),
            ("customers", FieldDraft("region", "option", named("区域"), choices=choices("west", "east"))),
            ("customers", FieldDraft("tags", "multi_option", named("标签"), choices=choices("vip", "new", "old"))),
            (
                "orders",
                FieldDraft("number", "autonumber", named("编号"), options={"pattern": "DD-{yyyy}{mm}{dd}-{seq:4}"}),
            ),
            ("orders", FieldDraft("customer", "relation", named("客户"), options={"table": "customers"})),
            (
                "orders",
                FieldDraft(
                    "status",
                    "option",
                    named("状态"),
                    choices=choices("draft", "approved"),
                    default={"value": "draft"},
                ),
            ),
            ("orders", FieldDraft("signed_on", "date", named("日期"), default={"variable": "@today"})),
            ("orders", FieldDraft("friends", "relations", named("相关客户"), options={"table": "customers"})),
            ("order_lines", FieldDraft("order", "relation", named("订单"), options={"table": "orders"}, required=True)),
            ("order_lines", FieldDraft("price", "money", named("单价"))),
            ("order_lines", FieldDraft("discount", "percent", named("折扣"), default={"value": "100"})),
            ("order_lines", FieldDraft("quantity", "number", named("数量"), default={"value": "1"})),
        ],
    )
    schema.set_primary(tx, {"customers": "name", "orders": "number"}, {"order_lines": "order"})
    subtotal = {"formula": "round(price * discount * quantity, 2)", "result": MONEY}
    schema.create_fields(tx, [("order_lines", FieldDraft("subtotal", "formula", named("小计"), options=subtotal))])
    lines = {"table": "order_lines", "field": "order"}
    total = {"path": ["order_lines.order"], "aggregate": "sum", "field": "subtotal", "result": MONEY}
    schema.create_fields(
        tx,
        [
            ("orders", FieldDraft("lines", "subtable", named("明细"), options=lines)),
            ("orders", FieldDraft("total", "rollup", named("总额"), options=total)),
        ],
    )
    approved = {"field": "status", "op": "=", "value": "approved"}
    deal = {"path": ["orders.customer"], "aggregate": "sum", "field": "total", "where": approved, "result": MONEY}
    count = {"path": ["orders.customer"], "aggregate": "count", "where": approved}
    lines_of = {
        "path": ["orders.customer", "order_lines.order"],
        "aggregate": "max",
        "field": "subtotal",
        "result": MONEY,
    }
    age = {"formula": "days(today(), signed_on)", "result": {"type": "number", "options": {"scale": 0}}}
    schema.create_fields(
        tx,
        [
            ("customers", FieldDraft("deal_amount", "rollup", named("成交"), options=deal)),
            (
                "customers",
                FieldDraft(
                    "deal_count",
                    "rollup",
                    named("次数"),
                    options={**count, "result": {"type": "number", "options": {"scale": 0}}},
                ),
            ),
            ("customers", FieldDraft("largest_line", "rollup", named("最大明细"), options=lines_of)),
            ("orders", FieldDraft("age", "formula", named("天数"), options=age)),
            (
                "order_lines",
                FieldDraft("customer", "lookup", named("客户"), options={"relation": "order", "field": "customer"}),
            ),
        ],
    )
    stage = {
        "formula": 'if(deal_count > 0, "closed", "potential")',
        "result": {"type": "option", "choices": choices("potential", "closed")},
    }
    average = {"formula": "deal_amount / deal_count", "result": MONEY}
    schema.create_fields(
        tx,
        [
            ("customers", FieldDraft("stage", "formula", named("阶段"), options=stage)),
            ("customers", FieldDraft("average", "formula", named("平均"), options=average)),
        ],
    )
