"""The rules of a table over HTTP: made, tried, changed, switched, deleted and taken back while people work (E7–E9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.tables.rules import stored
from support import shop
from support.databases import Cluster
from support.masters import laid_out
from support.rule_desk import SHOP, Desk, Rule
from support.ruling import said
from support.visitors import Browser, problems, refused

from .conftest import NOW, furnish

POSITIVE: Rule = {"field": "quantity", "op": ">", "value": "0"}
BROUGHT: Rule = {"key": "quantity_positive", "field": "quantity", "must": POSITIVE, "message": said("more than 0")}


@pytest.fixture(scope="module")
def desk(
    database_kind: str, run_folder: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """One shop for all: each test has rows and rules of its own."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    master = laid_out(run_folder, "travel", cluster, lambda settings, _: furnish(settings))
    with master.copied(tmp_path_factory.mktemp("rules") / "data") as settings:
        services = Services.open(settings, FixedClock(NOW))
        workspaces = services.workspaces
        with workspaces.open("other").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
            shop.furnish(tx)
            stored.put(tx, {"order_lines": {"validations": [BROUGHT]}}, brought=True)
        yield Desk(services)
        services.close()


def test_a_rule_is_made_enforced_replaced_switched_off_and_deleted(desk: Desk) -> None:
    low: Rule = {"field": "name", "must": {"field": "name", "op": "!=", "value": "低"}, "message": said("not low")}
    made = desk.kept("customers", "validations", "not_low", low, version=None, reason="试一试")
    assert (made["enabled"], made["template"], made["changed"], made["original"]) == (True, False, False, None)
    assert made["rule"] == {**low, "key": "not_low"}
    assert made["label"] == "规则：not low"

    def taken() -> Any:
        return desk.eve.post(f"{SHOP}/tables/customers/records", {"records": [{"values": {"name": "低"}}]})

    assert problems(taken()) == [(0, "name", "customers.not_low")]
    off = desk.eve.patch(desk.at("customers", "validations", "not_low"), {"enabled": False}).json
    assert (off["enabled"], off["rule"]["enabled"]) == (False, False)
    assert taken().status_code == 201
    answer = desk.eve.patch(desk.at("customers", "validations", "not_low"), {"enabled": True})
    assert refused(answer, 409) == ["rule.rows_break"]
    assert answer.json["errors"][0]["trial"]["count"] == 1
    again = {"enabled": True, "confirm": True, "version": off["version"]}
    on = desk.eve.patch(desk.at("customers", "validations", "not_low"), again).json
    assert on["version"] == made["version"]
    gone = desk.eve.delete(desk.at("customers", "validations", "not_low"), {"version": on["version"]})
    assert gone.status_code == 204
    assert refused(desk.eve.get(desk.at("customers", "validations", "not_low")), 404) == ["rule.not_found"]


@pytest.mark.parametrize("reason", ["x\x00y", "\ud800"])
def test_a_reason_that_no_database_can_keep_is_refused(desk: Desk, reason: str) -> None:
    rule: Rule = {"field": "name", "must": {"field": "name", "op": "!=", "value": "无"}, "message": said("never")}
    desk.kept("customers", "validations", "never", rule, version=None)
    answer = desk.eve.patch(desk.at("customers", "validations", "never"), {"enabled": False, "reason": reason})
    assert refused(answer, 400) == ["request.bad_value"]
    desk.eve.delete(desk.at("customers", "validations", "never"), {})


