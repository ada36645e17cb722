"""S13 on every route by which programs name fields: a former key does what the present one does and is announced; after its
window it is refused with the present key's name."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from support import installations
from support.installations import Crm
from support.masters import laid_out
from support.people import BASE

SOURCES = f"{BASE}/tables/sources"
ROWS = f"{SOURCES}/records"


@dataclass
class Renamed:
    """`sources` with fields that were renamed: `old_…` still lead to them, `past_…` do not any more."""

    crm: Crm
    admin: Any

    def ask(self, route: str, code: str, size: str) -> Any:
        """Send a request that names the unique text and the number by these keys."""
        return _ROUTES[route](self.admin, code, size)

    def bring(self, text: str, **fields: str) -> Any:
        """The finished job of an import of this CSV, and the answer with which it began."""
        given = {"mode": "create", **fields, "file": (io.BytesIO(text.encode()), "rows.csv")}
        begun = self.admin.send("POST", f"{SOURCES}/imports", data=given)
        assert begun.status_code == 202, begun.json
        job = begun.json["job"]["id"]
        assert self.crm.services.jobs.wait(job, 60)
        return self.admin.get(f"{BASE}/jobs/{job}").json["job"], begun


@pytest.fixture(scope="module")
def renamed(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renamed]:
    """On SQLite: names are the same matter on both databases."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    master = laid_out(run_folder, "crm", None, lambda settings, _: installations.lay_out(settings, clock))
    with master.copied(tmp_path_factory.mktemp("renamed") / "data") as settings:
        services = Services.open(settings, clock)
        crm = Crm(services)
        admin: Any = crm.visitor("admin")
        for name, type_, more in (("code", "text", {"unique": True}), ("size", "number", {}), ("boss", "member", {})):
            admin.post(f"{SOURCES}/fields", {"type": type_, "key": f"past_{name}", "label": name, **more})
            for before, after in (("past", "old"), ("old", "new")):
                changed = admin.patch(f"{SOURCES}/fields/{before}_{name}", {"key": f"{after}_{name}"})
                assert changed.status_code == 200, changed.json
            ended = {"until": "2020-01-01T00:00:00Z"}
            assert admin.patch(f"{SOURCES}/fields/new_{name}/aliases/past_{name}", ended).status_code == 200
        rows = [{"values": {"name": f"来源 {at}", "new_code": f"C{at}", "new_size": str(at)}} for at in (1, 2, 3)]
        assert admin.post(ROWS, {"records": rows}).status_code == 201
        yield Renamed(crm, admin)
        services.close()


def _condition(code: str) -> Any:
    return {"field": code, "op": "in", "value": ["C1", "C2", "C3"]}


def _sizes(code: str, size: str, sort: str) -> dict[str, Any]:
    return {"measures": [{"op": "sum", "field": size}], "filter": _condition(code), "sort": sort}


#: request → what it is sent as, by the keys of the unique text and of the number
_ROUTES: dict[str, Any] = {
    "filter": lambda who, code, size: who.get(ROWS, filter=json.dumps(_condition(code)), sort=f"-{size}"),
    "fields": lambda who, code, size: who.get(ROWS, fields=f"{code},{size}", sort="id"),
    "export": lambda who, code, size: who.get(
        f"{SOURCES}/export", format="csv", filter=json.dumps(_condition(code)), fields=f"{code},{size}", sort=f"-{size}"
    ),
    "aggregate": lambda who, code, size: who.post(
        f"{ROWS}/aggregate", {"group_by": [code], **_sizes(code, size, f"-sum_{size}")}
    ),
    "pivot": lambda who, code, size: who.post(f"{ROWS}/pivot", {"rows": [code], **_sizes(code, size, f"-sum_{size}")}),
    "pivot export": lambda who, code, size: who.post(
        f"{ROWS}/pivot/export", {"rows": [code], "format": "csv", **_sizes(code, size, f"-sum_{size}")}
    ),
    "candidates": lambda who, code, _: who.get(f"{SOURCES}/candidates", field=code.replace("code", "boss")),
    "create": lambda who, code, size: who.post(
        ROWS, {"records": [{"values": {"name": f"新 {code}", code: f"N{code}", size: "4"}}]}
    ),
    "upsert": lambda who, code, size: who.put(ROWS, {"key": code, "records": [{"values": {code: "C1", size: "1"}}]}),
    "view": lambda who, code, size: who.post(
        f"{SOURCES}/views",
        {
            "label": "旧名",
            "filter": {"and": [_condition(code), {"field": size, "op": ">", "value": "0"}]},
            "sort": f"-{size}",
            "fields": [code, size],
            "widths": {code: 100},
            "settings": {"group": [{"field": code}], "sum": [size], "colors": [], "footer": {size: "sum"}},
        },
    ),
    "formula": lambda who, code, size: who.post(f"{SOURCES}/formula", {"formula": f'IF({size} > 1, {code}, "")'}),
    "formula preview": lambda who, code, size: who.post(
        f"{SOURCES}/formula/preview", {"formula": f'IF({size} > 1, {code}, "")'}
    ),
}


