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