def test_everything_that_is_wrong_with_a_rule_is_told_at_its_place(desk: Desk) -> None:
    crooked: Rule = {
        "field": "nowhere",
        "when": {
            "or": [{"field": "quantity", "op": "contains", "value": "1"}, {"not": {"field": "x.y", "op": "empty"}}]
        },
        "must": {"and": [{"field": "quantity", "op": ">", "value": "many"}]},
        "message": said("x"),
    }
    answer = desk.put("order_lines", "validations", "crooked", crooked)
    assert answer.status_code == 422
    assert problems(answer) == [
        (None, "when.or[0].op", "condition.unknown_operator"),
        (None, "when.or[1].not.field", "condition.unknown_field"),
        (None, "must.and[0].value", "value.not_a_number"),
        (None, "field", "rule.no_field"),
    ]
    misshapen = desk.put("order_lines", "locks", "misshapen", {"when": {"field": "price"}, "colour": "red"})
    assert problems(misshapen) == [
        (None, "$", "template.missing_key"),
        (None, "$", "template.unknown_key"),
        (None, "when", "template.missing_key"),
        (None, "when", "template.missing_key"),
    ]
    lost: Rule = {"parent": "price", "sum": "customer", "at_most": {"value": "1"}, "message": said("x")}
    assert [where for _, where, _ in problems(desk.put("order_lines", "invariants", "lost", lost))] == ["parent", "sum"]
    rest: dict[str, list[tuple[str, Rule]]] = {
        "steps": [
            ("to[0]", {"field": "status", "to": ["lost"]}),
            ("roles[0]", {"field": "status", "to": ["draft"], "roles": ["x"]}),
        ],
        "locks": [
            ("children[0]", {"when": {"field": "status", "op": "empty"}, "children": ["total"], "message": said("x")})
        ],
        "allocations": [("field", {"parent": "customer", "field": "age", "of": "deal_amount", "weight": "total"})],
        "ranges": [("to", {"from": "signed_on", "to": "total"})],
        "acyclic": [("to", {"from": "customer", "to": "status"})],
    }
    for kind, cases in rest.items():
        for place, rule in cases:
            assert [where for _, where, _ in problems(desk.put("orders", kind, "bad", rule))] == [place]
    assert desk.rules("orders")["rules"] == []


def test_of_two_who_change_a_rule_the_second_is_shown_what_the_first_has_done(desk: Desk) -> None:
    few: Rule = {"field": "name", "must": {"field": "name", "op": "!=", "value": "乙"}, "message": said("few")}
    made = desk.kept("customers", "validations", "two", few, version=None)
    assert refused(desk.put("customers", "validations", "two", few, version=None), 409) == ["rule.taken"]
    hers = desk.ann.send(
        "PUT",
        desk.at("customers", "validations", "two"),
        json={"rule": {**few, "severity": "warn"}, "version": made["version"]},
    ).json
    late = desk.put("customers", "validations", "two", few, version=made["version"])
    assert refused(late, 409) == ["rule.changed_meanwhile"]
    assert late.json["errors"][0]["current"]["rule"]["severity"] == "warn"
    assert desk.put("customers", "validations", "two", few, version=hers["version"]).status_code == 200
    assert desk.eve.delete(desk.at("customers", "validations", "two"), {}).status_code == 204
    gone = desk.put("customers", "validations", "two", few, version=made["version"])
    assert gone.json["errors"][0]["current"] is None


def test_what_a_template_brought_can_be_changed_deleted_and_taken_back(desk: Desk) -> None:
    (shown,) = desk.rules("order_lines")["rules"]
    assert (shown["template"], shown["changed"], shown["rule"]) == (True, False, BROUGHT)
    stricter = {**BROUGHT, "must": {"field": "quantity", "op": ">=", "value": "2"}}
    changed = desk.kept("order_lines", "validations", "quantity_positive", stricter)
    assert (changed["changed"], changed["original"]) == (True, BROUGHT)
    back = f"{desk.at('order_lines', 'validations', 'quantity_positive')}/reset"
    assert desk.eve.post(back, {"version": "of another one"}).status_code == 409
    assert desk.eve.post(back, {"version": changed["version"]}).json["changed"] is False
    assert desk.eve.delete(desk.at("order_lines", "validations", "quantity_positive"), {}).status_code == 204
    listed = desk.rules("order_lines")
    assert listed["rules"] == []
    assert listed["deleted"] == [
        {"kind": "validations", "key": "quantity_positive", "label": "规则：more than 0", "original": BROUGHT}
    ]
    assert desk.eve.post(back, {"version": None}).json["version"] == shown["version"]
    own: Rule = {"from": "signed_on"}
    desk.kept("orders", "ranges", "own", own, confirm=True)
    assert refused(desk.eve.post(f"{desk.at('orders', 'ranges', 'own')}/reset", {}), 409) == ["rule.no_original"]
    desk.eve.delete(desk.at("orders", "ranges", "own"), {})


