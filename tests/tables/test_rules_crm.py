"""The rules of the CRM, as its users meet them: over the API, an import, and with every role (S46, S63, S88, S91)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import SYSTEM, Source
from gezi.core.errors import Refusal
from gezi.tables import records
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.rules import locks
from support.installations import Crm
from support.visitors import Browser, problems, refused

TABLES = "/workspaces/crm/tables"


def find(crm: Crm, table: str, field: str, value: str) -> dict[str, Any]:
    """One record of a table with this option, as the administrator sees it."""
    condition = f'{{"field":"{field}","op":"=","value":"{value}"}}'
    answer = crm.visitor("admin").get(f"{TABLES}/{table}/records", filter=condition, limit=1)
    (record,) = answer.json["records"]
    return record


def create(visitor: Browser, table: str, *rows: dict[str, Any]) -> Any:
    return visitor.post(f"{TABLES}/{table}/records", {"records": [{"values": row} for row in rows]})


def change(visitor: Browser, table: str, id: int, values: dict[str, Any]) -> Any:
    return visitor.patch(f"{TABLES}/{table}/records", {"records": [{"id": id, "values": values}]})


def delete(visitor: Browser, table: str, id: int) -> Any:
    return visitor.delete(f"{TABLES}/{table}/records", {"ids": [id]})


def test_two_bad_fields_of_a_line_are_two_errors(crm: Crm) -> None:
    order = find(crm, "orders", "status", "draft")["id"]
    answer = create(crm.visitor("admin"), "order_lines", {"order": order, "quantity": 0, "discount": "101"})
    assert answer.status_code == 422
    assert problems(answer) == [
        (0, "quantity", "order_lines.quantity_positive"),
        (0, "discount", "order_lines.discount_range"),
    ]


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_a_receipt_of_nothing_is_refused(crm: Crm, amount: str) -> None:
    order = find(crm, "orders", "status", "approved")["id"]
    for table in ("receipts", "invoices"):
        answer = create(crm.visitor("finance"), table, {"order": order, "amount": amount})
        assert refused(answer, 422) == [f"{table}.amount_positive"]


def test_only_receipts_of_approved_orders_are_confirmed(crm: Crm) -> None:
    finance = crm.visitor("finance")
    draft, approved = (find(crm, "orders", "status", state)["id"] for state in ("draft", "approved"))
    answer = create(finance, "receipts", {"order": draft, "amount": "1"}, {"order": approved, "amount": "1"})
    early, late = (record["id"] for record in answer.json["records"])
    assert refused(change(finance, "receipts", early, {"finance_confirmed": "confirmed"}), 422) == [
        "receipts.order_approved"
    ]
    confirmed = change(finance, "receipts", late, {"finance_confirmed": "confirmed"})
    assert confirmed.status_code == 200
    # the receipt is locked from here on, the locked order's received amount moves all the same
    touched = {(row["table"], row["id"]): row["values"] for row in confirmed.json["touched"]}
    assert touched["orders", approved]["received_amount"] > "0"
    assert refused(change(finance, "receipts", late, {"amount": "2"}), 409) == ["lock.confirmed"]


@pytest.mark.parametrize("account", ["admin", "boss", "finance"])
@pytest.mark.parametrize("table", ["receipts", "invoices"])
def test_a_confirmed_receipt_or_invoice_is_read_only_for_everybody(crm: Crm, account: str, table: str) -> None:
    visitor, id_ = crm.visitor(account), find(crm, table, "finance_confirmed", "confirmed")["id"]
    assert refused(change(visitor, table, id_, {"amount": "1"}), 409) == ["lock.confirmed"]
    assert refused(change(visitor, table, id_, {"finance_confirmed": "unconfirmed"}), 409) == ["lock.confirmed"]
    assert refused(delete(visitor, table, id_), 409) == ["lock.confirmed"]
    record = visitor.get(f"{TABLES}/{table}/records/{id_}").json
    assert record["allowed"] == {"edit": False, "delete": False}
    (lock,) = record["locks"]
    assert {"key": "confirmed", "fields": None, "delete": True}.items() <= lock.items()
    assert "财务已确认" in lock["message"]
    assert "取消确认" in lock["hint"]


@pytest.mark.parametrize("state", ["pending", "approved"])
def test_an_order_in_approval_or_approved_is_locked_with_its_lines(crm: Crm, state: str) -> None:
    admin = crm.visitor("admin")
    order = find(crm, "orders", "status", state)["id"]
    whole = admin.get(f"{TABLES}/orders/records/{order}").json
    line = whole["values"]["lines"][0]["id"]
    locked = ["lock.in_approval"]
    assert refused(change(admin, "orders", order, {"note": "x"}), 409) == locked
    assert refused(change(admin, "order_lines", line, {"quantity": 9}), 409) == locked
    assert refused(create(admin, "order_lines", {"order": order, "quantity": 1}), 409) == locked
    assert refused(delete(admin, "order_lines", line), 409) == locked
    assert set(refused(change(admin, "orders", order, {"lines": []}), 409)) == set(locked)
    assert set(refused(delete(admin, "orders", order), 409)) - {"record.in_use"} == set(locked)  # and what it holds
    assert whole["allowed"] == {"edit": False, "delete": False}
    shown = admin.get(f"{TABLES}/order_lines/records/{line}").json
    assert (shown["allowed"], [lock["key"] for lock in shown["locks"]]) == (
        {"edit": False, "delete": False},
        ["in_approval"],
    )
    assert admin.get(f"{TABLES}/orders/records/{order}").json["values"] == whole["values"]


def test_a_lock_does_not_tell_of_an_order_that_the_caller_may_not_see(crm: Crm) -> None:
    visitor = crm.visitor("sales1")
    seen = {record["id"] for record in visitor.get(f"{TABLES}/orders/records", limit=100).json["records"]}
    orders = crm.visitor("admin").get(f"{TABLES}/orders/records", limit=100).json["records"]
    hidden = [record["id"] for record in orders if record["id"] not in seen]
    assert {"draft", "pending"} <= {record["values"]["status"] for record in orders if record["id"] in hidden}
    answers = [create(visitor, "order_lines", {"order": id_, "quantity": 1}) for id_ in (*hidden, 999_999)]
    assert {(answer.status_code, *problems(answer)) for answer in answers} == {
        (422, (0, "order", "value.unknown_record"))
    }
    draft = next(record["id"] for record in orders if record["id"] in seen and record["values"]["status"] == "draft")
    line = create(visitor, "order_lines", {"order": draft, "quantity": 1}).json["records"][0]["id"]
    moved = [change(visitor, "order_lines", line, {"order": id_}) for id_ in (*hidden, 999_999)]
    assert {(answer.status_code, *problems(answer)) for answer in moved} == {
        (422, (0, "order", "value.unknown_record"))
    }


def test_a_draft_is_not_locked(crm: Crm) -> None:
    admin, order = crm.visitor("admin"), find(crm, "orders", "status", "draft")["id"]
    whole = admin.get(f"{TABLES}/orders/records/{order}").json
    assert (whole["allowed"], whole["locks"]) == ({"edit": True, "delete": True}, [])
    assert change(admin, "orders", order, {"note": "x"}).status_code == 200


def test_an_import_meets_the_same_rules_and_locks(crm: Crm) -> None:
    receipt = find(crm, "receipts", "finance_confirmed", "confirmed")["id"]
    order = find(crm, "orders", "status", "approved")["id"]
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    with workspace.write(workspaces.context(SYSTEM, Source.IMPORT)) as tx:
        rows = [{"order": order, "amount": amount} for amount in ("1", "0", "2")]
        made = records.create(tx, "receipts", rows, mode=Mode.SKIP_BAD)
        changed = records.update(tx, "receipts", [RowUpdate(receipt, {"amount": "1"})], mode=Mode.SKIP_BAD)
        lines = records.create(tx, "order_lines", [{"order": order, "quantity": "1"}], mode=Mode.SKIP_BAD)
    assert [(p.row, p.code) for p in made.problems] == [(1, "receipts.amount_positive")]
    assert [(p.row, p.code) for p in changed.problems] == [(0, "lock.confirmed")]
    assert [(p.row, p.code) for p in lines.problems] == [(0, "lock.in_approval")]


def test_only_an_action_that_lifts_the_lock_moves_an_order_in_approval(crm: Crm) -> None:
    order = find(crm, "orders", "status", "pending")["id"]
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    for source in set(Source) - {Source.TEMPLATE}:
        with pytest.raises(Refusal), workspace.write(workspaces.context(SYSTEM, source)) as tx:
            records.update(tx, "orders", [RowUpdate(order, {"status": "approved"})])
    with workspace.write(workspaces.context(SYSTEM, Source.APPROVAL)) as tx:
        with locks.lifted(tx, "orders", "in_approval"):
            records.update(tx, "orders", [RowUpdate(order, {"status": "approved"})])
        assert query.get_record(tx, "orders", order).values["status"] == "approved"


def test_every_rule_of_the_template_is_in_force(crm: Crm) -> None:
    workspaces = crm.services.workspaces
    with workspaces.open("crm").read(workspaces.context(SYSTEM, Source.API)) as tx:
        assert tx.catalogue.rules.broken == ()
        assert {
            tx.catalogue.by_id[id_].key
            for id_, rules in tx.catalogue.rules.tables.items()
            if rules.locks or rules.early
        } >= {"orders", "order_lines", "quote_lines", "receipts", "invoices", "leads"}
        assert query.list_records(tx, "receipts", Query(count=True)).count == 25
