"""The configuration log: every kind of configurable object in one list, with a readable difference and a way back (E23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.context import Actor, Source
from gezi.tables import config
from gezi.tables.rules import stored
from support import installations
from support.databases import Cluster
from support.installations import Crm
from support.masters import laid_out
from support.people import BASE, code

LOG = f"{BASE}/config-log"


class Log:
    """`log.latest()` is the newest entry, `log.revert(entry)` takes one back."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self.admin: Any = crm.visitor("admin")

    def entries(self, **query: Any) -> list[Any]:
        answer = self.admin.get(LOG, **query)
        assert answer.status_code == 200, answer.json
        return answer.json["entries"]

    def latest(self, **query: Any) -> Any:
        return self.entries(limit=1, **query)[0]

    def revert(self, entry: Any, **steering: Any) -> Any:
        return self.admin.post(f"{LOG}/{entry['id']}/revert", steering)

    def changes(self, entry: Any) -> dict[str, tuple[Any, Any]]:
        return {change["path"]: (change["before"], change["after"]) for change in entry["changes"]}

    def put(self, key: str, change: Any) -> None:
        """Store a configuration document anew, as a builder's editor does."""
        workspace = self.crm.services.workspaces.open("crm")
        with workspace.write(self.crm.services.workspaces.context(self._actor(), Source.UI)) as tx:
            config.put(tx, key, change(config.get(tx, key)), reason="试一试")

    def rules(self, table: str, kind: str, change: Any) -> None:
        workspace = self.crm.services.workspaces.open("crm")
        with workspace.write(self.crm.services.workspaces.context(self._actor(), Source.UI)) as tx:
            written = stored.written(tx, tx.catalogue.table(table))
            stored.put(tx, {table: {kind: change(written[kind])}})

    def _actor(self) -> Any:
        return Actor(self.admin.get(f"{BASE}/me").json["id"], "admin")


