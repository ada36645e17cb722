"""Automations that an import or a request from the outside sets off, and what these bring with them (E12)."""

from __future__ import annotations

import hmac
import io
import json
from hashlib import sha256
from typing import Any

import pytest

from support.flows import Flows
from support.people import BASE, code

TELL: dict[str, Any] = {
    "notify": {"to": [{"role": "admin"}], "text": {"zh-CN": "{body.state}：新建 {body.created}", "en": "x"}}
}


def upload(office: Flows, text: str, **options: str) -> None:
    given = {"mode": "create", **options, "file": (io.BytesIO(text.encode()), "行业.csv")}
    answer = office.admin.send(
        "POST", f"{BASE}/tables/industries/imports", data=given, content_type="multipart/form-data"
    )
    assert answer.status_code == 202, answer.json
    assert office.people.crm.services.jobs.wait(answer.json["job"]["id"], 60)
    office.run()


def test_the_end_of_an_import_sets_it_off_with_its_counts_and_so_does_its_refusal(office: Flows) -> None:
    office.make("imported", "industries", {"on": "import"}, TELL)
    refused = {"on": "import", "outcome": "failed"}
    why = {"zh-CN": "{body.errors.0.code}", "en": "x"}
    office.make("refused", "industries", refused, {"notify": TELL["notify"] | {"text": why}})
    many = {"body": "created", "op": ">", "value": 1}
    office.make("large", "industries", {"on": "import"}, TELL, where=many)
    upload(office, "行业名称\n航天\n", dry_run="true")
    assert office.runs(automation="imported") == []
    upload(office, "行业名称\n航天\n深海\n")
    upload(office, "行业名称\n极地\n")
    upload(office, "没有这一列\n极地\n", mapping=json.dumps({"没有这一列": "nothing"}))
    assert office.bell("admin", "imported") == ["failed：新建 0", "done：新建 1", "done：新建 2"]
    assert office.bell("admin", "refused") == ["import.unknown_field"]
    assert office.bell("admin", "large") == ["done：新建 2"]


def test_a_text_says_what_stands_in_a_list_and_under_a_name_of_any_script(office: Flows) -> None:
    text = {"zh-CN": "{body.订单.明细.1.品名}：{body.订单.单-号} {body.订单.没有}{body.}", "en": "x"}
    office.make("told", "industries", {"on": "incoming"}, {"notify": TELL["notify"] | {"text": text}})
    order = {"明细": [{"品名": "甲"}, {"品名": "乙"}], "单-号": "A/1"}
    assert send(office, hook(office, "told")["path"], {"订单": order}).status_code == 202
    office.run()
    assert office.bell("admin", "told") == ["乙：A/1 {body.}"]


def hook(office: Flows, key: str, **asked: Any) -> Any:
    answer = office.admin.post(f"{BASE}/automations/{key}/incoming", asked)
    assert answer.status_code == 201, answer.json
    return answer.json


