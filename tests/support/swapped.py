"""For every route that takes something's id or key: a request that succeeds for whoever may, and what to swap in it."""

from __future__ import annotations

from typing import Any

from .swaps import BASE, LABEL, NOWHERE, Case, Things

REP = ("sales3", "admin")
OWN = ("sales3",)
SELLERS = ("finance",)  #: sees what is sold, and changes none of it
EVERYBODY = ("sales3", "manager", "finance", "newcomer")


def cases(things: Things) -> dict[str, list[Case]]:
    """By route, without the prefix of the workspace; requests that take something away come last."""
    return {
        **_records(things), **_work(things), **_rules(things), **_actions(things), **_structure(things), **_people(things)
    }  # fmt: skip


def _records(things: Things) -> dict[str, list[Case]]:
    def lead(name: str, **more: Any) -> Case:
        return Case({"table": "leads", "id": things.lead(name)}, "id", REP, SELLERS, **more)

    vault, kept = {"table": "vault"}, things.table("vault")
    inside = {"table": "vault", "id": kept}
    read = {"table": "leads", "id": things.lead("读")}
    reads = Case(read, "id", (*REP, "finance"))
    with_file, file = things.file("附件")
    paper = {"table": "customers", "id": with_file, "file": file}
    view = things.done(things.rep.post(f"{BASE}/tables/leads/views", {"label": "我的"}))["key"]
    own_view = {"table": "leads", "view": view}
    moved = things.lead("排")
    patched = {"values": {"address": "换"}}
    count = {"measures": [{"op": "count"}]}
    row = "/tables/{table}/records/{id}"
    rows = "/tables/{table}/records"
    return {
        f"GET {row}": [reads, Case(inside, "table"), Case(inside, "id")],
        f"GET {row}/history": [reads],
        f"GET {row}/ownership": [reads],
        f"GET {row}/timers": [reads],
        f"GET {row}/approvals": [reads],
        f"GET {row}/explain": [Case(inside, "id", query=lambda _: {"field": "twice"})],
        f"GET {row}/candidates": [Case(read, "id", (*REP, "finance"), query=lambda _: {"field": "source"})],
        f"GET {row}/attachments/{{file}}": [Case(paper, "id", (*REP, "finance")), Case(paper, "file", (*REP, "finance"))],
        "GET /permissions/explain": [
            Case(read, "id", (*REP, "finance"), query=lambda at: {"table": at["table"], "record": at["id"]})
        ],
        f"GET {rows}": [Case(vault, "table")],
        f"POST {rows}/aggregate": [Case(vault, "table", body=lambda _: count)],
        f"POST {rows}/pivot": [Case(vault, "table", body=lambda _: {"rows": ["name"], **count})],
        f"POST {rows}/pivot/print": [Case(vault, "table", body=lambda _: {"rows": ["name"], **count})],
        f"POST {rows}/pivot/export": [Case(vault, "table", body=lambda _: {"rows": ["name"], **count})],
        f"GET {row}/print": [Case(read, "id", sees=("sales3", "finance"))],
        "GET /tables/{table}/print": [Case(vault, "table")],
        "GET /tables/{table}/export": [Case(vault, "table", query=lambda _: {"format": "csv"})],
        "GET /tables/{table}/extent": [Case(vault, "table")],
        "GET /tables/{table}/import-template": [Case(vault, "table")],
        "POST /tables/{table}/imports": [Case(vault, "table", upload=True)],
        "GET /tables/{table}/candidates": [
            Case(read, "id", (*REP, "finance"), query=lambda at: {"field": "source", "record": at["id"]})
        ],
        "POST /tables/{table}/formula": [Case(vault, "table", body=lambda _: {"formula": "amount + 1"})],
        "POST /tables/{table}/formula/preview": [
            Case(inside, "id", body=lambda at: {"formula": "amount + 1", "record": at["id"]})
        ],
        f"POST {rows}": [Case(vault, "table", body=lambda _: {"records": [{"values": {"name": "新"}}]})],
        f"POST {rows}/draft": [Case(vault, "table", body=lambda _: {"values": {"name": "试"}})],
        f"PUT {rows}": [
            Case(vault, "table", body=lambda _: {"key": "name", "records": [{"values": {"name": "乙", "amount": "2"}}]})
        ],
        f"PATCH {row}": [lead("改", body=lambda _: patched)],
        f"PATCH {rows}": [lead("改二", body=lambda at: {"records": [{"id": at["id"], **patched}]})],
        f"POST {row}/actions/{{button}}": [
            Case(
                {"table": "leads", "id": things.lead("放"), "button": "release"},
                "id", REP, SELLERS, body=lambda _: {"inputs": {"reason": "太忙"}},
            )
        ],
        f"POST {row}/actions/{{button}}/preview": [
            Case(
                {"table": "leads", "id": things.lead("先看"), "button": "release"},
                "id", REP, SELLERS, body=lambda _: {"inputs": {"reason": "太忙"}},
            )
        ],
        "POST /tables/{table}/actions/{button}": [
            Case(
                {"table": "leads", "id": things.lead("一起放"), "button": "release"},
                "id", REP, SELLERS, soft=True, body=lambda at: {"ids": [at["id"]], "inputs": {"reason": "太忙"}},
            )
        ],
        "POST /tables/{table}/actions/{button}/preview": [
            Case(
                {"table": "leads", "id": things.lead("先看一起放"), "button": "release"},
                "id", REP, SELLERS, soft=True, body=lambda at: {"ids": [at["id"]], "inputs": {"reason": "太忙"}},
            )
        ],
        "POST /tables/{table}/views": [Case(vault, "table", body=lambda _: {"label": "看"})],
        "PATCH /tables/{table}/views/{view}": [Case(own_view, "view", OWN, body=lambda _: {"label": "改名"})],
        "POST /tables/{table}/views/{view}/moves": [Case(own_view, "view", OWN, body=lambda _: {"record": moved})],
        "DELETE /tables/{table}/views/{view}": [Case(own_view, "view", OWN)],
        f"DELETE {row}": [lead("删")],
        f"DELETE {rows}": [lead("删二", body=lambda at: {"ids": [at["id"]]})],
    }  # fmt: skip