def test_a_change_of_a_rule_stands_in_the_log_and_is_taken_back_there(desk: Desk) -> None:
    rule: Rule = {"when": {"field": "region", "op": "=", "value": "west"}, "required": ["tags"]}
    desk.kept("customers", "validations", "tagged", rule, reason="西部需要标签")
    log = f"{SHOP}/config-log"
    entry = desk.eve.get(log, kind="rule", limit=1).json["entries"][0]
    assert (entry["verb"], entry["object"], entry["reason"]) == ("create", "validations.tagged", "西部需要标签")
    assert entry["label"] == "客户 › 校验 › 请填写“标签”"
    desk.kept("customers", "validations", "tagged", {**rule, "severity": "warn"})
    change = desk.eve.get(log, kind="rule", limit=1).json["entries"][0]
    assert [each["path"] for each in change["changes"]] == ["severity"]
    desk.add("customers", {"name": "西一", "region": "west"})
    refusal = desk.eve.post(f"{log}/{change['id']}/revert", {})
    assert refused(refusal, 409) == ["rule.rows_break"]
    assert desk.eve.post(f"{log}/{change['id']}/revert", {"confirm": True}).status_code == 200
    assert "severity" not in desk.eve.get(desk.at("customers", "validations", "tagged")).json["rule"]
    assert desk.eve.post(f"{log}/{entry['id']}/revert", {}).status_code == 200
    assert desk.eve.get(desk.at("customers", "validations", "tagged")).status_code == 404


def test_a_field_or_an_option_that_a_rule_names_stays(desk: Desk) -> None:
    fields = f"{SHOP}/tables/customers/fields"
    options = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
    assert (
        desk.eve.post(fields, {"type": "option", "key": "grade", "label": "等级", "choices": options}).status_code
        == 201
    )
    rule: Rule = {"when": {"field": "grade", "op": "=", "value": "b"}, "required": ["region"]}
    desk.kept("customers", "validations", "graded", {**rule, "enabled": False})
    uses = desk.eve.get(f"{fields}/grade/uses").json["uses"]
    assert [(use["kind"], use["key"], use["blocking"]) for use in uses] == [("rule", "graded", True)]
    assert refused(desk.eve.delete(f"{fields}/grade", {}), 409) == ["schema.in_use"]
    assert refused(desk.eve.post(f"{fields}/grade/convert", {"type": "text"}), 409) == ["schema.in_use"]
    fewer = desk.eve.patch(f"{fields}/grade", {"choices": options[:1]})
    assert refused(fewer, 409) == ["schema.choice_in_use"]
    assert desk.eve.patch(f"{fields}/grade", {"key": "rank"}).status_code == 200
    assert desk.eve.get(desk.at("customers", "validations", "graded")).json["rule"]["when"]["field"] == "rank"
    assert desk.eve.delete(desk.at("customers", "validations", "graded"), {}).status_code == 204
    assert desk.eve.delete(f"{fields}/rank", {}).status_code == 200


