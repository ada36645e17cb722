"""S63: one rule and one key, whichever way a row is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.exchange import imports
from gezi.exchange.imports import read_options
from gezi.tables.rules import stored
from support.flows import Flows
from support.installations import Crm
from support.people import BASE, People, code

KEY = "leads.discount_limit"
#: a discount of 20 % at most, once somebody works on a lead
LIMIT = {
    "key": "discount_limit",
    "field": "discount",
    "when": {
        "or": [{"field": "owner", "op": "not_empty"}, {"field": "status", "op": "=", "value": "following"}],
    },
    "must": {"field": "discount", "op": "<=", "value": "20"},
    "message": {"zh-CN": "折扣不能超过 20%", "en": "At most 20 % off"},
}


@pytest.fixture
def flows(crm: Crm, clock: FixedClock) -> Flows:
    people = People(crm)
    field = {"type": "percent", "key": "discount", "label": "折扣", "default": {"value": "0"}}
    assert people.crm.visitor("admin").post(f"{BASE}/tables/leads/fields", field).status_code == 201
    workspaces = crm.services.workspaces
    with workspaces.open("crm").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        kept = stored.written(tx, tx.table("leads")).get("validations", [])
        stored.put(tx, {"leads": {"validations": [*kept, LIMIT]}})
    return Flows(people, clock)


def unowned(people: People) -> int:
    """A lead with 30 % off, which is fine as long as nobody works on it."""
    lead = people.create("sales1", "leads", name="一条规则")
    assert people.press("sales1", "leads", lead, "release", reason="没有意向").status_code == 200
    assert people.change("boss", "leads", lead, discount="30").status_code == 200
    return lead


def test_s63_a_discount_over_the_limit_has_the_same_rule_key_on_every_way(flows: Flows, tmp_path: Path) -> None:
    people = flows.people
    boss, path = people.crm.visitor("boss"), f"{BASE}/tables/leads/records"
    held, other = (people.create("boss", "leads", name=name) for name in ("甲", "乙"))
    lead = unowned(people)

    new: Any = boss.post(path, {"records": [{"values": {"name": "丙", "discount": "20.01"}}]})
    assert code(new) == (422, KEY)
    assert code(people.change("boss", "leads", held, discount="21")) == (422, KEY)  # a record's page
    many = [{"id": id_, "values": {"discount": "21"}} for id_ in (held, other)]
    answer: Any = boss.patch(path, {"records": many})  # a column pasted
    assert [(each["row"], each["code"]) for each in answer.get_json()["errors"]] == [(0, KEY), (1, KEY)]
    assert code(people.change("boss", "leads", lead, status="following")) == (422, KEY)  # a card dragged
    assert code(people.press("sales2", "leads", lead, "claim")) == (422, KEY)  # a button
    assert people.values("boss", "leads", lead)["owner"] is None

    sheet = tmp_path / "leads.csv"
    sheet.write_text("姓名,折扣,跟进状态\n丁,30,跟进中\n", "utf-8")
    workspaces = people.crm.services.workspaces
    ctx = workspaces.context(SYSTEM, Source.IMPORT)
    tally = imports.run(workspaces, workspaces.open("crm"), ctx, "leads", sheet, read_options({}))
    assert [error["code"] for error in tally.dump("en")["errors"]] == [KEY]

    made = flows.make(
        "generous", "leads", {"on": "updated", "fields": ["note"]}, {"set": {"discount": {"value": "30"}}}
    )
    assert made.status_code == 201, made.json
    assert people.change("boss", "leads", held, note="请打折").status_code == 200
    flows.run()
    run = flows.one(automation="generous")
    assert (run["state"], run["error"]["code"]) == ("failed", KEY)
    assert people.values("boss", "leads", held)["discount"] == "0"