def _work(things: Things) -> dict[str, list[Case]]:
    job, batch = {"job": things.job()}, {"batch": things.batch("批次")}
    bin_ = {"table": "leads", "id": things.trashed("回收站")}
    for number in range(2):  # somebody else's, in every box
        things.order(approved=bool(number))
    boss, sold = ("boss",), ("sales3", "admin", "finance")

    def waiting(*may: str, **more: Any) -> Case:
        return Case({"id": things.order()[1]}, "id", may, tuple({*sold, *boss} - {*may}), **more)

    order, _ = things.order(approved=True)
    note = {"values": {"note": "改"}, "reason": "客户要求"}
    change = {"table": "orders", "id": order, "approval": "order_approval"}
    told = {"id": things.done(things.people.crm.visitor("boss").get(f"{BASE}/notifications"))["notifications"][0]["id"]}
    return {
        "GET /jobs/{job}": [Case(job, "job", REP)],
        "GET /jobs/{job}/errors": [Case(job, "job", REP)],
        "DELETE /jobs/{job}": [Case(job, "job", REP)],
        "GET /batches/{batch}": [Case(batch, "batch", REP)],
        "POST /batches/{batch}/undo": [Case(batch, "batch", REP)],
        "POST /trash/restore": [
            Case(bin_, "id", REP, SELLERS, body=lambda at: {"items": [{"table": at["table"], "id": at["id"]}]})
        ],
        "GET /approvals/{id}": [waiting(*sold)],
        "POST /approvals/{id}/signers": [waiting("boss", body=lambda _: {"member": things.members["finance"]})],
        "POST /approvals/{id}/delegate": [waiting("boss", body=lambda _: {"member": things.members["finance"]})],
        "POST /approvals/{id}/decide": [waiting("boss", "admin", body=lambda _: {"outcome": "approve"})],
        "POST /approvals/{id}/withdraw": [waiting("sales3", "boss", "admin", body=lambda _: {})],
        "POST /approvals/decide": [
            waiting("boss", "admin", soft=True, body=lambda at: {"ids": [at["id"]], "outcome": "approve"})
        ],
        "POST /tables/{table}/records/{id}/approvals/{approval}/change": [
            Case(change, "id", REP, SELLERS, body=lambda _: note)
        ],
        "POST /notifications/read": [Case(told, "id", ("boss",), soft=True, body=lambda at: {"ids": [at["id"]]})],
    }


