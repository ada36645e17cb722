"""A trial has the rights of whoever owns the automation, or of a button; whoever looks at it sees what they may see (S12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.flows import Flows
from support.people import BASE

PHONE = "13800000001"
SECRET = "13999999999"


@pytest.fixture(scope="module")
def builder(office_of_the_file: Flows) -> Any:
    """`sales1`, who builds, sees leads of their own, phones only of leads that may be disturbed, and no addresses."""
    admin, me = office_of_the_file.admin, office_of_the_file.people.member("sales1")
    admin.post(f"{BASE}/roles", {"key": "makers", "label": {"zh-CN": "搭建", "en": "Makers"}, "builder": True})
    assert admin.patch(f"{BASE}/roles/makers/members", {"add": [me]}).status_code == 200
    calm = {"field": "doNotDisturb", "op": "=", "value": False}
    _say(admin, {"phone": {"read": True, "edit": True, "give": True, "read_rows": calm}, "email": {"read": False}})
    return office_of_the_file.visitor("sales1")


def _say(admin: Any, fields: dict[str, Any]) -> None:
    for role in ("everyone", "sales_rep"):
        answer = admin.patch(f"{BASE}/roles/{role}/rights", {"tables": {"leads": {"fields": fields}}})
        assert answer.status_code == 200, answer.json


@pytest.fixture
def leads(office: Flows) -> Iterator[dict[str, int]]:
    """Own leads with and without a mask, and somebody else's; all of them with the same last number."""
    people = office.people
    made = {
        "open": people.create("admin", "leads", name="试用 甲", owner=people.member("sales1"), phone=PHONE),
        "masked": people.create(
            "admin", "leads", name="试用 乙", owner=people.member("sales1"), phone=SECRET, doNotDisturb=True
        ),
        "other": people.create("admin", "leads", name="试用 丙", owner=people.member("sales2"), phone=SECRET),
    }
    yield made
    gone = office.admin.delete(f"{BASE}/tables/leads/records", {"ids": list(made.values())})
    assert gone.status_code == 200, gone.json


def _touch_all(office: Flows, key: str, *more: Any, **values: Any) -> None:
    """An automation of the administrator's that changes all the leads above."""
    mine = {"field": "name", "op": "starts_with", "value": "试用"}
    find = {"find": "leads", "where": mine, "as": "all"}
    written = {"update": "all", "set": {name: {"value": value} for name, value in values.items()}}
    made = office.make(key, "leads", {"on": "updated", "fields": ["name"]}, find, written, *more)
    assert made.status_code == 201, made.json


def _cells(tried: Any) -> dict[int, set[str]]:
    return {change["record"]: set(change["cells"]) for change in tried["changes"]}


def test_changes_of_a_trial_are_shown_as_far_as_rows_fields_and_masks_allow(
    office: Flows, builder: Any, leads: dict[str, int]
) -> None:
    tell = {"notify": {"to": [{"role": "admin"}], "text": {"zh-CN": "{name} 的电话 {phone}", "en": "{phone}"}}}
    _touch_all(office, "touch", tell, phone="13700000000", email="a@b.cn", title="经理")
    path = f"{BASE}/automations/touch/try"
    whole = office.admin.post(path, {"record": leads["masked"]}).json
    assert whole["refused"] is None
    assert _cells(whole) == {id_: {"phone", "email", "title"} for id_ in leads.values()}
    assert whole["sent"][0]["text"]["zh-CN"] == "试用 乙 的电话 13700000000"
    seen = builder.post(path, {"record": leads["masked"]}).json
    assert _cells(seen) == {leads["open"]: {"phone", "title"}, leads["masked"]: {"title"}}
    assert seen["sent"] == [{"kind": "notify", "members": [], "text": tell["notify"]["text"]}]
    assert {(step["output"] is None, not step["names"]) for step in seen["steps"]} == {(True, True)}
    assert SECRET not in str(seen)
    assert str(leads["other"]) not in str([step["output"] for step in seen["steps"]])
    assert builder.post(path, {"record": leads["other"]}).status_code == 404


