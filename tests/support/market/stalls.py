"""The structure of the market, as the engine has it: customers, orders and their lines, and two role groups."""

from __future__ import annotations

from typing import Any

from gezi.fields.conditions import Test as Cell
from gezi.fields.conditions import Variable
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.permissions.models import field_grants
from gezi.tables import schema
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.system import CREATED_BY
from gezi.tables.transaction import Tx

from ..shop import choices, named

MONEY = {"type": "money"}
COUNT = {"type": "number", "options": {"scale": 0}}
APPROVED = {"field": "status", "op": "=", "value": "approved"}


def build(tx: Tx) -> None:
    """Make the tables, and the groups `clerks` and `visitors` with what they may do."""

    def add(table: str, key: str, type: str, **more: Any) -> None:
        drafts.append((table, FieldDraft(key, type, named(key), **more)))

    def settle() -> None:
        schema.create_fields(tx, drafts)
        drafts.clear()

    drafts: list[tuple[str, FieldDraft]] = []
    schema.create_tables(tx, [TableDraft(key, named(key)) for key in ("customers", "orders", "order_lines")])
    add("customers", "name", "text", required=True, unique=True)
    add("customers", "code", "autonumber", options={"pattern": "C-{seq:3}"})
    add("customers", "region", "option", choices=choices("west", "east", "north"))
    add("customers", "tags", "multi_option", choices=choices("vip", "new", "old"))
    add("customers", "credit", "money")
    add("customers", "note", "long_text")
    add("customers", "vip", "checkbox")
    add("orders", "number", "autonumber", options={"pattern": "DD-{yyyy}{mm}{dd}-{seq:3}"})
    add("orders", "customer", "relation", options={"table": "customers"})
    add("orders", "friends", "relations", options={"table": "customers"})
    add("orders", "status", "option", choices=choices("draft", "approved"), default={"value": "draft"})
    add("orders", "signed_on", "date")
    add("order_lines", "order", "relation", options={"table": "orders"}, required=True)
    add("order_lines", "price", "money")
    add("order_lines", "quantity", "number", default={"value": "1"})
    add("order_lines", "discount", "percent", default={"value": "100"})
    settle()
    schema.set_primary(tx, {"customers": "name", "orders": "number"}, {"order_lines": "order"})
    subtotal = {"formula": "round(price * discount * quantity, 2)", "result": MONEY}
    add("order_lines", "subtotal", "formula", options=subtotal)
    add("order_lines", "customer", "lookup", options={"relation": "order", "field": "customer"})
    add("orders", "region", "lookup", options={"relation": "customer", "field": "region"})
    age = {"formula": "days(today(), signed_on)", "result": COUNT}
    add("orders", "age", "formula", options=age)
    add("orders", "title", "formula", options={"formula": 'number & " " & customer.name', "result": {"type": "text"}})
    settle()
    add("orders", "lines", "subtable", options={"table": "order_lines", "field": "order"})
    path = ["order_lines.order"]
    add("orders", "total", "rollup", options={"path": path, "aggregate": "sum", "field": "subtotal", "result": MONEY})
    many = {"field": "quantity", "op": ">", "value": "2"}
    add("orders", "bulk", "rollup", options={"path": path, "aggregate": "count", "where": many, "result": COUNT})
    settle()
    path = ["orders.customer"]
    deal = {"path": path, "aggregate": "sum", "field": "total", "where": APPROVED, "result": MONEY}
    add("customers", "deal_amount", "rollup", options=deal)
    add(
        "customers",
        "deal_count",
        "rollup",
        options={"path": path, "aggregate": "count", "where": APPROVED, "result": COUNT},
    )
    path = ["orders.customer", "order_lines.order"]
    through = {"field": "order.status", "op": "=", "value": "approved"}
    far = {"path": path, "aggregate": "max", "field": "subtotal", "where": through, "result": MONEY}
    add("customers", "largest", "rollup", options=far)
    settle()
    stage = {
        "formula": 'if(deal_count > 0, "closed", "potential")',
        "result": {"type": "option", "choices": choices("potential", "closed")},
    }
    add("customers", "stage", "formula", options=stage)
    add("customers", "average", "formula", options={"formula": "deal_amount / deal_count", "result": MONEY})
    settle()
    _grant(tx)


def _grant(tx: Tx) -> None:
    """Clerks: customers of the west, orders of their own with lines. Visitors: look at approved orders; no credit."""
    tables = tx.catalogue.tables
    customers, orders, lines = tables["customers"], tables["orders"], tables["order_lines"]
    west, approved = customers.by_key["region"], orders.by_key["status"]
    everything = (Action.VIEW, Action.CREATE, Action.EDIT, Action.DELETE)
    clerks = roles.add(tx.connection, "clerks", named("店员"))
    own = Cell((CREATED_BY.id,), "=", Variable("@me"), "member")
    of_own = Cell((lines.by_key["order"].id, CREATED_BY.id), "=", Variable("@me"), "member")
    in_the_west = Cell((west.id,), "=", west.choices[0].id, "option")
    for table, rows in ((customers, in_the_west), (orders, own), (lines, of_own)):
        grants.allow(tx.connection, clerks.id, table.id, everything, rows)
    visitors = roles.add(tx.connection, "visitors", named("访客"))
    done = Cell((approved.id,), "=", approved.choices[1].id, "option")
    grants.allow(tx.connection, visitors.id, orders.id, (Action.VIEW,), done)
    grants.allow(tx.connection, visitors.id, customers.id, (Action.VIEW,))
    hidden = {"role": visitors.id, "table_id": customers.id, "field": customers.by_key["credit"].id}
    tx.connection.execute(field_grants.insert().values(**hidden, read=False, edit=False, give=False))
    tx.reload()