def _rules(things: Things) -> dict[str, list[Case]]:
    things.automation("plain", {"on": "created"}, {"set": {"note": {"value": "自动"}}})
    things.automation("later", {"on": "created"}, {"wait": {"minutes": 30}}, {"set": {"note": {"value": "后"}}})
    things.automation("door", {"on": "incoming"}, {"create": "campaigns", "values": {"name": {"value": "来"}}})
    lead = things.lead("触发")
    things.people.crm.services.background.run()
    things.done(things.admin.post(f"{BASE}/automations/door/incoming", {}))
    hook = {"table": "leads", "label": "同步", "url": "https://localhost/x"}
    hook_id = things.done(things.admin.post(f"{BASE}/webhooks", hook))["id"]
    plain, door, webhook = {"key": "plain"}, {"key": "door"}, {"id": hook_id}
    ran, waits = {"id": things.run("plain")}, {"id": things.run("later")}
    things.lead("投递")
    things.people.crm.services.background.run()
    sent = things.done(things.admin.get(f"{BASE}/webhooks/{hook_id}/deliveries"))["deliveries"]
    delivery = {"id": hook_id, "delivery": sent[0]["id"] if sent else NOWHERE}
    timer = {"table": "leads", "timer": "recycle"}
    rule = {"name": "试", "table": "leads", "scope": "self_created", "active": True, "no_followup_days": "900"}
    plan = {"changes": [{"values": rule}]}
    one, hooks = "/automations/{key}", "/webhooks/{id}"
    return {
        f"GET {one}": [Case(plain, "key")],
        f"GET {one}/why": [Case(plain, "key", query=lambda _: {"record": str(lead)})],
        f"GET {one}/incoming": [Case(door, "key")],
        f"GET {one}/sample": [Case(door, "key")],
        f"POST {one}/incoming": [Case(door, "key", body=lambda _: {})],
        f"POST {one}/try": [Case(plain, "key", body=lambda _: {"record": lead})],
        f"POST {one}/replay": [Case(plain, "key", body=lambda _: {"days": 1})],
        f"POST {one}/secret": [Case(plain, "key")],
        f"PATCH {one}": [Case(plain, "key", body=lambda _: {"enabled": False})],
        f"POST {one}/reset": [Case({"key": "first_followup"}, "key", body=lambda _: {}, conflict=True)],
        "GET /runs/{id}": [Case(ran, "id")],
        "POST /runs/{id}/retry": [Case(ran, "id", conflict=True)],
        "POST /runs/{id}/cancel": [Case(waits, "id")],
        f"GET {hooks}/deliveries": [Case(webhook, "id")],
        f"PATCH {hooks}": [Case(webhook, "id", body=lambda _: {"label": "改"})],
        f"POST {hooks}/secret": [Case(webhook, "id")],
        f"POST {hooks}/test": [Case(webhook, "id")],
        f"POST {hooks}/deliveries/{{delivery}}/retry": [Case(delivery, "delivery"), Case(delivery, "id")],
        "GET /tables/{table}/timers/{timer}/log": [Case(timer, "timer", ("admin", "manager"))],
        "POST /tables/{table}/timers/{timer}/plan": [Case(timer, "timer", body=lambda _: plan)],
        "POST /tables/{table}/timers/{timer}/confirm": [
            Case(timer, "timer", conflict=True, body=lambda _: {**plan, "token": "x" * 64})
        ],
        f"DELETE {one}/incoming": [Case(door, "key")],
        f"DELETE {one}": [Case(plain, "key", body=lambda _: {})],
        f"DELETE {hooks}": [Case(webhook, "id")],
    }  # fmt: skip