def send(office: Flows, path: str, body: Any, **headers: str) -> Any:
    """As a program that is nobody's: no cookie, no token."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stranger = office.people.crm.app.test_client()
    return stranger.post(path, data=raw, content_type=headers.pop("content_type", "application/json"), headers=headers)


CUSTOMER = {
    "create": "campaigns",
    "values": {"name": {"body": "event.name"}, "budget": {"body": "event.lines.1.price"}},
}


def test_a_request_is_answered_at_once_and_its_body_is_read_by_path(office: Flows) -> None:
    paid = {
        "and": [{"body": "event.paid", "op": "=", "value": True}, {"body": "event.total", "op": ">=", "value": "100"}]
    }
    branch = {"branch": [{"when": {"body": "event.name", "op": "contains", "value": "峰会"}, "do": [CUSTOMER]}]}
    office.make("shop", "campaigns", {"on": "incoming"}, branch, where=paid)
    path = hook(office, "shop")["path"]
    lines = [{"price": "1"}, {"price": 12.5}]
    for name, total, is_paid in (
        ("峰会一", 100, True),
        ("峰会二", 99.99, True),
        ("峰会三", 500, False),
        ("别的", 500, True),
    ):
        event = {"name": name, "total": total, "paid": is_paid, "lines": lines}
        answer = send(office, path, {"event": event})
        assert (answer.status_code, answer.json) == (202, {"received": True})
    assert office.runs(automation="shop") == []  # only written down
    office.run()
    assert [run["state"] for run in office.runs(automation="shop")] == ["done", "done"]
    made = office.people.find("admin", "campaigns", "name", "峰会一")
    assert office.people.values("admin", "campaigns", made)["budget"] == "12.50"
    found = office.admin.get(f"{BASE}/tables/campaigns/records", q="峰会", count="true").json
    assert found["count"] == 1


def test_a_request_that_is_sent_again_under_its_key_is_received_once(office: Flows) -> None:
    office.make("twice", "campaigns", {"on": "incoming"}, CUSTOMER)
    path = hook(office, "twice")["path"]
    for key in ("order-1", "order-1", "order-2"):
        assert send(office, path, {"event": {"name": "重复"}}, **{"Idempotency-Key": key}).status_code == 202
        office.run()
    assert len(office.runs(automation="twice")) == 2


def test_an_address_can_be_made_anew_and_revoked_and_only_builders_see_it(office: Flows) -> None:
    office.make("door", "campaigns", {"on": "incoming"}, CUSTOMER)
    place = f"{BASE}/automations/door/incoming"
    assert office.admin.get(place).json == {"address": None}
    first, second = (hook(office, "door")["path"] for _ in range(2))
    assert office.admin.get(place).json["address"]["signed"] is False
    assert [send(office, path, {}).status_code for path in (first, second)] == [404, 202]
    office.change("door", enabled=False)
    assert code(send(office, second, {})) == (409, "automation.not_active")
    office.change("door", enabled=True)
    for method in ("GET", "POST", "DELETE"):
        assert office.visitor("sales1").send(method, place, json={}).status_code == 403
    assert office.admin.delete(place).status_code == 204
    assert code(send(office, second, {})) == (404, "automation.no_address")
    assert send(office, second.replace("/crm/", "/nowhere/"), {}).status_code == 404
    office.make("deaf", "campaigns", {"on": "created"}, {"set": {"location": {"value": "x"}}})
    answer = office.admin.post(f"{BASE}/automations/deaf/incoming", {})
    assert code(answer) == (409, "automation.not_incoming")


def test_where_a_signature_is_asked_for_nothing_else_is_received(office: Flows) -> None:
    office.make("sealed", "campaigns", {"on": "incoming"}, CUSTOMER)
    made = hook(office, "sealed", signed=True)
    body = json.dumps({"event": {"name": "签名"}}).encode()
    now = int(office.clock.now().timestamp())

    def signed(stamp: int, secret: str = made["secret"], text: bytes = body) -> int:
        digest = hmac.new(secret.encode(), str(stamp).encode() + b"." + text, sha256).hexdigest()
        headers = {"X-Gezi-Timestamp": str(stamp), "X-Gezi-Signature": f"sha256={digest}"}
        return send(office, made["path"], body, **headers).status_code

    assert signed(now) == 202
    assert [signed(now - 301), signed(now + 301), signed(now, "x"), signed(now, text=b"{}")] == [401] * 4
    assert send(office, made["path"], body).status_code == 401
    assert send(office, made["path"], body, **{"X-Gezi-Timestamp": "é", "X-Gezi-Signature": "é"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"a": 1, "a": 2}', {}, 400),
        (b"NaN", {}, 400),
        (b'"\\u0000"', {}, 400),
        (b'{"\\ud800": 1}', {}, 400),
        (b"1e999999999", {}, 400),
        (b'"' + b"x" * 300_000 + b'"', {}, 413),
        (b"a=1", {"content_type": "application/x-www-form-urlencoded"}, 400),
        (b"{}", {"Idempotency-Key": "x" * 201}, 400),
        (b"[1" + b"0" * 300 + b"]", {}, 202),
        (b"null", {}, 202),
    ],
    ids=str,
)
def test_no_body_whatever_breaks_the_door(office: Flows, body: bytes, headers: Any, status: int) -> None:
    office.make("tough", "campaigns", {"on": "incoming"}, {"create": "campaigns", "values": {"name": {"body": "0.x"}}})
    assert send(office, hook(office, "tough")["path"], body, **headers).status_code == status
    office.run()


def test_too_many_requests_to_one_address_are_put_off(office: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.people.crm.services.incoming, "_now", lambda: 0.0)  # no time goes by
    office.make("busy", "campaigns", {"on": "incoming"}, CUSTOMER)
    path = hook(office, "busy")["path"]
    answers = [send(office, path, b"{").status_code for _ in range(121)]
    assert (answers[0], answers[-1]) == (400, 429)


def test_the_body_is_spoken_of_only_where_there_is_one(office: Flows) -> None:
    test = {"body": "x", "op": "=", "value": 1}
    answer = office.make("silent", "campaigns", {"on": "created"}, {"set": {"name": {"body": "x"}}}, where=test)
    assert [(each["code"], each["field"]) for each in answer.json["errors"]] == [
        ("automation.no_body", "if"),
        ("automation.no_body", "do[0].set.name"),
    ]
    odd = {"or": [{"body": "x", "op": "like", "value": 1}]}
    answer = office.make("odd", "campaigns", {"on": "incoming"}, CUSTOMER, where=odd)
    assert code(answer) == (422, "automation.no_body")


def test_what_came_last_can_be_looked_at_with_its_paths_also_while_it_is_switched_off(office: Flows) -> None:
    office.make("look", "campaigns", {"on": "incoming"}, CUSTOMER)
    place = f"{BASE}/automations/look/sample"
    path = hook(office, "look")["path"]
    assert office.admin.get(place).json == {"at": None, "body": None, "paths": []}
    office.change("look", enabled=False)
    body = {"event": {"name": "样例", "total": 12.5, "paid": True, "phone": "010", "lines": [{"sku": "A"}], "a.b": 1}}
    assert code(send(office, path, body)) == (409, "automation.not_active")
    told = office.admin.get(place).json
    assert told["body"]["event"]["total"] == "12.5"
    assert [(each["path"], each["type"], each["example"]) for each in told["paths"]] == [
        ("event", "object", None),
        ("event.name", "text", "样例"),
        ("event.total", "number", "12.5"),
        ("event.paid", "boolean", "true"),
        ("event.phone", "text", "010"),
        ("event.lines", "list", None),
        ("event.lines.0", "object", None),
        ("event.lines.0.sku", "text", "A"),
    ]
    assert office.visitor("sales1").get(place).status_code == 403
    office.make("end", "campaigns", {"on": "import"}, TELL)
    ends = office.admin.get(f"{BASE}/automations/end/sample").json["paths"]
    assert {"state", "created", "errors.0.code"} <= {each["path"] for each in ends}
    office.make("born", "campaigns", {"on": "created"}, TELL)
    assert code(office.admin.get(f"{BASE}/automations/born/sample")) == (409, "automation.no_body_here")


def test_a_circle_through_our_own_addresses_ends(office: Flows) -> None:
    office.make("ring", "campaigns", {"on": "incoming"}, CUSTOMER)
    path = hook(office, "ring")["path"]
    body = {"event": {"name": "绕圈"}}
    for depth in ("7", "8", "999", "-1", "x"):
        assert send(office, path, body, **{"X-Gezi-Depth": depth}).status_code == 202
        office.run()
    runs = sorted(office.runs(automation="ring"), key=lambda run: run["id"])
    assert [(run["state"], run["depth"]) for run in runs] == [
        ("done", 7), ("stopped", 8), ("stopped", 8), ("done", 0), ("done", 0),
    ]  # fmt: skip
    assert runs[1]["error"]["code"] == "automation.too_deep"
