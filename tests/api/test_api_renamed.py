"""S13: a field's former key is understood in its window, announced in every answer, and refused after it with the new key."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import Any

from gezi.core.clock import FixedClock
from support.installations import Crm
from support.people import BASE, People, code

LEADS = f"{BASE}/tables/leads/records"


def test_s13_is_disturb_becomes_do_not_disturb(crm: Crm, clock: FixedClock) -> None:
    people, admin = People(crm), _any(crm.visitor("admin"))
    lead = people.create("admin", "leads", name="免打扰线索")
    here = f"{LEADS}/{lead}"
    answer = admin.patch(here, {"values": {"IsDisturb": True}})
    assert answer.status_code == 200
    assert answer.json["values"]["doNotDisturb"] is True
    assert "IsDisturb" not in answer.json["values"]  # reads give the new key only
    # the window is 180 days from 2026-11-22T02:00:00Z, when the template was installed
    assert answer.headers["Deprecation"] == "@1795312800"
    assert answer.headers["Sunset"] == "Fri, 21 May 2027 02:00:00 GMT"
    assert answer.headers["Link"] == '</api/docs>; rel="deprecation"; type="text/html"'
    plain = admin.patch(here, {"values": {"doNotDisturb": True}})
    assert "Deprecation" not in plain.headers
    both = admin.patch(here, {"values": {"IsDisturb": False, "doNotDisturb": True}})
    assert code(both) == (422, "field.both_names")
    assert admin.patch(here, {"values": {"IsDisturb": True, "doNotDisturb": True}}).status_code == 200
    shown = admin.get(here, aliases=1).json["values"]  # the old one on request
    assert (shown["IsDisturb"], shown["doNotDisturb"]) == (True, True)
    parts = [{"field": "IsDisturb", "op": "=", "value": True}, {"field": "name", "op": "=", "value": "免打扰线索"}]
    condition = json.dumps({"and": parts})
    for _ in range(2):  # a remembered statement says so as well
        found = admin.get(LEADS, filter=condition, sort="-IsDisturb,name", fields="name,IsDisturb", aliases=1)
        assert found.status_code == 200, found.json
        assert "Sunset" in found.headers
        assert [record["id"] for record in found.json["records"]] == [lead]
        assert set(found.json["records"][0]["values"]) == {"name", "doNotDisturb", "IsDisturb"}
    counted = admin.post(f"{LEADS}/aggregate", {"group_by": ["IsDisturb"], "measures": [{"op": "count"}]})
    assert "Sunset" in counted.headers
    assert {"doNotDisturb"} == set(counted.json["rows"][0]["group"])
    formula = admin.post(f"{BASE}/tables/leads/formula", {"formula": 'IF(IsDisturb, "是", "否")'})
    assert (formula.status_code, formula.json) == (200, {"type": "text"})

    clock.advance(timedelta(days=180))
    people = People(Crm(crm.services))
    admin = _any(people.crm.visitor("admin"))
    late = admin.patch(here, {"values": {"IsDisturb": False}})
    assert code(late) == (422, "field.renamed")
    assert "doNotDisturb" in late.json["errors"][0]["message"]
    assert code(admin.get(LEADS, filter=condition)) == (400, "query.renamed_field")
    assert code(admin.get(LEADS, sort="IsDisturb")) == (400, "query.renamed_field")
    assert "IsDisturb" not in admin.get(here, aliases=1).json["values"]
    assert admin.get(here).json["values"]["doNotDisturb"] is True


def test_a_rename_opens_a_window_that_administrators_end_and_extend(crm: Crm, clock: FixedClock) -> None:
    admin = _any(crm.visitor("admin"))
    assert admin.send("PUT", f"{BASE}/schema/renaming", json={"days": 30}).json == {"days": 30}
    fields = f"{BASE}/tables/sources/fields"
    admin.post(fields, {"type": "text", "key": "old_word", "label": "词"})
    renamed = admin.patch(f"{fields}/old_word", {"key": "new_word"})
    assert renamed.status_code == 200, renamed.json
    assert renamed.json["field"]["aliases"] == [
        {
            "key": "old_word",
            "since": "2026-11-22T02:00:00+00:00",
            "until": "2026-12-22T02:00:00+00:00",
            "ended": False,
        }
    ]
    rows = f"{BASE}/tables/sources/records"

    numbers = count(1)

    def write() -> Any:
        return admin.post(rows, {"records": [{"values": {"name": f"来源 {next(numbers)}", "old_word": "a"}}]})

    assert write().status_code == 201
    alias = f"{fields}/new_word/aliases/old_word"
    ended = admin.patch(alias, {"until": "2020-01-01T00:00:00+08:00", "reason": "都改好了"})
    assert ended.json["field"]["aliases"][0]["ended"]
    assert code(write()) == (422, "field.renamed")
    assert admin.patch(alias, {"until": "2027-01-01T00:00:00+08:00"}).status_code == 200
    assert write().status_code == 201
    assert code(admin.patch(f"{fields}/new_word/aliases/nothing", {"until": "2027-01-01T00:00:00Z"})) == (
        404,
        "schema.no_alias",
    )
    log = admin.get(f"{BASE}/config-log", table="sources", field="new_word").json["entries"]
    assert [entry["verb"] for entry in log] == ["alias", "alias", "change", "create"]
    assert log[1]["reason"] == "都改好了"
    assert code(_any(crm.visitor("sales1")).patch(alias, {"until": "2027-01-01T00:00:00Z"}))[0] in (403, 404)


def _any(visitor: Any) -> Any:
    return visitor