def _actions(things: Things) -> dict[str, list[Case]]:
    spare = {"key": "spare", "table": "leads", "label": LABEL, "do": [{"set": {"note": {"value": "记"}}}]}
    things.done(things.admin.post(f"{BASE}/actions/buttons", {"definition": spare}))
    listed = things.done(things.admin.get(f"{BASE}/actions"))
    (approval,) = listed["approvals"]
    keys = [each["key"] for each in listed["buttons"] if each["table"] == "leads"]
    lead, (order, _) = things.lead("试按"), things.order()
    button, one, own = {"table": "leads", "key": "spare"}, "/actions/buttons/{table}/{key}", "/actions/approvals/{key}"
    orders = {"key": approval["key"]}
    return {
        f"GET {one}": [Case(button, "key"), Case(button, "table")],
        f"PUT {one}": [Case(button, "key", body=lambda _: {"definition": spare})],
        f"PATCH {one}": [Case(button, "key", body=lambda _: {"enabled": True})],
        f"POST {one}/reset": [Case(button, "key", body=lambda _: {}, conflict=True)],
        f"POST {one}/try": [Case(button, "key", body=lambda _: {"record": lead})],
        f"GET {own}": [Case(orders, "key")],
        f"PUT {own}": [Case(orders, "key", body=lambda _: {"definition": approval["definition"]})],
        f"PATCH {own}": [Case(orders, "key", body=lambda _: {"enabled": True})],
        f"POST {own}/reset": [Case(orders, "key", body=lambda _: {})],
        f"POST {own}/try": [Case(orders, "key", body=lambda _: {"record": order})],
        "PUT /actions/order/{table}": [Case({"table": "leads"}, "table", body=lambda _: {"keys": keys})],
        f"DELETE {one}": [Case(button, "key", body=lambda _: {})],
        f"DELETE {own}": [Case(orders, "key", body=lambda _: {}, conflict=True)],
    }


def _structure(things: Things) -> dict[str, list[Case]]:
    for key in ("attic", "cellar"):
        things.done(things.admin.post(f"{BASE}/tables", {"key": key, "label": LABEL}))
    fields, field = f"{BASE}/tables/attic/fields", "/tables/{table}/fields/{field}"
    things.done(things.admin.post(fields, {"key": "older", "label": "改名", "type": "text"}))
    things.done(things.admin.patch(f"{fields}/older", {"key": "newer"}))
    entry = things.done(things.admin.get(f"{BASE}/config-log"))["entries"][0]["id"]
    trash = things.done(things.admin.delete(f"{BASE}/tables/cellar", {}))["trash"]
    attic, newer = {"table": "attic"}, {"table": "attic", "field": "newer"}
    until = {"until": "2027-01-01T00:00:00Z"}
    locked = {"table": "attic", "kind": "locks", "key": "shut"}
    shut = {"when": {"field": "newer", "op": "=", "value": "x"}, "message": LABEL}
    things.done(things.admin.send("PUT", f"{BASE}/tables/attic/rules/locks/shut", json={"rule": shut}))
    rule = "/tables/{table}/rules/{kind}/{key}"
    installed, crm = "/templates/{template}", {"template": "crm"}
    return {
        "GET /tables/{table}/rules": [Case(attic, "table")],
        f"GET {rule}": [Case(locked, "table"), Case(locked, "key")],
        "POST /tables/{table}/rules/{kind}/try": [
            Case({"table": "attic", "kind": "locks"}, "table", body=lambda _: {"rule": shut})
        ],
        "PUT /tables/{table}/rules/{kind}": [
            Case({"table": "attic", "kind": "locks"}, "table", body=lambda _: {"keys": ["shut"]})
        ],
        f"PUT {rule}": [Case(locked, "table", body=lambda _: {"rule": shut})],
        f"PATCH {rule}": [Case(locked, "key", body=lambda _: {"enabled": False})],
        f"POST {rule}/reset": [Case(locked, "key", body=lambda _: {}, conflict=True)],
        f"DELETE {rule}": [Case(locked, "key", body=lambda _: {})],
        f"GET {field}/uses": [Case(newer, "table"), Case(newer, "field")],
        f"PATCH {field}": [Case(newer, "table", body=lambda _: {"help": "说明"})],
        f"PATCH {field}/aliases/{{alias}}": [Case({**newer, "alias": "older"}, "table", body=lambda _: until)],
        f"POST {field}/convert": [Case(newer, "table", body=lambda _: {"type": "long_text"})],
        "POST /tables/{table}/fields": [
            Case(attic, "table", body=lambda _: {"key": "more", "label": "更多", "type": "text"})
        ],
        "PATCH /tables/{table}": [Case(attic, "table", body=lambda _: {"help": "说明"})],
        "GET /tables/{table}/rights": [Case(attic, "table")],
        "POST /schema/trash/restore": [Case({"id": trash}, "id", body=lambda at: {"id": at["id"]})],
        "GET /config-log/{id}": [Case({"id": entry}, "id")],
        "POST /config-log/{id}/revert": [Case({"id": entry}, "id", body=lambda _: {})],
        f"DELETE {field}": [Case(newer, "table", body=lambda _: {})],
        f"GET {installed}": [Case(crm, "template")],
        f"GET {installed}/drift": [Case(crm, "template")],
        f"POST {installed}/plan": [Case(crm, "template", body=lambda _: {})],
        f"POST {installed}/upgrade": [Case(crm, "template", body=lambda _: {"token": "x"}, conflict=True)],
        "DELETE /tables/{table}": [Case(attic, "table", body=lambda _: {})],
    }