def test_a_trial_counts_rows_that_break_a_condition_and_names_the_first(desk: Desk) -> None:
    (order,) = desk.add("orders", {})
    lines = desk.add("order_lines", *({"order": order, "quantity": 7, "price": 900 + n} for n in range(25)))
    cheap: Rule = {"field": "price", "must": {"field": "price", "op": "<", "value": "902"}, "message": said("cheap")}
    found = desk.trial("order_lines", "validations", {**cheap, "when": {"field": "quantity", "op": "=", "value": "7"}})
    assert (found["effect"], found["table"], found["count"]) == ("breaks", "order_lines", 23)
    assert [row["id"] for row in found["rows"]] == lines[2:22]
    assert found["rows"][0]["message"] == "规则：cheap"
    empty = desk.trial(
        "orders", "validations", {"when": {"field": "lines", "op": "not_empty"}, "required": ["customer"]}
    )
    assert (empty["count"], empty["rows"][-1]["message"]) == (1, "请填写“客户”")
    assert desk.rules("order_lines")["rules"][-1]["key"] == "quantity_positive", "nothing of a trial stays"


def test_rows_that_collide_are_named_with_each_other_and_stay_when_that_is_confirmed(desk: Desk) -> None:
    first, other, second, alone = desk.add(
        "customers",
        {"name": "同一", "region": "west", "tags": ["new"]},
        {"name": "同二", "region": "east", "tags": ["new"]},
        {"name": "同三", "region": "west", "tags": ["new"]},
        {"name": "同四", "tags": ["new"]},
    )
    one: Rule = {
        "unique": ["region"],
        "when": {"field": "tags", "op": "contains", "value": "new"},
        "message": said("one"),
    }
    answer = desk.put("customers", "validations", "one", one)
    assert refused(answer, 409) == ["rule.rows_break"]
    trial = answer.json["errors"][0]["trial"]
    assert (trial["count"], trial["asked"] >= 4) == (2, True)
    assert [(row["id"], [each["id"] for each in row["with"]]) for row in trial["rows"]] == [
        (first, [second]),
        (second, [first]),
    ]
    assert trial["rows"][0]["with"][0]["label"] == "同三"
    desk.kept("customers", "validations", "one", one, confirm=True)
    assert desk.change("customers", first, {"name": "同一之一"}).status_code == 200
    assert problems(desk.change("customers", other, {"region": "west"})) == [(0, "region", "customers.one")]
    assert problems(desk.change("customers", alone, {"region": "east"})) == [(0, "region", "customers.one")]
    assert desk.change("customers", second, {"region": None}).status_code == 200
    assert desk.trial("customers", "validations", one)["count"] == 0
    desk.eve.delete(desk.at("customers", "validations", "one"), {})


def test_parents_are_told_with_the_rows_that_count(desk: Desk) -> None:
    full, low = desk.add("orders", {}, {})
    big, small, little = desk.add(
        "order_lines",
        {"order": full, "price": 60, "quantity": 1},
        {"order": full, "price": 50, "quantity": 1},
        {"order": low, "price": 40, "quantity": 1},
    )
    most: Rule = {
        "parent": "order",
        "sum": "subtotal",
        "where": {"field": "quantity", "op": "=", "value": "1"},
        "at_most": {"value": "100"},
        "message": said("{sum} of {limit}"),
    }
    found = desk.trial("order_lines", "invariants", most)
    assert (found["table"], found["count"]) == ("orders", 1)
    (row,) = found["rows"]
    assert (row["id"], row["message"]) == (full, "规则：110.00 of 100.00")
    assert [(each["table"], each["id"]) for each in row["with"]] == [("order_lines", big), ("order_lines", small)]
    desk.kept("order_lines", "invariants", "most", most, confirm=True)
    assert problems(desk.change("order_lines", little, {"price": 101}))[0][2] == "order_lines.most"
    assert desk.change("order_lines", big, {"price": 50}).status_code == 200
    desk.eve.delete(desk.at("order_lines", "invariants", "most"), {})
    two: Rule = {"children": {"table": "order_lines", "field": "order", "max": 1}, "message": said("{count} lines")}
    counted = desk.trial("orders", "validations", two)
    assert (full, "规则：2 lines") in [(row["id"], row["message"]) for row in counted["rows"]]
    assert low not in [row["id"] for row in counted["rows"]]


