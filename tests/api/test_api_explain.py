"""Why, what if, and through whose eyes: explanations with locks and field rights, drafts, "view as", the check for leaks."""

from __future__ import annotations

import json
from typing import Any

from support.people import People

BASE = "/workspaces/crm"


def member(crm: Any, account: str) -> int:
    return crm.visitor(account).get(f"{BASE}/me").json["id"]


def rows(visitor: Any, table: str, **filter: Any) -> list[dict[str, Any]]:
    asked = {"filter": json.dumps(filter)} if filter else {}
    return visitor.get(f"{BASE}/tables/{table}/records", limit=1000, **asked).json["records"]


def why(visitor: Any, **asked: Any) -> dict[str, Any]:
    answer = visitor.get(f"{BASE}/permissions/explain", **asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_an_explanation_names_the_lock_that_decides_and_what_would_help(crm: Any) -> None:
    finance = crm.visitor("finance")
    receipt = rows(finance, "receipts", field="finance_confirmed", op="=", value="confirmed")[0]["id"]
    found = why(finance, table="receipts", record=receipt, action="edit")
    assert found["allowed"] is False
    assert (found["decisive"]["code"], found["hint"]["code"]) == ("locked", "unlock")
    assert "granted" in {reason["code"] for reason in found["reasons"]}
    refused = finance.patch(f"{BASE}/tables/receipts/records/{receipt}", {"values": {"note": "x"}})
    assert refused.status_code == 409
    open_one = rows(finance, "receipts", field="finance_confirmed", op="=", value="unconfirmed")[0]["id"]
    assert why(finance, table="receipts", record=open_one, action="edit")["allowed"] is True


def test_an_explanation_looks_at_fields_and_buttons(crm: Any) -> None:
    admin, rep = crm.visitor("admin"), crm.visitor("sales1")
    mine = rows(rep, "customers", field="owner", op="=", value="@me")[0]["id"]
    found = why(rep, table="customers", record=mine, action="edit", field="owner")
    assert (found["allowed"], found["decisive"]["code"]) == (False, "field_read_only")
    assert why(rep, table="customers", record=mine, action="edit", field="address")["allowed"] is True
    assert rep.get(f"{BASE}/permissions/explain?table=customers&field=secret").status_code == 400
    other = rows(admin, "customers", field="owner", op="=", value=member(crm, "sales3"))[0]["id"]
    found = why(admin, table="customers", record=other, action="edit", member=member(crm, "sales1"))
    assert found["allowed"] is False
    assert "客户负责人 是 本人" in json.dumps(found["reasons"], ensure_ascii=False)
    pressed = why(rep, table="customers", record=mine, button="release")
    assert (pressed["allowed"], pressed["decisive"]["effect"]) == (True, "allow")
    assert why(rep, table="customers", record=mine, button="assign")["allowed"] is False


def test_an_administrator_looks_through_others_eyes_and_changes_nothing(crm: Any) -> None:
    admin, rep = crm.visitor("admin"), crm.visitor("sales1")
    eyes = {"X-View-As": f"member:{member(crm, 'sales1')}"}
    places = (
        "tables",
        "navigation",
        "me",
        "tables/customers/records?limit=1000&count=true",
        "search?q=公司",
        "dashboards",
        "permissions/explain?table=orders&action=delete",
    )
    for place in places:
        assert admin.send("GET", f"{BASE}/{place}", headers=eyes).json == rep.get(f"{BASE}/{place}").json, place
    counted = {"group_by": ["level"]}
    address = f"{BASE}/tables/customers/records/aggregate"
    assert admin.post(address, counted, headers=eyes).json == rep.post(address, counted).json
    pivot = {"rows": ["level"], "columns": ["owner"]}
    address = f"{BASE}/tables/customers/records/pivot"
    assert admin.post(address, pivot, headers=eyes).json == rep.post(address, pivot).json
    mine = rows(rep, "customers", field="owner", op="=", value="@me")[0]["id"]
    write = {"values": {"address": "x"}}
    refused = admin.patch(f"{BASE}/tables/customers/records/{mine}", write, headers=eyes)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (403, "view_as.reads")
    as_parameter = admin.get(f"{BASE}/tables/customers/records?view_as=roles:marketing&limit=1000").json["records"]
    assert len(as_parameter) == len(rows(crm.visitor("marketing"), "customers"))
    assert admin.get(f"{BASE}/tables/orders/records?view_as=roles:marketing").status_code == 404
    assert admin.get(f"{BASE}/tables/orders/records?view_as=roles:").status_code == 200  # a newcomer's
    for wrong, status in (("somebody", 400), ("member:x", 400), ("member:99999", 404), ("roles:nobody", 404)):
        assert admin.get(f"{BASE}/tables", view_as=wrong).status_code == status
    assert rep.get(f"{BASE}/tables", view_as="roles:admin").status_code == 403
    noted = [one["after"] for one in admin.get(f"{BASE}/permissions/log").json["entries"] if one["action"] == "view_as"]
    assert noted == [{"view": "roles:"}, {"view": "roles:marketing"}, {"view": eyes["X-View-As"]}]


def test_a_draft_says_whose_rows_come_and_go(crm: Any) -> None:
    admin = crm.visitor("admin")
    everything = len(rows(admin, "customers"))

    def draft(**asked: Any) -> dict[str, Any]:
        answer = admin.post(f"{BASE}/permissions/simulate", {"table": "customers", "role": "sales_rep", **asked})
        assert answer.status_code == 200, answer.json
        return {one["name"]: one for one in answer.json["members"]}

    sees = {account: len(rows(crm.visitor(account), "customers")) for account in ("sales1", "sales2", "sales3")}
    names = {crm.visitor(account).get(f"{BASE}/me").json["name"]: account for account in sees}
    opened = draft(draft={"rows": None})
    for name, account in names.items():
        one = opened[name]
        assert (one["before"], one["after"]) == (sees[account], everything)
        assert (one["gained"], one["lost"]) == (everything - sees[account], 0)
        assert len(one["gained_rows"]) == min(10, one["gained"])
    closed = draft(draft="none")
    assert all((closed[name]["after"], closed[name]["lost"]) == (0, sees[names[name]]) for name in names)
    assert {account: len(rows(crm.visitor(account), "customers")) for account in sees} == sees  # nothing is written
    rep = crm.visitor("sales1")
    assert (
        rep.post(f"{BASE}/permissions/simulate", {"table": "customers", "role": "x", "draft": None}).status_code == 403
    )


def test_every_leak_of_the_template_was_opened_on_purpose(crm: Any) -> None:
    found = crm.visitor("admin").get(f"{BASE}/permissions/leaks").json["leaks"]
    assert [one for one in found if not one["acknowledged"]] == []
    through = {(one["role"], one["table"], one["field"]): one["sources"] for one in found}
    # S77: marketing sees what its campaigns brought, though not the orders
    assert {"table": "orders", "field": None, "why": "table"}.items() <= (
        through["marketing", "customers", "deal_amount"][0].items()
    )
    assert crm.visitor("sales1").get(f"{BASE}/permissions/leaks").status_code == 403


def test_approvals_too_are_seen_through_the_eyes_that_are_lent(crm: Any) -> None:
    """What role groups are asked for is nobody's who does not hold them in the view."""
    people = People(crm)
    _, order = people.order_of("sales3")
    assert people.press("sales3", "orders", order, "submit").status_code == 200
    admin = crm.visitor("admin")

    def todo(view: str) -> list[int]:
        answer = admin.get(f"{BASE}/approvals", box="todo", view_as=view)
        assert answer.status_code == 200, answer.json
        return [each["record"]["id"] for each in answer.json["approvals"]]

    assert order in todo("roles:management")
    assert order not in todo("roles:sales_rep")
    boss = crm.visitor("boss")
    assert boss.get(f"{BASE}/approvals", box="todo").json["approvals"]


def test_a_record_that_an_approval_has_opened_says_so(crm: Any) -> None:
    people = People(crm)
    _, order = people.order_of("sales3")
    assert people.press("sales3", "orders", order, "submit").status_code == 200
    boss, rep = crm.visitor("boss"), crm.visitor("sales1")
    assert rep.get(f"{BASE}/permissions/explain", table="orders", record=order).status_code == 404
    asked = next(one for one in people.box("boss", "todo") if one["record"]["id"] == order)
    handed = boss.post(f"{BASE}/approvals/{asked['id']}/delegate", {"member": member(crm, "sales1")})
    assert handed.status_code == 200, handed.json
    found = why(rep, table="orders", record=order)
    assert (found["allowed"], found["decisive"]["code"]) == (True, "door")
    assert rep.get(f"{BASE}/tables/orders/records/{order}").status_code == 200
    assert why(rep, table="orders", record=order, action="edit")["hint"]["code"] == "withdraw"


def test_a_lock_is_lifted_by_its_button_and_never_by_a_role_group(crm: Any) -> None:
    admin = crm.visitor("admin")
    receipt = rows(admin, "receipts", field="finance_confirmed", op="=", value="confirmed")[0]["id"]
    for account in ("admin", "boss", "finance", "manager", "sales1", "sales2", "sales3", "marketing"):
        for action in ("edit", "delete"):
            asked = {"table": "receipts", "record": receipt, "action": action, "member": member(crm, account)}
            found = why(admin, **asked)
            assert (found["allowed"], found["hint"]["code"]) == (False, "unlock"), account
            mine = account in ("admin", "boss")  # others are told whose button it is
            assert found["hint"]["message"] == f"需要先{'' if mine else '由“管理层”'}用按钮“取消确认”解除锁定"
    order = rows(admin, "orders", field="status", op="=", value="approved")[0]["id"]
    found = why(admin, table="orders", record=order, action="edit", member=member(crm, "finance"))
    assert found["hint"]["code"] == "ask_change"


def test_an_order_in_approval_says_how_it_is_taken_back_and_so_do_its_lines(crm: Any) -> None:
    people = People(crm)
    _, order = people.order_of("sales3")
    assert people.press("sales3", "orders", order, "submit").status_code == 200
    rep = crm.visitor("sales3")
    shown = people.get("sales3", "orders", order)
    hint = why(rep, table="orders", record=order, action="edit")["hint"]
    assert (hint["code"], shown["locks"][0]["hint"]) == ("withdraw", hint["message"])
    assert "“撤回”" in hint["message"]
    line = shown["values"]["lines"][0]["id"]
    assert why(rep, table="order_lines", record=line, action="edit")["hint"]["message"].startswith(
        "在所属的“合同订单”上："
    )
    assert people.press("sales3", "orders", order, "withdraw").status_code == 200
    assert people.get("sales3", "orders", order)["locks"] == []
    assert why(rep, table="orders", record=order, action="edit")["allowed"]


def test_what_a_hint_says_helps(crm: Any) -> None:
    """Every hint is done as it says, and the same question is asked again."""
    admin = crm.visitor("admin")
    owned = {"field": "owner", "op": "=", "value": member(crm, "sales3")}
    theirs = {table: rows(admin, table, **owned)[0]["id"] for table in ("customers", "opportunities", "quotes")}
    unlocked = {"field": "status", "op": "!=", "value": "converted"}
    theirs["leads"] = rows(admin, "leads", **{"and": [owned, unlocked]})[0]["id"]
    tried: set[str] = set()
    for account in ("sales1", "marketing", "success", "manager"):
        who = member(crm, account)
        for table, record in theirs.items():
            for asked in ({"action": "view"}, {"action": "delete"}, {"action": "edit", "field": "owner"}):
                question = {"table": table, "record": record, "member": who, **asked}
                found = why(admin, **question)
                if found["allowed"]:
                    assert found["hint"] is None
                    continue
                tried.add(found["hint"]["code"])
                undo = _follow(admin, who, question, found["hint"])
                assert why(admin, **question)["allowed"] is True, (account, question, found["hint"])
                undone = admin.post(undo, {})
                assert undone.status_code == 200, undone.json
                assert why(admin, **question)["allowed"] is False
    assert {"assign", "join"} <= tried
    button = why(admin, table="customers", record=theirs["customers"], button="assign", member=member(crm, "sales3"))
    assert (button["hint"]["code"], button["hint"]["role"]) == ("join", "management")


def test_the_least_that_helps_is_to_be_named_by_the_record(crm: Any) -> None:
    """A colleague's customer is handed over, or shared, before anybody gets the rights of another role group."""
    admin = crm.visitor("admin")
    theirs = rows(admin, "customers", field="owner", op="=", value=member(crm, "sales3"))[0]["id"]
    asked = {"table": "customers", "record": theirs, "member": member(crm, "sales1")}
    seen = why(admin, **asked, action="view")["hint"]
    assert (seen["code"], seen["message"]) == (
        "assign",
        "请可以修改的人把“客户负责人”设为“甲销售”，或把“甲销售”加入“协作人”",
    )
    assert why(admin, **asked, action="delete")["hint"]["message"] == "请可以修改的人把“客户负责人”设为“甲销售”"
    assert why(admin, **asked, action="edit", field="owner")["hint"]["code"] == "join"  # the owner may not hand it on


def test_a_record_offers_to_add_only_what_would_be_let(crm: Any) -> None:
    """S94: a collaborator reads; what hangs on the customer's owner is not offered to them, what has an owner of its own is."""
    admin, rep = crm.visitor("admin"), crm.visitor("sales1")
    mine = rows(rep, "customers", field="owner", op="=", value="@me")[0]["id"]
    theirs = rows(admin, "customers", field="owner", op="=", value=member(crm, "sales3"))[0]["id"]
    shared = admin.patch(
        f"{BASE}/tables/customers/records/{theirs}", {"values": {"collaborators": [member(crm, "sales1")]}}
    )
    assert shared.status_code == 200, shared.json

    def offered(visitor: Any, record: int) -> set[str]:
        return set(visitor.get(f"{BASE}/tables/customers/records/{record}").json["adds"])

    assert {"contacts", "followups", "opportunities", "orders"} <= offered(rep, mine)
    assert offered(rep, theirs) & {"contacts", "followups", "opportunities", "orders"} == {
        "opportunities",
        "orders",
    }
    for table, values in (("contacts", {"name": "张三"}), ("customer_followups", {"content": "来访"})):
        for record, status in ((mine, 201), (theirs, 403)):
            written = rep.post(
                f"{BASE}/tables/{table}/records", {"records": [{"values": {"customer": record, **values}}]}
            )
            assert written.status_code == status, written.json
    assert offered(crm.visitor("marketing"), theirs).isdisjoint({"orders", "quotes"})  # closed to them


def _follow(admin: Any, who: int, question: dict[str, Any], hint: dict[str, Any]) -> str:
    """Do what a hint says; returns how it is undone."""
    table = question["table"]
    if hint["code"] == "assign":
        label = hint["message"].split("“")[1].split("”")[0]
        spec = next(each for each in admin.get(f"{BASE}/tables").json["tables"] if each["key"] == table)
        field = next(each["key"] for each in spec["fields"] if each["label"] == label)
        answer = admin.patch(f"{BASE}/tables/{table}/records/{question['record']}", {"values": {field: who}})
        assert answer.status_code == 200, (hint, answer.json)
        return f"{BASE}/batches/{answer.json['batch']}/undo"
    if hint["code"] == "join":
        held = admin.get(f"{BASE}/members/{who}/roles").json["roles"]
        answer = admin.patch(f"{BASE}/members/{who}/roles", {"roles": [*held, hint["role"]]})
    else:
        said: dict[str, Any] = {}
        if hint["code"] == "grant":
            said["actions"] = {question["action"]: {"rows": None}}
        if "field" in question:
            said["fields"] = {question["field"]: {"read": True, "edit": True, "give": True}}
        answer = admin.patch(f"{BASE}/roles/{hint['role'] or 'everyone'}/rights", {"tables": {table: said}})
    assert answer.status_code == 200, (hint, answer.json)
    (latest,) = admin.get(f"{BASE}/permissions/log", limit=1).json["entries"]
    return f"{BASE}/permissions/log/{latest['id']}/undo"


def test_each_set_of_role_groups_is_seen_with_its_own_eyes(crm) -> None:
    """The texts of links too: an order's customer has a name for finance, and none for whoever may not see it."""
    admin = crm.visitor("admin")
    admin.post(f"{BASE}/roles", {"key": "blind", "label": {"zh-CN": "只看订单"}})
    said = {"tables": {"orders": {"actions": {"view": {"rows": None}}}, "customers": {"none": True}}}
    assert admin.patch(f"{BASE}/roles/blind/rights", said).status_code == 200

    def customer(role: str) -> str:
        (row,) = admin.get(f"{BASE}/tables/orders/records?view_as=roles:{role}&limit=1").json["records"]
        return row["values"]["customer"]["label"]

    assert [customer(role).startswith("#") for role in ("blind", "finance", "blind")] == [True, False, True]