@pytest.mark.parametrize("route", _ROUTES)
def test_a_former_key_does_what_the_present_one_does_until_its_window_ends(renamed: Renamed, route: str) -> None:
    plain = renamed.ask(route, "new_code", "new_size")
    assert "Deprecation" not in plain.headers, plain.json
    former = renamed.ask(route, "old_code", "old_size")
    assert former.status_code == plain.status_code, former.json
    assert "Deprecation" in former.headers
    assert "Sunset" in former.headers
    if route not in ("create", "upsert", "view"):  # what is made has a number of its own
        assert former.data == plain.data
    late = renamed.ask(route, "past_code", "past_size")
    assert (late.status_code, {each["code"] for each in late.json["errors"]}) in (
        (400, {"query.renamed_field"}),
        (422, {"field.renamed"}),
    ), late.json
    assert "new_" in late.json["errors"][0]["message"]


def test_figures_are_ordered_by_a_measure_of_a_former_key(renamed: Renamed) -> None:
    found = renamed.ask("aggregate", "old_code", "old_size").json["rows"]
    assert [row["group"]["new_code"] for row in found] == ["C3", "C2", "C1"]
    mixed = {"group_by": ["new_code"], **_sizes("new_code", "new_size", "-sum_old_size")}
    assert renamed.admin.post(f"{ROWS}/aggregate", mixed).json["rows"] == found
    wrong = {**mixed, "sort": "-sum_nothing"}
    assert renamed.admin.post(f"{ROWS}/aggregate", wrong).status_code in (400, 422)
    table = renamed.ask("pivot", "old_code", "old_size").json
    assert [row["key"] for row in table["rows"] if row["key"]] == [["C3"], ["C2"], ["C1"]]


def test_a_sheet_whose_columns_bear_former_keys_is_imported_with_a_warning(renamed: Renamed) -> None:
    job, begun = renamed.bring("name,old_code,old_size\n表一,S1,7\n")
    assert job["state"] == "done", job
    assert job["result"]["created"] == 1
    assert job["result"]["mapping"] == {"name": "name", "old_code": "new_code", "old_size": "new_size"}
    assert [(each["code"], each["field"]) for each in job["result"]["warnings"]] == [
        ("import.former_key", "new_code"),
        ("import.former_key", "new_size"),
    ]
    assert "Deprecation" not in begun.headers, "what a file's columns are called is known once it is read"
    job, begun = renamed.bring("name,编码\n表一,S1\n", mode="upsert", key="old_code", mapping='{"编码": "old_code"}')
    assert (job["state"], job["result"]["updated"] + job["result"]["created"]) == ("done", 1), job
    assert "Sunset" in begun.headers
    job, _ = renamed.bring("name,past_code\n表二,S2\n")
    assert (job["state"], [each["code"] for each in job["errors"]]) == ("failed", ["field.renamed"]), job
    given = {"mode": "upsert", "key": "past_code", "file": (io.BytesIO(b"name,new_code\na,S3\n"), "rows.csv")}
    refused = renamed.admin.send("POST", f"{SOURCES}/imports", data=given)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "field.renamed")


