"""What an administrator sees in a workspace, gathered into pools of ids, keys and documents to make requests from."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from .guesses import Pools
from .places import places
from .visitors import PASSWORD, Browser

_ROWS = 3
_LISTED = (
    "roles", "members", "automations", "dashboards", "timers", "batches", "config-log", "runs", "notifications", "webhooks",
)  # fmt: skip
OWN = "fuzz"  #: a table that nothing points to
_LABEL = {"zh-CN": "甲", "en": "A"}
_FORMULAS = (
    "1 + 2",
    "name",
    "ROUND(amount, 2)",
    'IF(TRUE, "a", "b")',
    "[",
    "1/0",
    "SUM(",
    "amount * 10^300",
    "TODAY()",
)
_COMMON: dict[str, list[Any]] = {
    "locales": ["zh-CN", "en", "fr"],
    "passwords": [PASSWORD],
    "accounts": ["admin", "sales1", "nobody"],
    "urls": ["https://receiver.invalid/hook"],
    "emails": ["a@example.invalid"],
    "labels": [_LABEL],
    "names": ["甲", "A", "王"],
    "formulas": list(_FORMULAS),
    "groups": ["created_by", {"field": "created_at", "bucket": "month"}, {"field": "owner"}],
    "operations": ["count", "sum", "avg", "min", "max", "median", "count_distinct"],
    "sorts": ["id", "-created_at", "-id,created_at", None],
    "templates": [None, None, "nothing", {"tables": []}],
    "options": [{}, {"scale": 2}, {"table": "customers"}, {"formula": "1 + 1"}],
    "choices": [[{"key": "a", "label": {"zh-CN": "甲", "en": "A"}}], []],
    "defaults": [None, "x", 1, {"formula": "TODAY()"}],
    "settings": [{}, {"stack": "stage"}],
    "types": [
        "text",
        "number",
        "money",
        "date",
        "option",
        "relation",
        "formula",
        "lookup",
        "rollup",
        "member",
        "grid",
        "kanban",
    ],
}


def survey(admin: Browser, workspace: str, work: Callable[[], object]) -> Pools:
    """Everything that can be named in `workspace`. Makes one of what is not there yet (token, invitation, webhook); `work` does
    what is waiting in the background (a run, an import)."""
    root = f"/workspaces/{workspace}"
    pools = Pools(common={**_COMMON, "workspaces": [workspace]})
    tables = admin.get(f"{root}/tables").json["tables"]
    _make(admin, root, tables[0]["key"], pools, work)
    tables = admin.get(f"{root}/tables").json["tables"]
    for name, address in {
        "tokens": "/me/tokens",
        "sessions": "/me/sessions",
        **{one: f"{root}/{one}" for one in _LISTED},
        "invitations": f"{root}/invitations",
        "approvals": f"{root}/approvals?box=todo",
        "log": f"{root}/permissions/log",
        "thrown": f"{root}/schema/trash",
    }.items():
        pools.common.setdefault(name, []).extend(_names(admin.get(address).json))
    pools.common["definitions"] = [
        one["definition"] for one in admin.get(f"{root}/automations").json["automations"] if "definition" in one
    ]
    pools.common["definitions"] += [{**one, "key": f"{one['key']}_2"} for one in pools.common["definitions"]]
    for timer in admin.get(f"{root}/timers").json["timers"]:
        pools.of_table.setdefault(timer["table"], {}).setdefault("timers", []).append(timer["key"])
    pools.common["items"] = [
        {"table": one["table"], "id": one["id"]} for one in admin.get(f"{root}/trash").json["items"]
    ]
    for role in pools.common["roles"][:4]:
        rights = admin.get(f"{root}/roles/{role}/rights").json["tables"]
        said = ("none", "actions", "fields", "buttons", "views")
        drafts = {
            one.get("key") or one.get("table"): _worded({name: one[name] for name in said if name in one})
            for one in rights[:3]
        }
        pools.common.setdefault("rights", []).append(drafts)
        pools.common.setdefault("drafts", []).extend(drafts.values())
    pools.common["tables"] = [table["key"] for table in tables]
    for table in tables:
        pools.of_table.setdefault(table["key"], {}).update(_of_table(admin, root, table))
    pools.places = places(admin, root, tables, OWN)
    return pools


def _make(admin: Browser, root: str, table: str, pools: Pools, work: Callable[[], object]) -> None:
    admin.post("/me/tokens", {"name": "fuzz", "workspace": root.rpartition("/")[2]})
    pools.common["invitations/token"] = [admin.post(f"{root}/invitations", {"name": "乙"}).json["token"]]
    called = {"key": "called", "label": _LABEL, "table": table, "trigger": {"on": "incoming"}}
    admin.post(f"{root}/automations", {"definition": {**called, "do": [{"set": {"name": {"value": "x"}}}]}})
    address = admin.post(f"{root}/automations/called/incoming", {}).json
    pools.common["hooks/token"] = [str(address.get("path", "x")).rpartition("/")[2]]
    admin.post(f"/hooks/{root.rpartition('/')[2]}/{pools.common['hooks/token'][0]}", {"name": "x"})
    own = admin.post(f"{root}/tables", {"key": OWN, "label": _LABEL}).json
    for kind in ("text", "number", "date", "checkbox", "text"):
        admin.post(f"{root}/tables/{OWN}/fields", {"type": kind, "label": _LABEL})
    for key in ("fuzz_1", "fuzz_2", "fuzz_3"):
        admin.post(f"{root}/roles", {"key": key, "label": _LABEL})
    admin.patch(f"{root}/roles/fuzz_1/rights", {"tables": {OWN: {"actions": {"view": {"rows": None}}}}})
    naming = own["table"]["primary"]
    admin.post(f"{root}/tables/{OWN}/records", {"records": [{"values": {naming: f"x{n}"}} for n in range(6)]})
    admin.delete(f"{root}/tables/{OWN}/records", {"ids": [5, 6]})
    last = admin.get(f"{root}/tables").json["tables"][-1]["fields"][-1]["key"]
    admin.delete(f"{root}/tables/{OWN}/fields/{last}", {})
    pools.common["password-resets"] = [admin.post(f"{root}/members/3/password-reset", {}).json.get("token") or "x"]
    file = {"file": (io.BytesIO(b"name\nx\n"), "x.csv")}
    job = admin.send("POST", f"{root}/tables/{table}/imports", data={**file, "mode": "create", "dry_run": "true"})
    pools.common["jobs"] = [job.json["job"]["id"]] if "job" in job.json else []
    work()
    hook = {"label": "Fuzz", "table": table, "url": "https://receiver.invalid/"}
    made = admin.post(f"{root}/webhooks", hook).json.get("id")
    sent = admin.post(f"{root}/webhooks/{made}/test").json
    pools.common["deliveries"] = [sent.get("id", 1)]
    given = {"file": (io.BytesIO(b"x"), "x.txt")}
    pools.common["attachments"] = [admin.send("POST", f"{root}/attachments", data=given).json.get("id", 1)]


def _of_table(admin: Browser, root: str, table: dict[str, Any]) -> dict[str, list[Any]]:
    place = f"{root}/tables/{table['key']}"
    rows = admin.get(f"{place}/records", limit=_ROWS).json["records"]
    keys = [field["key"] for field in table["fields"]]
    values = [
        {one["key"]: row["values"].get(one["key"]) for one in table["fields"] if not one["computed"]} for row in rows
    ]
    for row in values:  # what is filled in by others would be refused, and nothing else looked at
        for key in [key for key, value in row.items() if value in (None, [], "")]:
            del row[key]
    found: dict[str, list[Any]] = {
        "records": [row["id"] for row in rows],
        "fields": keys,
        "views": [view["key"] for view in table["views"]],
        "actions": [one["key"] for one in table["buttons"]],
        "approvals": [one["key"] for one in table["approvals"]],
        "values": values,
        "options": [{**field["settings"]} for field in table["fields"]] + _COMMON["options"],
        "types": [*{field["type"] for field in table["fields"]}, *{view["type"] for view in table["views"]}],
        "filters": [{"field": key, "op": op, "value": None} for key in keys for op in ("empty", "=")],
        "sorts": [*keys, *(f"-{key}" for key in keys)],
        "groups": [*keys, *({"field": key, "bucket": "month"} for key in keys)],
        "settings": [view["settings"] for view in table["views"]],
    }
    found["filters"] += [
        {"field": key, "op": op, "value": value}
        for row in values
        for key, value in row.items()
        for op in ("=", "in", ">", "between", "contains")
    ]
    found["filters"] += [view["filter"] for view in table["views"] if view["filter"]]
    found["filters"] += [json.dumps(one) for one in found["filters"]]
    return {name: pool for name, pool in found.items() if pool}


def _worded(rights: Any) -> Any:
    """Rights without the words that tell of their conditions."""
    if not isinstance(rights, dict):
        return rights
    return {key: _worded(value) for key, value in rights.items() if not key.endswith("_text")}


def _names(document: Any) -> list[Any]:
    """The id or key of everything in the one list of a listing."""
    if not isinstance(document, dict):
        return []
    found: list[Any] = []
    for below in document.values():
        for one in below if isinstance(below, list) else ():
            name = next((one[key] for key in ("key", "id", "batch") if isinstance(one, dict) and key in one), None)
            if name is not None:
                found.append(name)
    return found