@pytest.fixture(scope="module")
def log(
    database_kind: str, run_folder: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Log]:
    """One company for all: each test changes things of its own."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    master = laid_out(run_folder, "crm", cluster, lambda settings, _: installations.lay_out(settings, clock))
    with master.copied(tmp_path_factory.mktemp("log") / "data") as settings:
        services = Services.open(settings, clock)
        yield Log(Crm(services))
        services.close()


def test_a_field_s_change_is_told_by_property_and_taken_back_as_an_entry_of_its_own(log: Log) -> None:
    path = f"{BASE}/tables/customers/fields/address"
    assert log.admin.patch(path, {"label": "通讯地址", "required": True, "reason": "统一叫法"}).status_code == 200
    entry = log.latest(kind="field", table="customers", field="address")
    assert (entry["verb"], entry["label"], entry["reason"]) == ("change", "客户信息 › 通讯地址", "统一叫法")
    assert log.changes(entry) == {"label": ("地址", "通讯地址"), "required": ("否", "是")}
    assert entry["revertible"]
    assert entry["by"]["id"] == log.admin.get(f"{BASE}/me").json["id"]
    done = log.revert(entry, reason="恢复原样")
    assert done.status_code == 200, done.json
    (back,) = done.json["entries"]
    assert log.changes(back) == {"label": ("通讯地址", "地址"), "required": ("是", "否")}
    assert (back["reverts"], back["reason"]) == (entry["id"], "恢复原样")
    assert log.entries(kind="field", limit=2)[1]["reverted_by"] == back["id"]
    assert code(log.revert(entry)) == (409, "config_log.nothing_left")


def test_what_was_changed_since_is_named_and_nothing_goes_back_while_the_rest_would(log: Log) -> None:
    path = f"{BASE}/tables/customers/fields/phone"
    log.admin.patch(path, {"label": "座机", "required": True, "reason": "一"})
    entry = log.latest(kind="field")
    log.admin.patch(path, {"label": "总机"})
    answer = log.revert(entry)
    assert code(answer) == (409, "config_log.changed_since")
    assert [(each["field"], each["message"]) for each in answer.json["errors"]] == [
        ("label", "“名称”此后又被修改，现在是：总机")
    ]
    told = log.admin.get(f"{LOG}/{entry['id']}").json
    assert told["conflicts"] == ["“名称”此后又被修改，现在是：总机"]
    later = log.latest(kind="field")
    assert log.revert(later).status_code == 200  # the later one first, and then the earlier one
    assert log.revert(entry, reason="二").status_code == 200


def test_views_are_made_again_when_their_deletion_is_taken_back(log: Log) -> None:
    views = f"{BASE}/tables/customers/views"
    part = {"field": "level", "op": "=", "value": "key"}
    made = log.admin.post(views, {"label": "重点", "shared": True, "filter": part, "sort": "-name"}).json
    log.admin.post(views, {"label": "我的"})  # one's own is nobody else's business
    entry = log.latest(kind="view")
    assert (entry["verb"], entry["label"], entry["object"]) == ("create", "客户信息 › 重点", made["key"])
    assert log.changes(entry)["definition.filter"] == (None, "客户级别 是 重点")
    assert log.changes(entry)["definition.sort"] == (None, "客户名称 ↓")
    log.admin.patch(f"{views}/{made['key']}", {"sort": "name"})
    changed = log.latest(kind="view")
    assert code(log.revert(entry)) == (409, "config_log.changed_since")
    assert log.revert(changed).status_code == 200
    assert log.admin.delete(f"{views}/{made['key']}").status_code == 204
    gone = log.latest(kind="view")
    assert code(log.revert(changed)) == (409, "config_log.gone")
    assert log.revert(gone).status_code == 200
    (table,) = [one for one in log.admin.get(f"{BASE}/tables").json["tables"] if one["key"] == "customers"]
    (again,) = [view for view in table["views"] if view["key"] == made["key"]]
    assert (again["label"], again["filter"], again["sort"]) == ("重点", part, "-name")
    assert code(log.revert(gone)) == (409, "config_log.there_again")


@pytest.mark.parametrize("key", ["dashboards", "buttons", "approvals", "timers"])
def test_documents_of_the_configuration_have_an_entry_for_each_thing_that_differs(log: Log, key: str) -> None:
    kind = key.removesuffix("s")

    def renamed(items: list[Any]) -> list[Any]:
        return [{**items[0], "label": {"zh-CN": "新名", "en": "New"}}, *items[1:]]

    log.put(key, renamed)
    (entry,) = log.entries(kind=kind)
    assert (entry["verb"], entry["reason"], list(log.changes(entry))) == ("change", "试一试", ["label"])
    log.put(key, lambda items: items[1:])
    gone = log.latest(kind=kind)
    assert gone["verb"] == "delete"
    done = log.revert(gone)
    assert done.status_code == 200, done.json
    assert log.revert(entry).status_code == 200
    assert log.latest(kind=kind)["changes"][0]["before"] == "新名"


def test_a_dashboard_does_not_come_back_to_fields_that_are_gone(log: Log) -> None:
    log.admin.post(f"{BASE}/tables/customers/fields", {"type": "number", "label": "评分", "key": "score"})
    card = {
        "key": "scores",
        "type": "number",
        "label": {"zh-CN": "评分", "en": "Score"},
        "table": "customers",
        "measures": [{"op": "sum", "field": "score"}],
    }
    log.put("dashboards", lambda boards: [{**boards[0], "cards": [*boards[0]["cards"], card]}, *boards[1:]])
    log.put("dashboards", lambda boards: [{**boards[0], "cards": boards[0]["cards"][:-1]}, *boards[1:]])
    entry = log.latest(kind="dashboard")
    assert log.admin.delete(f"{BASE}/tables/customers/fields/score", {}).status_code == 200
    answer = log.revert(entry)
    assert answer.status_code == 422, answer.json
    assert "score" in answer.json["errors"][0]["message"]


def test_navigation_goes_back_group_by_group(log: Log) -> None:
    log.put("navigation", lambda groups: [{**groups[0], "label": {"zh-CN": "门户", "en": "Portal"}}, *groups[1:]])
    entry = log.latest(kind="navigation")
    log.put("navigation", lambda groups: groups[::-1])
    assert [change["path"] for change in log.latest(kind="navigation")["changes"]] == ["order"]
    assert log.revert(entry).status_code == 200
    shown = log.admin.get(f"{BASE}/navigation").json["groups"]
    assert "门户" not in [group["label"] for group in shown]


def test_rules_are_shown_by_key_and_go_back(log: Log) -> None:
    def louder(rules: list[Any]) -> list[Any]:
        return [{**rules[0], "message": {"zh-CN": "改过的提示", "en": "Changed"}}, *rules[1:]]

    log.rules("receipts", "validations", louder)
    (entry,) = log.entries(kind="rule")
    assert list(log.changes(entry)) == ["message"]
    assert log.revert(entry).status_code == 200
    log.rules("receipts", "validations", lambda rules: rules[1:])
    gone = log.latest(kind="rule")
    assert gone["verb"] == "delete"
    assert log.revert(gone).status_code == 200
    assert log.latest(kind="rule")["verb"] == "create"


def test_confirmed_recycling_rules_are_in_the_log_and_taken_back_by_a_plan(log: Log) -> None:
    timer = f"{BASE}/tables/customers/timers/recycle"

    def confirm(**change: Any) -> Any:
        body = {"changes": [change]}
        token = log.admin.post(f"{timer}/plan", body).json["token"]
        answer = log.admin.post(f"{timer}/confirm", {**body, "token": token})
        assert answer.status_code == 200, answer.json
        return log.latest(kind="recycling")

    def rules() -> dict[str, Any]:
        found = log.admin.get(f"{BASE}/tables/recycle_rules/records", limit=100).json["records"]
        return {each["values"]["name"]: each for each in found}

    before = len(log.admin.get(f"{timer}/log").json["changes"])
    values = {"name": "九十日", "table": "customers", "scope": "self_created", "active": True, "no_followup_days": "90"}
    made = confirm(values=values)
    assert made["label"] == "客户信息 › 客户回收"
    (change,) = made["changes"]
    assert (change["label"], change["before"]) == ("九十日", None)
    assert "90" in change["after"]
    (rule,) = log.admin.get(f"{timer}/log").json["changes"][0]["rules"]
    assert {name: rule["after"][name] for name in ("table", "scope")} == {"table": "customers", "scope": "self_created"}
    changed = confirm(id=rules()["九十日"]["id"], values={"no_followup_days": "99"})
    assert [(each["label"], each["before"], each["after"]) for each in changed["changes"]] == [
        ("九十日 › 未跟进天数", "90", "99")
    ]
    assert code(log.revert(made)) == (409, "config_log.changed_since")
    assert log.revert(changed).status_code == 200
    assert rules()["九十日"]["values"]["no_followup_days"] == "90"
    ended = confirm(id=rules()["九十日"]["id"], values=None)
    assert log.revert(ended).status_code == 200
    assert rules()["九十日"]["values"]["no_followup_days"] == "90"
    # S7: what was put back is a change with its own entry
    assert len(log.admin.get(f"{timer}/log").json["changes"]) == before + 5


def test_automations_and_rights_are_in_the_same_log(log: Log) -> None:
    first = f"{BASE}/automations/first_followup"
    assert log.admin.patch(first, {"enabled": False, "confirm": True, "reason": "停用"}).status_code == 200
    entry = log.latest(kind="automation")
    assert log.changes(entry) == {"enabled": ("是", "否")}
    assert code(log.revert(entry)) == (409, "automation.confirm")  # S99: a template's wants a reason
    assert log.revert(entry, confirm=True, reason="再启用").status_code == 200
    assert log.latest(kind="automation")["changes"][0]["after"] == "是"
    roles = log.admin.get(f"{BASE}/roles").json["roles"]
    role = next(each["key"] for each in roles if not each["admin"])
    log.admin.post(f"{BASE}/tables", {"label": "试验", "key": "trials"})
    rights = {"tables": {"trials": {"actions": {"export": {"rows": None}}}}}
    assert log.admin.patch(f"{BASE}/roles/{role}/rights", rights).status_code == 200
    said = log.latest(kind="rights")
    assert log.changes(said)["actions.export"] == (None, "记录范围：所有记录")
    assert log.revert(said).status_code == 200


def test_filters_pages_and_who_may_look(log: Log) -> None:
    assert [entry["verb"] for entry in log.entries(kind="template")] == ["install"]
    for text in ("一", "二", "三"):
        log.admin.patch(f"{BASE}/tables/contacts/fields/title", {"help": text})
    first = log.admin.get(LOG, limit=2, table="contacts").json
    assert [entry["changes"][0]["after"] for entry in first["entries"]] == ["三", "二"]
    rest = log.admin.get(LOG, limit=2, table="contacts", cursor=first["next"]).json
    assert ([entry["changes"][0]["after"] for entry in rest["entries"]], rest["next"]) == (["一"], None)
    assert log.entries(table="contacts", until="2000-01-01T00:00:00+00:00") == []
    assert len(log.entries(table="contacts", since="2000-01-01T00:00:00+08:00")) == 3
    assert log.admin.get(LOG, since="gestern").status_code == 400
    assert log.admin.get(LOG, field="title").status_code == 400
    sales: Any = log.crm.visitor("sales1")
    assert sales.get(LOG).status_code == 403
    assert sales.get(f"{LOG}/{first['entries'][0]['id']}").status_code == 403
    assert sales.post(f"{LOG}/{first['entries'][0]['id']}/revert", {}).status_code == 403
    assert code(log.admin.post(f"{LOG}/999999/revert", {})) == (404, "config_log.unknown")
