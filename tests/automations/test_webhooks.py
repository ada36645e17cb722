"""Webhooks out: told of changes in order, signed, under their owner's rights, tried again, and paused when nobody is there."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from gezi.api.background import Background
from gezi.core.clock import FixedClock
from support.people import BASE, People, code

from .test_calls import Peer, peer

__all__ = ["peer"]
HOOKS = f"{BASE}/webhooks"


class Hooks:
    """`hooks.make(…)` subscribes as admin, `hooks.run()` delivers; `hooks.heard` are the bodies that came."""

    def __init__(self, people: People, peer: Peer, clock: FixedClock) -> None:
        self.people, self.peer, self.clock = people, peer, clock
        self.admin: Any = people.crm.visitor("admin")
        workspaces = people.crm.services.workspaces
        workspaces.settings = replace(workspaces.settings, outgoing_allow="127.0.0.1/32")
        self.background = Background.of(workspaces)

    def make(self, who: str = "admin", **more: Any) -> Any:
        given = {"table": "leads", "label": "同步线索", "url": self.peer.url, **more}
        answer: Any = self.people.crm.visitor(who).post(HOOKS, given)
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def run(self, minutes: int = 0) -> None:
        self.clock.advance(timedelta(minutes=minutes))
        self.background.run()

    @property
    def heard(self) -> list[Any]:
        return [json.loads(body) for _, body in self.peer.heard]

    def log(self, hook: int) -> list[Any]:
        return self.admin.get(f"{HOOKS}/{hook}/deliveries").json["deliveries"]


@pytest.fixture
def hooks(people: People, peer: Peer, clock: FixedClock) -> Hooks:
    return Hooks(people, peer, clock)


def test_changes_are_told_in_order_signed_and_only_as_asked_for(hooks: Hooks) -> None:
    people = hooks.people
    hook = hooks.make(fields=["name", "phone"], condition={"field": "name", "op": "contains", "value": "帆"})
    lead = people.create("admin", "leads", name="林一帆", phone="13800000000")
    people.create("admin", "leads", name="别人")  # does not meet the condition
    hooks.run()
    people.change("admin", "leads", lead, email="a@example.com")  # a field that it is not about
    people.change("admin", "leads", lead, phone="13900000000")
    hooks.run()
    hooks.run()
    assert [each["event"] for each in hooks.heard] == ["created", "updated"]
    first, second = hooks.heard
    assert (first["table"], first["record"]) == ("leads", lead)
    assert first["values"] == {"name": "林一帆", "phone": "13800000000"}
    assert (second["values"]["phone"], second["changed"]) == ("13900000000", ["phone"])
    headers, body = hooks.peer.heard[0]
    secret = hooks.admin.post(f"{HOOKS}/{hook}/secret").json["secret"]
    signed = headers["X-Gezi-Timestamp"].encode() + b"." + body
    assert headers["X-Gezi-Signature"] == "sha256=" + hmac.new(secret.encode(), signed, sha256).hexdigest()
    assert len({headers["Idempotency-Key"] for headers, _ in hooks.peer.heard}) == 2
    assert headers["X-Gezi-Depth"] == "0"  # no automation led to it
    assert [each["state"] for each in hooks.log(hook)] == ["done", "skipped", "done"]
    hooks.run(minutes=31 * 24 * 60)
    assert hooks.admin.sign_in("admin").status_code == 200
    assert hooks.log(hook) == []  # what was over is forgotten


def test_a_failed_delivery_holds_up_later_ones_of_its_record_and_is_made_again_by_hand(hooks: Hooks) -> None:
    people = hooks.people
    hook = hooks.make(events=["created", "updated"])
    hooks.peer.statuses = [503, 422]
    lead = people.create("admin", "leads", name="林一帆")
    people.change("admin", "leads", lead, name="林二帆")
    hooks.run()
    assert [each["event"] for each in hooks.heard] == ["created"]  # the change waits for it
    hooks.run(minutes=1)
    hooks.run(minutes=1)
    assert [each["event"] for each in hooks.heard] == ["created", "created", "updated"]
    assert hooks.peer.heard[0] == hooks.peer.heard[1] or hooks.peer.heard[0][1] == hooks.peer.heard[1][1]
    done, failed = hooks.log(hook)
    assert (done["state"], failed["state"]) == ("done", "failed")
    assert done["label"] == failed["label"] == "林二帆"  # what the record is called now
    assert [each["status"] for each in failed["tries"]] == [503, 422]  # 4xx is final
    again = f"{HOOKS}/{hook}/deliveries/{failed['id']}/retry"
    assert hooks.admin.post(again).json["state"] == "queued"
    assert code(hooks.admin.post(again)) == (409, "webhook.under_way")
    hooks.run()
    assert hooks.log(hook)[1]["state"] == "done"
    assert code(hooks.admin.post(f"{HOOKS}/{hook}/deliveries/99999/retry")) == (404, "webhook.no_delivery")


def test_ten_failures_in_a_row_pause_it_and_tell_its_owner_who_lets_it_go_on(hooks: Hooks) -> None:
    hook = hooks.make()
    hooks.peer.statuses = [410] * 10
    for number in range(11):
        hooks.people.create("admin", "leads", name=f"线索 {number}")
    hooks.run()
    (found,) = hooks.admin.get(HOOKS).json["webhooks"]
    assert (found["paused"], found["failures"], len(hooks.heard)) == ("webhook.failing", 10, 10)
    bell = hooks.admin.get(f"{BASE}/notifications").json["notifications"]
    assert any("同步线索" in each["text"] for each in bell)
    assert hooks.admin.patch(f"{HOOKS}/{hook}", {"enabled": True}).json["paused"] is None
    assert hooks.admin.post(f"{HOOKS}/{hook}/test").json["event"] == "test"
    hooks.run()
    assert hooks.heard[-1]["event"] == "test"


def test_it_tells_what_its_owner_may_see_and_is_paused_when_the_owner_may_not_any_more(hooks: Hooks) -> None:
    people, admin = hooks.people, hooks.admin
    admin.post(f"{BASE}/roles", {"key": "makers", "label": {"zh-CN": "对接", "en": "Makers"}, "builder": True})
    me = people.member("sales1")
    assert admin.patch(f"{BASE}/roles/makers/members", {"add": [me]}).status_code == 200
    admin.patch(
        f"{BASE}/roles/everyone/rights",
        {"tables": {"leads": {"fields": {"phone": {"read": False, "edit": False, "give": False}}}}},
    )
    hook = hooks.make(who="sales1", events=["created"])
    mine = people.create("sales1", "leads", name="我的线索")
    people.create("sales2", "leads", name="别人的线索")  # out of the owner's scope
    hooks.run()
    told = [each["record"] for each in hooks.heard]
    seen = people.crm.visitor("sales1").get(f"{BASE}/tables/leads/records/{mine}").json["values"]
    assert told == [mine]
    assert set(hooks.heard[0]["values"]) <= set(seen)
    assert admin.patch(f"{BASE}/roles/makers/members", {"remove": [me]}).status_code == 200
    people.create("sales1", "leads", name="又一条")
    hooks.run()
    (found,) = [each for each in admin.get(HOOKS).json["webhooks"] if each["id"] == hook]
    assert found["paused"] == "webhook.no_owner"
    assert len(hooks.heard) == 1


def test_who_may_subscribe_to_what_and_where_to(hooks: Hooks) -> None:
    sales: Any = hooks.people.crm.visitor("sales1")
    assert sales.get(HOOKS).status_code == 403
    given = {"table": "leads", "label": "x", "url": hooks.peer.url}
    assert sales.post(HOOKS, given).status_code == 403
    wrong = hooks.admin.post(HOOKS, {**given, "url": "http://169.254.169.254/", "fields": ["nothing"]})
    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.json["errors"]} == {"url", "fields"}
    hook = hooks.make()
    entry = hooks.admin.get(f"{BASE}/config-log", kind="webhook").json["entries"][0]
    assert (entry["verb"], entry["object"]) == ("create", str(hook))
    assert hooks.admin.delete(f"{HOOKS}/{hook}").status_code == 204
    gone = hooks.admin.get(f"{BASE}/config-log", kind="webhook").json["entries"][0]
    assert hooks.admin.post(f"{BASE}/config-log/{gone['id']}/revert", {}).status_code == 200
    (back,) = hooks.admin.get(HOOKS).json["webhooks"]
    assert (back["label"], back["url"]) == ("同步线索", hooks.peer.url)