def test_what_a_trial_itself_opens_stays_closed(office: Flows, builder: Any, leads: dict[str, int]) -> None:
    """It gives away the lead of another, and takes the mask from one's own: neither shows what it was."""
    _touch_all(office, "open", doNotDisturb=False, owner=office.people.member("sales1"), phone="13700000000")
    seen = builder.post(f"{BASE}/automations/open/try", {"record": leads["open"]}).json
    assert _cells(seen) == {leads["open"]: {"phone"}, leads["masked"]: {"doNotDisturb"}}
    assert SECRET not in str(seen)


def test_a_record_that_leaves_the_scope_is_told_of_without_its_cells(
    office: Flows, builder: Any, leads: dict[str, int]
) -> None:
    _touch_all(office, "away", owner=office.people.member("sales2"))
    seen = builder.post(f"{BASE}/automations/away/try", {"record": leads["open"]}).json
    assert _cells(seen) == {leads["open"]: set(), leads["masked"]: set()}


def test_a_replay_counts_and_shows_the_records_of_whoever_looks(
    office: Flows, builder: Any, leads: dict[str, int]
) -> None:
    _touch_all(office, "again", phone="13700000000")
    people = office.people
    for name, id_ in leads.items():
        assert people.change("admin", "leads", id_, name=f"试用 {name}").status_code == 200
    path = f"{BASE}/automations/again/replay"
    everything = office.admin.post(path, {"days": 1}).json
    assert {run["record"] for run in everything["runs"]} >= set(leads.values())
    seen = builder.post(path, {"days": 1}).json
    own = {leads["open"], leads["masked"]}
    assert {run["record"] for run in seen["runs"]} & set(leads.values()) == own
    assert seen["matched"] == len(seen["runs"]) < everything["matched"]
    assert all(set(_cells(run)) <= own | _own(builder) for run in seen["runs"])
    assert SECRET not in str(seen)


def test_a_trial_of_a_button_passes_the_same_sieve(office: Flows, builder: Any, leads: dict[str, int]) -> None:
    document = {
        "key": "quiet",
        "table": "leads",
        "label": {"zh-CN": "免打扰", "en": "Quiet"},
        "system": True,
        "do": [{"set": {"phone": {"value": "13700000000"}, "title": {"value": "经理"}}}],
    }
    made = office.admin.post(f"{BASE}/actions/buttons", {"definition": document})
    assert made.status_code == 201, made.json
    path = f"{BASE}/actions/buttons/leads"
    try:
        masked = builder.post(f"{path}/quiet/try", {"record": leads["masked"]}).json
        assert _cells(masked) == {leads["masked"]: {"title"}}, masked
        assert masked["impact"]["updated"] == 1
        assert SECRET not in str(masked)
        assert set(_cells(builder.post(f"{path}/quiet/try", {"record": leads["open"]}).json)) == {leads["open"]}
    finally:
        office.admin.delete(f"{path}/quiet", {})


def test_what_steps_of_a_run_came_to_is_told_to_those_who_see_their_records(
    office: Flows, builder: Any, leads: dict[str, int]
) -> None:
    tell = {"notify": {"to": [{"role": "admin"}], "text": {"zh-CN": "{phone}", "en": "{phone}"}}}
    made = office.make("told", "leads", {"on": "updated", "fields": ["title"]}, tell)
    assert made.status_code == 201, made.json
    assert office.people.change("admin", "leads", leads["masked"], title="总监").status_code == 200
    office.run()
    run = office.one(automation="told")
    assert run["steps"][0]["output"]["text"]["zh-CN"] == SECRET
    seen = builder.get(f"{BASE}/runs/{run['id']}").json
    assert (seen["steps"][0]["output"], seen["steps"][0]["names"]) == (None, {})


def _own(builder: Any) -> set[int]:
    return {record["id"] for record in builder.get(f"{BASE}/tables/leads/records", limit=200).json["records"]}
