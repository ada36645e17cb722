"""S35 and S95–S102: what may be changed in a template, and by whom; types that are converted with a preview."""

from __future__ import annotations

from typing import Any

from support.market.pair import House
from support.people import BASE, People, code


def field(people: People, table: str, key: str) -> dict[str, Any]:
    tables = people.crm.visitor("admin").get(f"{BASE}/tables").json["tables"]
    (found,) = [each for each in tables if each["key"] == table]
    return next(each for each in found["fields"] if each["key"] == key)


def test_s35_texts_become_percents_with_a_preview_a_backup_and_a_way_back(house: House) -> None:
    def send(method: str, path: str, body: Any = None) -> Any:
        answer = house.send("ann", method, path, json=body)
        assert answer.status_code in (200, 201), answer.data
        return answer.json

    def shown() -> list[Any]:
        records = send("GET", "/tables/customers/records")["records"]
        return [record["values"]["discount"] for record in records]

    texts = ["85%", "85", "8.5折", "0.85", "面议"]
    send("POST", "/tables/customers/fields", {"type": "text", "label": "折扣", "key": "discount"})
    rows = [{"values": {"name": f"客户 {place}", "discount": text}} for place, text in enumerate(texts)]
    send("POST", "/tables/customers/records", {"records": rows})
    path = "/tables/customers/fields/discount/convert"
    preview = send("POST", path, {"type": "percent", "dry_run": True})["preview"]
    assert (preview["converted"], preview["ambiguous"], preview["unparseable"]) == (3, 1, 1)
    assert shown() == texts
    refused = house.send("ann", "POST", path, json={"type": "percent"})
    assert code(refused) == (409, "schema.unresolved")
    send("POST", path, {"type": "percent", "resolutions": {"0.85": "85"}})
    assert shown() == ["85", "85", "85", "85", None]
    entry = send("GET", "/schema/trash")["trash"][0]["id"]
    send("POST", "/schema/trash/restore", {"id": entry})
    assert shown() == texts


def test_s95_a_template_s_field_is_not_deleted_and_its_uses_are_named(people: People) -> None:
    admin, path = people.crm.visitor("admin"), f"{BASE}/tables/customers/fields"
    used = admin.delete(f"{path}/owner", {})
    assert code(used) == (409, "schema.in_use")
    assert len(admin.get(f"{path}/owner/uses").json["uses"]) > 3
    assert code(admin.delete(f"{path}/website", {})) == (409, "schema.of_template")  # nothing uses it
    assert admin.get(f"{path}/website/uses").json["of_template"] is True
    own = admin.post(path, {"type": "text", "label": "自有字段"}).json["field"]["key"]
    assert admin.get(f"{path}/{own}/uses").json["of_template"] is False
    gone = admin.delete(f"{path}/{own}", {})
    assert gone.status_code == 200
    assert admin.post(f"{BASE}/schema/trash/restore", {"id": gone.json["trash"]}).status_code == 200


def test_s98_a_choice_of_the_template_is_archived_and_an_own_one_may_go(people: People) -> None:
    admin, path = people.crm.visitor("admin"), f"{BASE}/tables/campaigns/fields/kind"
    there = [{"key": one["key"], "label": one["label"]} for one in field(people, "campaigns", "kind")["options"]]
    own = {"key": "own", "label": "自有"}
    assert admin.patch(path, {"choices": [*there, own]}).status_code == 200
    assert admin.patch(path, {"choices": there}).status_code == 200
    (unused,) = [one for one in there if one["key"] == "other"]
    kept = [one for one in there if one is not unused]
    assert code(admin.patch(path, {"choices": kept})) == (409, "schema.choice_of_template")
    assert admin.patch(path, {"choices": [*kept, unused | {"archived": True}]}).status_code == 200


