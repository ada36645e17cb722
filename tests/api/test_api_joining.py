"""Invitations, setting another password by a link, the list of sessions, and the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from support.installations import Crm
from support.visitors import PASSWORD, Browser, refused

WS = "/workspaces/crm"
NEW = {"account": "xiaoli", "name": "小李", "password": "a long enough secret"}


def invited(crm: Crm, **body: Any) -> str:
    answer = crm.visitor("admin").post(f"{WS}/invitations", {"name": "小李", "roles": ["sales_rep"], **body})
    assert answer.status_code == 201, answer.json
    return answer.json["token"]


def stranger(crm: Crm) -> Browser:
    return Browser(crm.app)


def test_who_is_invited_signs_up_by_the_link_and_has_the_roles(crm: Crm) -> None:
    token = invited(crm)
    newcomer = stranger(crm)
    shown = newcomer.get(f"/invitations/{token}").json
    assert (shown["workspace"], shown["name"], shown["invited_by"]) == ("客户关系管理", "小李", "安管理")
    joined = newcomer.post(f"/invitations/{token}", NEW)
    assert joined.status_code == 201, joined.json
    newcomer.headers["X-CSRF-Token"] = joined.json["csrf"]
    me = newcomer.get(f"{WS}/me").json
    assert (me["name"], [role["key"] for role in me["roles"]]) == ("小李", ["sales_rep"])
    made = newcomer.post(f"{WS}/tables/customers/records", {"records": [{"values": {"name": "小李的客户"}}]})
    assert made.status_code == 201


def test_an_invitation_works_once(crm: Crm) -> None:
    token = invited(crm)
    assert stranger(crm).post(f"/invitations/{token}", NEW).status_code == 201
    assert refused(stranger(crm).post(f"/invitations/{token}", {**NEW, "account": "other"}), 409) == ["invitation.over"]
    assert refused(stranger(crm).get(f"/invitations/{token}"), 409) == ["invitation.over"]
    assert Browser(crm.app).sign_in("other", NEW["password"]).status_code == 401  # nothing half-made


def test_somebody_with_an_account_joins_with_it(crm: Crm) -> None:
    made = crm.visitor("admin").post("/workspaces", {"key": "second", "name": "第二个"})
    assert made.status_code == 201, made.json
    token = crm.visitor("admin").post("/workspaces/second/invitations", {"name": "甲"}).json["token"]
    sales1 = crm.visitor("sales1")
    assert refused(sales1.get("/workspaces/second/me"), 404)
    assert sales1.post(f"/invitations/{token}/accept", {}).json == {"workspace": "second"}
    assert sales1.get("/workspaces/second/me").status_code == 200
    assert refused(crm.visitor("sales2").post(f"/invitations/{token}/accept", {}), 409) == ["invitation.over"]


@pytest.mark.parametrize("who", ["boss", "sales1", "success"])
def test_only_administrators_invite(crm: Crm, who: str) -> None:
    visitor = crm.visitor(who)
    for answer in (
        visitor.post(f"{WS}/invitations", {"name": "x", "roles": ["admin"]}),
        visitor.get(f"{WS}/invitations"),
        visitor.delete(f"{WS}/invitations/1"),
        visitor.get(f"{WS}/audit"),
        visitor.post(f"{WS}/members/1/password-reset", {}),
    ):
        assert refused(answer, 403) == ["rights.forbidden"]


def test_an_invitation_is_taken_back_or_expires(crm: Crm, clock: Any) -> None:
    admin = crm.visitor("admin")
    first, second = invited(crm), invited(crm, days=1)
    newest, older = admin.get(f"{WS}/invitations").json["invitations"]
    assert (newest["state"], older["state"]) == ("open", "open")
    assert "token" not in newest
    assert admin.delete(f"{WS}/invitations/{older['id']}").status_code == 204
    assert refused(stranger(crm).get(f"/invitations/{first}"), 409) == ["invitation.over"]
    clock.advance(timedelta(days=1))
    assert refused(stranger(crm).post(f"/invitations/{second}", NEW), 409) == ["invitation.over"]
    states = {each["state"] for each in admin.get(f"{WS}/invitations").json["invitations"]}
    assert states == {"expired", "revoked"}


def test_a_link_that_never_was_is_not_there_and_bad_input_uses_nothing_up(crm: Crm) -> None:
    for link in ("x", "é" * 10, "a" * 500):
        assert refused(stranger(crm).get(f"/invitations/{link}"), 404)
        assert refused(stranger(crm).get(f"/password-resets/{link}"), 404)
    token = invited(crm)
    wrong = stranger(crm).post(f"/invitations/{token}", {"account": "a b", "name": "", "password": "x"})
    assert set(refused(wrong, 422)) == {"account.bad_name", "account.bad_person_name", "password.too_short"}
    assert stranger(crm).get(f"/invitations/{token}").status_code == 200
    unknown = crm.visitor("admin").post(f"{WS}/invitations", {"name": "x", "roles": ["nobody"]})
    assert refused(unknown, 404) == ["role.unknown"]


def test_a_link_sets_another_password_once_and_ends_every_session(crm: Crm, clock: Any) -> None:
    sales1, admin = crm.visitor("sales1"), crm.visitor("admin")
    member = sales1.get(f"{WS}/me").json["id"]
    token = admin.post(f"{WS}/members/{member}/password-reset", {}).json["token"]
    assert stranger(crm).get(f"/password-resets/{token}").json == {"account": "sales1", "name": "甲销售"}
    assert refused(stranger(crm).post(f"/password-resets/{token}", {"password": "x"}), 422) == ["password.too_short"]
    assert stranger(crm).post(f"/password-resets/{token}", {"password": "another good secret"}).status_code == 204
    assert refused(sales1.get(f"{WS}/me"), 401)
    assert stranger(crm).sign_in("sales1", PASSWORD).status_code == 401
    assert stranger(crm).sign_in("sales1", "another good secret").status_code == 200
    again = stranger(crm).post(f"/password-resets/{token}", {"password": "yet another secret"})
    assert refused(again, 404) == ["reset.over"]
    late = admin.post(f"{WS}/members/{member}/password-reset", {}).json["token"]
    clock.advance(timedelta(minutes=30))
    assert refused(stranger(crm).get(f"/password-resets/{late}"), 404) == ["reset.over"]


def test_an_administrator_of_one_workspace_gets_into_no_other_by_a_reset(crm: Crm) -> None:
    boss, admin = crm.visitor("boss"), crm.visitor("admin")
    assert boss.post("/workspaces", {"key": "private", "name": "私有"}).status_code == 201
    member = boss.get(f"{WS}/me").json["id"]
    assert refused(admin.post(f"{WS}/members/{member}/password-reset", {}), 403) == ["reset.elsewhere"]


def test_sessions_are_listed_and_ended(crm: Crm) -> None:
    here, there = Browser(crm.app), Browser(crm.app)
    for browser in (there, here):
        browser.sign_in("sales2")
    listed = here.get("/me/sessions").json["sessions"]
    (mine,) = [each for each in listed if each["current"]]
    other = next(each for each in listed if not each["current"])
    assert refused(crm.visitor("sales1").delete(f"/me/sessions/{other['id']}"), 404) == ["session.unknown"]
    assert here.delete(f"/me/sessions/{other['id']}").status_code == 204
    assert here.get("/me/sessions").json["sessions"] == [{**mine, **here.get("/me/sessions").json["sessions"][0]}]
    assert refused(there.get("/me"), 401)
    assert here.delete("/me/sessions").status_code == 204
    assert here.get("/me").status_code == 200


def test_the_audit_log_tells_who_came_in_and_names_no_secret(crm: Crm) -> None:
    token = invited(crm)
    newcomer = stranger(crm)
    newcomer.post(f"/invitations/{token}", NEW)
    stranger(crm).sign_in("sales1", "wrong")
    stranger(crm).sign_in("nobody at all", "wrong")
    crm.visitor("sales1").post("/me/password", {"current": PASSWORD, "new": "something quite new"})
    answer = crm.visitor("admin").get(f"{WS}/audit")
    told = [(each["action"], each["account"], each["by"]) for each in answer.json["entries"]]
    assert told[:4] == [
        ("password.changed", "sales1", "sales1"),
        ("session.opened", "sales1", "sales1"),
        ("session.refused", "sales1", None),
        ("invitation.used", "xiaoli", None),
    ]
    assert ("invitation.created", "", "admin") in told
    for secret in (token, PASSWORD, NEW["password"], "wrong"):
        assert secret not in answer.text
    first = crm.visitor("admin").get(f"{WS}/audit", limit=1).json
    rest = crm.visitor("admin").get(f"{WS}/audit", limit=1, before=first["next"]).json
    assert (first["entries"][0]["action"], rest["entries"][0]["action"]) == ("password.changed", "session.opened")


def test_refused_permissions_are_in_the_log_once_and_what_is_out_of_sight_is_not(crm: Crm) -> None:
    rep = crm.visitor("sales1")
    for _ in range(2):
        assert refused(rep.patch(f"{WS}/roles/sales_rep/rights", {}), 403) == ["rights.forbidden"]
    assert rep.get(f"{WS}/tables/nowhere/records").status_code == 404
    entries = crm.visitor("admin").get(f"{WS}/audit").json["entries"]
    (noted,) = [each for each in entries if each["action"] == "permission.refused"]
    assert (noted["account"], noted["by"]) == ("sales1", "sales1")
    assert noted["details"] == {
        "route": "PATCH /api/v1/workspaces/{ws}/roles/{role}/rights",
        "codes": ["rights.forbidden"],
    }
