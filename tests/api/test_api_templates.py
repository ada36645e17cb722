"""Templates by API: what is installed, a plan, and an upgrade that is bound to it."""

from __future__ import annotations

import copy

from support.stall import FIRST
from support.visitors import Browser, problems

BASE = "/workspaces/stall/templates"


def newer() -> dict[str, object]:
    found = copy.deepcopy(FIRST) | {"version": "1.1.0"}
    found["tables"][0]["fields"][2]["options"]["formula"] = "round(price * 1.09, 2)"
    return found


def test_a_plan_is_looked_at_and_carried_out_as_long_as_nothing_moves(ann: Browser, browser) -> None:
    assert ann.post("/workspaces", {"key": "stall", "name": "Stall", "template": FIRST}).status_code == 201
    (installed,) = ann.get(BASE).json["templates"]
    assert (installed["key"], installed["name"], installed["version"], installed["available"]) == (
        "shop",
        "小店",
        "1.0.0",
        None,
    )
    assert ann.get(f"{BASE}/shop").json["template"]["tables"][0]["key"] == "items"
    assert ann.get(f"{BASE}/shop/drift").json == {"differences": []}

    plan = ann.post(f"{BASE}/shop/plan", {"document": newer()}).json
    assert (plan["before"], plan["version"], plan["counts"]) == ("1.0.0", "1.1.0", {"take": 1})
    (difference,) = plan["differences"]
    assert (difference["kind_label"], difference["label"], difference["part"]) == ("字段", "货品 › 含税", "公式")
    assert (difference["mine"], difference["theirs"]) == ("round(price * 1.13, 2)", "round(price * 1.09, 2)")

    fields = "/workspaces/stall/tables/items/fields"
    assert ann.patch(f"{fields}/remark", {"label": "说明"}).status_code == 200
    body = {"document": newer(), "token": plan["token"]}
    late = ann.post(f"{BASE}/shop/upgrade", body)
    assert (late.status_code, problems(late)) == (409, [(None, None, "template.plan_moved")])

    body["token"] = ann.post(f"{BASE}/shop/plan", {"document": newer()}).json["token"]
    assert ann.post(f"{BASE}/shop/upgrade", body).json == {"before": "1.0.0", "version": "1.1.0", "done": 1}
    row = {"records": [{"values": {"name": "龙井", "price": "100.00"}}]}
    made = ann.post("/workspaces/stall/tables/items/records", row).json["records"][0]
    assert made["values"]["gross"] == "109.00"
    assert [each["part"] for each in ann.get(f"{BASE}/shop/drift").json["differences"]] == ["名称"]
    other = ann.post(f"{BASE}/shop/plan", {"document": newer() | {"key": "market"}})
    assert problems(other) == [(None, "document", "template.other")]