def test_s96_a_hidden_tab_is_looks_alone_and_a_required_field_without_default_on_it_is_warned_of(house: House) -> None:
    def send(method: str, path: str, body: Any = None) -> Any:
        answer = house.send("ann", method, f"/tables/customers{path}", json=body)
        assert answer.status_code in (200, 201), answer.data
        return answer.json

    def layout(hidden: list[str]) -> dict[str, Any]:
        shown = {"key": "main", "label": {"zh-CN": "详情"}, "sections": [{"fields": ["name"]}]}
        away = {"key": "away", "label": {"en": "Away"}, "hidden": True, "sections": [{"fields": hidden}]}
        return {"layout": {"header": [], "tabs": [shown, away]}}

    for key, label in (("source", "来源"), ("grade", "等级")):
        send("POST", "/fields", {"type": "text", "label": label, "key": key})
    send("PATCH", "/fields/source", {"required": True, "default": {"value": "展会"}})

    saved = send("PATCH", "", layout(["source"]))
    assert saved["warnings"] == []
    assert [(tab["labels"]["en"], tab["hidden"]) for tab in saved["table"]["layout"]["tabs"]] == [
        ("详情", False),
        ("Away", True),
    ]
    made = send("POST", "/records", {"records": [{"values": {"name": "甲"}}]})["records"][0]
    assert made["values"]["source"] == "展会"  # the value, its default and the API stay
    empty = house.send(
        "ann", "PATCH", f"/tables/customers/records/{made['id']}",
        json={"version": made["version"], "values": {"source": ""}},
    )  # fmt: skip
    assert code(empty) == (422, "value.required")  # and so does the rule

    send("PATCH", "/fields/grade", {"required": True})
    (warning,) = send("PATCH", "", layout(["source", "grade"]))["warnings"]
    assert (warning["code"], warning["field"]) == ("schema.hidden_required", "grade")
    refused = house.send("ann", "POST", "/tables/customers/records", json={"records": [{"values": {"name": "乙"}}]})
    assert code(refused) == (422, "value.required")

    twice = house.send("ann", "PATCH", "/tables/customers", json=layout(["name", "nobody"]))
    assert [error["code"] for error in twice.json["errors"]] == ["schema.bad_layout", "schema.bad_layout"]


def test_s97_a_relation_keeps_its_target(people: People) -> None:
    answer = people.crm.visitor("admin").patch(
        f"{BASE}/tables/contacts/fields/customer", {"options": {"table": "leads"}, "unlock": True, "reason": "试"}
    )
    assert answer.status_code == 409


def test_s98_a_renamed_option_goes_on_being_found_and_a_used_one_is_not_deleted(people: People) -> None:
    admin = people.crm.visitor("admin")
    level = field(people, "customers", "level")
    choices = [{"key": each["key"], "label": each["labels"]} for each in level["options"]]
    choices[0]["label"] = {"zh-CN": "战略", "en": "Strategic"}
    answer = admin.patch(f"{BASE}/tables/customers/fields/level", {"choices": choices, "reason": "改名"})
    assert answer.status_code == 200, answer.json
    found = admin.get(f"{BASE}/tables/customers/records", view="key_customers").json["records"]
    assert found
    assert {record["values"]["level"] for record in found} == {"key"}
    gone = admin.patch(
        f"{BASE}/tables/customers/fields/level", {"choices": choices[1:], "unlock": True, "reason": "删"}
    )
    assert gone.status_code == 409, gone.json


def test_s100_a_label_may_be_changed_freely_and_the_key_stays(people: People) -> None:
    answer = people.crm.visitor("admin").patch(f"{BASE}/tables/customers/fields/name", {"label": "公司名称"})
    assert answer.status_code == 200
    assert (answer.json["field"]["key"], answer.json["field"]["label"]) == ("name", "公司名称")


def test_s101_a_second_relation_to_the_same_table_has_to_be_confirmed(people: People) -> None:
    admin = people.crm.visitor("admin")
    body = {"type": "relation", "label": "关联客户", "key": "other_customer", "options": {"table": "customers"}}
    path = f"{BASE}/tables/contacts/fields"
    assert code(admin.post(path, body)) == (409, "schema.duplicate_relation")
    assert admin.post(path, body | {"confirm": True}).status_code == 201


def test_s102_a_protected_formula_changes_only_once_it_is_unlocked_with_a_reason(people: People) -> None:
    admin = people.crm.visitor("admin")
    path = f"{BASE}/tables/campaigns/fields/roi"
    body = {"options": {"formula": "deal_amount / actual_cost * 2"}}
    assert code(admin.patch(path, body)) == (409, "schema.protected")
    assert admin.patch(path, body | {"unlock": True}).status_code in (409, 422)
    answer = admin.patch(path, body | {"unlock": True, "reason": "按双倍计"})
    assert answer.status_code == 200, answer.json
