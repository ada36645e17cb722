"""The order of the rules of a table over HTTP (E7)."""

from __future__ import annotations

from support.ruling import said
from support.visitors import Browser, problems, refused

TRIPS = "/workspaces/travel/tables/trips"
LOG = "/workspaces/travel/config-log"


def order(who: Browser) -> list[str]:
    return [each["key"] for each in who.get(f"{TRIPS}/rules").json["rules"] if each["kind"] == "validations"]


def test_rules_are_put_in_another_order_and_back_from_the_log(ann: Browser) -> None:
    rule = {"field": "price", "must": {"field": "price", "op": ">", "value": "0"}, "message": said("a price")}
    for key in ("first", "second"):
        assert ann.send("PUT", f"{TRIPS}/rules/validations/{key}", json={"rule": rule}).status_code == 200
    assert order(ann) == ["first", "second"]
    path = f"{TRIPS}/rules/validations"
    assert ann.send("PUT", path, json={"keys": ["second", "first"]}).status_code == 200
    told = problems(ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": "t", "price": "-1"}}]}))
    assert [code for _, _, code in told] == ["trips.second", "trips.first"]
    for keys in (["first"], ["first", "second", "third"], ["first", "second", "first"]):
        assert refused(ann.send("PUT", path, json={"keys": keys}), 409) == ["rule.other_rules"]
    entry = ann.get(f"{LOG}?kind=rule_order").json["entries"][0]
    assert ann.post(f"{LOG}/{entry['id']}/revert", {}).status_code == 200
    assert order(ann) == ["first", "second"]