def _message(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en": text}


def _big(size: str) -> dict[str, Any]:
    return {"field": size, "op": ">", "value": "5"}


def _button(code: str, size: str, key: str) -> dict[str, Any]:
    return {
        "definition": {
            "key": key, "table": "sources", "label": _message(key), "when": _big(size),
            "do": [{"set": {code: {"value": code}}}, {"set": {"name": {"field": code}}}],
        }
    }  # fmt: skip


def _automation(code: str, size: str, key: str) -> dict[str, Any]:
    text = _message(f"{{{code}}} {code}")
    return {
        "definition": {
            "key": key, "table": "sources", "label": _message(key), "trigger": {"on": "updated", "fields": [size]},
            "if": {"and": [_big(size), {"field": code, "op": "=", "value": code}]},
            "do": [{"set": {code: {"field": code}}}, {"notify": {"to": [{"field": "created_by"}], "text": text}}],
        }
    }  # fmt: skip


#: what builders keep → how it is sent by the keys of the unique text and of the number, with a name of its own
_KEPT: dict[str, Any] = {
    "rule": lambda who, code, size, name: who.send(
        "PUT",
        f"{SOURCES}/rules/validations/{name}",
        json={"rule": {"message": _message("小"), "field": code, "severity": "warn", "must": _big(size)}},
    ),
    "rights": lambda who, code, size, _: who.patch(
        f"{BASE}/roles/finance/rights",
        {"tables": {"sources": {"fields": {code: {"read": True}}, "actions": {"view": {"rows": _big(size)}}}}},
    ),
    "formula field": lambda who, _, size, name: who.post(
        f"{SOURCES}/fields", {"type": "formula", "key": name, "label": name, "options": {"formula": f"{size} + 1"}}
    ),
    "condition of a default": lambda who, _, size, name: who.post(
        f"{SOURCES}/fields",
        {"type": "text", "key": name, "label": name, "default": {"value": "大", "when": _big(size)}},
    ),
    "order": lambda who, _, size, __: who.patch(f"{BASE}/tables/sources", {"order": size}),
    "webhook": lambda who, code, size, _: who.post(
        f"{BASE}/webhooks",
        {
            "table": "sources", "label": "钩", "url": "https://receiver.example/hook", "events": ["updated"],
            "fields": [code], "condition": _big(size),
        },
    ),
    "button": lambda who, code, size, name: who.post(f"{BASE}/actions/buttons", _button(code, size, name)),
    "automation": lambda who, code, size, name: who.post(f"{BASE}/automations", _automation(code, size, name)),
}  # fmt: skip


@pytest.mark.parametrize("kept", _KEPT)
def test_what_builders_keep_bears_present_keys_and_takes_former_ones_until_their_window_ends(
    renamed: Renamed, kept: str
) -> None:
    route, name = _KEPT[kept], f"kept_{kept.replace(' ', '_')}"
    late = route(renamed.admin, "past_code", "past_size", f"{name}_late")
    assert late.status_code == 422, late.json
    problems = late.json["errors"]
    assert {each["code"] for each in problems} == {"field.renamed"}
    assert "new_size" in "".join(each["message"] for each in problems)
    former = route(renamed.admin, "old_code", "old_size", name)
    assert former.status_code in (200, 201), former.json
    assert "Deprecation" in former.headers
    assert "Sunset" in former.headers
    plain = route(renamed.admin, "new_code", "new_size", f"{name}_plain")
    assert plain.status_code in (200, 201), plain.json
    assert "Deprecation" not in plain.headers


def test_a_document_that_is_kept_by_key_changes_in_its_keys_alone(renamed: Renamed) -> None:
    """A word that is a former key, but a value or a text here, stays what somebody typed."""
    made = renamed.admin.post(f"{BASE}/actions/buttons", _button("old_code", "old_size", "worded"))
    assert made.json["definition"]["do"] == [
        {"set": {"new_code": {"value": "old_code"}}},
        {"set": {"name": {"field": "new_code"}}},
    ]
    assert made.json["definition"]["when"] == _big("new_size")
    made = renamed.admin.post(f"{BASE}/automations", _automation("old_code", "old_size", "told"))
    told = made.json["definition"]
    assert told["trigger"]["fields"] == ["new_size"]
    assert told["if"] == {"and": [_big("new_size"), {"field": "new_code", "op": "=", "value": "old_code"}]}
    assert told["do"][0] == {"set": {"new_code": {"field": "new_code"}}}
    assert told["do"][1]["notify"]["text"] == _message("{new_code} old_code")
    # a rename after that: what is there is shown by the newest key, and can be saved as it is shown
    assert renamed.admin.patch(f"{SOURCES}/fields/new_size", {"key": "last_size"}).status_code == 200
    shown = renamed.admin.get(f"{BASE}/actions/buttons/sources/worded").json["definition"]
    assert shown["when"] == _big("last_size")
    saved = renamed.admin.send("PUT", f"{BASE}/actions/buttons/sources/worded", json={"definition": shown})
    assert (saved.status_code, "Deprecation" in saved.headers) == (200, False), saved.json
    both = _button("new_code", "last_size", "twofold")
    both["definition"]["do"][0]["set"] = {"old_code": {"value": "a"}, "new_code": {"value": "b"}}
    refused = renamed.admin.post(f"{BASE}/actions/buttons", both)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "field.both_names")
    assert renamed.admin.patch(f"{SOURCES}/fields/last_size", {"key": "new_size"}).status_code == 200