def test_a_lock_says_what_it_would_lock_and_a_step_who_stands_where_it_would_not_let_them(desk: Desk) -> None:
    locked, _, _ = desk.add("orders", {"status": "approved"}, {"status": "approved"}, {"status": "draft"})
    lock: Rule = {"when": {"field": "status", "op": "=", "value": "approved"}, "message": said("settled")}
    found = desk.trial("orders", "locks", lock)
    assert (found["effect"], found["count"]) == ("locks", 2)
    step: Rule = {"field": "status", "to": ["approved"], "requires": ["customer"]}
    stands = desk.trial("orders", "steps", step)
    assert (stands["effect"], stands["count"]) == ("stands", 2)
    assert stands["rows"][0]["message"] == "“状态”为“Approved”时，请填写“客户”"
    assert desk.kept("orders", "locks", "settled", lock)["label"] == "规则：settled"
    assert refused(desk.change("orders", locked, {"signed_on": "2026-11-01"}), 409) == ["lock.settled"]
    desk.eve.delete(desk.at("orders", "locks", "settled"), {})


def test_who_may_not_build_neither_sees_nor_changes_nor_tries_a_rule(desk: Desk) -> None:
    travel = "/workspaces/travel"
    role = {"key": "reader", "label": said("reader")}
    assert desk.ann.post(f"{travel}/roles", role).status_code == 201
    rights = {"tables": {"trips": {"actions": {"view": {}, "create": {}}}}}
    assert desk.ann.patch(f"{travel}/roles/reader/rights", rights).status_code == 200
    members = desk.ann.get(f"{travel}/members").json["members"]
    ned_id = next(each["id"] for each in members if each["name"] == "Ned")
    assert desk.ann.patch(f"{travel}/roles/reader/members", {"add": [ned_id]}).status_code == 200
    ned = Browser(desk.app)
    ned.sign_in("ned")
    assert ned.get(f"{travel}/tables/trips/records").status_code == 200
    rules = f"{travel}/tables/trips/rules"
    rule: Rule = {"required": ["price"]}
    assert refused(ned.get(rules), 403) == ["schema.forbidden"]
    assert refused(ned.send("PUT", f"{rules}/validations/x", json={"rule": rule}), 403) == ["schema.forbidden"]
    assert refused(ned.post(f"{rules}/validations/try", {"rule": {}}), 403) == ["schema.forbidden"]
    assert refused(desk.eve.get(f"{SHOP}/tables/orders/rules/nothing/x"), 404) == ["rule.not_found"]


def test_a_state_field_s_moves_are_its_own_and_what_they_take_is_a_rule(desk: Desk) -> None:
    fields = f"{SHOP}/tables/customers/fields"
    states = [{"key": key, "label": key} for key in ("new", "doing", "done")]
    moves: Any = [{"key": "begin", "from": ["new"], "to": "doing"}, {"key": "end", "from": ["doing"], "to": "done"}]
    field = {"type": "state", "key": "progress", "label": "进度", "choices": states, "default": {"value": "new"}}
    astray = [{"key": "begin", "from": ["nowhere"], "to": "doing"}, {"key": "begin", "to": "gone"}]
    assert problems(desk.eve.post(fields, {**field, "options": {"transitions": astray}})) == [
        (None, "options.transitions[0].from[0]", "schema.no_such_state"),
        (None, "options.transitions[1].key", "schema.transition_twice"),
        (None, "options.transitions[1].to", "schema.no_such_state"),
    ]
    assert desk.eve.post(fields, field).status_code == 201
    assert desk.eve.patch(f"{fields}/progress", {"options": {"transitions": astray}}).status_code == 422
    assert desk.eve.patch(f"{fields}/progress", {"options": {"transitions": moves}}).status_code == 200
    done: Rule = {
        "field": "progress",
        "to": ["done"],
        "requires": ["region"],
        "guard": {"field": "tags", "op": "not_empty"},
        "message": said("tag it first"),
    }
    desk.kept("customers", "steps", "done", done)
    (row,) = desk.add("customers", {"name": "进行"})
    assert problems(desk.change("customers", row, {"progress": "done"}))[0][2] == "state.no_transition"
    assert desk.change("customers", row, {"progress": "doing"}).status_code == 200
    assert problems(desk.change("customers", row, {"progress": "done"})) == [
        (0, "progress", "customers.done"),
        (0, "region", "state.requires"),
    ]
    there: Rule = {"progress": "done", "region": "west", "tags": ["old"]}
    assert desk.change("customers", row, there).status_code == 200
    assert problems(desk.change("customers", row, {"region": None})) == [(0, "region", "state.requires")]
    fewer = {"choices": states[:2], "options": {"transitions": moves[:1]}}
    assert "customers.done" in desk.eve.patch(f"{fields}/progress", fewer).json["errors"][0]["message"]
    desk.eve.delete(desk.at("customers", "steps", "done"), {})