def _people(things: Things) -> dict[str, list[Case]]:
    admin, rep = things.admin, things.rep
    things.done(admin.post(f"{BASE}/roles", {"key": "night", "label": LABEL}))
    role, member = {"role": "night"}, {"id": things.members["sales1"]}
    things.done(admin.patch(f"{BASE}/roles/night/rights", {"tables": {"leads": {"actions": {"view": {}}}}}))
    logged = {"id": things.done(admin.get(f"{BASE}/permissions/log"))["entries"][0]["id"]}
    invited = {"id": things.done(admin.post(f"{BASE}/invitations", {"name": "小李"}))["id"]}
    token = {"id": things.done(rep.post("/me/tokens", {"name": "脚本", "workspace": "crm"}))["id"]}
    session = {"id": _second_session(things)}
    closed = {"dashboards": {"management_home": {"allowed": False}}}
    for group in ("sales_rep", "sales_manager", "finance", "everyone"):
        things.done(admin.patch(f"{BASE}/roles/{group}/rights", closed))
    draft = {"table": "leads", "draft": None}
    rights = {"tables": {"leads": {"actions": {"view": None}}}}
    return {
        "GET /dashboards/{dashboard}": [Case({"dashboard": "management_home"}, "dashboard")],
        "GET /roles/{role}/rights": [Case(role, "role")],
        "PATCH /roles/{role}": [Case(role, "role", body=lambda _: {"description": LABEL})],
        "PATCH /roles/{role}/members": [Case(role, "role", body=lambda _: {"add": [member["id"]]})],
        "POST /permissions/simulate": [Case(role, "role", body=lambda at: {**draft, "role": at["role"]})],
        "POST /permissions/log/{id}/undo": [Case(logged, "id")],
        "PATCH /roles/{role}/rights": [Case(role, "role", body=lambda _: rights)],
        "GET /members/{id}/roles": [Case(member, "id")],
        "PATCH /members/{id}/roles": [Case(member, "id", body=lambda _: {"roles": ["sales_rep"]})],
        "GET /members/{id}/handover": [Case(member, "id")],
        "POST /members/{id}/handover": [Case(member, "id", body=lambda _: {"to": things.members["finance"]})],
        "POST /members/{id}/password-reset": [Case(member, "id", body=lambda _: {})],
        "PATCH /members/{id}": [Case(member, "id", body=lambda _: {"state": "left"})],
        "DELETE /roles/{role}": [Case(role, "role")],
        "DELETE /invitations/{id}": [Case(invited, "id")],
        "DELETE /api/v1/me/tokens/{id}": [Case(token, "id", OWN)],
        "DELETE /api/v1/me/sessions/{id}": [Case(session, "id", OWN)],
    }


def _second_session(things: Things) -> Any:
    things.done(type(things.rep)(things.people.crm.app).sign_in("sales3"))
    listed = things.done(things.rep.get("/me/sessions"))["sessions"]
    return next(one["id"] for one in listed if not one["current"])
