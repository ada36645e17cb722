"""Role groups and rights over HTTP: granted by administrators, acting at once, shown in words, logged and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.visitors import Browser

TRAVEL = "/workspaces/travel"
CHEAP = {"field": "price", "op": "<", "value": "100"}


@pytest.fixture
def ned(browser: Callable[..., Browser]) -> Browser:
    return browser("ned")


@pytest.fixture
def guides(ann: Browser, ned: Browser) -> str:
    """A role group with `ned` in it."""
    made = ann.post(f"{TRAVEL}/roles", {"key": "guides", "label": {"zh-CN": "导游", "en": "Guides"}})
    assert made.status_code == 201
    me = ned.get(f"{TRAVEL}/me").json["id"]
    assert ann.patch(f"{TRAVEL}/roles/guides/members", {"add": [me]}).status_code == 200
    for title, price in (("Walk", "10"), ("Flight", "900")):
        values = {"title": title, "price": price}
        assert ann.post(f"{TRAVEL}/tables/trips/records", {"records": [{"values": values}]}).status_code == 201
    return "guides"


def grant(ann: Browser, table: str = "trips", role: str = "guides", **rights: Any) -> Any:
    return ann.patch(f"{TRAVEL}/roles/{role}/rights", {"tables": {table: rights}})


def trips(ned: Browser) -> dict[str, Any]:
    answer = ned.get(f"{TRAVEL}/tables/trips/records")
    return {r["values"]["title"]: r["values"].get("price", "-") for r in answer.json["records"]}


def codes(answer: Any) -> list[tuple[str | None, str]]:
    return [(each["field"], each["code"]) for each in answer.json["errors"]]


def test_a_grant_acts_at_once_and_is_shown_in_words(ann: Browser, ned: Browser, guides: str) -> None:
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404
    answer = grant(ann, actions={"view": {"rows": CHEAP}, "export": {}})
    assert answer.status_code == 200
    assert trips(ned) == {"Walk": "10.00"}
    (table,) = [each for each in answer.json["tables"] if each["table"] == "trips"]
    assert table["actions"]["view"] == {"rows": {**CHEAP, "value": "100.00"}, "rows_text": "价格 < 100.00"}
    assert table["actions"]["export"]["rows_text"] == "所有记录"
    per_table = ann.get(f"{TRAVEL}/tables/trips/rights").json["roles"]
    assert {each["role"]: each["actions"] for each in per_table}["guides"] == table["actions"]
    assert grant(ann, actions={"view": None, "export": None}).status_code == 200
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404


def test_a_masked_field_a_hidden_one_and_one_to_be_given_only(ann: Browser, ned: Browser, guides: str) -> None:
    whole = {"view": {}, "create": {}, "edit": {}}
    fields = {"price": {"read": True, "edit": True, "give": True, "read_rows": CHEAP}, "weight": {"read": False}}
    assert grant(ann, actions=whole, fields=fields).status_code == 200
    assert trips(ned) == {"Walk": "10.00", "Flight": None}
    described = {f["key"]: f["masked"] for t in ned.get(f"{TRAVEL}/tables").json["tables"] for f in t["fields"]}
    assert described["price"] is True
    assert "weight" not in described
    high = '{"field":"price","op":">","value":"500"}'
    assert ned.get(f"{TRAVEL}/tables/trips/records?filter={high}").json["records"] == []
    flight = next(
        r["id"] for r in ann.get(f"{TRAVEL}/tables/trips/records").json["records"] if r["values"]["title"] == "Flight"
    )
    history = ned.get(f"{TRAVEL}/tables/trips/records/{flight}/history").json["changes"]
    assert {cell["field"] for change in history for cell in change["cells"]} == {"title"}
    refused = ned.patch(f"{TRAVEL}/tables/trips/records", {"records": [{"id": flight, "values": {"price": "1"}}]})
    assert (refused.status_code, codes(refused)) == (403, [("price", "field.forbidden")])


def test_everything_wrong_with_a_change_is_said_at_once_and_nothing_is_written(ann: Browser, guides: str) -> None:
    far = {"field": "city.a.b.c.d", "op": "=", "value": 1}
    answer = grant(
        ann,
        actions={"fly": {}, "view": {"rows": far}, "edit": 7},
        fields={"wings": {"read": True}, "price": {"read": "yes", "edit": True, "give": True}},
        buttons={"eject": {"allowed": True}},
        views={"none": {"allowed": True}},
        dashboards={},
    )
    assert answer.status_code == 400  # a condition cannot be read
    assert {field for field, _ in codes(answer)} == {
        "tables.trips.dashboards",
        "tables.trips.actions.fly",
        "tables.trips.actions.view.rows",
        "tables.trips.actions.edit",
        "tables.trips.fields.wings",
        "tables.trips.fields.price.read",
        "tables.trips.buttons.eject",
        "tables.trips.views.none",
    }
    assert codes(ann.patch(f"{TRAVEL}/roles/guides/rights", {"tables": {"nowhere": {}}, "dashboards": {"x": {}}})) == [
        ("tables.nowhere", "rights.unknown"),
        ("dashboards.x", "rights.unknown"),
    ]
    shown = ann.get(f"{TRAVEL}/roles/guides/rights").json["tables"]
    assert not any(table["actions"] or table["fields"] for table in shown)


def test_an_explicit_none_and_what_holds_for_newcomers(ann: Browser, ned: Browser, guides: str) -> None:
    assert grant(ann, role="everyone", actions={"view": {}}).status_code == 200
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404  # in a group: no newcomer
    me = ned.get(f"{TRAVEL}/me").json["id"]
    assert ann.patch(f"{TRAVEL}/members/{me}/roles", {"roles": []}).json == {"roles": []}
    assert len(trips(ned)) == 2
    assert ann.patch(f"{TRAVEL}/members/{me}/roles", {"roles": ["guides"]}).json == {"roles": ["guides"]}
    assert grant(ann, actions={"view": {}}).status_code == 200
    assert grant(ann, none=True).json["tables"][1]["actions"] == {}
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404
    assert grant(ann, none=True, actions={"view": {}}).status_code == 422


def test_rights_are_for_administrators_to_change_and_for_builders_to_read(
    ann: Browser, ned: Browser, browser: Callable[..., Browser]
) -> None:
    me = ned.get(f"{TRAVEL}/me").json["id"]
    label = {"zh-CN": "搭建", "en": "Build"}
    assert ann.post(f"{TRAVEL}/roles", {"key": "build", "label": label, "builder": True}).status_code == 201
    writes: list[tuple[str, str, Any]] = [
        ("post", "/roles", {"key": "mine", "label": label, "admin": True}),
        ("patch", "/roles/build", {"label": label}),
        ("delete", "/roles/build", None),
        ("patch", "/roles/build/members", {"add": [me]}),
        ("patch", "/roles/build/rights", {"tables": {"trips": {"actions": {"view": {}}}}}),
        ("patch", f"/members/{me}/roles", {"roles": ["build"]}),
        ("post", "/permissions/log/1/undo", {}),
    ]
    reads = ("/roles", "/roles/build/rights", "/tables/trips/rights", f"/members/{me}/roles", "/permissions/log")
    for expected in (403, 200):
        for method, path, body in writes:
            answer = getattr(ned, method)(f"{TRAVEL}{path}", *([] if body is None else [body]))
            assert (answer.status_code, path) == (403, path)
        assert {ned.get(f"{TRAVEL}{path}").status_code for path in reads} == {expected}
        assert ann.patch(f"{TRAVEL}/members/{me}/roles", {"roles": ["build"]}).status_code == 200
    eve = browser("eve")  # of another workspace
    assert {eve.get(f"{TRAVEL}{path}").status_code for path in reads} == {404}


def test_the_last_administrator_stays_one(ann: Browser) -> None:
    (admins,) = [role for role in ann.get(f"{TRAVEL}/roles").json["roles"] if role["admin"]]
    me = ann.get(f"{TRAVEL}/me").json["id"]
    assert [one["id"] for one in admins["members"]] == [me]
    for answer in (
        ann.patch(f"{TRAVEL}/roles/{admins['key']}/members", {"remove": [me]}),
        ann.patch(f"{TRAVEL}/members/{me}/roles", {"roles": []}),
    ):
        assert (answer.status_code, codes(answer)) == (409, [(None, "role.last_admin")])
    limited = grant(ann, role=admins["key"], actions={"view": {}})
    assert (limited.status_code, codes(limited)) == (409, [(None, "rights.admin")])


def test_changes_are_logged_and_taken_back_while_nothing_else_was_said(ann: Browser, ned: Browser, guides: str) -> None:
    grant(ann, actions={"view": {"rows": CHEAP}}, fields={"price": {"read": True, "edit": False, "give": False}})
    grant(ann, actions={"view": {}, "edit": {}}, fields={"price": None})
    assert len(trips(ned)) == 2
    log = ann.get(f"{TRAVEL}/permissions/log").json["entries"]
    assert [(each["action"], each["table"], each["by"]) for each in log[:2]] == [("rights.table", "trips", "Ann")] * 2
    assert log[0]["before"]["rights"]["actions"]["view"]["rows"] == {**CHEAP, "value": "100.00"}
    older = ann.post(f"{TRAVEL}/permissions/log/{log[1]['id']}/undo", {})
    assert (older.status_code, codes(older)) == (409, [(None, "rights.changed_since")])
    assert ann.post(f"{TRAVEL}/permissions/log/{log[0]['id']}/undo", {}).status_code == 200
    assert trips(ned) == {"Walk": "10.00"}
    (table,) = [t for t in ann.get(f"{TRAVEL}/roles/guides/rights").json["tables"] if t["table"] == "trips"]
    assert (list(table["actions"]), list(table["fields"])) == (["view"], ["price"])
    put = next(each for each in log if each["action"] == "role.members")
    assert ann.post(f"{TRAVEL}/permissions/log/{put['id']}/undo", {}).status_code == 200
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404


def test_a_new_group_a_new_name_and_somebody_s_leaving_are_taken_back_too(
    ann: Browser, ned: Browser, guides: str
) -> None:
    def undo(action: str) -> Any:
        entries = ann.get(f"{TRAVEL}/permissions/log").json["entries"]
        entry = next(each for each in entries if each["action"] == action)
        assert entry["undoable"], entry
        return ann.post(f"{TRAVEL}/permissions/log/{entry['id']}/undo", {})

    def labels() -> dict[str, str]:
        return {role["key"]: role["label"] for role in ann.get(f"{TRAVEL}/roles").json["roles"]}

    assert codes(undo("role.create")) == [(None, "rights.changed_since")]  # ned is in it
    ann.patch(f"{TRAVEL}/roles/guides", {"label": {"zh-CN": "领队"}})
    assert labels()["guides"] == "领队"
    assert undo("role.change").status_code == 200
    assert labels()["guides"] == "导游"
    me = ned.get(f"{TRAVEL}/me").json["id"]
    ann.patch(f"{TRAVEL}/members/{me}", {"state": "left"})
    assert ned.get(f"{TRAVEL}/me").status_code == 404
    assert undo("member.state").status_code == 200
    assert ned.get(f"{TRAVEL}/me").status_code == 200
    came_back = ann.get(f"{TRAVEL}/permissions/log").json["entries"][0]
    assert (came_back["action"], came_back["undoable"]) == ("member.state", False)
    ann.post(f"{TRAVEL}/roles", {"key": "cooks", "label": {"zh-CN": "厨师"}})
    grant(ann, role="cooks", actions={"view": {}})
    assert codes(undo("role.create")) == [(None, "rights.changed_since")]  # it grants something
    grant(ann, role="cooks", actions={"view": None})
    assert undo("role.create").status_code == 200
    assert "cooks" not in labels()


def test_a_deleted_group_comes_back_with_its_members_and_everything_it_was_granted(
    ann: Browser, ned: Browser, guides: str
) -> None:
    mask = {"read": True, "edit": False, "give": False, "read_rows": CHEAP}
    grant(ann, actions={"view": {"rows": CHEAP}, "edit": {}}, fields={"price": mask}, views={})
    said, seen = ann.get(f"{TRAVEL}/roles/guides/rights").json, trips(ned)
    described = next(role for role in ann.get(f"{TRAVEL}/roles").json["roles"] if role["key"] == guides)
    assert ann.delete(f"{TRAVEL}/roles/guides").status_code == 200
    assert ned.get(f"{TRAVEL}/tables/trips/records").status_code == 404
    entry = ann.get(f"{TRAVEL}/permissions/log").json["entries"][0]
    assert (entry["action"], entry["undoable"]) == ("role.delete", True)
    assert ann.post(f"{TRAVEL}/roles", {"key": "guides", "label": {"zh-CN": "另一组"}}).status_code == 201
    undo = f"{TRAVEL}/permissions/log/{entry['id']}/undo"
    taken = ann.post(undo, {})
    assert (taken.status_code, codes(taken)) == (409, [(None, "rights.group_taken")])
    assert ann.delete(f"{TRAVEL}/roles/guides").status_code == 200
    # The way back goes through the configuration log just as well, and stands in it.
    entries = ann.get(f"{TRAVEL}/config-log").json["entries"]
    deleted = next(each for each in entries if each["id"] == entry["id"])
    assert deleted["revertible"]
    assert "kept" not in str(deleted)
    assert ann.post(undo, {}).status_code == 200
    assert ann.get(f"{TRAVEL}/roles/guides/rights").json == said
    assert next(role for role in ann.get(f"{TRAVEL}/roles").json["roles"] if role["key"] == guides) == described
    assert trips(ned) == seen == {"Walk": "10.00"}
    latest = ann.get(f"{TRAVEL}/permissions/log").json["entries"][0]
    assert (latest["action"], latest["after"]["key"], latest["undoable"]) == ("role.restore", "guides", False)
    assert ann.post(undo, {}).status_code == 409


def test_views_and_dashboards_can_be_closed_to_a_group(crm: Any) -> None:
    admin, rep = crm.visitor("admin"), crm.visitor("sales1")
    base = "/workspaces/crm"
    far = {"field": "order.customer.lead.campaign.name", "op": "not_empty"}
    rights = {"tables": {"receipts": {"actions": {"view": {"rows": far}}}}}
    assert codes(admin.patch(f"{base}/roles/sales_rep/rights", rights)) == [
        ("tables.receipts.actions.view.rows", "rights.too_far")
    ]
    boards = [board["key"] for board in rep.get(f"{base}/dashboards").json["dashboards"]]
    table = next(t for t in rep.get(f"{base}/tables").json["tables"] if t["key"] == "opportunities")
    view = table["views"][0]["key"]
    closed = {
        "tables": {"opportunities": {"views": {view: {"allowed": False}}}},
        "dashboards": {boards[0]: {"allowed": False}},
    }
    assert admin.patch(f"{base}/roles/sales_rep/rights", closed).status_code == 200
    assert [board["key"] for board in rep.get(f"{base}/dashboards").json["dashboards"]] == boards[1:]
    said = {one["key"]: one["allowed"] for one in admin.get(f"{base}/roles/sales_rep/rights").json["dashboards"]}
    assert (said["sales_home"], said["finance_home"], len(said)) == (False, False, 5)
    assert admin.get(f"{base}/roles/finance/rights").json["dashboards"][-1]["allowed"] is None
    assert rep.get(f"{base}/dashboards/{boards[0]}").status_code == 404
    told = admin.get(f"{base}/roles/sales_rep/rights").json["dashboards"]
    assert [board["allowed"] for board in told if board["key"] == boards[0]] == [False]
    assert rep.get(f"{base}/tables/opportunities/records?view={view}").status_code == 400
    shown = next(t for t in rep.get(f"{base}/tables").json["tables"] if t["key"] == "opportunities")["views"]
    assert view not in [each["key"] for each in shown]
    assert admin.get(f"{base}/tables/opportunities/records?view={view}").status_code == 200


def test_the_navigation_shows_the_dashboards_of_one_s_role_groups_and_every_one_to_newcomers(crm: Any) -> None:
    """S67: a dashboard is open until something is said; the template says whose each of them is."""
    base = "/workspaces/crm"
    every = ["management_home", "sales_manager_home", "sales_home", "marketing_home", "finance_home"]
    expected = {
        "admin": every,
        "boss": every,
        "manager": ["sales_manager_home", "sales_home"],
        "sales1": ["sales_home"],
        "marketing": ["marketing_home"],
        "finance": ["finance_home"],
        "success": [],
    }
    for account, keys in expected.items():
        items = [
            one for group in crm.visitor(account).get(f"{base}/navigation").json["groups"] for one in group["items"]
        ]
        assert [one["key"] for one in items if one["kind"] == "dashboard"] == keys, account
    assert crm.visitor("sales1").get(f"{base}/dashboards/management_home").status_code == 404
    newcomer = crm.visitor("admin").get(f"{base}/dashboards/management_home", view_as="roles:")
    assert newcomer.status_code == 200


def test_a_button_can_be_closed_to_a_group_or_opened_on_some_rows(crm: Any) -> None:
    admin, rep = crm.visitor("admin"), crm.visitor("sales1")
    base = "/workspaces/crm"
    mine = rep.get(f'{base}/tables/leads/records?filter={{"field":"owner","op":"=","value":"@me"}}').json["records"]
    lead = next(r["id"] for r in mine if r["values"]["status"] != "converted")

    def say(right: Any) -> None:
        body = {"tables": {"leads": {"buttons": {"release": right}}}}
        assert admin.patch(f"{base}/roles/sales_rep/rights", body).status_code == 200

    def press() -> int:
        return rep.post(
            f"{base}/tables/leads/records/{lead}/actions/release", {"inputs": {"reason": "无意向"}}
        ).status_code

    say({"allowed": False})
    assert press() == 403
    say({"allowed": True, "rows": {"field": "name", "op": "=", "value": "nobody"}})
    assert press() == 403
    say(None)
    assert press() == 200


def test_a_view_s_condition_on_what_is_out_of_sight_is_not_told_however_far_away(
    ann: Browser, ned: Browser, guides: str
) -> None:
    """The constants of a condition tell what stands in the fields that it asks."""
    far = {"field": "city.name", "op": "=", "value": "Atlantis"}
    color = {"when": far, "color": "red"}
    said = {"label": "Far", "shared": True, "filter": far, "settings": {"colors": [color]}}
    made = ann.post(f"{TRAVEL}/tables/trips/views", said)
    assert made.status_code == 201, made.json

    def told() -> bool:
        tables = ned.get(f"{TRAVEL}/tables").json["tables"]
        (view,) = [v for t in tables if t["key"] == "trips" for v in t["views"] if v["key"] == made.json["key"]]
        whole = ned.get(f"{TRAVEL}/tables").get_data(as_text=True)
        assert ("Atlantis" in whole) == (view["filter"] is not None)
        return view["filter"] is not None

    grant(ann, actions={"view": {}})
    assert not told()  # the other table is closed
    grant(ann, table="cities", actions={"view": {}})
    assert told()
    grant(ann, table="cities", fields={"name": {"read": False}})
    assert not told()