def test_what_a_record_type_asks_for_stays(desk: Desk) -> None:
    table = f"{SHOP}/tables/customers"
    for key in ("sort", "rank"):
        options = [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]
        body = {"type": "option", "key": key, "label": key, "choices": options}
        assert desk.eve.post(f"{table}/fields", body).status_code == 201
    assert desk.eve.post(f"{table}/fields", {"type": "text", "key": "remark", "label": "备注"}).status_code == 201
    entry: Rule = {"key": "a", "options": {"rank": ["a"]}, "sections": [{"fields": ["name", "remark"]}]}
    assert desk.eve.patch(table, {"record_types": {"field": "sort", "types": [entry]}}).status_code == 200

    def uses(key: str) -> list[tuple[str, bool]]:
        found = desk.eve.get(f"{table}/fields/{key}/uses").json["uses"]
        return [(use["kind"], use["blocking"]) for use in found]

    assert [uses(key) for key in ("sort", "rank", "remark")] == [
        [("record_types", True)],
        [("record_types", True)],
        [("record_types", False)],
    ]
    only = desk.eve.patch(f"{table}/fields/rank", {"choices": [{"key": "b", "label": "乙"}]})
    assert refused(only, 409) == ["schema.choice_in_use"]
    assert desk.eve.patch(table, {"record_types": None}).status_code == 200


def test_a_table_or_a_role_group_that_rules_name_stays(desk: Desk) -> None:
    assert desk.eve.post(f"{SHOP}/tables", {"key": "visits", "label": "拜访"}).status_code == 201
    relation = {"type": "relation", "key": "visited", "label": "客户", "options": {"table": "customers"}}
    assert desk.eve.post(f"{SHOP}/tables/visits/fields", relation).status_code == 201
    most: Rule = {"children": {"table": "visits", "field": "visited", "max": 5}, "message": said("{count}")}
    desk.kept("customers", "validations", "visits", most)
    gone = desk.eve.delete(f"{SHOP}/tables/visits", {})
    assert refused(gone, 409) == ["schema.pointed_at"]
    assert "客户.visits" in gone.json["errors"][0]["message"]
    assert desk.eve.post(f"{SHOP}/roles", {"key": "closers", "label": said("closers")}).status_code == 201
    desk.kept("orders", "steps", "close", {"field": "status", "to": ["approved"], "roles": ["closers"]})
    named = desk.eve.delete(f"{SHOP}/roles/closers")
    assert refused(named, 409) == ["rights.role_in_use"]
    assert "订单 › 状态流转 状态、Approved" in named.json["errors"][0]["message"]
    for table, kind, key in (("customers", "validations", "visits"), ("orders", "steps", "close")):
        assert desk.eve.delete(desk.at(table, kind, key), {}).status_code == 204
    assert desk.eve.delete(f"{SHOP}/roles/closers").status_code == 200
    assert desk.eve.delete(f"{SHOP}/tables/visits", {}).status_code == 200
